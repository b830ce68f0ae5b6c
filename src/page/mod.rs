//! The page itself: its routes, the links that lead to it, and what its host has set.

pub mod approval_link;
pub mod config;
pub mod route;

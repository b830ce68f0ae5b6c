//! The page itself: its routes, the links that lead to it, and the settings of whoever hosts it.

pub mod approval_link;
pub mod config;
pub mod languages;
pub mod return_link;
pub mod route;

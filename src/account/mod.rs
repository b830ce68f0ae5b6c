//! Who is signed in and how that is kept, here and in Jellyfin's own web client on the same origin.

pub mod at_server;
pub mod jellyfin_web;
pub mod kept;
pub mod session;
pub mod sessions;

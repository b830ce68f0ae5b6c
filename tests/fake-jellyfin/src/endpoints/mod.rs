//! The endpoints, roughly one file for each of Jellyfin's controllers.

mod branding;
pub(crate) mod configuration;
mod images;
pub(crate) mod library;
pub(crate) mod passwords;
pub(crate) mod quick_connect;
pub(crate) mod sessions;
pub(crate) mod set_up;
pub(crate) mod sign_in;
pub(crate) mod system;
mod users;

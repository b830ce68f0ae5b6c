//! Signing in by name, the rest of the login screen, and what is shared with Jellyfin's own page.

mod forms;
mod jellyfin_web;
mod secrets;
pub mod side_by_side;
mod side_by_side_elsewhere;
mod sign_in;
mod single_sign_on;
mod unencrypted;

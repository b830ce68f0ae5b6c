//! Signing in by name, the rest of the login screen, several accounts side by side, and what is shared with Jellyfin's own
//! page.

mod choosing;
mod forms;
mod full_storage;
mod jellyfin_web;
mod secrets;
pub mod side_by_side;
mod side_by_side_elsewhere;
mod sign_in;
mod single_sign_on;
mod unencrypted;

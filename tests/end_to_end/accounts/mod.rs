//! Signing in by name, what the login offers besides, and how a session lasts, is shared and ends.

mod forms;
mod jellyfin_web;
mod secrets;
mod sessions;
mod sign_in;
mod tabs;

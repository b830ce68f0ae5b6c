//! Signing in by name, the rest of the login screen, and how a session is kept, shared and ended.

mod beside;
mod crossing;
mod elsewhere;
mod followed;
mod forms;
mod jellyfin_web;
mod late;
mod nothing_is_lost;
mod secrets;
mod sessions;
mod several_servers;
mod sign_in;
mod single_sign_on;
mod tabs;
mod unencrypted;

//! Every word that a person reads, and nothing but words: what to do next is in each message.

mod config;
pub mod jellyfin_web;
pub mod login;
mod lost;
pub mod password_reset;
pub mod server;
pub mod settings;

use std::time::Duration;

pub use config::config_errors;
pub use lost::lost;

use crate::jellyfin::code::Code;

/// A button that, while it is pressed in, shows what was typed as a password.
pub const SHOW: &str = "Show";

/// The same button for a screen reader.
pub const SHOW_PASSWORD: &str = "Show password";

/// What unfolds the facts for whoever helps.
pub const DETAILS: &str = "Details for whoever helps";

/// What makes the empty edges of the picture wider, a step after the other; the style sheet has the same.
pub const EDGES: [&str; 4] = [
    "Picture cut off? Edges: 5 %",
    "Picture cut off? Edges: 7.5 %",
    "Picture cut off? Edges: 10 %",
    "Picture cut off? Edges: 12.5 %",
];

/// A code for a screen reader, digit by digit.
#[must_use]
pub fn code_label(code: Option<Code>) -> String {
    code.map_or("No code yet".to_owned(), |code| format!("Code: {}", code.spoken()))
}

/// A time in seconds.
#[must_use]
pub fn seconds(time: Duration) -> u64 {
    time.as_secs()
}

//! Every word that a person reads. Each message says what to do next.

mod config;
pub mod jellyfin_web;
pub mod login;
mod lost;
pub mod password_reset;
pub mod server;
pub mod settings;

pub use config::{config_errors, without_config};
pub use lost::lost;

use crate::jellyfin::code::Code;

/// The button that shows a password while it is pressed.
pub const SHOW: &str = "Show";

/// The same button for a screen reader.
pub const SHOW_PASSWORD: &str = "Show password";

/// The heading of the facts for whoever helps.
pub const DETAILS: &str = "Details for whoever helps";

/// The button that widens the margins on a television, step by step. The style sheet has the same steps.
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

//! Every word that a person reads. Each message says what happened in a sentence or two, and on further lines what to try;
//! the components make a list of these.

mod config;
pub mod embedded;
pub mod jellyfin_web;
pub mod login;
mod lost;
pub mod password_reset;
pub mod server;
pub mod settings;
#[cfg(test)]
mod tests;

pub use config::{config_errors, without_config};
pub use lost::lost;

use crate::jellyfin::code::Code;

/// At the foot of the page.
pub const VERSION: &str = concat!("Version ", env!("CARGO_PKG_VERSION"));

/// The link there to the licences of what the program is made of.
pub const LICENCES: &str = "Licences";
/// What the page is called where the host gives it no name of its own.
const PAGE: &str = "Quick Connect";

/// The document's title: what is on the screen, and on which page.
#[must_use]
pub fn title(heading: &str, page: Option<&str>) -> String {
    let page = page.unwrap_or(PAGE);
    if heading == page { page.to_owned() } else { format!("{heading} – {page}") }
}

/// What a screen reader says after a sign-in.
#[must_use]
pub fn signed_in(name: &str, server: &str) -> String {
    format!("Signed in as {name} on {server}")
}

/// The button that shows a password while it is pressed.
pub const SHOW: &str = "Show";

/// The same button for a screen reader.
pub const SHOW_PASSWORD: &str = "Show password";

/// The heading of the facts for whoever helps.
pub const DETAILS: &str = "Details";

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

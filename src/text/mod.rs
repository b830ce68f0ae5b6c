//! Every word that a person reads. Each message says what happened in a sentence or two, and on further lines what to try;
//! the components make a list of these.
//!
//! The words themselves are in `locales/`, a file a language. Here is which message is said when.

mod config;
pub mod embedded;
pub mod jellyfin_web;
pub mod login;
mod lost;
pub mod message;
pub mod messages;
pub mod password_reset;
pub mod server;
pub mod settings;
#[cfg(test)]
mod tests;

pub use config::{config_errors, without_config};
pub use lost::lost;
pub use message::Message;
pub use messages::page::{DETAILS, LICENCES, SHOW, SHOW_PASSWORD, signed_in};

use crate::jellyfin::code::Code;
use messages::{common, page};

/// At the foot of the page.
#[must_use]
pub fn version() -> String {
    page::version(env!("CARGO_PKG_VERSION"))
}

/// The document's title: what is on the screen, and on which page. Where the host gives the page no name, it is called
/// Quick Connect.
#[must_use]
pub fn title(heading: &str, page: Option<&str>) -> String {
    let page = page.unwrap_or(common::QUICK_CONNECT.text());
    if heading == page { page.to_owned() } else { format!("{heading} – {page}") }
}

/// The button that widens the margins on a television, step by step. The style sheet has the same steps.
pub const EDGES: [Message; 4] = [page::EDGES_1, page::EDGES_2, page::EDGES_3, page::EDGES_4];

/// A code for a screen reader, digit by digit.
#[must_use]
pub fn code_label(code: Option<Code>) -> String {
    code.map_or_else(|| page::NO_CODE.into(), |code| page::code(&code.spoken()))
}

/// Names, one behind the other.
fn list(names: &[String]) -> String {
    names.join(common::LIST_SEPARATOR.text())
}

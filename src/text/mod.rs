//! Every word that a person reads, and nothing but words: what to do next is in each message.

pub mod login;
pub mod settings;

use crate::code::Code;
use crate::config::ConfigError;
use crate::jellyfin::Lost;

/// A button that, while it is pressed in, shows what was typed as a password.
pub const SHOW: &str = "Show";

/// The same button for a screen reader.
pub const SHOW_PASSWORD: &str = "Show password";

/// A code for a screen reader, digit by digit.
#[must_use]
pub fn code_label(code: Option<Code>) -> String {
    code.map_or("No code yet".to_owned(), |code| format!("Code: {}", code.spoken()))
}

/// Why nothing usable came, and the way out.
#[must_use]
pub fn lost(lost: Lost, server: &str) -> String {
    match lost {
        Lost::Offline => "This device has no network. Check its Wi-Fi or cable.".into(),
        Lost::NoAnswer => format!(
            "The server {server} does not answer. Check that the server is on and that this device is in the same network."
        ),
        Lost::TimedOut => {
            format!("The server {server} takes too long to answer. It may be busy, or the network is slow.")
        }
        Lost::TooLarge => format!(
            "What the server {server} sends is far too long to be Jellyfin’s answer. Check the server’s address, or what stands \
             in front of it."
        ),
        Lost::Garbled => format!(
            "What the server {server} sends cannot be understood: it is not what Jellyfin answers. Check the server’s address \
             (is a path such as /jellyfin missing?), or what stands in front of it."
        ),
        Lost::Starting => format!("The server {server} is still starting. This can take some minutes."),
        Lost::NotFound => format!(
            "The server {server} does not know Quick Connect. It may not be a Jellyfin server, it may be older than 10.8, or its \
             address lacks a path such as /jellyfin."
        ),
        Lost::Status(status @ (502 | 504)) => format!(
            "What stands in front of the server does not reach it (status {status}). Check that Jellyfin is running."
        ),
        Lost::Status(503) => format!(
            "The server {server} does not let this network in, or is not ready. Whoever runs it can tell you more."
        ),
        Lost::Status(status @ (401 | 403 | 407)) => format!(
            "Something in front of the server asks for a sign-in of its own (status {status}). Whoever runs the \
             server can tell you more."
        ),
        Lost::Status(status) => format!("The server {server} had trouble answering (status {status})."),
    }
}

/// What is wrong with `config.json`.
#[must_use]
pub fn config_error(error: &ConfigError) -> String {
    let what = match error {
        ConfigError::NotJson => "it is not a JSON object".into(),
        ConfigError::Server => "“server” is not an address such as http://192.168.1.10:8096".into(),
        ConfigError::UnknownKey(key) => format!("it has no setting “{key}”"),
    };
    format!("config.json, beside this page’s index.html, has a mistake: {what}. The default is used in its place.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_loss_is_a_different_sentence() {
        let all = [
            Lost::Offline,
            Lost::NoAnswer,
            Lost::TimedOut,
            Lost::TooLarge,
            Lost::Garbled,
            Lost::Starting,
            Lost::NotFound,
            Lost::Status(502),
            Lost::Status(503),
            Lost::Status(401),
            Lost::Status(500),
        ];
        let mut sentences: Vec<_> = all.iter().map(|loss| lost(*loss, "attic")).collect();
        sentences.sort();
        sentences.dedup();
        assert_eq!(sentences.len(), all.len());
    }
}

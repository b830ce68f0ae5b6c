//! Every word that a person reads, and nothing but words: what to do next is in each message.

pub mod jellyfin_web;
pub mod login;
pub mod password_reset;
pub mod server;
pub mod settings;

use std::time::Duration;

use crate::jellyfin::Lost;
use crate::jellyfin::code::Code;
use crate::page::config::ConfigError;

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

/// Why nothing usable came, and the way out.
#[must_use]
pub fn lost(lost: Lost, server: &str) -> String {
    let sentence = match lost {
        Lost::Offline => "This device has no network. Check its Wi-Fi or cable.",
        Lost::NoAnswer => {
            "The server % does not answer. Check that it is on, that its address is right, and that this device is in \
             the same network."
        }
        Lost::NoSecureConnection => {
            "No secure connection to % came about: it is off, or this device does not trust its certificate. Check \
             this device’s date; an old television may not know newer certificates. Where the network is your own, an \
             address with http:// helps."
        }
        Lost::Unreadable => {
            "Something answers at %, but does not let this page read it. If the server is just starting, wait. \
             Otherwise add a missing path such as /jellyfin to the address, or have an administrator add this page to \
             the server’s CORS hosts."
        }
        Lost::MixedContent => {
            "This page came by https, and so the browser does not let it reach % by http. Open this page by http, or \
             use the server’s https address."
        }
        Lost::TimedOut => {
            "The server % takes too long to answer. It may be busy, or the network is slow. Wait, or look after it."
        }
        Lost::TooLarge => {
            "What the server % sends is far too long to be Jellyfin’s answer. Check the server’s address, or what \
             stands in front of it."
        }
        Lost::Page => {
            "The server % sends a web page in place of Jellyfin’s answer. Check its address (is a path such as /jellyfin \
             missing, or the port wrong?), or what stands in front of it."
        }
        Lost::Garbled => {
            "What the server % sends cannot be understood: it is not what Jellyfin answers. Check the server’s address \
             and port, or what stands in front of it."
        }
        Lost::Starting => "The server % is still starting. This can take some minutes.",
        Lost::NotFound => {
            "The server % does not know Quick Connect. It may not be a Jellyfin server, it may be older than 10.8, or \
             its address lacks a path such as /jellyfin."
        }
        Lost::Busy { .. } => "The server % has too much to do at the moment. It is left alone for a while.",
        Lost::Status(502 | 504) => {
            "What stands in front of the server does not reach it. Check that Jellyfin is running."
        }
        Lost::Status(503) => {
            "The server % does not let this network in, or is not ready. Whoever runs it can tell you more."
        }
        Lost::Status(401 | 403 | 407) => {
            "Something in front of the server asks for a sign-in of its own. Whoever runs the server can tell you more."
        }
        Lost::Status(_) => "The server % had trouble answering. Try again in a moment.",
    };
    let text = filled(sentence, server);
    match lost {
        Lost::Status(status) => format!("{text} (Status {}.)", u32::from(status)),
        _ => text,
    }
}

/// A time in seconds, of the width that all numbers here are written in: each width that is written takes 0.1 kB.
#[must_use]
pub fn seconds(time: Duration) -> u32 {
    u32::try_from(time.as_secs()).unwrap_or(u32::MAX)
}

/// A sentence with its place filled.
fn filled(sentence: &str, word: &str) -> String {
    let mut text = String::new();
    for (index, part) in sentence.split('%').enumerate() {
        if index > 0 {
            text.push_str(word);
        }
        text.push_str(part);
    }
    text
}

/// What is wrong with `config.json`.
#[must_use]
pub fn config_errors(errors: &[ConfigError]) -> String {
    let mut text = String::new();
    for error in errors {
        text.push_str(if text.is_empty() {
            "config.json, beside this page’s index.html, has a mistake: "
        } else {
            "; "
        });
        let what = match error {
            ConfigError::NotJson => "it is not a JSON object",
            ConfigError::Server(key) => {
                text.push_str(&filled("“%” has something other than an address such as http://192.168.1.10:8096", key));
                continue;
            }
            ConfigError::UnknownKey(key) => {
                text.push_str(&filled("it has no setting “%”", key));
                continue;
            }
            ConfigError::SignIn => "“signIn” is none of “code”, “password” and “both”",
            ConfigError::Name => "“name” is not a text",
            ConfigError::QuickConnectLink => "“quickConnectLink” is neither “here” nor “jellyfin”",
            ConfigError::OpenJellyfin => "“openJellyfin” is not the address of a page",
        };
        text.push_str(what);
    }
    if !text.is_empty() {
        text.push_str(". What is wrong is left out, and the default is used.");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_loss_is_a_different_sentence() {
        let all = [
            Lost::Offline,
            Lost::NoAnswer,
            Lost::NoSecureConnection,
            Lost::Unreadable,
            Lost::MixedContent,
            Lost::TimedOut,
            Lost::TooLarge,
            Lost::Page,
            Lost::Garbled,
            Lost::Starting,
            Lost::NotFound,
            Lost::busy(None),
            Lost::Status(502),
            Lost::Status(503),
            Lost::Status(401),
            Lost::Status(500),
        ];
        let mut sentences: Vec<_> = all.iter().map(|loss| lost(*loss, "attic")).collect();
        assert!(sentences.iter().all(|sentence| !sentence.contains('%')));
        sentences.sort();
        sentences.dedup();
        assert_eq!(sentences.len(), all.len());
    }

    #[test]
    fn a_loss_names_the_server_and_the_status() {
        assert!(lost(Lost::NoAnswer, "attic").starts_with("The server attic does not answer."));
        assert!(lost(Lost::Status(500), "attic").ends_with("(Status 500.)"));
    }

    #[test]
    fn all_mistakes_of_the_configuration_are_told_at_once() {
        assert_eq!(config_errors(&[]), "");
        let text = config_errors(&[ConfigError::UnknownKey("sever".into()), ConfigError::SignIn]);
        assert!(text.contains("“sever”; “signIn”"), "{text}");
        assert!(config_errors(&[ConfigError::Server("servers")]).contains("“servers” has"));
    }
}

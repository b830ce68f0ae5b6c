//! The words for a request that brought nothing usable.

use super::messages::{common, lost as say, short};
use crate::jellyfin::Lost;

/// Why nothing usable came, and on further lines what to try.
#[must_use]
pub fn lost(lost: Lost, server: &str) -> String {
    match lost {
        Lost::Offline => say::OFFLINE.into(),
        Lost::NoAnswer => say::no_answer(server),
        Lost::NoSecureConnection => say::no_secure_connection(server),
        Lost::Unreadable => say::unreadable(server),
        Lost::Forbidden => say::forbidden(server),
        Lost::MixedContent => say::mixed_content(server),
        Lost::TimedOut => say::timed_out(server),
        Lost::TooLarge => say::too_large(server),
        Lost::Page => say::page(server),
        Lost::Garbled => say::garbled(server),
        Lost::Starting => say::starting(server),
        Lost::NotFound => say::not_found(server),
        Lost::Busy { .. } => say::busy(server),
        Lost::Status(status @ (502 | 504)) => say::proxy(&status.to_string()),
        Lost::Status(503) => say::not_ready(server),
        Lost::Status(status @ (401 | 403 | 407)) => say::refused(&status.to_string()),
        Lost::Status(status) => say::problem(server, &status.to_string()),
        Lost::SignedOut => say::SIGNED_OUT.into(),
        Lost::NotAllowed => say::NOT_ALLOWED.into(),
        Lost::Redirected => say::redirected(server),
        Lost::GateClosed => say::GATE_CLOSED.into(),
    }
}

/// A message with one more sentence before what to try.
pub(super) fn with(message: &str, sentence: &str) -> String {
    let (said, advice) = parts(message);
    joined(&common::sentences(said, sentence), advice)
}

/// A message with its reason, which brings what to try. The message's own advice is for a reason that brings none.
pub(super) fn because(message: &str, reason: &str) -> String {
    let (said, own_advice) = parts(message);
    let (reason, advice) = parts(reason);
    joined(&common::sentences(said, reason), if advice.is_empty() { own_advice } else { advice })
}

/// What a message says, and what to try.
fn parts(message: &str) -> (&str, &str) {
    message.split_once('\n').unwrap_or((message, ""))
}

fn joined(said: &str, advice: &str) -> String {
    if advice.is_empty() { said.to_owned() } else { [said, advice].join("\n") }
}

/// The same in a few words, for whoever helps.
#[must_use]
pub fn in_short(lost: Lost) -> String {
    match lost {
        Lost::Offline => short::OFFLINE,
        Lost::NoAnswer => short::NO_ANSWER,
        Lost::NoSecureConnection => short::NO_SECURE_CONNECTION,
        Lost::Unreadable => short::UNREADABLE,
        Lost::Forbidden => short::FORBIDDEN,
        Lost::MixedContent => short::MIXED_CONTENT,
        Lost::TimedOut => short::TIMED_OUT,
        Lost::TooLarge => short::TOO_LARGE,
        Lost::Page => short::PAGE,
        Lost::Garbled => short::GARBLED,
        Lost::Starting => short::STARTING,
        Lost::NotFound => short::NOT_FOUND,
        Lost::SignedOut => short::SIGNED_OUT,
        Lost::NotAllowed => short::NOT_ALLOWED,
        Lost::Redirected => short::REDIRECTED,
        Lost::GateClosed => short::GATE_CLOSED,
        Lost::Busy { .. } => short::BUSY,
        Lost::Status(status) => return short::status(&status.to_string()),
    }
    .into()
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
            Lost::Forbidden,
            Lost::MixedContent,
            Lost::TimedOut,
            Lost::TooLarge,
            Lost::Page,
            Lost::Garbled,
            Lost::Starting,
            Lost::SignedOut,
            Lost::NotAllowed,
            Lost::Redirected,
            Lost::GateClosed,
            Lost::NotFound,
            Lost::busy(None),
            Lost::Status(502),
            Lost::Status(503),
            Lost::Status(401),
            Lost::Status(500),
        ];
        for loss in all {
            let message = lost(loss, "attic");
            for (number, line) in message.lines().enumerate() {
                let most = if number == 0 { 2 } else { 1 };
                assert!(line.matches(". ").count() < most, "{line}");
                assert!(line.split(' ').count() < 15, "{line}");
            }
            assert!(message.lines().count() <= 4, "{message}");
        }
        let mut sentences: Vec<_> = all.iter().map(|loss| lost(*loss, "attic")).collect();
        assert!(sentences.iter().all(|sentence| !sentence.contains(|it: char| it.is_control() && it != '\n')));
        sentences.sort();
        sentences.dedup();
        assert_eq!(sentences.len(), all.len());
    }

    #[test]
    fn a_loss_names_the_server_and_the_status() {
        assert!(lost(Lost::NoAnswer, "attic").starts_with("Can’t connect to attic.\n"));
        assert!(lost(Lost::Status(500), "attic").starts_with("attic had a problem (error 500).\n"));
    }

    #[test]
    fn a_further_sentence_stands_before_what_to_try() {
        assert_eq!(with("Broken.\nMend it.", "Trying again…"), "Broken. Trying again…\nMend it.");
        assert_eq!(with("Broken.", "Trying again…"), "Broken. Trying again…");
    }

    #[test]
    fn a_reason_stands_behind_what_it_explains_and_brings_what_to_try() {
        assert_eq!(because("Not done.\nTry again.", "Broken.\nMend it."), "Not done. Broken.\nMend it.");
        assert_eq!(because("Not done.\nTry again.", "Broken."), "Not done. Broken.\nTry again.");
        assert_eq!(because("Checking…", "Broken.\nMend it."), "Checking… Broken.\nMend it.");
        assert_eq!(because("Checking…", "Broken."), "Checking… Broken.");
    }
}

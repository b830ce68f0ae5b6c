//! The words for a request that brought nothing usable.

use crate::jellyfin::Lost;

/// Why nothing usable came, and on further lines what to try.
#[must_use]
pub fn lost(lost: Lost, server: &str) -> String {
    let message = match lost {
        Lost::Offline => {
            "This device may be offline.\n\
             Check its Wi-Fi or cable.\n\
             Check that the server is on."
        }
        Lost::NoAnswer => {
            "Can’t connect to %.\n\
             Check that the server is on.\n\
             Check the server’s address.\n\
             Check that this device is on the same network."
        }
        Lost::NoSecureConnection => {
            "Can’t connect securely to %.\n\
             Check that the server is on.\n\
             Check this device’s date.\n\
             On a home network, try an address starting with http://"
        }
        Lost::Unreadable => {
            "% answers, but this page may not read it.\n\
             Wait if the server is just starting.\n\
             Check the address for https:// or a missing path such as /jellyfin.\n\
             Ask an administrator to add this page to the server’s CORS hosts."
        }
        Lost::Forbidden => {
            "This browser blocks the connection to %.\n\
             Open the page settings beside the address bar.\n\
             Allow access to the local network, then try again."
        }
        Lost::MixedContent => {
            "This browser blocks http on a page that uses https.\n\
             Open this page with http://\n\
             Or use an address of % that starts with https://"
        }
        Lost::TimedOut => "% is taking too long to answer.",
        Lost::TooLarge => {
            "The answer from % is too long.\n\
             Check the server’s address.\n\
             Check the proxy in front of it."
        }
        Lost::Page => {
            "% sent a web page instead of an answer.\n\
             Check the port, and look for a missing path such as /jellyfin.\n\
             Check the proxy in front of it."
        }
        Lost::Garbled => {
            "% sent an answer that is not from Jellyfin.\n\
             Check the server’s address and port.\n\
             Check the proxy in front of it."
        }
        Lost::Starting => "% is still starting, which can take some minutes.",
        Lost::NotFound => {
            "% has no Quick Connect.\n\
             Check that it runs Jellyfin 10.8 or later.\n\
             Check the address for a missing path such as /jellyfin."
        }
        Lost::Busy { .. } => "% is busy right now.",
        Lost::Status(502 | 504) => "The proxy can’t reach Jellyfin (error #).\nCheck that Jellyfin is running.",
        Lost::Status(503) => {
            "% is not ready, or does not allow this network (error 503).\n\
             Try again in a moment.\n\
             Ask an administrator."
        }
        Lost::Status(401 | 403 | 407) => {
            "A proxy or filter in front of the server refused this (error #).\n\
             It may ask for a sign-in of its own.\n\
             Ask an administrator."
        }
        Lost::SignedOut => "This device has been signed out. Sign in again.",
        Lost::NotAllowed => "This account is not allowed to do this now.",
        Lost::Redirected => {
            "% sends requests on to another address.\n\
             It may have moved, or it needs https.\n\
             Find it again with “Change server”."
        }
        Lost::GateClosed => {
            "The proxy in front of the server asks for its sign-in again.\nReload this page to sign in there."
        }
        Lost::Status(_) => "% had a problem (error #).\nTry again in a moment.",
    };
    let text = message.replace('%', server);
    match lost {
        Lost::Status(status) => text.replace('#', &status.to_string()),
        _ => text,
    }
}

/// A message with one more sentence before what to try.
pub(super) fn with(message: &str, sentence: &str) -> String {
    let (said, advice) = message.split_once('\n').unwrap_or((message, ""));
    [said, " ", sentence, if advice.is_empty() { "" } else { "\n" }, advice].concat()
}

/// The same in a few words, for whoever helps.
#[must_use]
pub fn in_short(lost: Lost) -> String {
    match lost {
        Lost::Offline => "no connection; the browser says that it is offline",
        Lost::NoAnswer => "no connection",
        Lost::NoSecureConnection => "no connection, or the certificate is not trusted",
        Lost::Unreadable => "answers, but not to pages of this origin (CORS)",
        Lost::Forbidden => "no connection; the browser forbids the local network",
        Lost::MixedContent => "not tried: http from a page on https",
        Lost::TimedOut => "no answer in time",
        Lost::TooLarge => "an answer without end",
        Lost::Page => "a web page, not Jellyfin’s API",
        Lost::Garbled => "an answer that is not Jellyfin’s",
        Lost::Starting => "Jellyfin, still starting",
        Lost::NotFound => "an answer, but no such path (404 or 405)",
        Lost::SignedOut => "status 401 from Jellyfin",
        Lost::NotAllowed => "status 403 from Jellyfin",
        Lost::Redirected => "sent on to another address",
        Lost::GateClosed => "sent on to another sign-in",
        Lost::Busy { .. } => "status 429: too much to do",
        Lost::Status(status) => return format!("status {status}"),
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
        assert!(sentences.iter().all(|sentence| !sentence.contains(['%', '#'])));
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
}

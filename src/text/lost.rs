//! The words for a request that brought nothing usable.

use crate::jellyfin::Lost;

/// Why nothing usable came, and what to do.
#[must_use]
pub fn lost(lost: Lost, server: &str) -> String {
    let sentence = match lost {
        Lost::Offline => {
            "The server % does not answer, and this device may have no network: so its browser says. Check its Wi-Fi or \
             cable, and that the server is on."
        }
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
             Otherwise add a missing path such as /jellyfin to the address, or https:// if it has moved there, or have an \
             administrator add this page to the server’s CORS hosts."
        }
        Lost::Forbidden => {
            "This browser keeps the page from %, because it may not reach devices in your network. Allow it in the settings \
             of this page, behind the icon beside its address, and try again."
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
            "Something in front of the server refused this: a gate with a sign-in of its own, or a filter. Whoever runs the \
             server can tell you more."
        }
        Lost::SignedOut => "The server does not accept this device’s sign-in any more. Sign in again.",
        Lost::NotAllowed => "The server does not allow this to your account, or not at this time.",
        Lost::Redirected => {
            "The server % sends requests on to another address. It may have moved, or it may want https. Look for it again \
             with “Other server”."
        }
        Lost::GateClosed => {
            "Something in front of the server wants you to sign in again. Load this page again to do that; nothing here \
             gets lost."
        }
        Lost::Status(_) => "The server % had trouble answering. Try again in a moment.",
    };
    let text = sentence.replace('%', server);
    match lost {
        Lost::Status(status) => format!("{text} (Status {status}.)"),
        _ => text,
    }
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
}

//! Facts about messages that are made of several; `locales/` checks each by itself, in every language.

use locales::check::is_short;

use super::lost;
use super::lost::with;
use crate::jellyfin::Lost;

/// [`Lost::SignedOut`] ends what is tried, so that nothing is added to it.
#[test]
fn neither_is_one_to_which_another_sentence_is_added() {
    let losses = [Lost::Offline, Lost::NoAnswer, Lost::NoSecureConnection, Lost::Unreadable, Lost::Forbidden];
    let answers = [Lost::MixedContent, Lost::TimedOut, Lost::TooLarge, Lost::Page, Lost::Garbled, Lost::Starting];
    let refusals = [Lost::NotFound, Lost::busy(None), Lost::NotAllowed, Lost::Redirected, Lost::GateClosed];
    let statuses = [401, 403, 407, 500, 502, 503, 504].map(Lost::Status);
    for loss in losses.into_iter().chain(answers).chain(refusals).chain(statuses) {
        let message = with(&lost(loss, "attic"), "Trying again…");
        assert!(is_short(&message), "{message}");
    }
}

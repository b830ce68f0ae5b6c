//! Facts about messages that are made of several; `locales/` checks each by itself, in every language.

use std::fs;
use std::path::Path;

use locales::catalogue::english;
use locales::check::is_short;
use locales::packed::EARLY;

use super::lost;
use super::lost::{because, with};
use super::messages::{approve, devices};
use crate::jellyfin::Lost;

/// [`Lost::SignedOut`] ends what is tried, so that nothing is added to it.
fn losses_with_more() -> impl Iterator<Item = Lost> {
    let losses = [Lost::Offline, Lost::NoAnswer, Lost::NoSecureConnection, Lost::Unreadable, Lost::Forbidden];
    let answers = [Lost::MixedContent, Lost::TimedOut, Lost::TooLarge, Lost::Page, Lost::Garbled, Lost::Starting];
    let refusals = [Lost::NotFound, Lost::busy(None), Lost::NotAllowed, Lost::Redirected, Lost::GateClosed];
    let statuses = [401, 403, 407, 500, 502, 503, 504].map(Lost::Status);
    losses.into_iter().chain(answers).chain(refusals).chain(statuses)
}

#[test]
fn a_loss_with_another_sentence_is_short() {
    for loss in losses_with_more() {
        let message = with(&lost(loss, "attic"), "Trying again…");
        assert!(is_short(&message), "{message}");
    }
}

/// The first line has what happened and why; the others have only what to try.
#[test]
fn what_is_said_once_is_not_said_twice() {
    for message in [approve::NOT_ARRIVED, approve::PERHAPS_NOT_ARRIVED, devices::NOT_DONE] {
        for loss in losses_with_more() {
            let reason = lost(loss, "attic");
            let said = because(message.text(), &reason);
            let first = [&*said, message.text(), &*reason].map(|text| text.lines().next().unwrap_or_default());
            assert_eq!(first[0], format!("{} {}", first[1], first[2]));
            assert!(is_short(&said), "{said}");
            assert!(said.to_lowercase().matches("try again").count() < 2, "{said}");
        }
    }
    let failed = because(devices::NOT_DONE.text(), &lost(Lost::Status(500), "attic"));
    assert_eq!(failed, "This may not have worked. attic had a problem (error 500).\nTry again in a moment.");
    let slow = because(devices::NOT_DONE.text(), &lost(Lost::TimedOut, "attic"));
    assert_eq!(slow, "This may not have worked. attic is taking too long to answer.\nTry again.");
}

/// They look a text up by its English, and only among these.
#[test]
fn the_scripts_before_the_program_say_what_is_in_english_and_no_more() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/boot");
    let mut said = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let source = fs::read_to_string(entry.expect("an entry").path()).expect("a script");
        let code: String = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let literals = code.split('\'').skip(1).step_by(2).map(str::to_owned);
        // A person reads what begins with a capital letter and has a small one and a space, an ellipsis or a place.
        said.extend(literals.filter(|text| {
            text.starts_with(char::is_uppercase)
                && (text.contains(' ') || text.contains(['…', '{']) || text == "Reload")
        }));
    }
    // Names of devices and headers, which no person reads here.
    said.retain(|text| {
        !text.contains('=')
            && !text.ends_with(" TV")
            && !["Samsung Internet", "Headless Chrome", "Web browser", "Content-Security-Policy"].contains(&&**text)
    });
    let english = english().expect("English");
    let early: Vec<_> = EARLY.iter().map(|key| english.text(key).expect(key)).collect();
    for text in &said {
        assert!(early.contains(&&**text), "{text}");
    }
    for text in early {
        assert!(said.iter().any(|it| it == text), "nobody says: {text}");
    }
}

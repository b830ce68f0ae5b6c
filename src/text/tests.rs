//! Facts about messages that are made of several; `locales/` checks each by itself, in every language.

use std::fs;
use std::path::Path;

use locales::catalogue::english;
use locales::check::is_short;
use locales::packed::EARLY;

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

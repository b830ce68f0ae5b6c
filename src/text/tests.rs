//! Facts about all messages, read from the sources of this folder and of what runs before the program, so that a new one is never forgotten.

use std::fs;
use std::path::Path;

use super::lost::with;
use super::{login, lost, server};
use crate::jellyfin::Lost;

/// The texts in double quotes, as the program has them.
fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source.chars().peekable();
    while let Some(character) = rest.next() {
        if character == '/' && rest.peek() == Some(&'/') {
            rest.by_ref().find(|it| *it == '\n');
        }
        if character != '"' {
            continue;
        }
        let mut text = String::new();
        while let Some(character) = rest.next().filter(|it| *it != '"') {
            match (character, if character == '\\' { rest.next() } else { None }) {
                (_, Some('n')) => text.push('\n'),
                (_, Some('\n')) => while rest.next_if(|it| it.is_whitespace()).is_some() {},
                (_, Some(escaped)) => text.push(escaped),
                (character, None) => text.push(character),
            }
        }
        found.push(text);
    }
    found
}

/// How many sentences a line has.
fn sentences(line: &str) -> usize {
    let is_end = |(place, _): &(usize, &str)| {
        let next = line[*place..].trim_start_matches(['.', '!', '?', '…']);
        let first = next.trim_start_matches([' ', '“', '‘']).chars().next();
        next.starts_with(' ') && first.is_some_and(|first| first.is_uppercase() || "{%#".contains(first))
    };
    usize::from(!line.is_empty()) + line.match_indices(['.', '!', '?', '…']).filter(is_end).count()
}

fn is_short(message: &str) -> bool {
    message.lines().enumerate().all(|(number, line)| sentences(line) <= if number == 0 { 2 } else { 1 })
}

fn all_in(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            all_in(&entry, found);
        } else if !entry.ends_with("tests.rs") {
            let mut source = fs::read_to_string(&entry).expect("a source");
            if entry.extension().is_some_and(|it| it == "js") {
                source = source.replace('\'', "\"");
            }
            found.extend(literals(source.split("#[cfg(test)]").next().unwrap_or_default()));
        }
    }
}

#[test]
fn no_message_is_longer_than_two_sentences_and_a_list_of_single_ones() {
    let mut found = Vec::new();
    for folder in ["src/text", "src/boot"] {
        all_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    }
    for known in
        [login::NOBODY_FITS, server::STILL_LOOKING, "% has no Quick Connect.\nCheck that it runs", "Still loading."]
    {
        assert!(found.iter().any(|text| text.starts_with(known)), "{known}");
    }
    let long: Vec<_> = found.into_iter().filter(|text| !is_short(text)).collect();
    assert!(long.is_empty(), "{long:#?}");
}

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

#[test]
fn sentences_are_counted() {
    for (line, count) in [
        ("", 0),
        ("Sign in", 1),
        ("One. Two… Three", 3),
        ("It has 10.8 or e.g. more.", 1),
        ("{name} is here. {other} is not.", 2),
        ("Try again… “Check now” helps.", 2),
    ] {
        assert_eq!(sentences(line), count, "{line}");
    }
    assert_eq!(literals("a(\"b \\\n   c\\nd\") // \"no\"\n\"e\\\"\""), ["b c\nd", "e\""]);
}

//! One message, and the language that all are in. English is in the program; any other language is handed in by the shell,
//! which learns from [`when_read`] what is to be written anew.

use std::cell::Cell;

use super::messages::{ENGLISH, ENGLISH_FORMS};

/// Stands between the forms of a plural; `locales/src/packed.rs` has the same.
const BETWEEN_FORMS: char = '\u{f}';

/// A message into which nothing is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message(pub(super) u16);

/// The messages of a language, in the order of English.
#[derive(Clone, Copy)]
struct Language {
    tag: &'static str,
    messages: &'static [&'static str],
    /// Which form a plural takes with the numbers from 0 to 199, a digit each.
    forms: &'static str,
    is_right_to_left: bool,
}

thread_local! {
    static SPOKEN: Cell<Option<Language>> = const { Cell::new(None) };
    static WHEN_READ: Cell<fn()> = const { Cell::new(|| ()) };
}

impl Message {
    /// What it says, in the language that is spoken now.
    #[must_use]
    pub fn text(self) -> &'static str {
        spoken().messages.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    /// With these values in the places that are left for them.
    pub(super) fn fill(self, values: &[&str]) -> String {
        filled(self.text(), values)
    }

    /// The same for a plural, in the form that goes with a number.
    pub(super) fn fill_form(self, count: usize, values: &[&str]) -> String {
        // The last two digits decide once there are more.
        let place = if count < 100 { count } else { 100 + count % 100 };
        let form = spoken().forms.as_bytes().get(place).map_or(0, |digit| usize::from(digit.wrapping_sub(b'0')));
        filled(self.text().split(BETWEEN_FORMS).nth(form).unwrap_or_default(), values)
    }
}

impl From<Message> for String {
    fn from(message: Message) -> Self {
        message.text().to_owned()
    }
}

/// The tag of the language that is spoken now.
#[must_use]
pub fn spoken_tag() -> &'static str {
    spoken().tag
}

fn spoken() -> Language {
    WHEN_READ.get()();
    SPOKEN.get().unwrap_or_else(english)
}

/// Where the first value goes stands the character 1, and so on.
fn filled(text: &str, values: &[&str]) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match values.get((character as usize).wrapping_sub(1)) {
            Some(value) => out += &apart(value),
            None => out.push(character),
        }
    }
    out
}

/// A name, an address or a number among words. Where these run from right to left it is kept apart from their order, as an
/// address would otherwise lose its own.
#[must_use]
pub fn apart(value: &str) -> String {
    match SPOKEN.get() {
        Some(Language { is_right_to_left: true, .. }) => ["\u{2068}", value, "\u{2069}"].concat(),
        _ => value.to_owned(),
    }
}

/// From now on all messages are in this language: its messages in the order of English, with zeros between them, and the
/// forms of its plurals.
pub fn speak(tag: String, messages: String, forms: String, is_right_to_left: bool) {
    // They stay as long as the program: nobody changes the language often.
    set(tag.leak(), messages.leak(), forms.leak(), is_right_to_left);
}

/// From now on all messages are in English.
pub fn speak_english() {
    english();
}

fn english() -> Language {
    set("en", ENGLISH, ENGLISH_FORMS, false)
}

fn set(tag: &'static str, messages: &'static str, forms: &'static str, is_right_to_left: bool) -> Language {
    let messages = messages.split('\0').collect::<Vec<_>>().leak();
    let language = Language { tag, messages, forms, is_right_to_left };
    SPOKEN.set(Some(language));
    language
}

/// Whoever shows messages is told that one is read, and so can show it anew in another language.
pub fn when_read(tell: fn()) {
    WHEN_READ.set(tell);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::messages::{common, devices, login, server};

    #[test]
    fn messages_are_english_until_another_language_is_spoken() {
        assert_eq!(common::BACK.text(), "Back");
        assert_eq!(login::heading_server("attic"), "Sign in to attic");
        let german = ENGLISH.replace("Back", "Zurück").replace("Sign in to \u{1}", "\u{1}: anmelden");
        speak("de".into(), german, ENGLISH_FORMS.into(), false);
        assert_eq!(spoken_tag(), "de");
        assert_eq!((common::BACK.text(), &*login::heading_server("attic")), ("Zurück", "attic: anmelden"));
        speak("x".into(), String::new(), String::new(), false);
        assert_eq!((common::CANCEL.text(), &*devices::found(1)), ("", ""), "a file of nothing does no harm");
        speak_english();
        assert_eq!(common::BACK.text(), "Back");
    }

    #[test]
    fn numbers_take_their_form() {
        for (count, text) in
            [(0, "0 devices"), (1, "1 device"), (2, "2 devices"), (101, "101 devices"), (1000, "1000 devices")]
        {
            assert_eq!(devices::found(count), text);
        }
        assert_eq!(server::searching("2", 3), "Tried 2 of 3 addresses…");
    }

    #[test]
    fn a_value_is_kept_apart_where_words_run_from_right_to_left() {
        speak("ar".into(), ENGLISH.into(), ENGLISH_FORMS.into(), true);
        assert_eq!(login::heading_server("tv:8096"), "Sign in to \u{2068}tv:8096\u{2069}");
        speak_english();
    }

    #[test]
    fn nothing_in_a_value_is_taken_for_a_place() {
        assert_eq!(filled("\u{1}, \u{2}", &["\u{2}", "b"]), "\u{2}, b");
        assert_eq!(filled("a\n\u{1}\u{3}", &["b"]), "a\nb\u{3}");
    }

    #[test]
    fn whoever_shows_messages_is_told_when_one_is_read() {
        thread_local! { static READ: Cell<u32> = const { Cell::new(0) } }
        when_read(|| READ.set(READ.get() + 1));
        assert_eq!((READ.get(), login::NEW_CODE.text(), READ.get()), (0, "New code", 1));
        when_read(|| ());
    }
}

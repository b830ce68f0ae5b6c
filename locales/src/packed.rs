//! The messages of a language in the form in which the program has them: an array in the order of English, without keys.
//! A placeholder is one character, by its place among the English ones; the forms of a plural stand in one text.

use serde_json::{Map, Value, json};

use crate::catalogue::{Catalogue, Message, messages};
use crate::plurals::{needed, table};
use crate::{Language, language};

/// Stands between the forms of a plural. src/text/message.rs knows it, and that the placeholders are the characters from 1
/// on.
const BETWEEN_FORMS: &str = "\u{f}";

/// What the scripts in src/boot show before the program is there. They look it up by the English text.
pub const EARLY: [&str; 22] = [
    "common.loading",
    "login.heading",
    "login.by_code",
    "login.where_to_enter",
    "login.scan_or_enter",
    "page.code",
    "start.still_loading",
    "start.reload",
    "start.reported",
    "start.browser",
    "start.stopped",
    "start.stopped_advice",
    "start.not_allowed",
    "start.not_allowed_advice",
    "start.unsupported",
    "start.unsupported_advice",
    "start.absent",
    "start.damaged",
    "start.no_file",
    "start.not_program",
    "start.not_started",
    "start.again",
];

/// The texts of a language, in the order of English.
#[must_use]
pub fn packed(english: &Catalogue, it: &Catalogue) -> Vec<String> {
    messages(english).iter().map(|message| packed_message(message, it)).collect()
}

fn packed_message(message: &Message, it: &Catalogue) -> String {
    let forms = if message.is_plural { needed(&it.tag) } else { vec![""] };
    let texts: Vec<_> = forms.iter().map(|form| it.text(&message.key_of(form)).unwrap_or_default()).collect();
    let mut text = texts.join(BETWEEN_FORMS);
    for (place, name) in (1_u8..).zip(&message.placeholders) {
        text = text.replace(&format!("{{{{{name}}}}}"), &char::from(place).to_string());
    }
    text
}

/// The script that brings a language: `src/boot/language.js` loads it.
#[must_use]
pub fn script(english: &Catalogue, it: &Catalogue) -> String {
    let mut early = Map::new();
    for key in EARLY {
        if let (Some(from), Some(to)) = (english.text(key), it.text(key)) {
            early.insert(from.to_owned(), to.into());
        }
    }
    let content: Value = json!({
        "tag": it.tag,
        "dir": if language(&it.tag).is_some_and(|it: &Language| it.is_right_to_left) { "rtl" } else { "ltr" },
        "forms": table(&it.tag),
        "early": early,
        "messages": packed(english, it),
    });
    format!("quickConnectLanguage={content};\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_counted_as_in_english_and_forms_stand_together() {
        let english = r#"{"a": "{{one}} of {{two}}", "b_one": "{{count}} day", "b_other": "{{count}} days", "c": "c"}"#;
        let german = r#"{"c": "d", "b_other": "{{count}} Tage", "b_one": "ein Tag", "a": "{{two}}: {{one}}"}"#;
        let [english, german] =
            [("en", english), ("de", german)].map(|(tag, it)| Catalogue::read(tag, it).expect("texts"));
        assert_eq!(packed(&english, &german), ["\u{2}: \u{1}", "ein Tag\u{f}\u{1} Tage", "d"]);
    }
}

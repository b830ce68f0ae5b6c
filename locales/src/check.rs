//! What can be wrong with the messages of a language, and is found without knowing it.

use crate::LANGUAGES;
use crate::catalogue::{Catalogue, messages, placeholders};
use crate::plurals::{allowed, needed};

/// Texts that are the same as in English, though they are translated, with the languages in which they are. Anything else
/// that is the same has been forgotten.
const ALIKE: [(&str, &str); 13] = [
    ("Quick Connect", "de lt lv nl th"),
    ("Version {{version}}", "da de fr sv"),
    ("Browser: {{browser}}", "da de id it nl ro"),
    ("status {{status}}", "da hr id nb nl pl pt-BR sv"),
    ("Code: {{code}}", "de nl"),
    ("Details", "de nl"),
    ("Account", "it nl"),
    ("Licences", "fr lv"),
    ("Password", "it"),
    ("Servers", "nl"),
    ("Stop scanning", "da"),
    ("PIN", ""),
    ("Jellyfin {{version}}, {{name}}", ""),
];

/// Everything that is wrong with a language, a line each.
#[must_use]
pub fn problems(english: &Catalogue, it: &Catalogue) -> Vec<String> {
    let mut found = Vec::new();
    if !LANGUAGES.iter().any(|language| language.tag == it.tag) {
        found.push("the language is not in locales/src/languages.rs".to_owned());
    }
    let mut known = Vec::new();
    for message in messages(english) {
        let other = english.text(&message.key_of("other")).unwrap_or_default();
        let forms = if message.is_plural { needed(&it.tag) } else { vec![""] };
        for form in &forms {
            let key = message.key_of(form);
            match it.text(&key) {
                None => found.push(format!("{key} is missing")),
                Some(text) if is_forgotten(&it.tag, text, english.text(&key).unwrap_or(other)) => {
                    found.push(format!("{key} is the same as in English"));
                }
                Some(text) => found.extend(
                    problem(text, other, &message.placeholders, form, may_be_added_to(&message.key))
                        .map(|it| format!("{key} {it}")),
                ),
            }
            known.push(key);
        }
        if message.is_plural {
            known.extend(allowed(&it.tag).iter().map(|form| message.key_of(form)));
        }
    }
    for (key, _) in it.entries.iter().filter(|(key, _)| !known.contains(key)) {
        let base = key.rsplit_once('_').map_or("", |(base, _)| base);
        let is_form = english.text(&format!("{base}_other")).is_some();
        found.push(format!(
            "{key} {}",
            if is_form { "is a plural form that the language does not have" } else { "is not in English" }
        ));
    }
    found
}

/// Whether another sentence may stand behind the first line: after a reason what happens now, or else the reason.
fn may_be_added_to(key: &str) -> bool {
    let with_reason = ["approve.not_arrived", "approve.perhaps_not_arrived", "devices.not_done"];
    key.starts_with("lost.") || with_reason.contains(&key)
}

/// Whether a text was copied and never translated. An empty list is of every language.
fn is_forgotten(tag: &str, text: &str, english: &str) -> bool {
    let may_be =
        |(alike, tags): &(&str, &str)| *alike == text && (tags.is_empty() || tags.split(' ').any(|it| it == tag));
    let own: String = text.split("{{").map(|part| part.rsplit("}}").next().unwrap_or_default()).collect();
    tag != "en" && text == english && own.contains(char::is_alphabetic) && !ALIKE.iter().any(may_be)
}

/// What is wrong with one text; `form` is the plural's. Another sentence may be added behind its first line.
fn problem(text: &str, english: &str, names: &[String], form: &str, is_added_to: bool) -> Option<String> {
    // In Arabic or Hebrew, “one” and “two” are words of their own, without a number.
    let may_lack = |name: &String| name == "count" && matches!(form, "zero" | "one" | "two");
    let own = placeholders(text);
    if text.trim().is_empty() {
        return Some("is empty".to_owned());
    }
    if let Some(name) = own.iter().find(|name| !names.contains(name)) {
        return Some(format!("has {{{{{name}}}}}, which English does not have"));
    }
    if let Some(name) = names.iter().find(|name| !own.contains(name) && !may_lack(name)) {
        return Some(format!("lacks {{{{{name}}}}}"));
    }
    if text.replace("{{", "").replace("}}", "").contains(['{', '}']) {
        return Some("has a single { or }".to_owned());
    }
    if text.chars().any(|character| character.is_control() && character != '\n') {
        return Some("has a control character".to_owned());
    }
    let lines = [text, english].map(|text| text.split('\n').count());
    if lines[0] != lines[1] {
        return Some(format!("has {} lines, English has {}", lines[0], lines[1]));
    }
    if text.split('\n').any(|line| line.trim() != line) && english.trim() == english {
        return Some("has a space at the beginning or the end of a line".to_owned());
    }
    if !is_short(text) {
        return Some("has more than two sentences in its first line, or more than one in another".to_owned());
    }
    let first = [text, english].map(|text| sentences(text.lines().next().unwrap_or_default()));
    (is_added_to && first[1] == 1 && first[0] > 1)
        .then(|| "has two sentences in its first line, to which another may be added".to_owned())
}

/// Whether a message is a sentence or two, and single ones on further lines.
#[must_use]
pub fn is_short(message: &str) -> bool {
    message.lines().enumerate().all(|(number, line)| sentences(line) <= if number == 0 { 2 } else { 1 })
}

/// How many sentences a line has.
fn sentences(line: &str) -> usize {
    const ENDS: [char; 5] = ['.', '!', '?', '…', '؟'];
    // In Chinese and Japanese no space follows.
    const WITHOUT_SPACE: [char; 3] = ['。', '！', '？'];
    let begins = |rest: &str| {
        let first = rest.trim_start_matches([' ', '“', '‘', '„', '«', '»', '”', '「']).chars().next();
        first.is_some_and(|first| "{%#".contains(first) || (first.is_alphabetic() && !first.is_lowercase()))
    };
    let is_end = |(place, end): &(usize, &str)| {
        let rest = line[*place..].trim_start_matches(ENDS).trim_start_matches(WITHOUT_SPACE);
        let needs_space = !end.starts_with(WITHOUT_SPACE);
        (!needs_space || rest.starts_with(' ')) && begins(rest)
    };
    let ends = line.match_indices(ENDS).chain(line.match_indices(WITHOUT_SPACE));
    usize::from(!line.is_empty()) + ends.filter(is_end).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "{\n  \"a.plain\": \"Try again.\",\n  \"a.named\": \"Sign in to {{server}}\",\n  \
        \"lost.off\": \"Off now.\",\n  \"devices.not_done\": \"Not done.\",\n  \"a.advice\": \"Off.\\nTurn it on.\",\n  \"a.days_one\": \"{{count}} day\",\n  \"a.days_other\": \"{{count}} days\"\n}";

    const GERMAN: &str = "{\n  \"a.plain\": \"Noch einmal.\",\n  \"a.named\": \"Anmelden bei {{server}}\",\n  \
        \"lost.off\": \"Jetzt aus.\",\n  \"devices.not_done\": \"Nicht getan.\",\n  \"a.advice\": \"Aus.\\nSchalte es ein.\",\n  \"a.days_one\": \"{{count}} Tag\",\n  \"a.days_other\": \"{{count}} Tage\"\n}";

    /// What is found in the German texts, after one change.
    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(GERMAN.contains(from), "{from}");
        let english = Catalogue::read("en", ENGLISH).expect("English");
        problems(&english, &Catalogue::read("de", &GERMAN.replace(from, to)).expect("German"))
    }

    #[test]
    fn each_mistake_is_named() {
        assert_eq!(found("Noch", "Noch"), [""; 0], "nothing is wrong");
        for (from, to, problem) in [
            ("a.plain", "a.plane", &["a.plain is missing", "a.plane is not in English"][..]),
            ("{{server}}", "{{sever}}", &["a.named has {{sever}}, which English does not have"]),
            (" bei {{server}}", "", &["a.named lacks {{server}}"]),
            ("{{server}}", "{server}", &["a.named lacks {{server}}"]),
            ("Anmelden bei", "{ Anmelden bei", &["a.named has a single { or }"]),
            ("{{count}} Tage", "Tage", &["a.days_other lacks {{count}}"]),
            ("Noch einmal.", " ", &["a.plain is empty"]),
            ("Noch einmal.", "", &["a.plain is empty"]),
            ("Noch einmal.", "Try again.", &["a.plain is the same as in English"]),
            ("Anmelden bei", "Sign in to", &["a.named is the same as in English"]),
            ("Tage", "days", &["a.days_other is the same as in English"]),
            (
                "Jetzt aus.",
                "Jetzt. Aus.",
                &["lost.off has two sentences in its first line, to which another may be added"],
            ),
            (
                "Nicht getan.",
                "Nicht. Getan.",
                &["devices.not_done has two sentences in its first line, to which another may be added"],
            ),
            ("Aus.\\nSchalte", "Aus. Schalte", &["a.advice has 1 lines, English has 2"]),
            (
                "Noch einmal.",
                "Eins. Zwei. Drei.",
                &["a.plain has more than two sentences in its first line, or more than one in another"],
            ),
            (
                "Schalte es",
                "Schalte. Es",
                &["a.advice has more than two sentences in its first line, or more than one in another"],
            ),
            (
                "Jetzt aus.",
                "Jetzt. Aus.",
                &["lost.off has two sentences in its first line, to which another may be added"],
            ),
            (
                "a.days_one",
                "a.days_few",
                &["a.days_one is missing", "a.days_few is a plural form that the language does not have"],
            ),
            ("\"Noch einmal.\"", "\"Noch einmal. \"", &["a.plain has a space at the beginning or the end of a line"]),
        ] {
            assert_eq!(found(from, to), problem, "{from} > {to}");
        }
    }

    #[test]
    fn words_that_are_alike_are_not_forgotten() {
        for (tag, text, is_expected) in [
            ("de", "Version {{version}}", false),
            ("es", "Version {{version}}", true),
            ("ja", "PIN", false),
            ("ja", "{{first}} {{second}}", false),
            ("en", "Try again.", false),
        ] {
            assert_eq!(is_forgotten(tag, text, text), is_expected, "{tag} {text}");
        }
    }

    #[test]
    fn an_unknown_language_and_a_key_that_is_there_twice_are_mistakes() {
        let english = Catalogue::read("en", ENGLISH).expect("English");
        let klingon = Catalogue::read("tlh", GERMAN).expect("texts");
        assert_eq!(problems(&english, &klingon), ["the language is not in locales/src/languages.rs"]);
        let twice = GERMAN.replacen("{\n", "{\n  \"a.plain\": \"x\",\n", 1);
        assert!(Catalogue::read("de", &twice).is_err_and(|problem| problem.contains("twice")));
        assert!(Catalogue::read("de", "{\"a\": 1}").is_err() && Catalogue::read("de", "[]").is_err());
    }

    #[test]
    fn a_language_with_more_forms_needs_them_all() {
        let english = Catalogue::read("en", ENGLISH).expect("English");
        let polish = Catalogue::read("pl", GERMAN).expect("texts");
        assert_eq!(problems(&english, &polish), ["a.days_few is missing", "a.days_many is missing"]);
    }

    #[test]
    fn sentences_are_counted() {
        for (line, count) in [
            ("", 0),
            ("Sign in", 1),
            ("One. Two… Three", 3),
            ("It has 10.8 or e.g. more.", 1),
            ("{{name}} is here. {{other}} is not.", 2),
            ("Try again… “Check now” helps.", 2),
            ("もう一度。待ってください。", 2),
            ("انتهت صلاحية الرمز. جارٍ الحصول على رمز جديد…", 2),
        ] {
            assert_eq!(sentences(line), count, "{line}");
        }
    }
}

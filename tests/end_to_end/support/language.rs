//! The language that a story is lived in. A story is written in English; where the page speaks another language, what is
//! read on it is looked up in that language's file and told in English, so the same story holds in each.

use std::env;

use locales::catalogue::{self, messages};
use locales::plurals::needed;
use serde_json::{Value, json};

/// `english` reads a text, `read` an element, and `readAny` with every meaning of what can mean several things. A text that is in no file, such as a
/// name, is told as it is.
const READER: &str = r"
    const [texts, between] = TABLE;
    const told = text => {
        let found = [], most = 0;
        for (const [pattern, weight, names, english] of texts) {
            const values = weight >= most && new RegExp('^' + pattern + '$').exec(text);
            if (!values) continue;
            if (weight > most) found = [];
            most = weight;
            // A form such as “two” may have no number in it.
            found.push(english.replace(/\{\{(\w+)\}\}/g, (place, name) =>
                names.includes(name) ? told(values[1 + names.indexOf(name)])[0] : place));
        }
        // Two sentences, or an address and what came of it.
        for (const middle of found.length ? [] : [between, ': ']) {
            for (let at = 1; middle && at < text.length; at++) {
                if (!text.startsWith(middle, at)) continue;
                const [first, second] = [text.slice(0, at), text.slice(at + middle.length)];
                if (!isKnown(second) || (middle === between && !isKnown(first))) continue;
                found.push(told(first)[0] + (middle === between ? ' ' : middle) + told(second)[0]);
            }
        }
        return found.length ? found : [text];
    };
    const isKnown = text => texts.some(([pattern]) => new RegExp('^' + pattern + '$').test(text));
    const parts = element => {
        const found = [], walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            for (const text of walk.currentNode.data.replace(/[\u2068\u2069]/g, '').split(/(\n)/)) {
                found.push(text.trim() ? told(text.trim()).map(it => text.replace(text.trim(), () => it)) : [text]);
            }
        }
        return found;
    };
    const english = text => told(text)[0];
    const read = element => parts(element).map(it => it[0]).join('');
    const readAny = element => parts(element).map(it => it.join('\n')).join('');";

/// Where nothing has to be looked up.
const ENGLISH: &str = "const english = text => text, read = element => element.textContent, readAny = read;";

/// A language, and how to read it.
pub struct Language {
    pub tag: String,
    /// A script with `english`, `read` and `readAny`.
    pub reader: String,
}

impl Language {
    /// The language of every story: `STORY_LANGUAGE`, otherwise English.
    pub fn of_stories() -> Self {
        Self::of(&env::var("STORY_LANGUAGE").unwrap_or_else(|_| "en".to_owned()))
    }

    /// This language.
    pub fn of(tag: &str) -> Self {
        let reader = if tag == "en" { ENGLISH.to_owned() } else { READER.replace("TABLE", &table(tag).to_string()) };
        Self { tag: tag.to_owned(), reader }
    }
}

/// Every line that there is, as a pattern, with what it weighs, its placeholders, and the English; and what stands between
/// two sentences.
fn table(tag: &str) -> Value {
    let (english, it) = (catalogue::english().expect("English"), catalogue::named(tag).expect("a language"));
    let mut texts = Vec::new();
    for message in messages(&english) {
        let forms = if message.is_plural { needed(tag) } else { vec![""] };
        for form in forms {
            let source = english.text(&message.key_of(form)).or_else(|| english.text(&message.key_of("other")));
            let text = it.text(&message.key_of(form)).expect("a translation");
            for (line, source) in text.split('\n').zip(source.expect("English").split('\n')) {
                texts.extend(pattern(line).map(|(pattern, weight, names)| json!([pattern, weight, names, source])));
            }
        }
    }
    let between = it.text("common.sentences").expect("a translation");
    json!([texts, between.replace("{{first}}", "").replace("{{second}}", "")])
}

/// A regular expression for a line, how many letters it has of its own, and the names of its groups. None for a line that
/// anything would fit.
fn pattern(line: &str) -> Option<(String, usize, Vec<String>)> {
    let (mut pattern, mut weight, mut names) = (String::new(), 0, Vec::new());
    for (place, part) in line.split("{{").enumerate() {
        let own = match part.split_once("}}") {
            Some((name, own)) if place > 0 => {
                names.push(name.to_owned());
                pattern += "(.+)";
                own
            }
            _ => part,
        };
        weight += own.chars().filter(|letter| letter.is_alphabetic()).count();
        for character in own.chars() {
            if r"\^$.|?*+()[]{}/".contains(character) {
                pattern.push('\\');
            }
            pattern.push(character);
        }
    }
    (weight > 0).then_some((pattern, weight, names))
}

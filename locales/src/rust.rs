//! The messages as Rust: a module for each group, in it a constant for each message and a function for each that something
//! is filled into. A message that is not there, or filled with too little, does not compile.

use std::fmt::Write;

use crate::LANGUAGES;
use crate::catalogue::{Catalogue, Message, messages};
use crate::packed::packed;
use crate::plurals::table;

/// What src/text includes.
///
/// # Errors
///
/// When a message has no description, or its key no group.
pub fn source(english: &Catalogue, descriptions: &Catalogue) -> Result<String, String> {
    let mut out = String::new();
    let all = messages(english);
    for message in &all {
        if descriptions.text(&message.key).is_none_or(str::is_empty) {
            return Err(format!("{} has no word for translators in locales/descriptions.json.", message.key));
        }
    }
    if let Some((key, _)) = descriptions.entries.iter().find(|(key, _)| !all.iter().any(|it| it.key == *key)) {
        return Err(format!("{key} in locales/descriptions.json is not in locales/en.json."));
    }
    let mut groups: Vec<&str> = Vec::new();
    for message in &all {
        let (group, _) = message.key.split_once('.').ok_or_else(|| format!("{} has no group.", message.key))?;
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    for group in groups {
        let _ =
            writeln!(out, "/// The messages `{group}.*`.\npub mod {group} {{\n    use crate::text::message::Message;");
        for (place, message) in all.iter().enumerate() {
            if let Some((of, name)) = message.key.split_once('.')
                && of == group
            {
                out += &item(place, name, message, english, descriptions.text(&message.key).unwrap_or_default());
            }
        }
        out += "}\n";
    }
    let text = packed(english, english).join("\0");
    let _ = writeln!(out, "pub(super) const ENGLISH: &str = {text:?};");
    let _ = writeln!(out, "pub(super) const ENGLISH_FORMS: &str = {:?};", table("en"));
    Ok(out)
}

/// What src/page includes: the languages that there are.
#[must_use]
pub fn languages(translated: &[String]) -> String {
    let there: Vec<_> = LANGUAGES
        .iter()
        .filter(|language| language.tag == "en" || translated.iter().any(|tag| tag == language.tag))
        .map(|language| (language.tag, language.name))
        .collect();
    format!(
        "/// The tag of each, and what it calls itself, in the order of the list.\n\
         pub const LANGUAGES: [(&str, &str); {}] = {there:?};\n",
        there.len()
    )
}

/// A message, with its English and what translators read about it.
fn item(place: usize, name: &str, message: &Message, english: &Catalogue, description: &str) -> String {
    let text = english.text(&message.key_of("other")).unwrap_or_default();
    let mut out = String::new();
    for line in text.lines().chain(["", description]) {
        let line = line.replace('\\', "\\\\").replace('[', "\\[").replace('<', "\\<");
        let _ = writeln!(out, "    #[doc = {line:?}]");
    }
    let constant = name.to_uppercase();
    if message.placeholders.is_empty() {
        let _ = writeln!(out, "    pub const {constant}: Message = Message({place});");
        return out;
    }
    let parameters = message.placeholders.iter().map(|it| match (it.as_str(), message.is_plural) {
        ("count", true) => "count: usize".to_owned(),
        (name, _) => format!("{name}: &str"),
    });
    let parameters = parameters.collect::<Vec<_>>().join(", ");
    let values = message.placeholders.iter().map(|it| match (it.as_str(), message.is_plural) {
        ("count", true) => "&count.to_string()".to_owned(),
        (name, _) => name.to_owned(),
    });
    let values = values.collect::<Vec<_>>().join(", ");
    let call = if message.is_plural {
        format!("Message({place}).fill_form(count, &[{values}])")
    } else {
        format!("Message({place}).fill(&[{values}])")
    };
    let _ = writeln!(out, "    #[must_use]\n    pub fn {name}({parameters}) -> String {{\n        {call}\n    }}");
    out
}

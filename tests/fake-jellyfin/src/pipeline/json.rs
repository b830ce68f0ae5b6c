//! How .NET writes JSON: names in two casings, and only ASCII on the wire.
//! It does not know what is written.

use serde_json::{Map, Value};

/// The compact text of a value, escaped as `JavaScriptEncoder.Default` does it.
pub(crate) fn write(value: &Value) -> String {
    let mut text = String::new();
    append(&mut text, value);
    text
}

fn append(text: &mut String, value: &Value) {
    match value {
        Value::String(string) => append_string(text, string),
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                separate(text, index);
                append(text, item);
            }
            text.push(']');
        }
        Value::Object(members) => {
            text.push('{');
            for (index, (name, member)) in members.iter().enumerate() {
                separate(text, index);
                append_string(text, name);
                text.push(':');
                append(text, member);
            }
            text.push('}');
        }
        plain => *text += &plain.to_string(),
    }
}

fn separate(text: &mut String, index: usize) {
    if index > 0 {
        text.push(',');
    }
}

fn append_string(text: &mut String, string: &str) {
    text.push('"');
    for character in string.chars() {
        match character {
            '\\' => *text += "\\\\",
            '\n' => *text += "\\n",
            '\r' => *text += "\\r",
            '\t' => *text += "\\t",
            '\u{8}' => *text += "\\b",
            '\u{c}' => *text += "\\f",
            '"' | '&' | '\'' | '+' | '<' | '>' | '`' => append_escape(text, character),
            ' '..='~' => text.push(character),
            _ => append_escape(text, character),
        }
    }
    text.push('"');
}

fn append_escape(text: &mut String, character: char) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        let escape = format!("\\u{unit:04X}");
        text.push_str(&escape);
    }
}

/// The same value without members that are `null`: Jellyfin leaves those out.
pub(crate) fn without_nulls(value: Value) -> Value {
    let kept = |(name, member): (String, Value)| (!member.is_null()).then(|| (name, without_nulls(member)));
    match value {
        Value::Object(members) => Value::Object(members.into_iter().filter_map(kept).collect::<Map<_, _>>()),
        Value::Array(items) => Value::Array(items.into_iter().map(without_nulls).collect()),
        plain => plain,
    }
}

/// The same value with every member name in camelCase, nested ones too.
pub(crate) fn camel_case(value: Value) -> Value {
    let renamed = |(name, member): (String, Value)| (camel(&name), camel_case(member));
    match value {
        Value::Object(members) => Value::Object(members.into_iter().map(renamed).collect::<Map<_, _>>()),
        Value::Array(items) => Value::Array(items.into_iter().map(camel_case).collect()),
        plain => plain,
    }
}

/// `UICulture` becomes `uiCulture`: of a run of capitals the last one stays if a word follows.
fn camel(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    let lowered = |index: usize| {
        let run = characters[..=index].iter().all(|character| character.is_uppercase());
        let starts_a_word = characters.get(index + 1).is_some_and(|next| !next.is_uppercase());
        run && (index == 0 || !starts_a_word)
    };
    let folded = |(index, character): (usize, &char)| {
        if lowered(index) { character.to_ascii_lowercase() } else { *character }
    };
    characters.iter().enumerate().map(folded).collect()
}

/// The member of that name, in any case.
pub(crate) fn member<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.iter().rfind(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_plain_ascii_reaches_the_wire() {
        let written = write(&json!({"Name": "é<\"+😀\n"}));
        assert_eq!(written, r#"{"Name":"\u00E9\u003C\u0022\u002B\uD83D\uDE00\n"}"#);
    }

    #[test]
    fn names_are_lowered_like_net_does_it() {
        assert_eq!(camel("UICulture"), "uiCulture");
        assert_eq!(camel("Id"), "id");
        assert_eq!(camel("ID"), "id");
        assert_eq!(camel("PlayState"), "playState");
    }
}

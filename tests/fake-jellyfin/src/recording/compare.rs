//! An answer beside the recorded one, member by member.

use super::{Answer, Names};
use serde_json::{Map, Value};
use std::fmt;

/// One place in which an answer is not what was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// `status`, a header's name, or the way to a member: `body.User.Policy.IsHidden`.
    pub place: String,
    /// `None` if nothing was recorded there.
    pub recorded: Option<String>,
    /// `None` if nothing came there.
    pub said: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, recorded, said } = self;
        match (recorded.as_deref().map(shortened), said.as_deref().map(shortened)) {
            (Some(recorded), Some(said)) => write!(formatter, "{place}: recorded {recorded}, now {said}"),
            (Some(recorded), None) => write!(formatter, "{place}: recorded {recorded}, now missing"),
            (None, Some(said)) => write!(formatter, "{place}: not recorded, now {said}"),
            (None, None) => write!(formatter, "{place}"),
        }
    }
}

/// No more than a line of it.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 100;
    let start: String = text.chars().take(LONGEST).collect();
    if start.len() < text.len() { start + "…" } else { start }
}

impl Answer {
    /// Everything in which an answer differs from this recorded one.
    pub fn differences(&self, said: &Self, names: &mut Names) -> Vec<Difference> {
        let mut found = Vec::new();
        if self.status != said.status {
            note(&mut found, "status", Some(&self.status), Some(&said.status));
        }
        for (name, recorded) in &self.headers {
            let values: Vec<&str> = said.headers.iter().filter(|(other, _)| other == name).map(value).collect();
            match values[..] {
                [value] if names.agree(recorded, value) => {}
                [] => note(&mut found, name, Some(recorded), None::<&str>),
                _ => note(&mut found, name, Some(recorded), Some(&values.join(" and "))),
            }
        }
        for (name, value) in &said.headers {
            if !self.headers.iter().any(|(other, _)| other == name) {
                note(&mut found, name, None::<&str>, Some(value));
            }
        }
        match (&self.body, &said.body) {
            (Some(recorded), Some(said)) => differ(&mut found, "body", recorded, said, names),
            (None, None) => {}
            (recorded, said) => note(&mut found, "body", recorded.as_ref(), said.as_ref()),
        }
        found
    }
}

fn value((_, value): &(String, String)) -> &str {
    value
}

fn differ(found: &mut Vec<Difference>, place: &str, recorded: &Value, said: &Value, names: &mut Names) {
    match (recorded, said) {
        (Value::Object(recorded), Value::Object(said)) => {
            for (name, member) in recorded {
                let place = format!("{place}.{name}");
                match said.get(name) {
                    Some(said) => differ(found, &place, member, said, names),
                    None => note(found, &place, Some(member), None::<&str>),
                }
            }
            for (name, member) in said.iter().filter(|(name, _)| !recorded.contains_key(*name)) {
                note(found, &format!("{place}.{name}"), None::<&str>, Some(member));
            }
            // Both the link and the order belong to the runtime.
            let is_ordered = recorded.get("type").is_none_or(|link| link != "{{problem type}}");
            let alike = recorded.len() == said.len() && recorded.keys().all(|name| said.contains_key(name));
            if is_ordered && alike && !recorded.keys().eq(said.keys()) {
                let order = |members: &Map<String, Value>| members.keys().cloned().collect::<Vec<_>>().join(", ");
                note(found, &format!("{place} (order)"), Some(&order(recorded)), Some(&order(said)));
            }
        }
        (Value::Array(recorded), Value::Array(said)) if recorded.len() != said.len() => {
            let count = |list: &[Value]| format!("{} in the list", list.len());
            note(found, place, Some(&count(recorded)), Some(&count(said)));
        }
        (Value::Array(recorded), Value::Array(said)) => {
            for (index, (recorded, said)) in recorded.iter().zip(said).enumerate() {
                differ(found, &format!("{place}[{index}]"), recorded, said, names);
            }
        }
        (Value::String(text), Value::String(other)) if names.agree(text, other) => {}
        _ if recorded == said => {}
        _ => note(found, place, Some(recorded), Some(said)),
    }
}

fn note(
    found: &mut Vec<Difference>,
    place: &str,
    recorded: Option<&(impl fmt::Display + ?Sized)>,
    said: Option<&(impl fmt::Display + ?Sized)>,
) {
    let (recorded, said) = (recorded.map(ToString::to_string), said.map(ToString::to_string));
    found.push(Difference { place: place.to_owned(), recorded, said });
}

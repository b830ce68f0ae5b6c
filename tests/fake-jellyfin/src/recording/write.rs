//! Writing a recording: names in place of the values that a server made up, and the text of the file.

use super::names::is_date;
use super::{Answer, Exchange, Names, Question, Recording};
use crate::Request;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Gives a name to each value when it turns up: the one that the questions have for it, or a new one.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    /// Value and name.
    names: Vec<(String, String)>,
    /// The highest number of each kind.
    counts: BTreeMap<String, u32>,
    /// The link in problem objects belongs to another runtime than the server's own.
    leaves_problem_types_open: bool,
}

impl Writer {
    /// A writer of answers to the questions of this recording.
    #[must_use]
    pub fn new(script: &Recording) -> Self {
        let text = script.text();
        let names = text.split("{{").filter_map(|rest| rest.split_once("}}")?.0.split_once(':'));
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for (kind, number) in names.filter_map(|(kind, number)| Some((kind, number.parse::<u32>().ok()?))) {
            let highest = counts.entry(kind.to_owned()).or_default();
            *highest = number.max(*highest);
        }
        let leaves_problem_types_open = script.world.contains_key("runtime");
        Self { names: Vec::new(), counts, leaves_problem_types_open }
    }

    /// Takes over the names of values that have none yet.
    pub fn know(&mut self, names: &Names) {
        for (name, value) in names.iter() {
            if !self.names.iter().any(|(known, _)| known == value) {
                self.name(name, value);
            }
        }
    }

    fn name(&mut self, name: &str, value: &str) {
        self.names.push((value.to_owned(), format!("{{{{{name}}}}}")));
    }

    /// The exchange as it is recorded.
    pub fn exchange(
        &mut self,
        case: Option<String>,
        asked: &Question,
        request: &Request,
        answered: &Answer,
    ) -> Exchange {
        let body = asked.body.as_ref().map(|body| {
            let sent = serde_json::from_slice(&request.body).ok();
            self.named(&sent.filter(|_| body.get(super::NOT_JSON).is_none()).unwrap_or_else(|| body.clone()))
        });
        let headers = |headers: &[(String, String)], writer: &Self| {
            headers.iter().map(|(name, value)| (name.clone(), writer.named_text(value))).collect()
        };
        let question = Question {
            method: request.method.clone(),
            target: self.named_text(&request.target),
            headers: headers(&request.headers, self),
            body,
        };
        let answer = Answer {
            status: answered.status,
            headers: headers(&answered.headers, self),
            body: answered.body.as_ref().map(|body| self.answered(body)),
        };
        Exchange { case, question, answer }
    }

    /// A text with the names of all values that have one.
    fn named_text(&self, text: &str) -> String {
        let mut named = text.to_owned();
        for (value, name) in &self.names {
            named = named.replace(value, name);
            if let (Some((start, end)), Some(code)) = (value.split_at_checked(3), name.strip_suffix("}}"))
                && code.starts_with("{{code:")
            {
                named = named.replace(&format!("{start}%20{end}"), &format!("{code}|spaced}}}}"));
            }
        }
        named
    }

    fn named(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.named_text(text).into(),
            Value::Array(items) => items.iter().map(|item| self.named(item)).collect(),
            Value::Object(members) => {
                Value::Object(members.iter().map(|(name, value)| (name.clone(), self.named(value))).collect())
            }
            plain => plain.clone(),
        }
    }

    fn answered(&mut self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.answered(item)).collect(),
            Value::Object(members) => {
                let written = members.iter().map(|(name, value)| match value {
                    Value::String(text) => (name.clone(), self.member(members, name, text).into()),
                    other => (name.clone(), self.answered(other)),
                });
                Value::Object(written.collect())
            }
            plain => self.named(plain),
        }
    }

    /// The text of one member of an answer.
    fn member(&mut self, object: &Map<String, Value>, name: &str, text: &str) -> String {
        let is_known = self.names.iter().any(|(value, _)| value == text);
        match name {
            _ if is_known || text.is_empty() => self.named_text(text),
            _ if is_date(text) => "{{date}}".to_owned(),
            "Secret" => self.count("secret", text),
            "Code" => self.count("code", text),
            "AccessToken" => self.count("token", text),
            "PrimaryImageTag" | "UserPrimaryImageTag" => self.count("tag", text),
            "Id" if object.contains_key("PlayState") => self.count("id", text),
            "PinFile" => "{{pin file}}".to_owned(),
            "LocalAddress" => "{{base}}".to_owned(),
            "traceId" => "{{trace}}".to_owned(),
            "type" if self.leaves_problem_types_open && object.contains_key("traceId") => "{{problem type}}".to_owned(),
            _ => self.named_text(text),
        }
    }

    fn count(&mut self, kind: &str, value: &str) -> String {
        let count = self.counts.entry(kind.to_owned()).or_default();
        *count += 1;
        let name = format!("{kind}:{count}");
        self.name(&name, value);
        format!("{{{{{name}}}}}")
    }
}

impl Recording {
    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let exchanges = self.exchanges.iter().map(Exchange::json);
        let lines = std::iter::once(json!({"world": self.world})).chain(exchanges);
        lines.map(|line| spaced(&line) + "\n").collect()
    }
}

impl Exchange {
    fn json(&self) -> Value {
        let Self { case, question, answer } = self;
        let headers = |headers: &[(String, String)]| {
            Value::Object(headers.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect())
        };
        let mut request = json!({
            "method": question.method, "target": question.target, "headers": headers(&question.headers),
        });
        if let Some(body) = &question.body {
            request["body"] = body.clone();
        }
        let mut response = json!({"status": answer.status, "headers": headers(&answer.headers)});
        if let Some(body) = &answer.body {
            response["body"] = body.clone();
        }
        json!({"case": case, "request": request, "response": response})
    }
}

/// One line of JSON with a space behind each colon and comma.
fn spaced(value: &Value) -> String {
    let list = |parts: Vec<String>| parts.join(", ");
    match value {
        Value::Array(items) => format!("[{}]", list(items.iter().map(spaced).collect())),
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| format!("{}: {}", json!(name), spaced(value));
            format!("{{{}}}", list(members.iter().map(member).collect()))
        }
        plain => plain.to_string(),
    }
}

//! Recordings of running servers (`tests/recordings/README.md` says what they are): reading and writing the files, the
//! server that has the world of one, and asking a server the same questions.

mod administrator;
mod changes;
mod compare;
mod interview;
mod names;
mod wire;
mod world;
mod write;

pub use administrator::Administrator;
pub use changes::{CHANGES, Change};
pub use compare::Difference;
pub use interview::{Exchanged, Interview};
pub use names::Names;
pub use wire::send;
pub use write::Writer;

use crate::{Request, Response};
use serde_json::{Map, Value};

/// A world, and what a server of that world was asked in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// The version, the people and the settings.
    pub world: Map<String, Value>,
    /// In the order in which they happened.
    pub exchanges: Vec<Exchange>,
}

/// A question and its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// What is asked; `None` if this only prepares the next exchange.
    pub case: Option<String>,
    /// What was asked.
    pub question: Question,
    /// What the server said.
    pub answer: Answer,
}

/// A request, with names in place of values that a server made up.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// In capitals.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Name and value.
    pub headers: Vec<(String, String)>,
    /// JSON, or an object that says that it is something else.
    pub body: Option<Value>,
}

/// A response as it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The three digits.
    pub status: u16,
    /// The headers that matter, with lower-case names.
    pub headers: Vec<(String, String)>,
    /// JSON, text, or an object that says which kind of bytes came.
    pub body: Option<Value>,
}

/// The member that stands for a body that is sent as it is.
const NOT_JSON: &str = "not JSON";

/// The member that stands for a picture.
const BYTES_OF: &str = "bytes of";

/// Headers that differ each time or belong to the wire.
const LEFT_OUT: [&str; 7] =
    ["connection", "content-length", "date", "keep-alive", "server", "transfer-encoding", "x-response-time-ms"];

impl Recording {
    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// With the number of the line that is none of a recording.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut world = None;
        let mut exchanges = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let problem = |reason: &str| format!("line {}: {reason}", index + 1);
            let line: Value = serde_json::from_str(line).map_err(|error| problem(&error.to_string()))?;
            if world.is_none() {
                let found = line["world"].as_object().cloned();
                world = Some(found.ok_or_else(|| problem("the first line has no \"world\""))?);
            } else {
                exchanges.push(Exchange::read(&line).ok_or_else(|| problem("not an exchange"))?);
            }
        }
        Ok(Self { world: world.ok_or("the file is empty")?, exchanges })
    }

    /// The exchange that asks this.
    #[must_use]
    pub fn case(&self, name: &str) -> Option<&Exchange> {
        self.exchanges.iter().find(|exchange| exchange.case.as_deref() == Some(name))
    }
}

impl Exchange {
    fn read(line: &Value) -> Option<Self> {
        let (request, response) = (line.get("request")?, line.get("response")?);
        Some(Self {
            case: line.get("case")?.as_str().map(str::to_owned),
            question: Question {
                method: request["method"].as_str()?.to_owned(),
                target: request["target"].as_str()?.to_owned(),
                headers: pairs(&request["headers"])?,
                body: request.get("body").cloned(),
            },
            answer: Answer {
                status: response["status"].as_u64()?.try_into().ok()?,
                headers: pairs(&response["headers"])?,
                body: response.get("body").cloned(),
            },
        })
    }

    /// The case, or the request if it only prepares another one.
    #[must_use]
    pub fn name(&self) -> String {
        let question = &self.question;
        self.case.clone().unwrap_or_else(|| format!("{} {}", question.method, question.target))
    }
}

impl Question {
    /// The request that asks this, with the values that the names stand for.
    ///
    /// # Errors
    ///
    /// Names a placeholder that has no value yet.
    pub fn request(&self, names: &Names) -> Result<Request, String> {
        let mut request = Request::new(&self.method, &names.fill(&self.target)?);
        for (name, value) in &self.headers {
            request = request.header(name, &names.fill(value)?);
        }
        if let Some(body) = &self.body {
            let text = body[NOT_JSON].as_str().map_or_else(|| body.to_string(), str::to_owned);
            request.body = names.fill(&text)?.into_bytes();
        }
        Ok(request)
    }
}

impl Answer {
    /// What a recording says of a response, with all its values.
    #[must_use]
    pub fn of(response: &Response) -> Self {
        let mut headers: Vec<(String, String)> = response
            .headers
            .iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value.clone()))
            .filter(|(name, _)| !LEFT_OUT.contains(&name.as_str()))
            .collect();
        headers.sort_by_key(|(name, _)| (name != "content-type", name.clone()));
        let kind = response.header("Content-Type").unwrap_or_default();
        let text = || Value::from(response.text());
        let body = (!response.body.is_empty()).then(|| match kind {
            json if json.starts_with("application/json") => {
                serde_json::from_slice(&response.body).unwrap_or_else(|_| text())
            }
            picture if picture.starts_with("image/") => Value::Object(Map::from_iter([(BYTES_OF.into(), kind.into())])),
            _ => text(),
        });
        Self { status: response.status, headers, body }
    }

    /// The response that was recorded, names and all.
    #[must_use]
    pub fn response(&self) -> Response {
        let body = match &self.body {
            None => Vec::new(),
            Some(Value::String(text)) if !self.is_json() => text.clone().into_bytes(),
            Some(body) => body.to_string().into_bytes(),
        };
        Response { status: self.status, headers: self.headers.clone(), body }
    }

    fn is_json(&self) -> bool {
        self.headers.iter().any(|(name, value)| name == "content-type" && value.starts_with("application/json"))
    }
}

fn pairs(object: &Value) -> Option<Vec<(String, String)>> {
    let pair = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
    object.as_object()?.iter().map(pair).collect()
}

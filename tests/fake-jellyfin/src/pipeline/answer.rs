//! The shapes that an answer can have, and how each is written. There are four kinds of failures: an empty body, a
//! fixed sentence, a JSON string, and a problem object. None of them says why.

use crate::Jellyfin;
use crate::pipeline::json;
use crate::pipeline::message::Response;
use serde_json::{Map, Value, json};

/// What an endpoint returns; either side is an answer, `Err` ends it early.
pub(crate) type Outcome = Result<Answer, Answer>;

/// A status with a body that is not yet written.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    body: Body,
    headers: Vec<(&'static str, String)>,
}

#[derive(Clone, Debug)]
enum Body {
    Empty,
    Sentence,
    Json(Value),
    Problem(Vec<(String, String)>),
    Bytes(&'static str, Vec<u8>),
}

/// The body of everything that was an exception inside the server, in production.
const SENTENCE: &str = "Error processing request.";

impl Answer {
    fn new(status: u16, body: Body) -> Self {
        Self { status, body, headers: Vec::new() }
    }

    /// A status and nothing else: endpoint protection, routing, filters, and 204.
    pub(crate) fn empty(status: u16) -> Self {
        Self::new(status, Body::Empty)
    }

    /// An exception (`ExceptionMiddleware`): `text/plain` without a charset.
    pub(crate) fn exception(status: u16) -> Self {
        Self::new(status, Body::Sentence)
    }

    pub(crate) fn json(value: Value) -> Self {
        Self::new(200, Body::Json(value))
    }

    /// A sentence that an action returned; it goes out as a JSON string, quotes included.
    pub(crate) fn quoted(status: u16, sentence: &str) -> Self {
        Self::new(status, Body::Json(Value::from(sentence)))
    }

    /// An action that returned a bare status.
    pub(crate) fn problem(status: u16) -> Self {
        Self::new(status, Body::Problem(Vec::new()))
    }

    /// Model validation, with the key and the message of every error.
    pub(crate) fn invalid(errors: Vec<(String, String)>) -> Self {
        Self::new(400, Body::Problem(errors))
    }

    /// One parameter or property that was left out.
    pub(crate) fn required(name: &str) -> Self {
        Self::invalid(vec![required(name)])
    }

    pub(crate) fn bytes(status: u16, content_type: &'static str, bytes: Vec<u8>) -> Self {
        Self::new(status, Body::Bytes(content_type, bytes))
    }

    pub(crate) fn with(mut self, header: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((header, value.into()));
        self
    }

    /// Writes it in the casing that `accept` asks for.
    pub(crate) fn write(self, fake: &Jellyfin, accept: &str, trace: &str) -> Response {
        let profile = Profile::asked_for(accept);
        let is_exception = matches!(self.body, Body::Sentence);
        let (content_type, body) = match self.body {
            Body::Empty => (String::new(), Vec::new()),
            Body::Sentence => ("text/plain".to_owned(), SENTENCE.as_bytes().to_vec()),
            Body::Json(value) => (profile.content_type(), json::write(&profile.cased(value)).into_bytes()),
            Body::Problem(errors) => {
                let problem = describe(self.status, &errors, fake.runtime.writes_old_problems(), trace);
                (profile.content_type(), json::write(&problem).into_bytes())
            }
            Body::Bytes(content_type, bytes) => (content_type.to_owned(), bytes),
        };
        let vary = if content_type.starts_with("image/") {
            Some("Accept")
        } else if is_exception || content_type.is_empty() || body.is_empty() && !fake.runtime.compresses_nothing() {
            None
        } else {
            Some("Accept-Encoding")
        };
        let mut headers = vec![];
        if !content_type.is_empty() {
            headers.push(("Content-Type".to_owned(), content_type));
        }
        headers.extend(vary.map(|vary| ("Vary".to_owned(), vary.to_owned())));
        headers.extend(self.headers.into_iter().map(|(name, value)| (name.to_owned(), value)));
        Response { status: self.status, headers, body }
    }
}

/// The entry of a problem object for something that was left out.
pub(crate) fn required(name: &str) -> (String, String) {
    (name.to_owned(), format!("The {name} field is required."))
}

/// The object of RFC 9110 (7231 on .NET 6). Its own names are lower-case whatever was asked for.
fn describe(status: u16, errors: &[(String, String)], is_old: bool, trace: &str) -> Value {
    let (title, section, old_section) = match status {
        404 => ("Not Found", "5", "4"),
        415 => ("Unsupported Media Type", "16", "13"),
        _ => ("Bad Request", "1", "1"),
    };
    let title = if errors.is_empty() { title } else { "One or more validation errors occurred." };
    let link = if is_old {
        format!("https://tools.ietf.org/html/rfc7231#section-6.5.{old_section}")
    } else {
        format!("https://tools.ietf.org/html/rfc9110#section-15.5.{section}")
    };
    let mut problem = Map::new();
    problem.insert("type".to_owned(), link.into());
    problem.insert("title".to_owned(), title.into());
    problem.insert("status".to_owned(), status.into());
    let mut listed = Map::new();
    for (key, message) in errors {
        listed.insert(key.clone(), json!([message]));
    }
    if !listed.is_empty() && !is_old {
        problem.insert("errors".to_owned(), listed.clone().into());
    }
    problem.insert("traceId".to_owned(), trace.into());
    if !listed.is_empty() && is_old {
        problem.insert("errors".to_owned(), listed.into());
    }
    problem.into()
}

/// How much a media range is wanted; all of it unless it says less.
fn quality(range: &str) -> f64 {
    let said = range.split(';').find_map(|part| part.strip_prefix("q="));
    said.and_then(|said| said.parse().ok()).unwrap_or(1.0)
}

/// The casing of names, chosen by a parameter of the media type in `Accept`.
enum Profile {
    Unnamed,
    Pascal,
    Camel,
}

impl Profile {
    /// The first that exists, of those with the highest quality.
    fn asked_for(accept: &str) -> Self {
        let accept = accept.to_ascii_lowercase().replace([' ', '"'], "");
        let mut ranges: Vec<(f64, &str)> = accept.split(',').map(|range| (quality(range), range)).collect();
        ranges.sort_by(|(left, _), (right, _)| right.total_cmp(left));
        ranges.into_iter().find_map(|(_, range)| Self::named(range)).unwrap_or(Self::Unnamed)
    }

    fn named(range: &str) -> Option<Self> {
        let mut parts = range.split(';');
        let is_json = matches!(parts.next(), Some("*/*" | "application/*" | "application/json"));
        match parts.find_map(|part| part.strip_prefix("profile=")) {
            _ if !is_json => None,
            None => Some(Self::Unnamed),
            Some("camelcase") => Some(Self::Camel),
            Some("pascalcase") => Some(Self::Pascal),
            Some(_) => None,
        }
    }

    fn cased(&self, value: Value) -> Value {
        let value = json::without_nulls(value);
        if matches!(self, Self::Camel) { json::camel_case(value) } else { value }
    }

    fn content_type(&self) -> String {
        let profile = match self {
            Self::Unnamed => "",
            Self::Pascal => "profile=\"PascalCase\"; ",
            Self::Camel => "profile=\"CamelCase\"; ",
        };
        format!("application/json; {profile}charset=utf-8")
    }
}

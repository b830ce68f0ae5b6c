//! A request that found its endpoint, and how an endpoint reads its parameters and its body.

use crate::pipeline::answer::{Answer, required};
use crate::pipeline::authorization::Claims;
use crate::pipeline::json::member;
use crate::pipeline::message::Request;
use crate::pipeline::urlencoded::Query;
use serde_json::{Map, Value};

/// Whose token came with the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// No token.
    Nobody,
    /// A token that is unknown, or whose user is disabled.
    Refused,
    /// An API key, which has no user.
    ApiKey,
    /// The id of the user.
    User(String),
}

/// Everything an endpoint may look at.
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Request,
    pub(crate) query: Query,
    pub(crate) claims: Claims,
    pub(crate) caller: Caller,
    /// The parts of the path that the route leaves open, in order.
    pub(crate) open_parts: Vec<String>,
}

impl Call<'_> {
    pub(crate) fn user_id(&self) -> Option<&str> {
        if let Caller::User(id) = &self.caller { Some(id) } else { None }
    }

    pub(crate) fn open_part(&self, index: usize) -> &str {
        self.open_parts.get(index).map_or("", String::as_str)
    }

    /// A user id in the path.
    pub(crate) fn user_id_in_path(&self) -> Result<String, Answer> {
        let text = self.open_part(0);
        guid(text).ok_or_else(|| Answer::invalid(vec![not_valid("userId", text)]))
    }

    /// An optional user id in the query. All zeros mean none; anything that is not an id is an error.
    pub(crate) fn user_id_in_query(&self, name: &str) -> Result<Option<String>, (String, String)> {
        let Some(text) = self.query.get(name) else {
            return Ok(None);
        };
        let id = guid(text).ok_or_else(|| not_valid(name, text))?;
        Ok(Some(id).filter(|id| id.bytes().any(|digit| digit != b'0')))
    }

    /// The JSON object in the body; `parameter` is what the server's code calls it.
    pub(crate) fn body(&self, parameter: &str) -> Result<Map<String, Value>, Answer> {
        if !is_json(self.request.header_value("Content-Type").unwrap_or_default()) {
            return Err(Answer::problem(415));
        }
        let refuse =
            |key: &str, message: String| Err(Answer::invalid(vec![(key.to_owned(), message), required(parameter)]));
        let text = String::from_utf8_lossy(&self.request.body);
        let first = text.trim_start().chars().next();
        match serde_json::from_str(&text) {
            Ok(Value::Object(members)) => Ok(members),
            Ok(Value::Null) => refuse("", "A non-empty request body is required.".to_owned()),
            Ok(_) => refuse("$", format!("The JSON value could not be converted. {}", place(1))),
            Err(_) if first.is_none() => refuse("", "A non-empty request body is required.".to_owned()),
            Err(_) => {
                let first = first.unwrap_or_default();
                refuse("$", format!("'{first}' is an invalid start of a value. {}", place(0)))
            }
        }
    }
}

fn place(byte: u8) -> String {
    format!("Path: $ | LineNumber: 0 | BytePositionInLine: {byte}.")
}

fn not_valid(key: &str, text: &str) -> (String, String) {
    (key.to_owned(), format!("The value '{text}' is not valid."))
}

/// A text property of the body. A number or a boolean counts as its text; `null` as absent.
pub(crate) fn text(body: &Map<String, Value>, name: &str) -> Result<Option<String>, Answer> {
    match member(body, name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(Value::Bool(flag)) => Ok(Some(flag.to_string())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => {
            let message = "The JSON value could not be converted to System.String.".to_owned();
            Err(Answer::invalid(vec![(format!("$.{name}"), message)]))
        }
    }
}

/// A text property that must not be absent, empty or blank.
pub(crate) fn required_text(body: &Map<String, Value>, name: &str) -> Result<String, Answer> {
    let text = text(body, name)?.filter(|text| !text.trim().is_empty());
    text.ok_or_else(|| Answer::required(name))
}

/// Thirty-two digits in lower case, from either way to write them.
pub(crate) fn guid(text: &str) -> Option<String> {
    let bare = text.trim().replace('-', "").to_ascii_lowercase();
    let fits = bare.len() == 32 && bare.bytes().all(|digit| digit.is_ascii_hexdigit());
    fits.then_some(bare)
}

fn is_json(content_type: &str) -> bool {
    let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media == "application/json" || media == "text/json" || media.starts_with("application/") && media.ends_with("+json")
}

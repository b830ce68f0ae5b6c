//! What is sent to a server.

use std::fmt::{self, Write};

use serde::Serialize;

use super::answer::TIMEOUT_MS;
use super::json;

/// The methods that are used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads. Needs no preflight across origins as long as it carries no `Authorization`.
    Get,
    /// Changes something.
    Post,
    /// Removes something.
    Delete,
}

impl Method {
    /// As it stands in a request line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }
}

/// A request to a server.
#[derive(Clone, PartialEq, Eq)]
pub struct Call {
    /// The method.
    pub method: Method,
    /// Path and query, below the server's base address. The query may hold a secret.
    pub target: String,
    /// The value of the `Authorization` header; none on anonymous calls.
    pub authorization: Option<String>,
    /// A JSON body, if the call has one.
    pub body: Option<String>,
    /// Whether the header holds a token, so that a refusal can mean that it is dead.
    pub has_token: bool,
    /// How long it may take, headers and body together, in milliseconds.
    pub patience_ms: u32,
}

impl Call {
    pub(in crate::jellyfin) fn new(method: Method, target: impl Into<String>) -> Self {
        Self {
            method,
            target: target.into(),
            authorization: None,
            body: None,
            has_token: false,
            patience_ms: TIMEOUT_MS,
        }
    }

    /// Whether it may go wherever a redirect leads: it holds no token, password or secret, and asks for none.
    #[must_use]
    pub fn may_be_redirected(&self) -> bool {
        self.method == Method::Get && self.authorization.is_none() && !self.target.contains('?')
    }

    /// For a call that may have to wait for a person, or for another machine.
    pub(in crate::jellyfin) fn patient(self) -> Self {
        Self { patience_ms: 60_000, ..self }
    }

    pub(in crate::jellyfin) fn with_body(self, body: &impl Serialize) -> Self {
        Self { body: Some(json::written(body)), ..self }
    }
}

/// Without the query and the body, which may hold secrets.
impl fmt::Debug for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.target.split('?').next().unwrap_or_default();
        write!(formatter, "{} {path}", self.method.as_str())
    }
}

/// `encodeURIComponent`: everything but ASCII letters, digits and `-_.!~*'()` as `%XX` of its UTF-8 bytes.
pub(in crate::jellyfin) fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_shows_neither_its_query_nor_its_body_when_debugged() {
        let call = Call::new(Method::Get, "/QuickConnect/Connect?secret=6B1F").with_body(&"horse");
        assert_eq!(format!("{call:?}"), "GET /QuickConnect/Connect");
    }

    #[test]
    fn values_are_encoded_as_encode_uri_component_does() {
        assert_eq!(percent_encoded("Living Room \"TV\", +é%"), "Living%20Room%20%22TV%22%2C%20%2B%C3%A9%25");
        assert_eq!(percent_encoded("a-_.!~*'()9"), "a-_.!~*'()9");
    }
}

//! What comes back from a server, or from something in front of it.

use std::fmt;

use serde::de::DeserializeOwned;

use super::json;
use super::lost::Lost;
use super::speaker::{Headers, Spoke};

/// How long most calls may take, headers and body together, in milliseconds.
pub const TIMEOUT_MS: u32 = 15_000;

/// How long an answer may be, in bytes. The longest in use is the list of accounts or of sessions: about 3 kB each, and
/// more for a session with a long play queue.
pub const MOST_BYTES: usize = 1_000_000;

/// What came of sending a [`Call`](super::Call).
pub type Reply = Result<Answer, Lost>;

/// What a server answered.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The body, as text.
    pub body: String,
    /// What the headers tell about the sender.
    pub(super) headers: Headers,
    /// What the question that settles a doubt has told.
    pub(super) settled: Option<Spoke>,
}

impl Answer {
    /// An answer of whose headers nothing is known.
    #[must_use]
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Self { status, body: body.into(), headers: Headers::Hidden, settled: None }
    }

    /// An answer as Jellyfin gives it to a page of its own origin.
    #[cfg(test)]
    pub(in crate::jellyfin) fn from_jellyfin(status: u16, body: &str) -> Self {
        Self::new(status, body).with_headers(Headers::Timed)
    }

    /// The same with what its headers tell.
    #[must_use]
    pub fn with_headers(self, headers: Headers) -> Self {
        Self { headers, ..self }
    }

    /// What its headers tell.
    pub(in crate::jellyfin) fn headers(&self) -> Headers {
        self.headers
    }

    /// Whether nothing is in the body but white space.
    pub(in crate::jellyfin) fn is_empty(&self) -> bool {
        self.body.trim().is_empty()
    }

    /// Whether the body is a web page, which comes from a proxy, a captive portal or the start-up server.
    pub(in crate::jellyfin) fn is_page(&self) -> bool {
        self.body.trim_start().starts_with('<')
    }

    /// Whether the body is JSON of any kind.
    pub(in crate::jellyfin) fn is_json(&self) -> bool {
        json::is_json(&self.body)
    }

    /// The body as a JSON object.
    pub(in crate::jellyfin) fn object<T: DeserializeOwned>(&self) -> Result<T, Lost> {
        json::object(&json::pascal_case(&self.body)).ok_or(self.unread())
    }

    /// The body as a JSON list of objects. Items that cannot be read are left out.
    pub(in crate::jellyfin) fn objects<T: DeserializeOwned>(&self) -> Result<Vec<T>, Lost> {
        json::objects(&json::pascal_case(&self.body)).ok_or(self.unread())
    }

    /// What a success means whose body lacks what the call needs.
    pub(in crate::jellyfin) fn unread(&self) -> Lost {
        if self.is_page() { Lost::Page } else { Lost::Garbled }
    }

    /// What an answer means whose status the call does not know.
    pub(in crate::jellyfin) fn unexpected(&self) -> Lost {
        match (self.status, self.spoke()) {
            (200..=299, _) => self.unread(),
            (401, Spoke::Gatekeeper) => Lost::SignedOut,
            (403, Spoke::Gatekeeper | Spoke::Endpoint) => Lost::NotAllowed,
            (404 | 405, _) => Lost::NotFound,
            // Without a body the server refuses this network. JSON is a plug-in's.
            (503, _) if !self.is_empty() && !self.is_json() => Lost::Starting,
            (status, _) => Lost::Status(status),
        }
    }
}

/// Without the body, which may hold secrets.
impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({} bytes)", self.status, self.body.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_does_not_show_its_body_when_debugged() {
        let answer = Answer::new(200, "token");
        assert_eq!(format!("{answer:?}"), "200 (5 bytes)");
    }
}

//! What comes back from a server, or from something in front of it, and why nothing usable came.

use std::fmt;

use serde::de::DeserializeOwned;

use super::json;

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
}

/// Why a request brought nothing that could be used. None of these is the server's word on the matter, so all of them
/// are a reason to try again; each is a different thing to tell a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// No answer, while the browser says that it has no network: which may be true.
    Offline,
    /// No answer: no such host, nothing listens there, refused or dropped. A browser does not say which.
    NoAnswer,
    /// No answer over https: any of the above, or a certificate that this device does not trust.
    NoSecureConnection,
    /// Something answers, but the browser does not let this page read it: this page is not among the server's CORS hosts,
    /// the base path is missing (the server's redirect to it carries no CORS headers), or the server is starting.
    Unreadable,
    /// No answer from a server at home, which the browser has been told to keep this page from (Chromium 142 asks).
    Forbidden,
    /// Not sent at all: a page on https may not call a server on http.
    MixedContent,
    /// No complete answer in the time that the call may take.
    TimedOut,
    /// The answer was longer than [`MOST_BYTES`].
    TooLarge,
    /// A web page came instead of an answer.
    Page,
    /// The answer is not what Jellyfin sends: not JSON, cut off, or without the members that are needed.
    Garbled,
    /// 503 with a body: the server is starting.
    Starting,
    /// No such path: too old a server, or no Jellyfin server at all.
    NotFound,
    /// 429: too many requests.
    Busy {
        /// How long the server wants to be left alone, from `Retry-After`. Zero when it does not say, or when the browser
        /// hides it, as it does across origins.
        seconds: u16,
    },
    /// Any other status that the call should not get.
    Status(u16),
}

impl Answer {
    /// An empty body on 401 and 403 is the server's own gatekeeper: the token is dead. A refusal by an endpoint always has
    /// a body.
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
        match self.status {
            200..=299 => self.unread(),
            404 | 405 => Lost::NotFound,
            // Without a body the server refuses this network.
            503 if !self.is_empty() => Lost::Starting,
            status => Lost::Status(status),
        }
    }
}

/// Without the body, which may hold secrets.
impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({} bytes)", self.status, self.body.len())
    }
}

impl Lost {
    /// What 429 means, by its `Retry-After`. A date there counts as nothing: this device's clock may be wrong.
    #[must_use]
    pub fn busy(retry_after: Option<&str>) -> Self {
        Self::Busy { seconds: retry_after.and_then(|seconds| seconds.trim().parse().ok()).unwrap_or_default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_does_not_show_its_body_when_debugged() {
        let answer = Answer { status: 200, body: "token".into() };
        assert_eq!(format!("{answer:?}"), "200 (5 bytes)");
    }
}

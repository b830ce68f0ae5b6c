//! Jellyfin's HTTP API as data, for servers 10.8 to 12.0: a [`Call`] is a value that the shell sends, a
//! [`Reply`] is what came back, and pure functions in one file per group read replies into what they mean.
//! Decisions are made by status and by the shape of the body, never by its words.

pub mod authorization;
pub mod branding;
pub mod code;
pub mod configuration;
pub mod device;
pub mod login_disclaimer;
pub mod passwords;
pub mod public_users;
pub mod quick_connect;
pub mod secret;
pub mod sessions;
pub mod system;
pub mod users;
pub(crate) mod wire;

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The methods that the calls here use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads; across origins it needs no preflight as long as it carries no `Authorization`.
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

/// A request to the server.
#[derive(Clone, PartialEq, Eq)]
pub struct Call {
    /// The method.
    pub method: Method,
    /// Path and query, below the server's base address. The query may hold a secret.
    pub target: String,
    /// The whole value of the `Authorization` header; absent on anonymous calls.
    pub authorization: Option<String>,
    /// A JSON body; absent means no body.
    pub body: Option<String>,
}

impl Call {
    fn new(method: Method, target: impl Into<String>) -> Self {
        Self { method, target: target.into(), authorization: None, body: None }
    }

    fn authorized(self, authorization: String) -> Self {
        Self { authorization: Some(authorization), ..self }
    }

    fn json(self, body: &impl Serialize) -> Self {
        Self { body: Some(wire::written(body)), ..self }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.target.split('?').next().unwrap_or_default();
        write!(formatter, "{} {path}", self.method.as_str())
    }
}

/// What a server answered.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The body, as text.
    pub body: String,
}

impl Answer {
    /// An empty body is the mark of the server's gatekeeper (a dead token), as against an endpoint's own
    /// refusal, which says something.
    fn is_empty(&self) -> bool {
        self.body.trim().is_empty()
    }

    /// Whether the body is JSON of any kind.
    fn is_json(&self) -> bool {
        wire::is_json(&self.body)
    }

    /// The body as a JSON object.
    fn object<T: DeserializeOwned>(&self) -> Result<T, Lost> {
        wire::object(&wire::pascal_case(&self.body)).ok_or(self.unread())
    }

    /// The body as a JSON list of objects. Items that cannot be read are left out.
    fn objects<T: DeserializeOwned>(&self) -> Result<Vec<T>, Lost> {
        wire::objects(&wire::pascal_case(&self.body)).ok_or(self.unread())
    }

    /// What a success means whose body says nothing that its call knows.
    fn unread(&self) -> Lost {
        if self.is_page() { Lost::Page } else { Lost::Garbled }
    }

    /// Whether the body is a page for people: what a proxy, a router's portal or the start-up server sends.
    fn is_page(&self) -> bool {
        self.body.trim_start().starts_with('<')
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({} bytes)", self.status, self.body.len())
    }
}

/// Why a request brought nothing that could be used. None of these is the server's word on the matter, so all of
/// them are a reason to try again, and each is a different thing to tell a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The browser says that it has no network.
    Offline,
    /// No answer came: no such host, nothing listens there, refused or dropped; a browser does not say which.
    NoAnswer,
    /// No answer came by https: any of the above, or a certificate that this device does not trust.
    NoSecureConnection,
    /// Something answers there, but the browser keeps the answer from this page: the server's CORS hosts lack it, the
    /// base path is missing (contract, section 4.1), or the server is starting (4.3).
    Unreadable,
    /// Not even sent: a page on https may not ask a server on http.
    MixedContent,
    /// No complete answer within [`TIMEOUT_MS`].
    TimedOut,
    /// The answer was longer than [`MOST_BYTES`].
    TooLarge,
    /// A page for people came in the place of an answer.
    Page,
    /// An answer came whose content is not what Jellyfin sends: not JSON, cut off, lacking fields.
    Garbled,
    /// 503 with something in it: the server is starting.
    Starting,
    /// The path is not there: too old a server, or not a Jellyfin server at all.
    NotFound,
    /// 429: too many requests at the moment.
    Busy {
        /// How long the server wants to be left alone, from `Retry-After`; zero when it does not say or the browser
        /// does not let us read it, as across origins.
        seconds: u16,
    },
    /// Any other status that this call cannot have.
    Status(u16),
}

impl Lost {
    /// What 429 means, by its `Retry-After`. A date in there counts as nothing said: the wall clock may be wrong.
    #[must_use]
    pub fn busy(retry_after: Option<&str>) -> Self {
        Self::Busy { seconds: retry_after.and_then(|seconds| seconds.trim().parse().ok()).unwrap_or_default() }
    }
}

/// How long a call may take, headers and body together, in milliseconds.
pub const TIMEOUT_MS: u32 = 15_000;

/// How long an answer may be, in bytes. The largest that is used is the list of accounts or of sessions, about 3 kB for
/// each, and more for a session that plays a long queue.
pub const MOST_BYTES: usize = 1_000_000;

/// What came of sending a [`Call`].
pub type Reply = Result<Answer, Lost>;

/// What a reply means that has none of the statuses its call knows.
fn unexpected(answer: &Answer) -> Lost {
    match answer.status {
        200..=299 => answer.unread(),
        404 | 405 => Lost::NotFound,
        // With nothing in it: the server refuses this network.
        503 if !answer.is_empty() => Lost::Starting,
        status => Lost::Status(status),
    }
}

/// `encodeURIComponent`: everything but ASCII letters, digits and `-_.!~*'()` as `%XX` of its UTF-8 bytes.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            let halves = [byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16).unwrap_or('0'));
            encoded.extend(halves.map(|digit| digit.to_ascii_uppercase()));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_a_call_nor_an_answer_shows_its_content_when_debugged() {
        let call = Call::new(Method::Get, "/QuickConnect/Connect?secret=6B1F");
        assert_eq!(format!("{call:?}"), "GET /QuickConnect/Connect");
        let answer = Answer { status: 200, body: "token".into() };
        assert_eq!(format!("{answer:?}"), "200 (5 bytes)");
    }

    #[test]
    fn values_are_encoded_as_encode_uri_component_does() {
        assert_eq!(percent_encoded("Living Room \"TV\", +é%"), "Living%20Room%20%22TV%22%2C%20%2B%C3%A9%25");
        assert_eq!(percent_encoded("a-_.!~*'()9"), "a-_.!~*'()9");
    }
}

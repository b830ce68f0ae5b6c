//! What can go wrong between a client and its server.

/// One way to spoil an exchange. Faults that answer do so without asking the fake, unless it says
/// otherwise, and let pages of every origin read the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection is closed without an answer, and the fake never hears of the request.
    Drop,
    /// The fake answers at once, but the answer leaves this many milliseconds later.
    Delay(u64),
    /// This status and nothing else.
    Status(u16),
    /// Any body at all: garbage, a page, a megabyte, or nothing.
    Body {
        /// The three digits.
        status: u16,
        /// Empty for no `Content-Type`.
        content_type: String,
        /// The bytes.
        body: Vec<u8>,
    },
    /// Sent on to another address. The fake never hears of the request.
    Redirect {
        /// 301, 302, 307 or 308.
        status: u16,
        /// The scheme and host, to which the request's path and query are added.
        to: String,
        /// Whether pages of other origins may follow it.
        is_shared: bool,
    },
    /// The fake answers, and where its answer has this status, a proxy puts a page of its own in the place of the rest.
    ErrorPage(u16),
    /// The fake answers; half of its body arrives, then the connection is closed.
    CutOff,
    /// Never answered, as long as the server runs. The fake never hears of the request.
    Hang,
    /// The fake does what was asked, but the connection is closed before it can say so.
    LostAnswer,
    /// 200 and JSON that begins and does not end. The fake never hears of the request.
    Endless,
}

impl Fault {
    /// A redirect that pages of every origin may follow, to the same path somewhere else.
    #[must_use]
    pub fn redirect(status: u16, origin: &str) -> Self {
        Self::Redirect { status, to: origin.to_owned(), is_shared: true }
    }

    /// A body with a status and a content type.
    #[must_use]
    pub fn body(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::Body { status, content_type: content_type.to_owned(), body: body.into() }
    }
}

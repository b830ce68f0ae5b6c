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
    /// A body with a status and a content type.
    #[must_use]
    pub fn body(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::Body { status, content_type: content_type.to_owned(), body: body.into() }
    }
}

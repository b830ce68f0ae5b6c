//! Why nothing usable came.

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
    /// The answer was longer than [`MOST_BYTES`](super::MOST_BYTES).
    TooLarge,
    /// A web page came instead of an answer.
    Page,
    /// The answer is not what Jellyfin sends: not JSON, cut off, or without the members that are needed.
    Garbled,
    /// The request was sent on to another address, which calls do not follow: it could be anybody's.
    Redirected,
    /// The same on the page's own origin, where a gate sends everything on to its own sign-in. Loading the page again
    /// shows that.
    GateClosed,
    /// Jellyfin itself does not accept the token any more.
    SignedOut,
    /// Jellyfin itself does not let the account do this, or not now.
    NotAllowed,
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
    /// Any other status that the call should not get. 401, 403 and 407 are a refusal by something in front of Jellyfin.
    Status(u16),
}

impl Lost {
    /// What 429 means, by its `Retry-After`. A date there counts as nothing: this device's clock may be wrong.
    #[must_use]
    pub fn busy(retry_after: Option<&str>) -> Self {
        Self::Busy { seconds: retry_after.and_then(|seconds| seconds.trim().parse().ok()).unwrap_or_default() }
    }
}

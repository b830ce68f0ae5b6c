//! Something in front of the server, which answers in its place or changes what it says.

use quick_connect_client::jellyfin::{Answer, Headers, Lost, Reply};

use crate::random::Random;

const PAGE: &str = "<!DOCTYPE html><title>Not Jellyfin</title>";

/// What is in front of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Front {
    /// A gate that wants a sign-in of its own: this status and this body, for every call.
    Gate(u16, &'static str),
    /// One that sends every call on to its own host.
    Redirects,
    /// A proxy that puts pages of its own in the place of the server's refusals.
    OwnErrorPages,
}

impl Front {
    pub fn draw(random: &Random) -> Self {
        random.pick(&[
            Self::Gate(401, ""),
            Self::Gate(403, ""),
            Self::Gate(401, "Unauthorized"),
            Self::Gate(401, PAGE),
            Self::Gate(403, "error code: 1020"),
            Self::Gate(404, "404 page not found"),
            Self::Gate(404, PAGE),
            Self::Gate(401, "{\"message\":\"Unauthorized\"}"),
            Self::Gate(200, PAGE),
            Self::Redirects,
            Self::OwnErrorPages,
            Self::OwnErrorPages,
        ])
    }

    /// What it answers itself, if it does not ask the server.
    pub fn own_reply(self) -> Option<Reply> {
        match self {
            Self::Gate(status, body) => Some(Ok(Answer::new(status, body).with_headers(Headers::Untimed))),
            Self::Redirects => Some(Err(Lost::GateClosed)),
            Self::OwnErrorPages => None,
        }
    }

    /// What it makes of the server's answer.
    pub fn passes_on(self, answer: &Answer) -> Answer {
        match self {
            Self::OwnErrorPages if answer.status >= 400 => Answer::new(answer.status, PAGE),
            _ => answer.clone(),
        }
    }
}

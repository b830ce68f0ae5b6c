//! What a two-factor plug-in wants besides a password or an approval. Such plug-ins answer in Jellyfin's place, with an
//! object of their own.

use serde::Deserialize;

use crate::jellyfin::http::Answer;
use crate::jellyfin::http::json::{Flag, Text};

/// A second step, which this client cannot do itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondStep {
    /// The plug-in's page for it: a path on the same server, with its query. None when it names no page, or one elsewhere.
    pub page: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Challenge {
    two_factor_required: Flag,
    challenge_page_url: Text,
}

impl SecondStep {
    /// Reads a refusal that asks for it; none if this is not one.
    pub(in crate::jellyfin) fn read(answer: &Answer) -> Option<Self> {
        // The member in either case; most refusals need not be read as an object at all.
        if answer.status < 400 || !answer.body.contains("woFactorRequired") {
            return None;
        }
        let challenge: Challenge = answer.object().ok()?;
        if challenge.two_factor_required.0 != Some(true) {
            return None;
        }
        // `//` and `/\` begin the name of another host.
        let is_path = |url: &String| url.starts_with('/') && !url[1..].starts_with(['/', '\\']);
        Some(Self { page: challenge.challenge_page_url.filled().filter(is_path) })
    }
}

//! Who spoke. Proxies, gates, plug-ins and captive portals answer in Jellyfin's place, and only Jellyfin's own refusal is a
//! verdict. Every reader of a refusal asks here.
//!
//! Jellyfin refuses in four shapes (`Jellyfin.Api/Middleware/ExceptionMiddleware.cs`, ASP.NET Core's problem details):
//! nothing at all, one fixed sentence as plain text, a sentence as a JSON string, or a problem object. A refusal of any
//! other shape is somebody else's. Nothing at all can be anybody's: there the headers tell, and where the browser hides
//! those, a question that Jellyfin answers to anybody and a gate to nobody
//! ([`send_and_settle`](crate::jellyfin::system::send_and_settle)).

use serde::Deserialize;

use super::answer::Answer;
use super::json::{self, Lenient, Text};

/// The body of every refusal that begins as an exception in the server.
const EXCEPTION: &str = "Error processing request.";

/// Who refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoke {
    /// Jellyfin, before the endpoint saw the call: no body. 401 means that the token is dead, 403 that the account may not
    /// do this or not now, 404 and 405 that there is no such path.
    Gatekeeper,
    /// Jellyfin's endpoint: it always says something.
    Endpoint,
    /// Not Jellyfin. That says nothing about what was asked.
    SomethingElse,
    /// Nothing tells.
    Unknown,
}

/// What the headers of an answer tell about its sender.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Headers {
    /// Nothing: the browser hides them across origins.
    #[default]
    Hidden,
    /// `X-Response-Time-ms` is there, which Jellyfin puts on every answer (`ResponseTimeMiddleware.cs`).
    Timed,
    /// They can be read, and it is not there.
    Untimed,
    /// `WWW-Authenticate` is there, which Jellyfin never sends.
    Challenge,
}

impl Headers {
    /// By the two headers that matter. Across origins, neither can be read.
    #[must_use]
    pub fn of(is_readable: bool, has_response_time: bool, has_challenge: bool) -> Self {
        match (has_challenge, has_response_time, is_readable) {
            (true, ..) => Self::Challenge,
            (_, true, _) => Self::Timed,
            (.., true) => Self::Untimed,
            (.., false) => Self::Hidden,
        }
    }
}

/// ASP.NET Core's description of a refusal, always with lower-case names.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ProblemDetails {
    title: Text,
    status: Lenient<u16>,
}

impl Answer {
    /// Who spoke, if this is a refusal. (A success shows by what it brings.)
    pub(in crate::jellyfin) fn spoke(&self) -> Spoke {
        if let Some(settled) = self.settled {
            return settled;
        }
        let body = self.body.trim();
        let is_problem = || {
            // Most refusals need not be read for this.
            let problem = if body.contains("\"title\"") { json::object::<ProblemDetails>(body) } else { None };
            problem.is_some_and(|problem| problem.status.0 == self.status && problem.title.filled().is_some())
        };
        match self.headers {
            Headers::Challenge => Spoke::SomethingElse,
            Headers::Timed if body.is_empty() => Spoke::Gatekeeper,
            _ if body.is_empty() => Spoke::Unknown,
            _ if body == EXCEPTION => Spoke::Endpoint,
            _ if body.starts_with('<') => Spoke::SomethingElse,
            _ if body.starts_with('"') && json::is_json(body) => Spoke::Endpoint,
            _ if is_problem() => Spoke::Endpoint,
            // A server that its owner has set to "Development" gives the exception's own words.
            Headers::Timed if !json::is_json(body) => Spoke::Endpoint,
            _ => Spoke::SomethingElse,
        }
    }

    /// Whether Jellyfin itself does not accept the call's token.
    #[must_use]
    pub fn refuses_token(&self) -> bool {
        self.status == 401 && self.spoke() == Spoke::Gatekeeper
    }

    /// Whether only the question can tell who refused: for a call with a token, on which everything hangs then.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        matches!(self.status, 401 | 403) && self.spoke() == Spoke::Unknown
    }

    /// The same answer, given who answered the question: Jellyfin with these headers, or something else.
    pub(in crate::jellyfin) fn settled(self, introduction: Result<Headers, ()>) -> Self {
        let settled = match (introduction, self.headers) {
            // Jellyfin's own answers are timed here, and this one was not.
            (Ok(Headers::Timed), Headers::Untimed) | (Err(()), _) => Spoke::SomethingElse,
            (Ok(_), _) => Spoke::Gatekeeper,
        };
        Self { settled: Some(settled), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::Headers::{Challenge, Hidden, Timed, Untimed};
    use super::Spoke::{Endpoint, Gatekeeper, SomethingElse, Unknown};
    use super::*;

    const PROBLEM: &str = r#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.5","title":"Not Found","status":404,"traceId":"00-4f-2c-00"}"#;
    const OLD_PROBLEM: &str = r#"{"type":"https://tools.ietf.org/html/rfc7231#section-6.5.1","title":"One or more validation errors occurred.","status":400,"traceId":"00-4f-2c-00","errors":{"code":["The code field is required."]}}"#;
    const TWO_FACTOR: &str = r#"{"TwoFactorRequired":true,"ChallengePageUrl":"/TwoFactorAuth/Challenge?id=7"}"#;

    #[test]
    fn a_refusal_is_jellyfins_by_its_shape_or_by_its_headers() {
        for (headers, status, body, spoke) in [
            // Nothing at all: only the headers tell.
            (Timed, 401, "", Gatekeeper),
            (Timed, 403, "", Gatekeeper),
            (Timed, 404, "", Gatekeeper),
            (Timed, 405, "", Gatekeeper),
            (Timed, 503, "", Gatekeeper),
            (Timed, 401, " \r\n", Gatekeeper),
            (Hidden, 401, "", Unknown),
            (Hidden, 403, "", Unknown),
            (Hidden, 404, "", Unknown),
            (Untimed, 401, "", Unknown),
            (Untimed, 403, "", Unknown),
            (Untimed, 503, "", Unknown),
            (Challenge, 401, "", SomethingElse),
            (Challenge, 403, "", SomethingElse),
            // The one sentence of every exception.
            (Hidden, 401, "Error processing request.", Endpoint),
            (Hidden, 403, "Error processing request.", Endpoint),
            (Hidden, 404, "Error processing request.", Endpoint),
            (Hidden, 500, "Error processing request.", Endpoint),
            (Untimed, 401, "Error processing request.", Endpoint),
            (Timed, 404, "Error processing request.\n", Endpoint),
            (Challenge, 401, "Error processing request.", SomethingElse),
            // A sentence as JSON, whatever it says, in any language.
            (Hidden, 401, r#""Quick connect is disabled""#, Endpoint),
            (Hidden, 404, r#""Unknown secret""#, Endpoint),
            (Hidden, 403, r#""Invalid user or password entered.""#, Endpoint),
            (Untimed, 404, r#""""#, Endpoint),
            (Hidden, 404, r#""\u00c9chec""#, Endpoint),
            (Challenge, 401, r#""Quick connect is disabled""#, SomethingElse),
            // A problem, as ASP.NET Core describes it.
            (Hidden, 404, PROBLEM, Endpoint),
            (Untimed, 404, PROBLEM, Endpoint),
            (Hidden, 400, OLD_PROBLEM, Endpoint),
            (Hidden, 404, OLD_PROBLEM, SomethingElse),
            (Hidden, 404, r#"{"status":404}"#, SomethingElse),
            (Hidden, 404, r#"{"title":"","status":404}"#, SomethingElse),
            (Hidden, 404, r#"{"title":"Not Found","status":"404"}"#, SomethingElse),
            // The words of the exception itself, on a server set to "Development".
            (Timed, 401, "Invalid username or password entered.", Endpoint),
            (Timed, 404, "Unable to find request", Endpoint),
            // Plain text of proxies and gates.
            (Hidden, 401, "Unauthorized", SomethingElse),
            (Untimed, 401, "Unauthorized", SomethingElse),
            (Untimed, 401, "401 Authorization Required", SomethingElse),
            (Hidden, 404, "404 page not found", SomethingElse),
            (Untimed, 404, "404 page not found", SomethingElse),
            (Untimed, 403, "error code: 1020", SomethingElse),
            (Hidden, 404, "default backend - 404", SomethingElse),
            (Untimed, 502, "Bad Gateway", SomethingElse),
            (Hidden, 401, "\"Unauthorized", SomethingElse),
            // Pages, also where a proxy keeps Jellyfin's headers.
            (Hidden, 401, "<html>", SomethingElse),
            (Timed, 401, "<html>", SomethingElse),
            (Timed, 404, "<!DOCTYPE html><title>404</title>", SomethingElse),
            (Untimed, 403, "\n <html><h1>403 Forbidden</h1>", SomethingElse),
            (Hidden, 500, "<h1>500</h1>", SomethingElse),
            // Objects of plug-ins, which live inside the server and have its headers, and of gates.
            (Timed, 401, TWO_FACTOR, SomethingElse),
            (Hidden, 401, TWO_FACTOR, SomethingElse),
            (Timed, 503, r#"{"error":"no second factor"}"#, SomethingElse),
            (Untimed, 401, r#"{"message":"Unauthorized"}"#, SomethingElse),
            (Hidden, 401, r#"{"status":401,"error":"unauthorized"}"#, SomethingElse),
            // Anything else.
            (Hidden, 401, "null", SomethingElse),
            (Hidden, 404, "false", SomethingElse),
            (Timed, 404, "[]", SomethingElse),
            (Hidden, 401, "{", SomethingElse),
            (Hidden, 404, "\u{0}", SomethingElse),
        ] {
            let answer = Answer::new(status, body).with_headers(headers);
            assert_eq!(answer.spoke(), spoke, "{headers:?} {status} {body}");
            let is_in_doubt = spoke == Unknown && status < 404;
            assert_eq!(answer.is_in_doubt(), is_in_doubt, "{headers:?} {status} {body}");
            assert_eq!(answer.refuses_token(), status == 401 && spoke == Gatekeeper, "{headers:?} {status} {body}");
        }
    }

    #[test]
    fn headers_tell_only_where_they_can_be_read() {
        for (is_readable, has_response_time, has_challenge, headers) in [
            (true, true, false, Timed),
            (true, false, false, Untimed),
            (true, true, true, Challenge),
            (true, false, true, Challenge),
            (false, false, false, Hidden),
            // A proxy may expose them to other origins.
            (false, true, false, Timed),
            (false, false, true, Challenge),
        ] {
            assert_eq!(Headers::of(is_readable, has_response_time, has_challenge), headers);
        }
    }

    #[test]
    fn a_doubt_is_settled_by_who_introduces_itself() {
        for (headers, introduction, spoke) in [
            (Hidden, Ok(Hidden), Gatekeeper),
            (Hidden, Ok(Timed), Gatekeeper),
            (Untimed, Ok(Untimed), Gatekeeper),
            (Untimed, Ok(Timed), SomethingElse),
            (Hidden, Err(()), SomethingElse),
            (Untimed, Err(()), SomethingElse),
        ] {
            let answer = Answer::new(401, "").with_headers(headers).settled(introduction);
            assert_eq!(answer.spoke(), spoke, "{headers:?} {introduction:?}");
            assert_eq!(answer.refuses_token(), spoke == Gatekeeper);
        }
    }
}

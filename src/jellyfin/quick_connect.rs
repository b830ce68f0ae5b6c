//! The five calls of Quick Connect: is it on, ask for a code, poll, approve, redeem. The server keeps requests in
//! memory: a restart forgets them, and a request that is not approved lives 10 minutes.

use serde::{Deserialize, Serialize};

use super::users::Authentication;
use super::wire::{Flag, Text};
use super::{Answer, Call, Lost, Method, Reply, authorization, unexpected};
use crate::jellyfin::code::Code;
use crate::jellyfin::device::Device;
use crate::jellyfin::secret::{Secret, Token};

/// What asking for a code can come to.
#[derive(Clone, Debug, PartialEq)]
pub enum Initiated {
    /// A code to show, and the secret to poll and redeem with.
    Code(Code, Secret),
    /// Quick Connect is switched off on this server.
    Disabled,
    /// The server wants the other method, or does not know the path.
    WrongMethod,
    /// Nothing usable came.
    Lost(Lost),
}

/// What a poll can come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Polled {
    /// Nobody has approved yet.
    Pending,
    /// Approved: the secret can be redeemed.
    Approved,
    /// The server does not know the secret: expired, replaced or restarted; it does not say which.
    Forgotten,
    /// Quick Connect is switched off on this server.
    Disabled,
    /// Nothing usable came.
    Lost(Lost),
}

/// What redeeming an approval can come to.
#[derive(Clone, Debug, PartialEq)]
pub enum Redeemed {
    /// Signed in.
    SignedIn(Authentication),
    /// The server does not know the secret any more, or the approval is older than 10 minutes.
    Forgotten,
    /// Quick Connect is switched off on this server.
    Disabled,
    /// Nothing usable came. Redeeming again is safe: the server gives the same token.
    Lost(Lost),
}

/// What approving a code can come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authorized {
    /// The other device is signed in.
    Approved,
    /// No device is waiting with this code: mistyped or expired.
    Unknown,
    /// The code has been approved before.
    Used,
    /// Quick Connect is switched off on this server.
    Disabled,
    /// The server does not let the own account in now: outside its hours, or not from here.
    Forbidden,
    /// The account that the other device would get may not sign in there, or not on one device more; or it is not for
    /// this one to choose. The code still waits.
    Limited,
    /// This device's own token is dead.
    SignedOut,
    /// Nothing usable came; the approval may or may not have happened.
    Lost(Lost),
}

/// Asks for a code. `POST` since 10.9, `GET` up to 10.11: 12.0 knows only the former, 10.8 only the latter.
#[must_use]
pub fn initiate(method: Method, device: &Device) -> Call {
    Call::new(method, "/QuickConnect/Initiate").authorized(authorization::for_device(device))
}

/// Reads the answer to [`initiate`].
#[must_use]
pub fn read_initiated(reply: Reply) -> Initiated {
    let answer = match reply {
        Ok(answer) => answer,
        Err(lost) => return Initiated::Lost(lost),
    };
    match answer.status {
        200 => code_and_secret(&answer).unwrap_or(Initiated::Lost(answer.unread())),
        401 if is_sentence(&answer) => Initiated::Disabled,
        404 | 405 => Initiated::WrongMethod,
        _ => Initiated::Lost(unexpected(&answer)),
    }
}

/// Asks whether the request has been approved. Anonymous on purpose: without the header a poll across origins
/// needs no preflight.
#[must_use]
pub fn connect(secret: &Secret) -> Call {
    Call::new(Method::Get, format!("/QuickConnect/Connect?secret={}", super::percent_encoded(secret.reveal())))
}

/// Reads the answer to [`connect`].
#[must_use]
pub fn read_polled(reply: Reply) -> Polled {
    let answer = match reply {
        Ok(answer) => answer,
        Err(lost) => return Polled::Lost(lost),
    };
    match answer.status {
        200 => match answer.object::<QuickConnectResult>().unwrap_or_default().authenticated.0 {
            Some(true) => Polled::Approved,
            Some(false) => Polled::Pending,
            None => Polled::Lost(answer.unread()),
        },
        401 if is_sentence(&answer) => Polled::Disabled,
        404 if is_sentence(&answer) || answer.is_empty() => Polled::Forgotten,
        _ => Polled::Lost(unexpected(&answer)),
    }
}

/// Turns an approval into a token. The full header does no harm where none is needed.
#[must_use]
pub fn redeem(secret: &Secret, device: &Device) -> Call {
    Call::new(Method::Post, "/Users/AuthenticateWithQuickConnect")
        .authorized(authorization::for_device(device))
        .json(&QuickConnectDto { secret: secret.reveal() })
}

/// Reads the answer to [`redeem`].
#[must_use]
pub fn read_redeemed(reply: Reply) -> Redeemed {
    let answer = match reply {
        Ok(answer) => answer,
        Err(lost) => return Redeemed::Lost(lost),
    };
    match answer.status {
        200 => Authentication::read(&answer).map_or(Redeemed::Lost(answer.unread()), Redeemed::SignedIn),
        401 if !answer.is_page() && !answer.is_empty() => Redeemed::Disabled,
        404 if !answer.is_page() => Redeemed::Forgotten,
        _ => Redeemed::Lost(unexpected(&answer)),
    }
}

/// Approves the device that shows `code`, for the account whose token this is, or for another one, which only an
/// administrator may do. One's own is not named: 10.8 does not know the parameter.
#[must_use]
pub fn authorize(code: Code, for_another: Option<&str>, device: &Device, token: &Token) -> Call {
    let mut target = format!("/QuickConnect/Authorize?code={}", code.digits());
    if let Some(id) = for_another {
        target.push_str("&userId=");
        target.push_str(&super::percent_encoded(id));
    }
    Call::new(Method::Post, target).authorized(authorization::for_session(device, token))
}

/// Reads the answer to [`authorize`]. 401 and 403 have two meanings each that only the body tells apart: the gatekeeper
/// says nothing, the endpoint itself says something.
#[must_use]
pub fn read_authorized(reply: Reply) -> Authorized {
    let answer = match reply {
        Ok(answer) => answer,
        Err(lost) => return Authorized::Lost(lost),
    };
    match answer.status {
        200 if answer.body.trim() == "true" => Authorized::Approved,
        401 if answer.is_empty() => Authorized::SignedOut,
        _ if answer.is_page() => Authorized::Lost(unexpected(&answer)),
        401 => Authorized::Disabled,
        403 if answer.is_empty() => Authorized::Forbidden,
        403 => Authorized::Limited,
        404 => Authorized::Unknown,
        409 | 500 => Authorized::Used,
        _ => Authorized::Lost(unexpected(&answer)),
    }
}

/// Asks whether Quick Connect is switched on. Anonymous, so without a preflight.
#[must_use]
pub fn enabled() -> Call {
    Call::new(Method::Get, "/QuickConnect/Enabled")
}

/// Reads the answer to [`enabled`]; anything but the server's own yes counts as no.
#[must_use]
pub fn read_enabled(reply: Reply) -> bool {
    reply.is_ok_and(|answer| answer.status == 200 && answer.body.trim() == "true")
}

fn code_and_secret(answer: &Answer) -> Option<Initiated> {
    let result: QuickConnectResult = answer.object().ok()?;
    let code = Code::parse(&result.code.0).ok()?;
    Some(Initiated::Code(code, Secret::new(result.secret.filled()?)))
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct QuickConnectResult {
    authenticated: Flag,
    secret: Text,
    code: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct QuickConnectDto<'a> {
    secret: &'a str,
}

/// Whether an error is the server's own word, which is JSON. A proxy in front of a server that is down answers with
/// a page or a plain text, and one that wants a sign-in of its own with nothing; neither ends a flow.
fn is_sentence(answer: &Answer) -> bool {
    answer.is_json()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::unnecessary_wraps, reason = "as its users need it")]
    fn reply(status: u16, body: &str) -> Reply {
        Ok(Answer { status, body: body.into() })
    }

    const SENTENCE: &str = "\"A sentence\"";
    const TEXT: &str = "Error processing request.";
    const PAGE: &str = "<!DOCTYPE html><title>502</title>";

    fn device() -> Device {
        Device { id: "tv-1".into(), name: "TV".into() }
    }

    #[test]
    fn initiate_reads_a_code_and_a_secret_in_any_case() {
        for body in [r#"{"Secret":"AB","Code":"583204"}"#, r#"{"secret":"AB","code":"583204"}"#] {
            let expected = Initiated::Code(Code::parse("583204").unwrap(), Secret::new("AB"));
            assert_eq!(read_initiated(reply(200, body)), expected);
        }
    }

    #[test]
    fn initiate_tells_the_refusals_apart() {
        for (status, body, meaning) in [
            (401, SENTENCE, Initiated::Disabled),
            (401, PAGE, Initiated::Lost(Lost::Status(401))),
            (401, "", Initiated::Lost(Lost::Status(401))),
            (401, "Unauthorized", Initiated::Lost(Lost::Status(401))),
            (405, "", Initiated::WrongMethod),
            (404, "", Initiated::WrongMethod),
            (400, TEXT, Initiated::Lost(Lost::Status(400))),
            (503, PAGE, Initiated::Lost(Lost::Starting)),
            (503, "", Initiated::Lost(Lost::Status(503))),
            (200, PAGE, Initiated::Lost(Lost::Page)),
            (200, "", Initiated::Lost(Lost::Garbled)),
            (200, r#"{"Secret":"AB","Code":"58320"}"#, Initiated::Lost(Lost::Garbled)),
            (200, r#"{"Secret":"","Code":"583204"}"#, Initiated::Lost(Lost::Garbled)),
            (200, r#"{"Secret":"AB","Co"#, Initiated::Lost(Lost::Garbled)),
        ] {
            assert_eq!(read_initiated(reply(status, body)), meaning, "{status} {body}");
        }
        assert_eq!(read_initiated(Err(Lost::TimedOut)), Initiated::Lost(Lost::TimedOut));
    }

    #[test]
    fn a_poll_ends_the_wait_only_on_the_servers_own_word() {
        for (status, body, meaning) in [
            (200, r#"{"Authenticated":false}"#, Polled::Pending),
            (200, r#"{"authenticated":true}"#, Polled::Approved),
            (404, SENTENCE, Polled::Forgotten),
            (401, SENTENCE, Polled::Disabled),
            (404, PAGE, Polled::Lost(Lost::NotFound)),
            (404, "404 page not found", Polled::Lost(Lost::NotFound)),
            (401, "", Polled::Lost(Lost::Status(401))),
            (404, "", Polled::Forgotten),
            (401, PAGE, Polled::Lost(Lost::Status(401))),
            (200, "", Polled::Lost(Lost::Garbled)),
            (200, "{}", Polled::Lost(Lost::Garbled)),
            (200, r#"{"Authenticated":"yes"}"#, Polled::Lost(Lost::Garbled)),
            (502, PAGE, Polled::Lost(Lost::Status(502))),
            (503, PAGE, Polled::Lost(Lost::Starting)),
            (500, TEXT, Polled::Lost(Lost::Status(500))),
        ] {
            assert_eq!(read_polled(reply(status, body)), meaning, "{status} {body}");
        }
    }

    #[test]
    fn redeeming_reads_who_is_signed_in() {
        let body = r#"{"User":{"Name":"demo","Id":"7d","Policy":{"IsAdministrator":true}},"AccessToken":"9b","ServerId":"4f"}"#;
        let Redeemed::SignedIn(authentication) = read_redeemed(reply(200, body)) else { panic!("not signed in") };
        assert_eq!(authentication.user.name, "demo");
        assert_eq!(authentication.token, Token::new("9b"));
        for (status, body, meaning) in [
            (404, TEXT, Redeemed::Forgotten),
            (401, TEXT, Redeemed::Disabled),
            (200, r#"{"AccessToken":"9b"}"#, Redeemed::Lost(Lost::Garbled)),
            (500, TEXT, Redeemed::Lost(Lost::Status(500))),
        ] {
            assert_eq!(read_redeemed(reply(status, body)), meaning, "{status} {body}");
        }
    }

    #[test]
    fn approving_tells_every_outcome_apart() {
        for (status, body, meaning) in [
            (200, "true", Authorized::Approved),
            (404, TEXT, Authorized::Unknown),
            (500, TEXT, Authorized::Used),
            (409, SENTENCE, Authorized::Used),
            (401, SENTENCE, Authorized::Disabled),
            (401, "", Authorized::SignedOut),
            (403, "", Authorized::Forbidden),
            (403, TEXT, Authorized::Limited),
            (404, PAGE, Authorized::Lost(Lost::NotFound)),
            (500, PAGE, Authorized::Lost(Lost::Status(500))),
            (200, "false", Authorized::Lost(Lost::Garbled)),
            (200, PAGE, Authorized::Lost(Lost::Page)),
            (200, "", Authorized::Lost(Lost::Garbled)),
            (503, PAGE, Authorized::Lost(Lost::Starting)),
            (400, TEXT, Authorized::Lost(Lost::Status(400))),
        ] {
            assert_eq!(read_authorized(reply(status, body)), meaning, "{status} {body}");
        }
    }

    #[test]
    fn only_a_plain_true_counts_as_switched_on() {
        assert!(read_enabled(reply(200, "true")));
        for (status, body) in [(200, "false"), (200, PAGE), (404, ""), (500, "true")] {
            assert!(!read_enabled(reply(status, body)));
        }
        assert!(!read_enabled(Err(Lost::NoAnswer)));
    }

    #[test]
    fn polls_are_anonymous_and_approvals_carry_the_token() {
        let poll = connect(&Secret::new("AB C"));
        assert_eq!((poll.target.as_str(), poll.authorization), ("/QuickConnect/Connect?secret=AB%20C", None));
        assert_eq!(enabled().authorization, None);
        let code = Code::parse("123 456").unwrap();
        let approval = authorize(code, None, &device(), &Token::new("9b"));
        assert_eq!(approval.target, "/QuickConnect/Authorize?code=123456");
        assert!(approval.authorization.unwrap().ends_with(", Token=\"9b\""));
        assert_eq!(approval.body, None);
        let for_another = authorize(code, Some("a0"), &device(), &Token::new("9b"));
        assert_eq!(for_another.target, "/QuickConnect/Authorize?code=123456&userId=a0");
        let redeemed = redeem(&Secret::new("AB"), &device());
        assert_eq!(redeemed.body.as_deref(), Some(r#"{"Secret":"AB"}"#));
    }
}

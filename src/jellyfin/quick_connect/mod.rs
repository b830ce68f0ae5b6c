//! The five calls of Quick Connect: ask for a code, poll, redeem, approve, and whether it is on at all. The server keeps
//! requests in memory: it forgets them when it restarts, and after ten minutes without an approval.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::code::Code;
use super::device::Device;
use super::http::json::{Flag, Text};
use super::http::{Answer, Call, Lost, Method, Reply, Spoke, percent_encoded};
use super::secret::{Secret, Token};
use super::users::{Authentication, SecondStep};

/// The outcome of asking for a code.
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

/// The outcome of a poll.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Polled {
    /// Nobody has approved yet.
    Pending,
    /// Approved: the secret can be redeemed.
    Approved,
    /// The server does not know the secret: expired, replaced, or lost in a restart. It does not say which.
    Forgotten,
    /// Quick Connect is switched off on this server.
    Disabled,
    /// Nothing usable came.
    Lost(Lost),
}

/// The outcome of redeeming an approval.
#[derive(Clone, Debug, PartialEq)]
pub enum Redeemed {
    /// Signed in.
    SignedIn(Authentication),
    /// The server no longer knows the secret, or the approval is older than ten minutes.
    Forgotten,
    /// Quick Connect is switched off on this server.
    Disabled,
    /// A plug-in wants a second step first.
    SecondStep(SecondStep),
    /// Nothing usable came. Redeeming again is safe: the server gives the same token.
    Lost(Lost),
}

/// The outcome of approving a code.
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
    /// The server does not let one's own account in now: outside its hours, or not from here.
    Forbidden,
    /// The account that the other device would get may not sign in there, has too many devices, or is not one's own to
    /// give. The code still waits.
    Limited,
    /// The caller may approve for nobody else: asked about the account, the server says that it is no administrator.
    NotAdministrator,
    /// This device's own token is dead.
    SignedOut,
    /// Nothing usable came; the approval may or may not have happened.
    Lost(Lost),
}

/// Jellyfin's answer to asking for a code and to a poll.
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

/// Asks for a code. 10.8 knows only `GET`, 12.0 only `POST`, those between know both.
#[must_use]
pub fn initiate(method: Method, device: &Device) -> Call {
    Call::new(method, "/QuickConnect/Initiate").by_device(device)
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
        401 if answer.spoke() == Spoke::Endpoint => Initiated::Disabled,
        404 | 405 => Initiated::WrongMethod,
        _ => Initiated::Lost(answer.unexpected()),
    }
}

/// Asks whether the request has been approved. Anonymous, so that a poll across origins needs no preflight.
#[must_use]
pub fn connect(secret: &Secret) -> Call {
    Call::new(Method::Get, format!("/QuickConnect/Connect?secret={}", percent_encoded(secret.reveal())))
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
        401 if answer.spoke() == Spoke::Endpoint => Polled::Disabled,
        404 if answer.spoke() == Spoke::Endpoint => Polled::Forgotten,
        _ => Polled::Lost(answer.unexpected()),
    }
}

/// Turns an approval into a token. The server needs no header here, and none does harm.
#[must_use]
pub fn redeem(secret: &Secret, device: &Device) -> Call {
    Call::new(Method::Post, "/Users/AuthenticateWithQuickConnect")
        .by_device(device)
        .with_body(&QuickConnectDto { secret: secret.reveal() })
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
        401 if answer.spoke() == Spoke::Endpoint => Redeemed::Disabled,
        404 if answer.spoke() == Spoke::Endpoint => Redeemed::Forgotten,
        _ => match SecondStep::read(&answer) {
            Some(step) => Redeemed::SecondStep(step),
            None => Redeemed::Lost(answer.unexpected()),
        },
    }
}

/// Approves the device that shows `code`: for the account whose token this is, or for another one, which only
/// administrators may do. One's own account is not named, because 10.8 does not know the parameter.
#[must_use]
pub fn authorize(code: Code, for_another: Option<&str>, device: &Device, token: &Token) -> Call {
    let mut target = format!("/QuickConnect/Authorize?code={}", code.digits());
    if let Some(id) = for_another {
        target.push_str("&userId=");
        target.push_str(&percent_encoded(id));
    }
    Call::new(Method::Post, target).in_session(device, token)
}

/// Reads the answer to [`authorize`]. 401 and 403 each have two meanings that only the body tells apart: the server's
/// gatekeeper sends none, the endpoint sends one.
#[must_use]
pub fn read_authorized(reply: Reply) -> Authorized {
    let answer = match reply {
        Ok(answer) => answer,
        Err(lost) => return Authorized::Lost(lost),
    };
    match (answer.status, answer.spoke()) {
        (200, _) if answer.body.trim() == "true" => Authorized::Approved,
        (401, Spoke::Gatekeeper) => Authorized::SignedOut,
        (401, Spoke::Endpoint) => Authorized::Disabled,
        (403, Spoke::Gatekeeper) => Authorized::Forbidden,
        (403, Spoke::Endpoint) => Authorized::Limited,
        (404, Spoke::Endpoint) => Authorized::Unknown,
        // A code that is approved already is an uncaught exception in the server.
        (409 | 500, Spoke::Endpoint) => Authorized::Used,
        _ => Authorized::Lost(answer.unexpected()),
    }
}

/// Asks whether Quick Connect is switched on. Anonymous, so it needs no preflight.
#[must_use]
pub fn enabled() -> Call {
    Call::new(Method::Get, "/QuickConnect/Enabled")
}

/// Reads the answer to [`enabled`]. Anything but the server's own yes counts as no.
#[must_use]
pub fn read_enabled(reply: Reply) -> bool {
    reply.is_ok_and(|answer| answer.status == 200 && answer.body.trim() == "true")
}

fn code_and_secret(answer: &Answer) -> Option<Initiated> {
    let result: QuickConnectResult = answer.object().ok()?;
    let code = Code::parse(&result.code.0).ok()?;
    Some(Initiated::Code(code, Secret::new(result.secret.filled()?)))
}

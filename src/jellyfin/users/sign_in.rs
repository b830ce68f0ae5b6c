//! Signing in with a name and a password, and asking whose token one has.

use serde::{Deserialize, Serialize};

use super::second_step::SecondStep;
use super::user::{User, UserDto};
use crate::jellyfin::device::Device;
use crate::jellyfin::http::json::{Lenient, Text};
use crate::jellyfin::http::{Answer, Call, Lost, Method, Reply, Spoke};
use crate::jellyfin::secret::{Password, Token};

/// What every way of signing in ends with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authentication {
    /// Who is signed in now.
    pub user: User,
    /// The token for this device. It does not expire: it ends when the device signs out or is removed, or when the
    /// password changes.
    pub token: Token,
    /// The server's id, 32 hexadecimal digits.
    pub server_id: String,
}

/// The outcome of signing in by name.
#[derive(Clone, Debug, PartialEq)]
pub enum ByName {
    /// Signed in.
    SignedIn(Authentication),
    /// No such name, or another password; the server does not say which.
    WrongNameOrPassword,
    /// The same, or something in front of the server wants a sign-in of its own: the page that came does not tell.
    PerhapsWrong,
    /// A plug-in wants a second step first.
    SecondStep(SecondStep),
    /// Known, but not let in: disabled, locked after wrong passwords, outside the allowed hours or network, or with too
    /// many sessions; the server does not say which.
    NotAllowed,
    /// Nothing usable came.
    Lost(Lost),
}

/// The outcome of asking whose token this is.
#[derive(Clone, Debug, PartialEq)]
pub enum Me {
    /// The token is good.
    User(User),
    /// The token is dead: signed out, removed by an administrator, or the account is disabled.
    SignedOut,
    /// The token may be good, but the account may not use the server now.
    NotAllowed,
    /// Nothing usable came, so nothing is known about the token.
    Lost(Lost),
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct AuthenticationResult {
    user: Lenient<UserDto>,
    access_token: Text,
    server_id: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AuthenticateUserByName<'a> {
    username: &'a str,
    pw: &'a str,
}

impl Authentication {
    /// Reads the answer to a successful sign-in; none when something that is needed is missing.
    #[must_use]
    pub fn read(answer: &Answer) -> Option<Self> {
        let result: AuthenticationResult = answer.object().ok()?;
        Some(Self {
            user: result.user.0.read()?,
            token: Token::new(result.access_token.filled()?),
            server_id: result.server_id.filled()?,
        })
    }
}

/// Signs in by name and password. An empty password is a password like any other.
#[must_use]
pub fn authenticate_by_name(name: &str, password: &Password, device: &Device) -> Call {
    Call::new(Method::Post, "/Users/AuthenticateByName")
        .by_device(device)
        .with_body(&AuthenticateUserByName { username: name, pw: password.reveal() })
        // A plug-in may ask on a phone first, or a directory may be slow.
        .patient()
}

/// Reads the answer to [`authenticate_by_name`].
#[must_use]
pub fn read_by_name(reply: Reply) -> ByName {
    let answer = match reply {
        Ok(answer) => answer,
        Err(lost) => return ByName::Lost(lost),
    };
    match answer.status {
        200 => Authentication::read(&answer).map_or(ByName::Lost(answer.unread()), ByName::SignedIn),
        401 if answer.spoke() == Spoke::Endpoint => ByName::WrongNameOrPassword,
        // A proxy that shows its own page for every 401, or a gate.
        401 if answer.is_page() => ByName::PerhapsWrong,
        403 if answer.spoke() == Spoke::Endpoint => ByName::NotAllowed,
        _ => match SecondStep::read(&answer) {
            Some(step) => ByName::SecondStep(step),
            None => ByName::Lost(answer.unexpected()),
        },
    }
}

/// Asks whose token this is: the cheapest way to learn whether it is still good.
#[must_use]
pub fn me(device: &Device, token: &Token) -> Call {
    Call::new(Method::Get, "/Users/Me").in_session(device, token)
}

/// The same for a token of another client, which stays that client's.
#[must_use]
pub fn whose(token: &Token) -> Call {
    Call::new(Method::Get, "/Users/Me").with_token(token)
}

/// Reads the answer to [`me`] and [`whose`].
#[must_use]
pub fn read_me(reply: Reply) -> Me {
    let answer = match reply {
        Ok(answer) => answer,
        Err(lost) => return Me::Lost(lost),
    };
    match answer.status {
        200 => answer.object().ok().and_then(UserDto::read).map_or(Me::Lost(answer.unread()), Me::User),
        401 if answer.spoke() == Spoke::Gatekeeper => Me::SignedOut,
        403 if answer.spoke() == Spoke::Gatekeeper => Me::NotAllowed,
        _ => Me::Lost(answer.unexpected()),
    }
}

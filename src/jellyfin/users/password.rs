//! Changing one's own password.

use serde::Serialize;

use crate::jellyfin::device::Device;
use crate::jellyfin::http::{Call, Lost, Method, Reply, Spoke, percent_encoded};
use crate::jellyfin::secret::{Password, Token};

/// The outcome of changing a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordChanged {
    /// It is changed, and every other session of the account has ended.
    Yes,
    /// The current password is wrong.
    WrongPassword,
    /// The server does not know this path.
    WrongPath,
    /// This device's own token is dead.
    SignedOut,
    /// Nothing usable came.
    Lost(Lost),
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct UpdateUserPassword<'a> {
    current_pw: &'a str,
    new_pw: &'a str,
}

/// Changes one's own password, which ends every other session of the account. 10.8 knows only the path with an id.
#[must_use]
pub fn change_password(old: &Password, new: &Password, id: Option<&str>, device: &Device, token: &Token) -> Call {
    let target = id.map_or("/Users/Password".to_owned(), |id| format!("/Users/{}/Password", percent_encoded(id)));
    Call::new(Method::Post, target)
        .in_session(device, token)
        .with_body(&UpdateUserPassword { current_pw: old.reveal(), new_pw: new.reveal() })
}

/// Reads the answer to [`change_password`].
#[must_use]
pub fn read_password_changed(reply: Reply) -> PasswordChanged {
    let answer = match reply {
        Ok(answer) => answer,
        Err(lost) => return PasswordChanged::Lost(lost),
    };
    match answer.status {
        204 => PasswordChanged::Yes,
        401 if answer.spoke() == Spoke::Gatekeeper => PasswordChanged::SignedOut,
        403 if answer.spoke() == Spoke::Endpoint => PasswordChanged::WrongPassword,
        400 | 404 | 405 if answer.spoke() != Spoke::SomethingElse => PasswordChanged::WrongPath,
        _ => PasswordChanged::Lost(answer.unexpected()),
    }
}

//! Accounts: signing in with a name and a password, whose token this is, the list that administrators see, and a change
//! of password.

mod list;
mod sign_in;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use list::{Account, all, read_all};
pub use sign_in::{Authentication, ByName, Me, authenticate_by_name, me, read_by_name, read_me};

use super::authorization;
use super::device::Device;
use super::http::json::{Flag, Lenient, Text};
use super::http::{Call, Lost, Method, Reply, percent_encoded};
use super::secret::{Password, Token};

/// An account, as far as this client shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// 32 hexadecimal digits.
    pub id: String,
    /// The name to sign in with, which is also the name that is shown.
    pub name: String,
    /// Whether the account may change the server.
    pub is_administrator: bool,
    /// Identifies the account's current picture; none when it has no picture.
    pub image_tag: Option<String>,
}

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

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct UserDto {
    id: Text,
    name: Text,
    primary_image_tag: Text,
    pub(super) has_password: Flag,
    policy: Lenient<UserPolicy>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct UserPolicy {
    is_administrator: Flag,
    is_disabled: Flag,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct UpdateUserPassword<'a> {
    current_pw: &'a str,
    new_pw: &'a str,
}

impl UserDto {
    /// The account; none without an id and a name.
    pub(super) fn read(self) -> Option<User> {
        Some(User {
            id: self.id.filled()?,
            name: self.name.filled()?,
            is_administrator: self.policy.0.is_administrator.0 == Some(true),
            image_tag: self.primary_image_tag.filled(),
        })
    }
}

/// Changes one's own password, which ends every other session of the account. 10.8 knows only the path with an id.
#[must_use]
pub fn change_password(old: &Password, new: &Password, id: Option<&str>, device: &Device, token: &Token) -> Call {
    let target = id.map_or("/Users/Password".to_owned(), |id| format!("/Users/{}/Password", percent_encoded(id)));
    Call::new(Method::Post, target)
        .authorized(authorization::for_session(device, token))
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
        401 if answer.is_empty() => PasswordChanged::SignedOut,
        403 if answer.is_json() => PasswordChanged::WrongPassword,
        400 | 404 | 405 if !answer.is_page() => PasswordChanged::WrongPath,
        _ => PasswordChanged::Lost(answer.unexpected()),
    }
}

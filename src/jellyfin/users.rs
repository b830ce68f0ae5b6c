//! Accounts: signing in by name and password, and whose token this is.

use serde::{Deserialize, Serialize};

use super::wire::{Flag, Lenient, Text};
use super::{Answer, Call, Lost, Method, Reply, authorization, percent_encoded, unexpected};
use crate::jellyfin::device::Device;
use crate::jellyfin::secret::{Password, Token};

/// An account, as far as this client shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// 32 hexadecimal digits.
    pub id: String,
    /// The name to sign in with, which is also the name shown.
    pub name: String,
    /// Whether the account may change the server.
    pub is_administrator: bool,
    /// Names the account's present picture; absent when it has none.
    pub image_tag: Option<String>,
}

/// An account in the list that administrators see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The account.
    pub user: User,
    /// Whether it is locked. The server would approve for it all the same, and refuse the token that it hands out.
    pub is_disabled: bool,
}

/// What every way of signing in ends with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authentication {
    /// Who is signed in now.
    pub user: User,
    /// The token for this device. It does not expire; signing out, removing the device or changing the password
    /// ends it.
    pub token: Token,
    /// The server's id, 32 hexadecimal digits.
    pub server_id: String,
}

/// What signing in by name can come to.
#[derive(Clone, Debug, PartialEq)]
pub enum ByName {
    /// Signed in.
    SignedIn(Authentication),
    /// No such name, or another password; the server does not say which.
    WrongNameOrPassword,
    /// Known, but not let in: disabled, locked after wrong passwords, outside the allowed hours or network, too many
    /// sessions; the server does not say which.
    NotAllowed,
    /// Nothing usable came.
    Lost(Lost),
}

/// What asking whose token this is can come to.
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

impl Authentication {
    /// Reads the answer that a successful sign-in brings; none when something needed is missing.
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

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct AuthenticationResult {
    user: Lenient<UserDto>,
    access_token: Text,
    server_id: Text,
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

impl UserDto {
    pub(super) fn read(self) -> Option<User> {
        Some(User {
            id: self.id.filled()?,
            name: self.name.filled()?,
            is_administrator: self.policy.0.is_administrator.0 == Some(true),
            image_tag: self.primary_image_tag.filled(),
        })
    }
}

impl Account {
    /// Whether the name holds this, in any case of the letters that ASCII has.
    #[must_use]
    pub fn fits(&self, search: &str) -> bool {
        let (name, search) = (self.user.name.as_bytes(), search.trim().as_bytes());
        search.is_empty() || name.windows(search.len()).any(|part| part.eq_ignore_ascii_case(search))
    }
}

/// Signs in by name and password; an empty password is a password like any other.
#[must_use]
pub fn authenticate_by_name(name: &str, password: &Password, device: &Device) -> Call {
    Call::new(Method::Post, "/Users/AuthenticateByName")
        .authorized(authorization::for_device(device))
        .json(&AuthenticateUserByName { username: name, pw: password.reveal() })
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AuthenticateUserByName<'a> {
    username: &'a str,
    pw: &'a str,
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
        401 if !answer.is_page() => ByName::WrongNameOrPassword,
        403 if !answer.is_page() => ByName::NotAllowed,
        _ => ByName::Lost(unexpected(&answer)),
    }
}

/// Asks whose token this is: the cheapest way to learn whether it is still good.
#[must_use]
pub fn me(device: &Device, token: &Token) -> Call {
    Call::new(Method::Get, "/Users/Me").authorized(authorization::for_session(device, token))
}

/// Reads the answer to [`me`].
#[must_use]
pub fn read_me(reply: Reply) -> Me {
    let answer = match reply {
        Ok(answer) => answer,
        Err(lost) => return Me::Lost(lost),
    };
    match answer.status {
        200 => answer.object().ok().and_then(UserDto::read).map_or(Me::Lost(answer.unread()), Me::User),
        401 if answer.is_empty() => Me::SignedOut,
        403 if !answer.is_page() => Me::NotAllowed,
        _ => Me::Lost(unexpected(&answer)),
    }
}

/// Asks for all accounts. For administrators only.
#[must_use]
pub fn all(device: &Device, token: &Token) -> Call {
    Call::new(Method::Get, "/Users").authorized(authorization::for_session(device, token))
}

/// Reads the answer to [`all`].
///
/// # Errors
/// Why there is no list.
pub fn read_all(reply: Reply) -> Result<Vec<Account>, Lost> {
    let answer = reply?;
    if answer.status != 200 {
        return Err(unexpected(&answer));
    }
    let account = |user: UserDto| {
        let is_disabled = user.policy.0.is_disabled.0 == Some(true);
        user.read().map(|user| Account { user, is_disabled })
    };
    Ok(answer.objects()?.into_iter().filter_map(account).collect())
}

/// Changes the own password, which ends every other token of the account. 10.8 knows only the path with an id.
#[must_use]
pub fn change_password(old: &Password, new: &Password, id: Option<&str>, device: &Device, token: &Token) -> Call {
    let target = id.map_or("/Users/Password".to_owned(), |id| format!("/Users/{}/Password", percent_encoded(id)));
    Call::new(Method::Post, target)
        .authorized(authorization::for_session(device, token))
        .json(&UpdateUserPassword { current_pw: old.reveal(), new_pw: new.reveal() })
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct UpdateUserPassword<'a> {
    current_pw: &'a str,
    new_pw: &'a str,
}

/// What changing a password can come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordChanged {
    /// It is changed, and everything else that the account was signed in on is signed out.
    Yes,
    /// The old password is wrong.
    WrongPassword,
    /// The server does not know this path.
    WrongPath,
    /// This device's own token is dead.
    SignedOut,
    /// Nothing usable came.
    Lost(Lost),
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
        _ => PasswordChanged::Lost(unexpected(&answer)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED_IN: &str = r#"{"User":{"Name":"guest","Id":"a0"},"AccessToken":"9b","ServerId":"4f"}"#;

    #[expect(clippy::unnecessary_wraps, reason = "as its users need it")]
    fn reply(status: u16, body: &str) -> Reply {
        Ok(Answer { status, body: body.into() })
    }

    #[test]
    fn a_sign_in_needs_a_user_a_token_and_a_server() {
        let read = |body: &str| Authentication::read(&reply(200, body).unwrap());
        let authentication = read(SIGNED_IN).unwrap();
        assert_eq!(authentication.user.name, "guest");
        assert!(!authentication.user.is_administrator);
        assert_eq!(authentication.user.image_tag, None);
        let with_picture = SIGNED_IN.replace("\"Id\"", "\"PrimaryImageTag\":\"c5\",\"Id\"");
        assert_eq!(read(&with_picture).unwrap().user.image_tag.as_deref(), Some("c5"));
        for missing in ["\"Name\"", "\"Id\"", "\"AccessToken\"", "\"ServerId\"", "\"User\""] {
            let body = SIGNED_IN.replace(missing, "\"Other\"");
            assert_eq!(read(&body), None, "without {missing}");
        }
    }

    #[test]
    fn signing_in_by_name_tells_a_wrong_password_from_a_closed_door() {
        for (status, body, meaning) in [
            (401, "Error processing request.", ByName::WrongNameOrPassword),
            (403, "Error processing request.", ByName::NotAllowed),
            (401, "<html>", ByName::Lost(Lost::Status(401))),
            (500, "Error processing request.", ByName::Lost(Lost::Status(500))),
            (200, "<html>", ByName::Lost(Lost::Page)),
            (503, "", ByName::Lost(Lost::Status(503))),
        ] {
            assert_eq!(read_by_name(reply(status, body)), meaning, "{status} {body}");
        }
        assert!(matches!(read_by_name(reply(200, SIGNED_IN)), ByName::SignedIn(_)));
    }

    #[test]
    fn a_dead_token_is_an_empty_401_and_nothing_else() {
        for (status, body, meaning) in [
            (401, "", Me::SignedOut),
            (401, "<html>", Me::Lost(Lost::Status(401))),
            (403, "", Me::NotAllowed),
            (200, "true", Me::Lost(Lost::Garbled)),
            (502, "<html>", Me::Lost(Lost::Status(502))),
        ] {
            assert_eq!(read_me(reply(status, body)), meaning, "{status} {body}");
        }
    }

    #[test]
    fn name_and_password_travel_in_the_body_only() {
        let device = Device { id: "web-1".into(), name: "Firefox".into() };
        let call = authenticate_by_name("a\"b", &Password::new("correct horse"), &device);
        assert_eq!(call.body.as_deref(), Some(r#"{"Username":"a\"b","Pw":"correct horse"}"#));
        assert_eq!(call.target, "/Users/AuthenticateByName");
    }

    #[test]
    fn the_list_of_accounts_says_who_is_locked_and_is_searched_by_parts_of_names() {
        let body = r#"[{"Name":"Zoë","Id":"1","Policy":{"IsDisabled":true},"PrimaryImageTag":"a b"},{"Id":"2"},
            {"Name":"Guest Room","Id":"3"}]"#;
        let accounts = read_all(reply(200, body)).unwrap();
        let flags: Vec<_> = accounts.iter().map(|it| (it.user.name.as_str(), it.is_disabled)).collect();
        assert_eq!(flags, [("Zoë", true), ("Guest Room", false)]);
        for (search, fits) in [("", true), (" room", true), ("ROOM", true), ("t r", true), ("zo", false)] {
            assert_eq!(accounts[1].fits(search), fits, "{search}");
        }
        assert!(accounts[0].fits("zoë"));
        assert_eq!(read_all(reply(200, "{}")), Err(Lost::Garbled));
        assert_eq!(read_all(reply(403, "")), Err(Lost::Status(403)));
    }

    #[test]
    fn changing_the_password_tells_a_wrong_one_from_a_path_that_is_not_there() {
        for (status, body, meaning) in [
            (204, "", PasswordChanged::Yes),
            (403, "\"Invalid user or password entered.\"", PasswordChanged::WrongPassword),
            (403, "", PasswordChanged::Lost(Lost::Status(403))),
            (401, "", PasswordChanged::SignedOut),
            (405, "", PasswordChanged::WrongPath),
            (404, "<html>", PasswordChanged::Lost(Lost::NotFound)),
            (500, "", PasswordChanged::Lost(Lost::Status(500))),
        ] {
            assert_eq!(read_password_changed(reply(status, body)), meaning, "{status} {body}");
        }
        let device = Device { id: "web-1".into(), name: "Firefox".into() };
        let (old, new) = (Password::new("old"), Password::new("new"));
        let call = change_password(&old, &new, None, &device, &Token::new("9b"));
        assert_eq!(call.target, "/Users/Password");
        assert_eq!(call.body.as_deref(), Some(r#"{"CurrentPw":"old","NewPw":"new"}"#));
        let call = change_password(&old, &new, Some("7d"), &device, &Token::new("9b"));
        assert_eq!(call.target, "/Users/7d/Password");
    }
}

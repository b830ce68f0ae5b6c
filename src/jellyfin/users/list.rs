//! The accounts of the server, which only administrators may list.

use super::user::{User, UserDto};
use crate::jellyfin::device::Device;
use crate::jellyfin::http::{Call, Lost, Method, Reply};
use crate::jellyfin::secret::Token;

/// An account in the list that administrators see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The account.
    pub user: User,
    /// Whether it is disabled. The server would approve a code for it all the same, and then refuse its token.
    pub is_disabled: bool,
}

/// Asks for all accounts.
#[must_use]
pub fn all(device: &Device, token: &Token) -> Call {
    Call::new(Method::Get, "/Users").in_session(device, token)
}

/// Reads the answer to [`all`].
///
/// # Errors
/// Why there is no list.
pub fn read_all(reply: Reply) -> Result<Vec<Account>, Lost> {
    let answer = reply?;
    if answer.status != 200 {
        return Err(answer.unexpected());
    }
    let account = |user: UserDto| {
        let is_disabled = user.policy.0.is_disabled.0 == Some(true);
        user.read().map(|user| Account { user, is_disabled })
    };
    Ok(answer.objects()?.into_iter().filter_map(account).collect())
}

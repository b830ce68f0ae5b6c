//! An account as the server describes it.

use serde::Deserialize;

use crate::jellyfin::http::json::{Flag, Lenient, Text};

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

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::jellyfin) struct UserDto {
    id: Text,
    name: Text,
    primary_image_tag: Text,
    pub(in crate::jellyfin) has_password: Flag,
    pub(super) policy: Lenient<UserPolicy>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct UserPolicy {
    is_administrator: Flag,
    pub(super) is_disabled: Flag,
}

impl UserDto {
    /// The account; none without an id and a name.
    pub(in crate::jellyfin) fn read(self) -> Option<User> {
        Some(User {
            id: self.id.filled()?,
            name: self.name.filled()?,
            is_administrator: self.policy.0.is_administrator.0 == Some(true),
            image_tag: self.primary_image_tag.filled(),
        })
    }
}

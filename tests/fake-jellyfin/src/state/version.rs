//! The releases that can be imitated, and every difference between them, each as a question.

use std::fmt;

/// A release of Jellyfin: the last patch of each line that a client may still meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// 10.7.7, on .NET 5: too old for this client, and imitated only as far as it takes to find that out. Its Quick Connect
    /// had other calls; here it is always off.
    V10_7_7,
    /// 10.8.13, on .NET 6.
    V10_8_13,
    /// 10.9.11, on .NET 8.
    V10_9_11,
    /// 10.10.7, on .NET 8.
    V10_10_7,
    /// 10.11.11, on .NET 9: the stable one, and the default.
    #[default]
    V10_11_11,
    /// 12.0.0, on .NET 10.
    V12_0,
}

impl Version {
    /// All releases that a client should work with, oldest first.
    pub const ALL: [Self; 5] = [Self::V10_8_13, Self::V10_9_11, Self::V10_10_7, Self::V10_11_11, Self::V12_0];

    /// The number as the public system information gives it.
    #[must_use]
    pub const fn number(self) -> &'static str {
        match self {
            Self::V10_7_7 => "10.7.7",
            Self::V10_8_13 => "10.8.13",
            Self::V10_9_11 => "10.9.11",
            Self::V10_10_7 => "10.10.7",
            Self::V10_11_11 => "10.11.11",
            Self::V12_0 => "12.0.0",
        }
    }

    /// Initiate was a GET only, became a POST in 10.9, and lost the GET in 12.0.
    pub(crate) fn initiates_by_get(self) -> bool {
        self < Self::V12_0
    }

    pub(crate) fn initiates_by_post(self) -> bool {
        self.is_10_9_or_later()
    }

    /// 10.7 did not know `Enabled`, but `Status`, and refused in other words.
    pub(crate) fn asks_for_status(self) -> bool {
        self == Self::V10_7_7
    }

    pub(crate) fn says_whether_enabled(self) -> bool {
        !self.asks_for_status()
    }

    pub(crate) fn is_before_10_9(self) -> bool {
        !self.is_10_9_or_later()
    }

    pub(crate) fn is_10_9_or_later(self) -> bool {
        self >= Self::V10_9_11
    }

    /// Until 10.8 a second sign-in of a user on a device got the old token again.
    pub(crate) fn issues_the_old_token_again(self) -> bool {
        self.is_before_10_9()
    }

    /// Until 10.10 the other spellings of credentials could not be switched off.
    pub(crate) fn always_accepts_legacy_authorization(self) -> bool {
        self < Self::V10_11_11
    }

    /// Until 10.10 `X-Emby-Authorization` won over `Authorization`.
    pub(crate) fn prefers_emby_header(self) -> bool {
        self < Self::V10_11_11
    }

    /// The value of `EnableLegacyAuthorization` on a fresh server, `None` where it does not exist.
    pub(crate) fn legacy_authorization_default(self) -> Option<bool> {
        (self >= Self::V10_11_11).then_some(self < Self::V12_0)
    }

    /// 12.0 says of every user that there is a password.
    pub(crate) fn hides_missing_passwords(self) -> bool {
        self == Self::V12_0
    }

    /// Since 10.9 a normal user sees only his own sessions.
    pub(crate) fn keeps_sessions_private(self) -> bool {
        self.is_10_9_or_later()
    }

    /// 12.0 deletes several devices in one call.
    pub(crate) fn deletes_many_devices(self) -> bool {
        self == Self::V12_0
    }

    /// From 10.11.2 on the answer to a forgotten password does not tell whether the user exists.
    pub(crate) fn hides_unknown_users(self) -> bool {
        self >= Self::V10_11_11
    }

    /// Since 10.11 a small server answers while the real one starts.
    pub(crate) fn has_start_up_server(self) -> bool {
        self >= Self::V10_11_11
    }

    /// Since 10.9 the redirect to the web client is relative.
    pub(crate) fn redirects_relatively(self) -> bool {
        self.is_10_9_or_later()
    }

    /// .NET 6 linked to an older RFC and wrote the trace before the errors.
    pub(crate) fn writes_old_problems(self) -> bool {
        self.is_before_10_9()
    }

    pub(crate) fn names_the_language(self) -> bool {
        self == Self::V12_0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.number())
    }
}

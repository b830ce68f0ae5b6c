//! The releases that can be imitated, and every difference between them, each as a question. A difference holds for a
//! range of releases, so that one nobody has asked yet is imitated too.

use std::fmt;
use std::str::FromStr;

/// A release of Jellyfin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    major: u16,
    minor: u16,
    patch: u16,
}

impl Version {
    /// On .NET 5: too old for this client, and imitated only as far as it takes to find that out. Its Quick Connect had
    /// other calls; here it is always off.
    pub const V10_7_7: Self = Self::of(10, 7, 7);
    /// On .NET 6.
    pub const V10_8_13: Self = Self::of(10, 8, 13);
    /// On .NET 8.
    pub const V10_9_11: Self = Self::of(10, 9, 11);
    /// On .NET 8.
    pub const V10_10_7: Self = Self::of(10, 10, 7);
    /// On .NET 9: the stable one, and the default.
    pub const V10_11_11: Self = Self::of(10, 11, 11);
    /// On .NET 10.
    pub const V12_0: Self = Self::of(12, 0, 0);

    /// The last release of each line that a client should work with, oldest first.
    pub const ALL: [Self; 5] = [Self::V10_8_13, Self::V10_9_11, Self::V10_10_7, Self::V10_11_11, Self::V12_0];

    const fn of(major: u16, minor: u16, patch: u16) -> Self {
        Self { major, minor, patch }
    }

    /// Initiate was a GET only, became a POST in 10.9, and lost the GET in 12.0.
    pub(crate) fn initiates_by_get(self) -> bool {
        !self.is_12_or_later()
    }

    pub(crate) fn initiates_by_post(self) -> bool {
        self.is_10_9_or_later()
    }

    /// 10.7 did not know `Enabled`, but `Status`, and refused in other words.
    pub(crate) fn asks_for_status(self) -> bool {
        self < Self::of(10, 8, 0)
    }

    pub(crate) fn says_whether_enabled(self) -> bool {
        !self.asks_for_status()
    }

    pub(crate) fn is_before_10_9(self) -> bool {
        !self.is_10_9_or_later()
    }

    pub(crate) fn is_10_9_or_later(self) -> bool {
        self >= Self::of(10, 9, 0)
    }

    pub(crate) fn is_10_10_or_later(self) -> bool {
        self >= Self::of(10, 10, 0)
    }

    pub(crate) fn is_10_11_or_later(self) -> bool {
        self >= Self::of(10, 11, 0)
    }

    pub(crate) fn is_12_or_later(self) -> bool {
        self >= Self::of(12, 0, 0)
    }

    /// Until 10.8 a second sign-in of a user on a device got the old token again.
    pub(crate) fn issues_the_old_token_again(self) -> bool {
        self.is_before_10_9()
    }

    /// Until 10.10 the other spellings of credentials could not be switched off.
    pub(crate) fn always_accepts_legacy_authorization(self) -> bool {
        !self.is_10_11_or_later()
    }

    /// Until 10.10 `X-Emby-Authorization` won over `Authorization`.
    pub(crate) fn prefers_emby_header(self) -> bool {
        !self.is_10_11_or_later()
    }

    /// The value of `EnableLegacyAuthorization` on a fresh server, `None` where it does not exist.
    pub(crate) fn legacy_authorization_default(self) -> Option<bool> {
        self.is_10_11_or_later().then_some(!self.is_12_or_later())
    }

    /// Until 10.11 every path also worked with `/emby` or `/mediabrowser` in front.
    pub(crate) fn answers_below_old_names(self) -> bool {
        !self.is_12_or_later()
    }

    /// 12.0 says of every user that there is a password.
    pub(crate) fn hides_missing_passwords(self) -> bool {
        self.is_12_or_later()
    }

    /// Until 10.8 the pin for a forgotten password was kept as the user's easy password.
    pub(crate) fn keeps_pins_as_easy_passwords(self) -> bool {
        self.is_before_10_9()
    }

    /// Since 10.9 a normal user sees only his own sessions.
    pub(crate) fn keeps_sessions_private(self) -> bool {
        self.is_10_9_or_later()
    }

    /// 12.0 deletes several devices in one call.
    pub(crate) fn deletes_many_devices(self) -> bool {
        self.is_12_or_later()
    }

    /// From 10.11.2 on the answer to a forgotten password does not tell whether the user exists.
    pub(crate) fn hides_unknown_users(self) -> bool {
        self >= Self::of(10, 11, 2)
    }

    /// From 10.11.9 until 12.0 users were saved from copies that were out of date: a sign-in showed, and soon brought
    /// back, the user as it was before, and too many wrong passwords disabled nobody.
    pub(crate) fn saves_outdated_users(self) -> bool {
        (Self::of(10, 11, 9)..Self::of(12, 0, 0)).contains(&self)
    }

    /// 12.0 answers a sign-in with the count of wrong passwords from before it.
    pub(crate) fn shows_the_old_count(self) -> bool {
        self.is_12_or_later()
    }

    /// Since 10.11 a small server answers while the real one starts.
    pub(crate) fn has_start_up_server(self) -> bool {
        self.is_10_11_or_later()
    }

    /// Since 10.9 the redirect to the web client is relative.
    pub(crate) fn redirects_relatively(self) -> bool {
        self.is_10_9_or_later()
    }

    /// Since 10.9 a folder of the web client shows its page; before, only files had addresses.
    pub(crate) fn serves_folders(self) -> bool {
        self.is_10_9_or_later()
    }

    /// .NET 6 linked to an older RFC and wrote the trace before the errors.
    pub(crate) fn writes_old_problems(self) -> bool {
        self.is_before_10_9()
    }

    /// Until .NET 8 an empty text counted as one that could have been compressed.
    pub(crate) fn compresses_nothing(self) -> bool {
        !self.is_10_11_or_later()
    }

    pub(crate) fn names_the_language(self) -> bool {
        self.is_12_or_later()
    }
}

impl Default for Version {
    fn default() -> Self {
        Self::V10_11_11
    }
}

/// The number as the public system information gives it.
impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers: Vec<u16> = text.split('.').map_while(|part| part.parse().ok()).collect();
        match numbers[..] {
            [major, minor, patch] if text.split('.').count() == 3 => Ok(Self::of(major, minor, patch)),
            _ => Err(format!("{text:?} is not a version such as 10.11.11")),
        }
    }
}

//! What is to be approved, and which sessions there were before.

use crate::jellyfin::Lost;
use crate::jellyfin::code::Code;
use crate::jellyfin::sessions::SignedInDevice;
use crate::jellyfin::users::User;

/// What is to be approved, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The code that the other device shows.
    pub code: Code,
    /// The account that the other device gets.
    pub account: User,
    /// Whether that is not the approver's own account.
    pub is_for_another: bool,
    /// The id of the approver's own device, which does not count among the sessions.
    pub own_device: String,
    pub(super) before: Before,
    /// Whether an earlier try may have arrived.
    pub(super) is_again: bool,
    /// Whether this is the second try of the same press.
    pub(super) is_second_try: bool,
}

/// The sessions as they were before the press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Before {
    NotAsked,
    NotKnown,
    Known(Vec<SignedInDevice>),
}

impl Request {
    /// A request of which nothing has been sent.
    #[must_use]
    pub fn new(code: Code, account: User, own_device: String) -> Self {
        Self {
            code,
            account,
            is_for_another: false,
            own_device,
            before: Before::NotAsked,
            is_again: false,
            is_second_try: false,
        }
    }

    /// The device that has signed in since, if the sessions show one.
    pub(super) fn arrival(&self, after: &[SignedInDevice]) -> Option<SignedInDevice> {
        let Before::Known(before) = &self.before else { return None };
        SignedInDevice::arrival(before, after, &self.account.id, &self.own_device).cloned()
    }

    pub(super) fn remembering(self, sessions: Result<Vec<SignedInDevice>, Lost>) -> Self {
        Self { before: sessions.map_or(Before::NotKnown, Before::Known), ..self }
    }

    /// Whether the sessions can tell what became of a try.
    pub(super) fn can_be_looked_into(&self) -> bool {
        matches!(self.before, Before::Known(_))
    }
}

//! What can happen to the waiting device, and what it can want.

use std::time::Duration;

use super::pause::{NUDGE_PAUSE, Pause};
use crate::jellyfin::Method;
use crate::jellyfin::quick_connect::{Initiated, Polled, Redeemed};
use crate::jellyfin::secret::{Secret, Token};
use crate::jellyfin::users::Me;

/// What can happen to the waiting device.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The answer to [`Effect::Initiate`].
    Initiated(Initiated),
    /// The answer to [`Effect::Poll`].
    Polled(Polled),
    /// The answer to [`Effect::Redeem`].
    Redeemed(Redeemed),
    /// The answer to [`Effect::Check`].
    Checked(Me),
    /// The answer to [`Effect::LookWhetherEnabled`].
    Enabled(bool),
    /// The rest is over.
    Rested,
    /// A reason not to rest any longer: "Check now", the page is visible again, the network is back, the device awake.
    Nudged,
    /// The person wants another code.
    NewCode,
    /// Another tab of this browser has begun to wait for an approval.
    SteppedAside,
}

/// What the waiting device can want.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for a code with this method.
    Initiate(Method),
    /// Ask whether the request has been approved.
    Poll(Secret),
    /// Turn the approval into a token.
    Redeem(Secret),
    /// Ask whether the server accepts the token.
    Check(Token),
    /// Ask whether Quick Connect is switched on.
    LookWhetherEnabled,
    /// Wait for a time within this range; a nudge cuts it short.
    Rest(Pause),
}

impl Event {
    /// Whether this ends a rest that began at `since`.
    pub(super) fn ends_rest(&self, since: Duration, now: Duration) -> bool {
        match self {
            Self::Rested => true,
            Self::Nudged | Self::NewCode => now.saturating_sub(since) >= NUDGE_PAUSE,
            _ => false,
        }
    }
}

//! Where the approval stands, what can happen to it, and what it can want.

use std::time::Duration;

use super::request::Request;
use crate::jellyfin::Lost;
use crate::jellyfin::code::Code;
use crate::jellyfin::quick_connect::Authorized;
use crate::jellyfin::sessions::SignedInDevice;
use crate::jellyfin::users::User;

/// Where the approval stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// No code yet.
    Entering,
    /// A code, shown once more with the account that it would sign in. Nothing is approved before the press.
    Confirming {
        /// What would be approved.
        request: Request,
        /// What became of the last try, if there was one.
        lost: Option<LostTry>,
    },
    /// The approval is on its way.
    Authorizing(Request),
    /// The first try met something that may be chance. The same press tries once more after a moment.
    Retrying(Request),
    /// The server refused a try as if an earlier one had arrived. The sessions can tell whether one did.
    Doubting(Request, Outcome),
    /// The other device is signed in.
    Approved(Request, Proof),
    /// The server has refused.
    Refused(Outcome),
}

/// A try whose answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LostTry {
    /// How it was lost.
    pub lost: Lost,
    /// Whether the sessions have been looked at since, and show nothing new.
    pub shows_nothing: bool,
    pub(super) is_resting: bool,
}

/// Whether the server shows what has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Still looking.
    Looking {
        /// How many looks there have been.
        looks: u32,
        /// Whether the next look has to wait a moment.
        is_resting: bool,
    },
    /// It shows this device.
    Shown(SignedInDevice),
    /// It does not after [`LOOKS`](super::LOOKS) looks, or it is not known what was there before.
    NotShown,
}

/// Why the server has refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No device is waiting with this code.
    Unknown,
    /// The code had been approved before.
    Used {
        /// Whether it may have been an earlier try of ours; nothing can tell.
        perhaps_by_us: bool,
    },
    /// Quick Connect is switched off.
    Disabled,
    /// The approver's own account is not let in now.
    Forbidden,
    /// The account may not sign in on that device, or has too many devices.
    Limited,
    /// The approver is not an administrator any more, and can approve for nobody else.
    NotAdministrator,
    /// This device's own session has ended.
    SignedOut,
}

/// What can happen to the approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Six digits were entered.
    Entered(Request),
    /// Another account was chosen for the other device.
    Chosen {
        /// This one.
        account: User,
        /// Whether it is not the approver's own.
        is_for_another: bool,
    },
    /// The person pressed "Approve".
    Pressed,
    /// The person went back.
    Cancelled,
    /// The answer to [`Effect::Authorize`].
    Authorized(Authorized),
    /// The answer to [`Effect::LookAtSessions`].
    Sessions(Result<Vec<SignedInDevice>, Lost>),
    /// [`Effect::Rest`] is over.
    Rested,
}

/// What the approval can want.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Approve this.
    Authorize {
        /// The code.
        code: Code,
        /// The id of the account that the other device gets, if it is not the approver's own.
        for_another: Option<String>,
    },
    /// Ask who is signed in.
    LookAtSessions,
    /// Do nothing for a while.
    Rest(Duration),
}

impl LostTry {
    pub(super) fn new(lost: Lost) -> Self {
        Self { lost, shows_nothing: false, is_resting: true }
    }
}

impl State {
    /// The result's name on the settings screen, which scripts and tests rely on.
    #[must_use]
    pub fn result(&self) -> Option<&'static str> {
        match self {
            Self::Confirming { lost: Some(_), .. } => Some("offline"),
            Self::Approved(..) => Some("approved"),
            Self::Refused(outcome) => Some(match outcome {
                Outcome::Unknown => "unknown",
                Outcome::Used { .. } => "used",
                Outcome::Disabled => "disabled",
                Outcome::Forbidden | Outcome::Limited | Outcome::NotAdministrator => "forbidden",
                Outcome::SignedOut => "signed-out",
            }),
            _ => None,
        }
    }

    /// What the person is deciding on or has sent.
    #[must_use]
    pub fn request(&self) -> Option<&Request> {
        match self {
            Self::Confirming { request, .. }
            | Self::Authorizing(request)
            | Self::Retrying(request)
            | Self::Doubting(request, _)
            | Self::Approved(request, _) => Some(request),
            Self::Entering | Self::Refused(_) => None,
        }
    }

    /// Whether a press is still without an answer.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::Authorizing(_) | Self::Retrying(_) | Self::Doubting(..))
    }
}

//! The signed-in device: a code is entered, confirmed by a deliberate press, sent, and the outcome shown with its proof.
//! Knows that nothing is sent before the press, that one press is one request, and that a lost answer is looked into
//! and not guessed at.

use std::time::Duration;

use crate::flow::machine::Machine;
use crate::jellyfin::Lost;
use crate::jellyfin::code::Code;
use crate::jellyfin::quick_connect::Authorized;
use crate::jellyfin::sessions::SignedInDevice;
use crate::jellyfin::users::User;

#[cfg(test)]
mod tests;

/// Where the approval stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// No code yet.
    Entering,
    /// A code, shown once more with the account it would sign in; nothing is approved before the press.
    Confirming {
        /// What would be approved.
        request: Request,
        /// What became of the last try, if there was one.
        lost: Option<LostTry>,
    },
    /// The approval is on its way.
    Authorizing(Request),
    /// The server refused a try as if an earlier one had arrived, which the sessions can tell.
    Doubting(Request, Outcome),
    /// The other device is signed in.
    Approved(Request, Proof),
    /// The server has refused.
    Refused(Outcome),
}

/// What is to be approved, for whom, and what was there before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The code that the other device shows.
    pub code: Code,
    /// The account that the other device gets.
    pub account: User,
    /// Whether that is another account than the approver's own.
    pub is_for_another: bool,
    /// The approver's own device, which is no news among the sessions.
    pub own_device: String,
    before: Before,
    is_again: bool,
}

/// The sessions as they were before the press.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Before {
    NotAsked,
    NotKnown,
    Known(Vec<SignedInDevice>),
}

/// A try whose answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LostTry {
    /// How it was lost.
    pub lost: Lost,
    /// Whether the sessions have been looked at since and show nothing new.
    pub shows_nothing: bool,
    is_resting: bool,
}

/// Whether the server shows what has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It is being asked; how often it has been, and whether it is given time until the next look.
    Looking(u32, bool),
    /// This has.
    Shown(SignedInDevice),
    /// It does not, after so many looks; or what was there before is not known.
    NotShown,
}

/// Why the server has refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No device is waiting with this code.
    Unknown,
    /// The code had been approved before.
    Used {
        /// Whether it may have been by an earlier try of ours, and nothing can tell.
        perhaps_by_us: bool,
    },
    /// Quick Connect is switched off.
    Disabled,
    /// The approver's own account is not let in now.
    Forbidden,
    /// The account may not sign in on that device, or not on one device more.
    Limited,
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
        /// Which.
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
        /// The account that the other device gets, where it is not the approver's own.
        for_another: Option<String>,
    },
    /// Look who is signed in.
    LookAtSessions,
    /// Do nothing for a while.
    Rest(Duration),
}

/// Between a lost answer and the look whether it arrived, and between two such looks: the network needs a moment, and
/// a person may be quicker.
pub const BEFORE_LOOKING_AGAIN: Duration = Duration::from_secs(4);

/// Between two looks for what has just been approved.
pub const BETWEEN_LOOKS: Duration = Duration::from_secs(1);

/// How often is looked for it: the server lists it at once, or not at all.
pub const LOOKS: u32 = 5;

impl Request {
    /// A code that nothing has been done with.
    #[must_use]
    pub fn new(code: Code, account: User, own_device: String) -> Self {
        Self { code, account, is_for_another: false, own_device, before: Before::NotAsked, is_again: false }
    }

    fn arrival(&self, after: &[SignedInDevice]) -> Option<SignedInDevice> {
        let Before::Known(before) = &self.before else { return None };
        SignedInDevice::arrival(before, after, &self.account.id, &self.own_device).cloned()
    }

    fn remembering(self, sessions: Result<Vec<SignedInDevice>, Lost>) -> Self {
        Self { before: sessions.map_or(Before::NotKnown, Before::Known), ..self }
    }

    /// Whether the sessions can tell what became of a try.
    fn can_be_looked_into(&self) -> bool {
        matches!(self.before, Before::Known(_))
    }
}

impl LostTry {
    fn new(lost: Lost) -> Self {
        Self { lost, shows_nothing: false, is_resting: true }
    }
}

impl State {
    /// The result's name on the settings screen, which scripts and tests hold on to.
    #[must_use]
    pub fn result(&self) -> Option<&'static str> {
        match self {
            Self::Confirming { lost: Some(_), .. } => Some("offline"),
            Self::Approved(..) => Some("approved"),
            Self::Refused(outcome) => Some(match outcome {
                Outcome::Unknown => "unknown",
                Outcome::Used { .. } => "used",
                Outcome::Disabled => "disabled",
                Outcome::Forbidden | Outcome::Limited => "forbidden",
                Outcome::SignedOut => "signed-out",
            }),
            _ => None,
        }
    }

    /// What the person is deciding on, or has just sent.
    #[must_use]
    pub fn request(&self) -> Option<&Request> {
        match self {
            Self::Confirming { request, .. }
            | Self::Authorizing(request)
            | Self::Doubting(request, _)
            | Self::Approved(request, _) => Some(request),
            Self::Entering | Self::Refused(_) => None,
        }
    }

    /// Whether a press has been made and not been answered.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::Authorizing(_) | Self::Doubting(..))
    }

    fn proven(request: Request, arrival: Option<SignedInDevice>) -> Self {
        let proof = match arrival {
            Some(arrival) => Proof::Shown(arrival),
            None if request.can_be_looked_into() => Proof::Looking(0, false),
            None => Proof::NotShown,
        };
        Self::Approved(request, proof)
    }

    /// The server's word on a try.
    fn answered(request: Request, authorized: Authorized) -> Self {
        let is_again = request.is_again;
        Self::Refused(match authorized {
            Authorized::Approved => return Self::proven(request, None),
            Authorized::Lost(lost) => return Self::Confirming { request, lost: Some(LostTry::new(lost)) },
            Authorized::Unknown if is_again && request.can_be_looked_into() => {
                return Self::Doubting(request, Outcome::Unknown);
            }
            // Also at the first try: a browser repeats a request by itself when a connection breaks under it.
            Authorized::Used if request.can_be_looked_into() => {
                return Self::Doubting(request, Outcome::Used { perhaps_by_us: false });
            }
            Authorized::Unknown => Outcome::Unknown,
            Authorized::Used => Outcome::Used { perhaps_by_us: is_again },
            Authorized::Disabled => Outcome::Disabled,
            Authorized::Forbidden => Outcome::Forbidden,
            Authorized::Limited => Outcome::Limited,
            Authorized::SignedOut => Outcome::SignedOut,
        })
    }

    /// What the sessions tell.
    fn looked(self, sessions: Result<Vec<SignedInDevice>, Lost>) -> Self {
        match self {
            Self::Confirming { request, lost: None } if request.before == Before::NotAsked => {
                Self::Confirming { request: request.remembering(sessions), lost: None }
            }
            Self::Authorizing(request) if request.before == Before::NotAsked => {
                Self::Authorizing(request.remembering(sessions))
            }
            Self::Confirming { request, lost: Some(lost) } => match sessions.map(|after| request.arrival(&after)) {
                Ok(Some(arrival)) => Self::proven(request, Some(arrival)),
                looked => {
                    let shows_nothing = lost.shows_nothing || looked.is_ok();
                    Self::Confirming { request, lost: Some(LostTry { shows_nothing, is_resting: true, ..lost }) }
                }
            },
            Self::Doubting(request, outcome) => match sessions.map(|after| request.arrival(&after)) {
                Ok(Some(arrival)) => Self::proven(request, Some(arrival)),
                Ok(None) => Self::Refused(outcome),
                Err(lost) => Self::Confirming { request, lost: Some(LostTry::new(lost)) },
            },
            Self::Approved(request, Proof::Looking(looks, _)) => {
                let proof = match sessions.ok().and_then(|after| request.arrival(&after)) {
                    Some(arrival) => Proof::Shown(arrival),
                    None if looks + 1 < LOOKS => Proof::Looking(looks + 1, true),
                    None => Proof::NotShown,
                };
                Self::Approved(request, proof)
            }
            unmoved => unmoved,
        }
    }
}

impl Machine for State {
    type Event = Event;
    type Effect = Effect;

    /// - a code that is entered is shown for confirmation, also after a result; meanwhile the sessions are looked at,
    ///   so that what is new can be told later. Choosing another account does not need another look;
    /// - the press sends it once; while it is on its way nothing else counts;
    /// - the server's word is the result. An approval is proven by what is new among the sessions;
    /// - a lost answer leads back to the confirmation, where the same press retries. Whether the lost try arrived shows
    ///   among the sessions, which are looked at from time to time, and whenever a try is refused as if an earlier one
    ///   had arrived.
    fn next(self, event: Event, _now: Duration) -> Self {
        match (self, event) {
            (Self::Entering | Self::Refused(_) | Self::Approved(..), Event::Entered(request)) => {
                Self::Confirming { request, lost: None }
            }
            (Self::Confirming { request, lost: None }, Event::Chosen { account, is_for_another }) => {
                Self::Confirming { request: Request { account, is_for_another, ..request }, lost: None }
            }
            (Self::Confirming { request, lost }, Event::Pressed) => {
                Self::Authorizing(Request { is_again: lost.is_some() || request.is_again, ..request })
            }
            (Self::Confirming { .. } | Self::Refused(_) | Self::Approved(..), Event::Cancelled) => Self::Entering,
            (Self::Authorizing(request), Event::Authorized(authorized)) => Self::answered(request, authorized),
            (state, Event::Sessions(sessions)) => state.looked(sessions),
            (Self::Confirming { request, lost: Some(lost) }, Event::Rested) => {
                Self::Confirming { request, lost: Some(LostTry { is_resting: false, ..lost }) }
            }
            (Self::Approved(request, Proof::Looking(looks, true)), Event::Rested) => {
                Self::Approved(request, Proof::Looking(looks, false))
            }
            (unmoved, _) => unmoved,
        }
    }

    fn effect(&self) -> Option<Effect> {
        match self {
            Self::Confirming { request, lost: None } if request.before == Before::NotAsked => {
                Some(Effect::LookAtSessions)
            }
            Self::Confirming { request, lost: Some(lost) } if request.can_be_looked_into() => {
                Some(if lost.is_resting { Effect::Rest(BEFORE_LOOKING_AGAIN) } else { Effect::LookAtSessions })
            }
            Self::Authorizing(request) if request.before == Before::NotAsked => Some(Effect::LookAtSessions),
            Self::Authorizing(request) => Some(Effect::Authorize {
                code: request.code,
                for_another: request.is_for_another.then(|| request.account.id.clone()),
            }),
            Self::Doubting(..) | Self::Approved(_, Proof::Looking(_, false)) => Some(Effect::LookAtSessions),
            Self::Approved(_, Proof::Looking(_, true)) => Some(Effect::Rest(BETWEEN_LOOKS)),
            _ => None,
        }
    }
}

//! How the approval moves on, and what it wants in each state.

use std::time::Duration;

use super::request::{Before, Request};
use super::state::{Effect, Event, LostTry, Outcome, Proof, State};
use crate::flow::machine::Machine;
use crate::jellyfin::Lost;
use crate::jellyfin::quick_connect::Authorized;
use crate::jellyfin::sessions::SignedInDevice;

/// How long to wait after a lost answer, and after each look, before looking whether the approval arrived. The network
/// needs a moment, and a person may be quicker.
pub const BEFORE_LOOKING_AGAIN: Duration = Duration::from_secs(4);

/// How long to wait before a press tries a second time: a locked database is free again by then.
pub const BEFORE_SECOND_TRY: Duration = Duration::from_secs(1);

/// How long to wait between two looks for a device that has just been approved.
pub const BETWEEN_LOOKS: Duration = Duration::from_secs(1);

/// How often to look for it. The server lists it at once, or not at all.
pub const LOOKS: u32 = 5;

impl Machine for State {
    type Event = Event;
    type Effect = Effect;

    /// - A code that is entered is shown for confirmation, also after a result. Meanwhile the sessions are looked at, so
    ///   that a new one can be told from the old ones later.
    /// - The press sends the approval once, and once more when the answer may be chance. While it is on its way, nothing
    ///   else counts.
    /// - The server's word is the result. A new session proves an approval.
    /// - A lost answer leads back to the confirmation, where the same press tries again. The sessions tell whether the
    ///   lost try arrived: they are looked at from time to time, and when a try is refused as if an earlier one had
    ///   arrived.
    fn next(self, event: Event, _now: Duration) -> Self {
        match (self, event) {
            (Self::Entering | Self::Refused(_) | Self::Approved(..), Event::Entered(request)) => {
                Self::Confirming { request, lost: None }
            }
            (Self::Confirming { request, lost: None }, Event::Chosen { account, is_for_another }) => {
                Self::Confirming { request: Request { account, is_for_another, ..request }, lost: None }
            }
            (Self::Confirming { request, lost }, Event::Pressed) => {
                let is_again = lost.is_some() || request.is_again;
                Self::Authorizing(Request { is_again, is_second_try: false, ..request })
            }
            (Self::Confirming { .. } | Self::Refused(_) | Self::Approved(..), Event::Cancelled) => Self::Entering,
            (Self::Authorizing(request), Event::Authorized(authorized)) => Self::answered(request, authorized),
            (Self::Retrying(request), Event::Rested) => Self::Authorizing(request),
            (state, Event::Sessions(sessions)) => state.looked(sessions),
            (Self::Confirming { request, lost: Some(lost) }, Event::Rested) => {
                Self::Confirming { request, lost: Some(LostTry { is_resting: false, ..lost }) }
            }
            (Self::Approved(request, Proof::Looking { looks, is_resting: true }), Event::Rested) => {
                Self::Approved(request, Proof::Looking { looks, is_resting: false })
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
            Self::Retrying(_) => Some(Effect::Rest(BEFORE_SECOND_TRY)),
            Self::Doubting(..) | Self::Approved(_, Proof::Looking { is_resting: false, .. }) => {
                Some(Effect::LookAtSessions)
            }
            Self::Approved(_, Proof::Looking { is_resting: true, .. }) => Some(Effect::Rest(BETWEEN_LOOKS)),
            _ => None,
        }
    }
}

impl State {
    fn proven(request: Request, arrival: Option<SignedInDevice>) -> Self {
        let proof = match arrival {
            Some(arrival) => Proof::Shown(arrival),
            None if request.can_be_looked_into() => Proof::Looking { looks: 0, is_resting: false },
            None => Proof::NotShown,
        };
        Self::Approved(request, proof)
    }

    /// The server's word on a try.
    fn answered(request: Request, authorized: Authorized) -> Self {
        let is_again = request.is_again;
        Self::Refused(match authorized {
            // The server says the same of a used code and of a locked database, and a 404 that is not the server's own
            // says nothing about the code.
            Authorized::Used | Authorized::Lost(Lost::NotFound) if !request.is_second_try => {
                return Self::Retrying(Request { is_second_try: true, ..request });
            }
            Authorized::Approved => return Self::proven(request, None),
            Authorized::Lost(lost) => return Self::Confirming { request, lost: Some(LostTry::new(lost)) },
            Authorized::Unknown if is_again && request.can_be_looked_into() => {
                return Self::Doubting(request, Outcome::Unknown);
            }
            // Also at the first try: browsers repeat a request by themselves when its connection breaks.
            Authorized::Used if request.can_be_looked_into() => {
                return Self::Doubting(request, Outcome::Used { perhaps_by_us: false });
            }
            Authorized::Unknown => Outcome::Unknown,
            Authorized::Used => Outcome::Used { perhaps_by_us: is_again },
            Authorized::Disabled => Outcome::Disabled,
            Authorized::Forbidden => Outcome::Forbidden,
            Authorized::Limited => Outcome::Limited,
            Authorized::NotAdministrator => Outcome::NotAdministrator,
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
            Self::Approved(request, Proof::Looking { looks, .. }) => {
                let proof = match sessions.ok().and_then(|after| request.arrival(&after)) {
                    Some(arrival) => Proof::Shown(arrival),
                    None if looks + 1 < LOOKS => Proof::Looking { looks: looks + 1, is_resting: true },
                    None => Proof::NotShown,
                };
                Self::Approved(request, proof)
            }
            unmoved => unmoved,
        }
    }
}

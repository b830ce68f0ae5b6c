//! How the waiting device moves on, and what it wants in each state.

use std::time::Duration;

use super::aside::Aside;
use super::event::{Effect, Event};
use super::pause::{ASIDE_PAUSE, DISABLED_PAUSE, POLL_PAUSE, Pause, SOON};
use super::request::{Request, Why};
use super::state::{Pace, State, Trouble, Turn, WORTH_NAMING, Waiting};
use crate::flow::machine::Machine;
use crate::jellyfin::quick_connect::{Initiated, Redeemed};
use crate::jellyfin::users::Me;
use crate::jellyfin::{Lost, Method};

impl Machine for State {
    type Event = Event;
    type Effect = Effect;

    /// - A code is asked for until one comes, after longer and longer rests; with `GET` where the server refuses `POST`.
    /// - A code is polled until the server says approved, forgotten or switched off. A lost poll is only a reason to poll
    ///   again.
    /// - Shortly before a code runs out, and when the person wants another, the next one is fetched. The old one stays on
    ///   the screen until then, and is polled until the server forgets it. While enough of them are still good, no other
    ///   one is fetched.
    /// - An approval is redeemed until the server gives the token or says that it is too late. The token is tried once
    ///   before it counts.
    /// - While a plug-in wants a second step, the approval is redeemed again from time to time.
    /// - While Quick Connect is off, that is checked from time to time; then what was shown goes on.
    /// - While another tab waits, this one asks for no code until somebody turns to it, and polls its own now and then.
    fn next(self, event: Event, now: Duration) -> Self {
        use Pace::{Asking, Resting};
        match (self, event) {
            (Self::Waiting(waiting), event) => waiting.next(event, now),

            (Self::Requesting { why, method, pace: Asking, trouble, older }, Event::Initiated(initiated)) => {
                let resting = |method, lost| {
                    let trouble = Some(Trouble::and(trouble, lost));
                    Self::Requesting { why, method, pace: Resting(now), trouble, older: older.clone() }
                };
                match initiated {
                    Initiated::Code(code, secret) => {
                        let request = Request { code, secret, received: now, checked: now, why, method, misses: 0 };
                        Self::Waiting(Waiting { pace: Resting(now), ..Waiting::polling(request, older) })
                    }
                    Initiated::Disabled => Self::Disabled { pace: Resting(now), request: None, older },
                    Initiated::WrongMethod if method == Method::Post => {
                        Self::Requesting { why, method: Method::Get, pace: Asking, trouble, older }
                    }
                    Initiated::WrongMethod => resting(Method::Post, Lost::NotFound),
                    Initiated::Lost(lost) => resting(method, lost),
                }
            }
            (Self::Requesting { why, method, pace: Resting(since), trouble, older }, event)
                if event.ends_rest(since, now) =>
            {
                Self::Requesting { why, method, pace: Asking, trouble, older }
            }

            (Self::Redeeming { request, others, pace: Asking, trouble }, Event::Redeemed(redeemed)) => match redeemed {
                Redeemed::SignedIn(authentication) => {
                    Self::Checking { request, others, authentication, pace: Asking, trouble: None }
                }
                Redeemed::Forgotten if request.time_left(now).is_zero() => Self::going_back(others, Why::TooLate),
                Redeemed::Forgotten => Self::starting_over(Why::Forgotten, request.method, others, now),
                Redeemed::Disabled => Self::Disabled { pace: Resting(now), request: Some(request), older: others },
                Redeemed::SecondStep(step) => Self::SecondStep { request, others, step, since: now },
                Redeemed::Lost(lost) => match Trouble::and(trouble, lost) {
                    // Again and again, by the word of something in front: most likely it came too late.
                    Trouble { last: Lost::NotFound, count: WORTH_NAMING.. } => {
                        let (missed, mut others) = (request.missed(), others);
                        let waiting = match others.take_newest() {
                            Some(other) => Waiting::polling(other, others.and(missed)),
                            None => Waiting::polling(missed, others),
                        };
                        Self::Waiting(Waiting { pace: Resting(now), ..waiting })
                    }
                    trouble => Self::Redeeming { request, others, pace: Resting(now), trouble: Some(trouble) },
                },
            },
            (
                Self::Redeeming { request, others, trouble: Some(Trouble { count: WORTH_NAMING.., .. }), .. }
                | Self::SecondStep { request, others, .. },
                Event::NewCode,
            ) => Self::asking(Why::Asked, request.method, others.and(request)),
            (Self::SecondStep { request, others, since, .. }, event) if event.ends_rest(since, now) => {
                Self::Redeeming { request, others, pace: Asking, trouble: None }
            }
            (Self::Redeeming { request, others, pace: Resting(since), trouble }, event)
                if event.ends_rest(since, now) =>
            {
                Self::Redeeming { request, others, pace: Asking, trouble }
            }

            (Self::Checking { request, others, authentication, pace: Asking, trouble }, Event::Checked(me)) => {
                match (me, Trouble::and(trouble, Lost::NoAnswer)) {
                    (Me::SignedOut, _) => Self::going_back(others, Why::Refused),
                    (Me::Lost(last), Trouble { count, .. }) if count < WORTH_NAMING => {
                        let trouble = Some(Trouble { count, last });
                        Self::Checking { request, others, authentication, pace: Resting(now), trouble }
                    }
                    // Three lost calls are no verdict either; the settings screen asks again.
                    _ => Self::SignedIn(authentication, others),
                }
            }
            (Self::Checking { request, others, authentication, pace: Resting(since), trouble }, event)
                if event.ends_rest(since, now) =>
            {
                Self::Checking { request, others, authentication, pace: Asking, trouble }
            }

            (Self::Disabled { pace: Resting(since), request, older }, event) if event.ends_rest(since, now) => {
                Self::Disabled { pace: Asking, request, older }
            }
            (Self::Disabled { pace: Asking, request, older }, Event::Enabled(true)) => {
                Self::going_on(request, older, Why::SwitchedOn)
            }
            (Self::Disabled { pace: Asking, request, older }, Event::Enabled(false)) => {
                Self::Disabled { pace: Resting(now), request, older }
            }

            (Self::Requesting { older, .. }, Event::SteppedAside) => Self::stepping_aside(None, older, now),
            (Self::Disabled { request, older, .. }, Event::SteppedAside) => Self::stepping_aside(request, older, now),
            (Self::Aside { request, older, turn, pace }, event) => {
                Aside { request, older, turn, pace }.next(event, now)
            }

            (unmoved, _) => unmoved,
        }
    }

    fn effect(&self) -> Option<Effect> {
        use Pace::{Asking, Resting};
        let growing = |trouble: Option<Trouble>, first| {
            trouble.map_or(Pause::exactly(POLL_PAUSE), |trouble| Pause::after(trouble, first))
        };
        Some(match self {
            Self::Requesting { method, pace: Asking, .. } => Effect::Initiate(*method),
            Self::Requesting { why: Why::Opened | Why::Asked, trouble, .. }
            | Self::Redeeming { pace: Resting(_), trouble, .. }
            | Self::Checking { pace: Resting(_), trouble, .. } => Effect::Rest(growing(*trouble, SOON)),
            Self::Requesting { trouble, .. } => Effect::Rest(growing(*trouble, POLL_PAUSE)),
            Self::Waiting(Waiting { pace: Resting(_), trouble, request, .. }) => {
                // A code that may be gone is not asked about after longer and longer rests.
                let first = trouble.map(|trouble| Trouble { count: 1, ..trouble });
                Effect::Rest(growing(if request.may_be_gone() { first } else { *trouble }, POLL_PAUSE))
            }
            Self::Waiting(Waiting { turn: Turn::Successor, request, .. }) => Effect::Initiate(request.method),
            Self::Waiting(Waiting { turn, request, older, .. }) => {
                let asked = older.first().filter(|_| *turn == Turn::Older).unwrap_or(request);
                Effect::Poll(asked.secret.clone())
            }
            Self::Redeeming { request, .. } => Effect::Redeem(request.secret.clone()),
            Self::Checking { authentication, .. } => Effect::Check(authentication.token.clone()),
            Self::Disabled { pace: Asking, .. } => Effect::LookWhetherEnabled,
            Self::Disabled { pace: Resting(_), .. } | Self::SecondStep { .. } => {
                Effect::Rest(Pause::exactly(DISABLED_PAUSE))
            }
            Self::Aside { request, older, turn, pace: Asking } => {
                let asked = older.first().filter(|_| *turn == Turn::Older).or(request.as_ref());
                Effect::Poll(asked?.secret.clone())
            }
            Self::Aside { pace: Resting(_), .. } => Effect::Rest(Pause::exactly(ASIDE_PAUSE)),
            Self::SignedIn(..) => return None,
        })
    }

    fn is_over(&self) -> bool {
        matches!(self, Self::SignedIn(..))
    }
}

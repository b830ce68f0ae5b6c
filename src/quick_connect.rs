//! The waiting device: asks for a code, shows it, polls until somebody approves it, and redeems the approval. Knows
//! when to ask, to rest and to start over; does not know how a request travels or how a state looks.

use std::time::Duration;

use crate::code::Code;
use crate::jellyfin::quick_connect::{Initiated, Polled, Redeemed};
use crate::jellyfin::users::Authentication;
use crate::jellyfin::{Lost, Method};
use crate::machine::Machine;
use crate::secret::Secret;

/// Between the answer to one poll and the next poll.
pub const POLL_PAUSE: Duration = Duration::from_secs(5);

/// How long the server keeps a request that nobody approves.
pub const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// Between two looks whether Quick Connect has been switched on.
pub const DISABLED_PAUSE: Duration = Duration::from_secs(15);

/// This many requests lost in a row are more than chance: they are named, and a code may be given up for them.
pub const WORTH_NAMING: u32 = 3;

/// Where the waiting device stands.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Asking for a code, or resting before asking again.
    Requesting {
        /// Why a code is asked for.
        why: Why,
        /// The method to ask with.
        method: Method,
        /// Whether the request is out or waits for its turn.
        pace: Pace,
        /// The requests lost so far.
        trouble: Option<Trouble>,
    },
    /// Showing a code and polling.
    Waiting {
        /// What was asked for.
        request: Request,
        /// Whether a poll is out.
        poll: Poll,
        /// The polls lost since the last good one.
        trouble: Option<Trouble>,
    },
    /// Approved: fetching the token.
    Redeeming {
        /// What was approved.
        request: Request,
        /// Whether the redeem call is out.
        pace: Pace,
        /// The calls lost so far.
        trouble: Option<Trouble>,
    },
    /// Quick Connect is switched off; looking from time to time whether that has changed.
    Disabled {
        /// Whether a look is under way.
        pace: Pace,
    },
    /// Signed in: the end.
    SignedIn(Authentication),
}

/// A request for approval that the server has opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// What the person enters on the other device.
    pub code: Code,
    /// What this device polls and redeems with.
    pub secret: Secret,
    /// When the code arrived.
    pub received: Duration,
    /// When the server last said how the request stands.
    pub checked: Duration,
    /// Why it was asked for.
    pub why: Why,
    /// The method that the server took.
    pub method: Method,
}

/// Why a code is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The screen was opened.
    Opened,
    /// The person asked for another one.
    Asked,
    /// Nobody approved the last one in time.
    Expired,
    /// The server forgot the last one before its time: it was restarted, most likely.
    Forgotten,
    /// Quick Connect has been switched on again.
    SwitchedOn,
}

/// Whether a call is out, or waits a while before it is made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// The call is out.
    Asking,
    /// Waiting before the next try.
    Resting,
}

/// Whether a poll is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Poll {
    /// Waiting before the next poll.
    Resting,
    /// A poll is out.
    Asking,
    /// A poll is out that may have been answered before the person asked for another code: one more follows.
    AskingBeforeLast,
    /// A poll is out, the last one for this code: the person wants another, but an approval that has just been given
    /// must not be thrown away.
    LastAsking,
}

/// Requests lost in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// How many.
    pub count: u32,
    /// How the last one was lost.
    pub last: Lost,
}

/// What can happen to the waiting device.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The answer to [`Effect::Initiate`].
    Initiated(Initiated),
    /// The answer to [`Effect::Poll`].
    Polled(Polled),
    /// The answer to [`Effect::Redeem`].
    Redeemed(Redeemed),
    /// The answer to [`Effect::LookWhetherEnabled`].
    Enabled(bool),
    /// The rest is over.
    Rested,
    /// A reason not to wait any longer: "Check now", the page visible again, the network back.
    Nudged,
    /// The person wants another code.
    NewCode,
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
    /// Ask whether Quick Connect is switched on.
    LookWhetherEnabled,
    /// Wait this long; a nudge cuts it short.
    Rest(Duration),
}

impl State {
    /// Where every waiting device starts: asking at once, without first asking whether it may.
    #[must_use]
    pub fn start() -> Self {
        Self::start_by(Method::Post)
    }

    /// The same, by the method that this server is known to take.
    #[must_use]
    pub fn start_by(method: Method) -> Self {
        Self::asking(Why::Opened, method)
    }

    /// The code to show, if there is one.
    #[must_use]
    pub fn request(&self) -> Option<&Request> {
        match self {
            Self::Waiting { request, .. } | Self::Redeeming { request, .. } => Some(request),
            _ => None,
        }
    }

    /// The requests lost in a row, if any.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        match self {
            Self::Requesting { trouble, .. } | Self::Waiting { trouble, .. } | Self::Redeeming { trouble, .. } => {
                *trouble
            }
            Self::Disabled { .. } | Self::SignedIn(_) => None,
        }
    }

    /// The state's name on the login screen, which scripts and tests hold on to.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Requesting { trouble: None, .. } => "requesting",
            Self::Requesting { .. } => "unreachable",
            Self::Waiting { trouble: None, .. } => "waiting",
            Self::Waiting { .. } => "retrying",
            Self::Redeeming { .. } | Self::SignedIn(_) => "redeeming",
            Self::Disabled { .. } => "disabled",
        }
    }

    fn asking(why: Why, method: Method) -> Self {
        Self::Requesting { why, method, pace: Pace::Asking, trouble: None }
    }
}

impl Machine for State {
    type Event = Event;
    type Effect = Effect;

    /// - a code is asked for until it comes (with `GET` once where `POST` is refused), resting longer and longer;
    /// - a code is polled until the server says approved, forgotten or switched off; a lost poll is only a reason to
    ///   poll again;
    /// - an approval is redeemed until the server gives the token or says that it is too late;
    /// - "new code" polls the old one a last time first, and an approval that has been given is not thrown away for it
    ///   before three calls in a row were lost;
    /// - switched off is looked at again from time to time.
    fn next(self, event: Event, now: Duration) -> Self {
        use Pace::{Asking, Resting};
        match (self, event) {
            (Self::Requesting { why, method, pace: Asking, trouble }, Event::Initiated(initiated)) => match initiated {
                Initiated::Code(code, secret) => Self::Waiting {
                    request: Request { code, secret, received: now, checked: now, why, method },
                    poll: Poll::Resting,
                    trouble: None,
                },
                Initiated::Disabled => Self::Disabled { pace: Resting },
                Initiated::WrongMethod if method == Method::Post => {
                    Self::Requesting { why, method: Method::Get, pace: Asking, trouble }
                }
                Initiated::WrongMethod => Self::Requesting {
                    why,
                    method: Method::Post,
                    pace: Resting,
                    trouble: Some(one_more(trouble, Lost::NotFound)),
                },
                Initiated::Lost(lost) => {
                    Self::Requesting { why, method, pace: Resting, trouble: Some(one_more(trouble, lost)) }
                }
            },
            (
                Self::Requesting { why, method, pace: Resting, trouble },
                Event::Rested | Event::Nudged | Event::NewCode,
            ) => Self::Requesting { why, method, pace: Asking, trouble },

            (Self::Waiting { request, poll: Poll::Resting, trouble }, Event::Rested | Event::Nudged) => {
                Self::Waiting { request, poll: Poll::Asking, trouble }
            }
            (Self::Waiting { request, poll: Poll::Resting, trouble }, Event::NewCode) => {
                Self::Waiting { request, poll: Poll::LastAsking, trouble }
            }
            (Self::Waiting { request, poll: Poll::Asking, trouble }, Event::NewCode) => {
                Self::Waiting { request, poll: Poll::AskingBeforeLast, trouble }
            }
            (Self::Waiting { request, poll, trouble }, Event::Polled(polled)) if poll != Poll::Resting => {
                match polled {
                    Polled::Approved => Self::Redeeming { request, pace: Asking, trouble: None },
                    Polled::Disabled => Self::Disabled { pace: Resting },
                    Polled::Forgotten if poll == Poll::Asking => {
                        Self::asking(request.why_forgotten(now), request.method)
                    }
                    Polled::Forgotten => Self::asking(Why::Asked, request.method),
                    Polled::Pending if poll == Poll::LastAsking => Self::asking(Why::Asked, request.method),
                    Polled::Pending => {
                        let poll = if poll == Poll::Asking { Poll::Resting } else { Poll::LastAsking };
                        Self::Waiting { request: Request { checked: now, ..request }, poll, trouble: None }
                    }
                    Polled::Lost(lost) => {
                        let trouble = one_more(trouble, lost);
                        if poll != Poll::Asking && trouble.count >= WORTH_NAMING {
                            Self::asking(Why::Asked, request.method)
                        } else {
                            Self::Waiting { request, poll: Poll::Resting, trouble: Some(trouble) }
                        }
                    }
                }
            }

            (Self::Redeeming { request, pace: Asking, trouble }, Event::Redeemed(redeemed)) => match redeemed {
                Redeemed::SignedIn(authentication) => Self::SignedIn(authentication),
                Redeemed::Forgotten => Self::asking(request.why_forgotten(now), request.method),
                Redeemed::Disabled => Self::Disabled { pace: Resting },
                Redeemed::Lost(lost) => {
                    Self::Redeeming { request, pace: Resting, trouble: Some(one_more(trouble, lost)) }
                }
            },
            (Self::Redeeming { request, trouble: Some(Trouble { count: WORTH_NAMING.., .. }), .. }, Event::NewCode) => {
                Self::asking(Why::Asked, request.method)
            }
            (Self::Redeeming { request, pace: Resting, trouble }, Event::Rested | Event::Nudged | Event::NewCode) => {
                Self::Redeeming { request, pace: Asking, trouble }
            }

            (Self::Disabled { pace: Resting }, Event::Rested | Event::Nudged) => Self::Disabled { pace: Asking },
            (Self::Disabled { pace: Asking }, Event::Enabled(true)) => Self::asking(Why::SwitchedOn, Method::Post),
            (Self::Disabled { pace: Asking }, Event::Enabled(false)) => Self::Disabled { pace: Resting },
            (Self::Disabled { .. }, Event::NewCode) => Self::asking(Why::Asked, Method::Post),

            (unmoved, _) => unmoved,
        }
    }

    fn effect(&self) -> Option<Effect> {
        use Pace::{Asking, Resting};
        Some(match self {
            Self::Requesting { method, pace: Asking, .. } => Effect::Initiate(*method),
            Self::Waiting { poll: Poll::Resting, .. } => Effect::Rest(POLL_PAUSE),
            Self::Waiting { request, .. } => Effect::Poll(request.secret.clone()),
            Self::Redeeming { request, pace: Asking, .. } => Effect::Redeem(request.secret.clone()),
            Self::Requesting { pace: Resting, trouble, .. } | Self::Redeeming { pace: Resting, trouble, .. } => {
                Effect::Rest(pause_after(*trouble))
            }
            Self::Disabled { pace: Asking } => Effect::LookWhetherEnabled,
            Self::Disabled { pace: Resting } => Effect::Rest(DISABLED_PAUSE),
            Self::SignedIn(_) => return None,
        })
    }

    fn is_over(&self) -> bool {
        matches!(self, Self::SignedIn(_))
    }
}

impl Request {
    /// How long the code is still good for; zero when its time is over.
    #[must_use]
    pub fn time_left(&self, now: Duration) -> Duration {
        LIFETIME.saturating_sub(now.saturating_sub(self.received))
    }

    /// The server says the same of an expired request and of one lost in a restart; the clock tells them apart. The
    /// half minute allows for slow answers.
    fn why_forgotten(&self, now: Duration) -> Why {
        if self.time_left(now) <= Duration::from_secs(30) { Why::Expired } else { Why::Forgotten }
    }
}

fn one_more(trouble: Option<Trouble>, last: Lost) -> Trouble {
    Trouble { count: trouble.map_or(1, |trouble| trouble.count.saturating_add(1)), last }
}

/// 1, 2, 4, 8 and from then on 10 seconds.
fn pause_after(trouble: Option<Trouble>) -> Duration {
    let count = trouble.map_or(1, |trouble| trouble.count);
    Duration::from_secs(1 << count.saturating_sub(1).min(4)).min(Duration::from_secs(10))
}

#[cfg(test)]
mod tests;

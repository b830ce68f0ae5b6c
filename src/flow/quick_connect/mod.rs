//! The waiting device: asks for a code, shows it, polls until somebody approves it, and redeems the approval. Knows
//! when to ask, to rest and to start over; does not know how a request travels or how a state looks.
//!
//! It holds up to two requests: the one whose code is shown, and the one whose code was shown before. Both are polled
//! in turn, so that approving either of them signs in.

mod kept;
mod pause;
mod waiting;

use std::time::Duration;

pub use pause::{DISABLED_PAUSE, POLL_PAUSE, Pause};
pub use waiting::{Turn, Waiting};

use crate::flow::machine::Machine;
use crate::jellyfin::code::Code;
use crate::jellyfin::quick_connect::{Initiated, Polled, Redeemed};
use crate::jellyfin::secret::{Secret, Token};
use crate::jellyfin::users::{Authentication, Me};
use crate::jellyfin::{Lost, Method};

/// How long the server keeps a request that nobody approves.
pub const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// So long before a code runs out the next one is fetched: time to finish typing the old one, which still counts.
pub const LEAD: Duration = Duration::from_secs(60);

/// So long after an answer a nudge has no effect: browser events may come in swarms.
pub const NUDGE_PAUSE: Duration = Duration::from_secs(1);

/// This many requests lost in a row are more than chance: they are named, and a person may turn away from them.
pub const WORTH_NAMING: u32 = 3;

/// Where the waiting device stands.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// No code to show: asking for one, or resting before asking.
    Requesting {
        /// Why a code is asked for.
        why: Why,
        /// The method to ask with.
        method: Method,
        /// Whether the request is out or waits for its turn.
        pace: Pace,
        /// The requests lost so far.
        trouble: Option<Trouble>,
        /// What was shown before and may still be approved.
        older: Option<Box<Request>>,
    },
    /// Showing a code and polling.
    Waiting(Waiting),
    /// Approved: fetching the token.
    Redeeming {
        /// What was approved.
        request: Box<Request>,
        /// The other request, in case that this one comes to nothing.
        other: Option<Box<Request>>,
        /// Whether the redeem call is out.
        pace: Pace,
        /// The calls lost so far.
        trouble: Option<Trouble>,
    },
    /// There is a token: asking whether the server accepts it. An approval for a disabled account brings a dead one.
    Checking {
        /// What was redeemed.
        request: Box<Request>,
        /// The other request, in case that this one comes to nothing.
        other: Option<Box<Request>>,
        /// Who would be signed in.
        authentication: Authentication,
        /// Whether the question is out.
        pace: Pace,
        /// The calls lost so far.
        trouble: Option<Trouble>,
    },
    /// Quick Connect is switched off; looking from time to time whether that has changed. The server keeps requests
    /// meanwhile.
    Disabled {
        /// Whether a look is under way.
        pace: Pace,
        /// What was shown.
        request: Option<Box<Request>>,
        /// What was shown before.
        older: Option<Box<Request>>,
    },
    /// Another tab of this browser shows a code; this one has stepped back and sends nothing.
    Aside {
        /// What was shown.
        request: Option<Box<Request>>,
        /// What was shown before.
        older: Option<Box<Request>>,
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
    /// The last one is about to run out.
    RunningOut,
    /// Nobody approved the last one in time.
    Expired,
    /// The server forgot the last one before its time: it was restarted, most likely.
    Forgotten,
    /// The last one was approved, but too long ago to be redeemed.
    TooLate,
    /// The last one was approved, but the server does not accept the token that it gave for it.
    Refused,
    /// Quick Connect has been switched on again.
    SwitchedOn,
}

/// Whether a call is out, or waits a while before it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// The call is out.
    Asking,
    /// Waiting before the next try, since this moment.
    Resting(Duration),
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
    /// The answer to [`Effect::Check`].
    Checked(Me),
    /// The answer to [`Effect::LookWhetherEnabled`].
    Enabled(bool),
    /// The rest is over.
    Rested,
    /// A reason not to wait any longer: "Check now", the page visible again, the network back, awake again.
    Nudged,
    /// The person wants another code.
    NewCode,
    /// Another tab of this browser has begun to wait.
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

impl State {
    /// Where a waiting device starts that has kept nothing: asking at once, without first asking whether it may.
    #[must_use]
    pub fn start() -> Self {
        Self::start_by(Method::Post)
    }

    /// The same, by the method that this server is known to take.
    #[must_use]
    pub fn start_by(method: Method) -> Self {
        Self::asking(Why::Opened, method, None)
    }

    /// The request whose code is to be shown, if there is one.
    #[must_use]
    pub fn request(&self) -> Option<&Request> {
        match self {
            Self::Waiting(Waiting { request, .. })
            | Self::Redeeming { request, .. }
            | Self::Checking { request, .. } => Some(request),
            _ => None,
        }
    }

    /// The requests that the server may still know: the newest and the older one.
    fn requests(&self) -> [Option<&Request>; 2] {
        match self {
            Self::Requesting { older, .. } => [None, older.as_deref()],
            Self::Waiting(Waiting { request, older: other, .. })
            | Self::Redeeming { request, other, .. }
            | Self::Checking { request, other, .. } => [Some(request), other.as_deref()],
            Self::Disabled { request, older, .. } | Self::Aside { request, older } => {
                [request.as_deref(), older.as_deref()]
            }
            Self::SignedIn(_) => [None, None],
        }
    }

    /// The requests lost in a row, if any.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        match self {
            Self::Requesting { trouble, .. }
            | Self::Waiting(Waiting { trouble, .. })
            | Self::Redeeming { trouble, .. }
            | Self::Checking { trouble, .. } => *trouble,
            _ => None,
        }
    }

    /// The state's name on the login screen, which scripts and tests hold on to.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Requesting { trouble: None, .. } => "requesting",
            Self::Requesting { .. } => "unreachable",
            Self::Waiting(Waiting { trouble: None, .. }) => "waiting",
            Self::Waiting(_) => "retrying",
            Self::Redeeming { .. } | Self::Checking { .. } | Self::SignedIn(_) => "redeeming",
            Self::Disabled { .. } => "disabled",
            Self::Aside { .. } => "aside",
        }
    }

    /// Whether it may ask for codes and poll, which one tab of a browser does at a time. When this becomes true, the
    /// other tabs have to step aside.
    #[must_use]
    pub fn is_looking_out(&self) -> bool {
        matches!(self, Self::Requesting { .. } | Self::Waiting(_) | Self::Disabled { .. })
    }

    fn asking(why: Why, method: Method, older: Option<Box<Request>>) -> Self {
        Self::Requesting { why, method, pace: Pace::Asking, trouble: None, older }
    }

    /// Polls what was shown; when nothing was, asks for a code.
    fn going_on(request: Option<Box<Request>>, older: Option<Box<Request>>, why: Why) -> Self {
        match request {
            Some(mut request) => {
                request.why = why;
                Self::Waiting(Waiting::polling(request, older))
            }
            None => Self::asking(why, older.as_ref().map_or(Method::Post, |older| older.method), older),
        }
    }

    /// Asks for another code once the last one is of no use any more. After a restart of the server thousands of
    /// screens learn that within one pause between polls; each rests for one, or they would send twice as much as ever.
    fn starting_over(why: Why, method: Method, older: Option<Box<Request>>, now: Duration) -> Self {
        let pace = if why == Why::Forgotten { Pace::Resting(now) } else { Pace::Asking };
        Self::Requesting { why, method, pace, trouble: None, older }
    }
}

impl Machine for State {
    type Event = Event;
    type Effect = Effect;

    /// - a code is asked for until it comes (with `GET` once where `POST` is refused), resting longer and longer;
    /// - a code is polled until the server says approved, forgotten or switched off; a lost poll is only a reason to
    ///   poll again;
    /// - shortly before a code runs out, and when the person wants another, the next one is fetched; the old one stays
    ///   on the screen until then, and is polled until the server forgets it;
    /// - an approval is redeemed until the server gives the token or says that it is too late, and the token is tried
    ///   once before it counts;
    /// - switched off is looked at again from time to time, and what was shown then goes on;
    /// - while another tab waits, nothing is sent until somebody turns to this one.
    fn next(self, event: Event, now: Duration) -> Self {
        use Pace::{Asking, Resting};
        match (self, event) {
            (Self::Waiting(waiting), event) => waiting.next(event, now),

            (Self::Requesting { why, method, pace: Asking, trouble, older }, Event::Initiated(initiated)) => {
                let resting = |method, lost| {
                    let trouble = Some(one_more(trouble, lost));
                    Self::Requesting { why, method, pace: Resting(now), trouble, older: older.clone() }
                };
                match initiated {
                    Initiated::Code(code, secret) => {
                        let request = Request { code, secret, received: now, checked: now, why, method };
                        let request = Box::new(request);
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
                if ends(since, &event, now) =>
            {
                Self::Requesting { why, method, pace: Asking, trouble, older }
            }

            (Self::Redeeming { request, other, pace: Asking, trouble }, Event::Redeemed(redeemed)) => match redeemed {
                Redeemed::SignedIn(authentication) => {
                    Self::Checking { request, other, authentication, pace: Asking, trouble: None }
                }
                Redeemed::Forgotten if request.time_left(now).is_zero() => Self::going_on(other, None, Why::TooLate),
                Redeemed::Forgotten => Self::starting_over(Why::Forgotten, request.method, other, now),
                Redeemed::Disabled => Self::Disabled { pace: Resting(now), request: Some(request), older: other },
                Redeemed::Lost(lost) => {
                    let trouble = Some(one_more(trouble, lost));
                    Self::Redeeming { request, other, pace: Resting(now), trouble }
                }
            },
            (Self::Redeeming { request, trouble: Some(Trouble { count: WORTH_NAMING.., .. }), .. }, Event::NewCode) => {
                Self::asking(Why::Asked, request.method, Some(request))
            }
            (Self::Redeeming { request, other, pace: Resting(since), trouble }, event) if ends(since, &event, now) => {
                Self::Redeeming { request, other, pace: Asking, trouble }
            }

            (Self::Checking { request, other, authentication, pace: Asking, trouble }, Event::Checked(me)) => {
                match (me, one_more(trouble, Lost::NoAnswer)) {
                    (Me::SignedOut, _) => Self::going_on(other, None, Why::Refused),
                    (Me::Lost(last), Trouble { count, .. }) if count < WORTH_NAMING => {
                        let trouble = Some(Trouble { count, last });
                        Self::Checking { request, other, authentication, pace: Resting(now), trouble }
                    }
                    // Lost three times is no verdict either: the settings ask again.
                    _ => Self::SignedIn(authentication),
                }
            }
            (Self::Checking { request, other, authentication, pace: Resting(since), trouble }, event)
                if ends(since, &event, now) =>
            {
                Self::Checking { request, other, authentication, pace: Asking, trouble }
            }

            (Self::Disabled { pace: Resting(since), request, older }, event) if ends(since, &event, now) => {
                Self::Disabled { pace: Asking, request, older }
            }
            (Self::Disabled { pace: Asking, request, older }, Event::Enabled(true)) => {
                Self::going_on(request, older, Why::SwitchedOn)
            }
            (Self::Disabled { pace: Asking, request, older }, Event::Enabled(false)) => {
                Self::Disabled { pace: Resting(now), request, older }
            }

            (Self::Requesting { older, .. }, Event::SteppedAside) => Self::Aside { request: None, older },
            (Self::Disabled { request, older, .. }, Event::SteppedAside) => Self::Aside { request, older },
            (Self::Aside { request, older }, Event::Nudged | Event::NewCode) => {
                Self::going_on(request, older, Why::Opened)
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
            | Self::Checking { pace: Resting(_), trouble, .. } => Effect::Rest(growing(*trouble, pause::SOON)),
            Self::Requesting { trouble, .. } | Self::Waiting(Waiting { pace: Resting(_), trouble, .. }) => {
                Effect::Rest(growing(*trouble, POLL_PAUSE))
            }
            Self::Waiting(Waiting { turn: Turn::Successor, request, .. }) => Effect::Initiate(request.method),
            Self::Waiting(Waiting { turn: Turn::Older, older: Some(request), .. } | Waiting { request, .. }) => {
                Effect::Poll(request.secret.clone())
            }
            Self::Redeeming { request, .. } => Effect::Redeem(request.secret.clone()),
            Self::Checking { authentication, .. } => Effect::Check(authentication.token.clone()),
            Self::Disabled { pace: Asking, .. } => Effect::LookWhetherEnabled,
            Self::Disabled { pace: Resting(_), .. } => Effect::Rest(Pause::exactly(DISABLED_PAUSE)),
            Self::Aside { .. } | Self::SignedIn(_) => return None,
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

    fn is_running_out(&self, now: Duration) -> bool {
        self.time_left(now) <= LEAD
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

/// Whether an event ends a rest that began then.
fn ends(since: Duration, event: &Event, now: Duration) -> bool {
    match event {
        Event::Rested => true,
        Event::Nudged | Event::NewCode => now.saturating_sub(since) >= NUDGE_PAUSE,
        _ => false,
    }
}

#[cfg(test)]
mod tests;

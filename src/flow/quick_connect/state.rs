//! Where the waiting device stands, and what it knows there.

use std::time::Duration;

use super::older::Older;
use super::request::{Request, Why};
use crate::jellyfin::users::{Authentication, SecondStep};
use crate::jellyfin::{Lost, Method};

/// This many lost requests in a row are more than chance: the cause is named, and a person may give up on them.
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
        /// Whether the call is out, or rests first.
        pace: Pace,
        /// The calls lost in a row.
        trouble: Option<Trouble>,
        /// What was shown before and may still be approved.
        older: Older,
    },
    /// Showing a code and polling.
    Waiting(Waiting),
    /// Approved: fetching the token.
    Redeeming {
        /// What was approved.
        request: Request,
        /// The other requests, in case this one comes to nothing.
        others: Older,
        /// Whether the call is out.
        pace: Pace,
        /// The calls lost in a row.
        trouble: Option<Trouble>,
    },
    /// Approved, but a plug-in wants a second step before it gives the token. Redeemed again from time to time.
    SecondStep {
        /// What was approved.
        request: Request,
        /// The other requests, in case this one comes to nothing.
        others: Older,
        /// What is wanted.
        step: SecondStep,
        /// Resting since then.
        since: Duration,
    },
    /// There is a token: asking whether the server accepts it. An approval for a disabled account brings a dead token.
    Checking {
        /// What was redeemed.
        request: Request,
        /// The other requests, in case this one comes to nothing.
        others: Older,
        /// Who would be signed in.
        authentication: Authentication,
        /// Whether the call is out.
        pace: Pace,
        /// The calls lost in a row.
        trouble: Option<Trouble>,
    },
    /// Quick Connect is switched off: checking from time to time whether it is on again. The server keeps its requests
    /// meanwhile.
    Disabled {
        /// Whether the call is out.
        pace: Pace,
        /// What was shown.
        request: Option<Request>,
        /// What was shown before.
        older: Older,
    },
    /// Another tab of this browser shows a code; this one has stepped aside and sends nothing.
    Aside {
        /// What was shown.
        request: Option<Request>,
        /// What was shown before.
        older: Older,
    },
    /// Signed in: the end.
    SignedIn(Authentication),
}

/// Whether a call is out, or rests before it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// The call is out.
    Asking,
    /// Resting before the call, since this moment.
    Resting(Duration),
}

/// Lost requests in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// How many.
    pub count: u32,
    /// How the last one was lost.
    pub last: Lost,
}

/// A device that shows a code.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// What is shown.
    pub request: Request,
    /// What was shown before and may still be approved.
    pub older: Older,
    /// What the call asks for, or asked for last.
    pub turn: Turn,
    /// Whether the call is out, or rests first.
    pub pace: Pace,
    /// Whether the person wants another code.
    pub is_new_wanted: bool,
    /// The calls lost in a row.
    pub trouble: Option<Trouble>,
}

/// What a device that shows a code asks for, in turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Whether the code that is shown has been approved.
    Newest,
    /// Whether a code that was shown before has been approved.
    Older,
    /// Another code, while the present one stays on the screen.
    Successor,
}

impl State {
    /// The start of a device that has kept nothing: it asks for a code at once, without asking whether it may.
    #[must_use]
    pub fn start() -> Self {
        Self::start_by(Method::Post)
    }

    /// The same, with the method that this server is known to accept.
    #[must_use]
    pub fn start_by(method: Method) -> Self {
        Self::asking(Why::Opened, method, Older::default())
    }

    /// The request whose code is to be shown, if there is one.
    #[must_use]
    pub fn request(&self) -> Option<&Request> {
        match self {
            Self::Waiting(Waiting { request, .. })
            | Self::Redeeming { request, .. }
            | Self::SecondStep { request, .. }
            | Self::Checking { request, .. } => Some(request),
            _ => None,
        }
    }

    /// The requests that the server may still know: the newest one, and the older ones.
    #[must_use]
    pub fn requests(&self) -> (Option<&Request>, Option<&Older>) {
        match self {
            Self::Requesting { older, .. } => (None, Some(older)),
            Self::Waiting(Waiting { request, older: others, .. })
            | Self::Redeeming { request, others, .. }
            | Self::SecondStep { request, others, .. }
            | Self::Checking { request, others, .. } => (Some(request), Some(others)),
            Self::Disabled { request, older, .. } | Self::Aside { request, older } => (request.as_ref(), Some(older)),
            Self::SignedIn(_) => (None, None),
        }
    }

    /// Whether the person wants another code and has to wait, because enough of them are still good.
    #[must_use]
    pub fn has_enough_codes(&self, now: Duration) -> bool {
        matches!(self, Self::Waiting(Waiting { is_new_wanted: true, older, .. }) if !older.makes_room(now))
    }

    /// The lost requests in a row, if there are any.
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
            Self::Redeeming { .. } | Self::SecondStep { .. } | Self::Checking { .. } | Self::SignedIn(_) => "redeeming",
            Self::Disabled { .. } => "disabled",
            Self::Aside { .. } => "aside",
        }
    }

    /// Whether it may ask for codes and poll, which only one tab of a browser does at a time. When this becomes true, the
    /// other tabs must step aside.
    #[must_use]
    pub fn is_looking_out(&self) -> bool {
        matches!(self, Self::Requesting { .. } | Self::Waiting(_) | Self::Disabled { .. })
    }

    pub(super) fn asking(why: Why, method: Method, older: Older) -> Self {
        Self::Requesting { why, method, pace: Pace::Asking, trouble: None, older }
    }

    /// Polls what was shown, or asks for a code if nothing was.
    pub(super) fn going_on(request: Option<Request>, older: Older, why: Why) -> Self {
        match request {
            Some(mut request) => {
                request.why = why;
                Self::Waiting(Waiting::polling(request, older))
            }
            None => Self::asking(why, older.first().map_or(Method::Post, |older| older.method), older),
        }
    }

    /// The same with the code that was shown before.
    pub(super) fn going_back(mut others: Older, why: Why) -> Self {
        let newest = others.take_newest();
        Self::going_on(newest, others, why)
    }

    /// Asks for another code because the last one is of no use any more. After a restart of the server thousands of
    /// screens notice that within one pause between polls. Each rests for one first, or together they would send twice
    /// their usual requests.
    pub(super) fn starting_over(why: Why, method: Method, older: Older, now: Duration) -> Self {
        let pace = match why {
            Why::Forgotten => Pace::Resting(now),
            Why::Opened
            | Why::Asked
            | Why::RunningOut
            | Why::Expired
            | Why::TooLate
            | Why::Refused
            | Why::SwitchedOn => Pace::Asking,
        };
        Self::Requesting { why, method, pace, trouble: None, older }
    }
}

impl Waiting {
    /// Asking at once whether `request` has been approved.
    pub(super) fn polling(request: Request, older: Older) -> Self {
        Self { request, older, turn: Turn::Newest, pace: Pace::Asking, is_new_wanted: false, trouble: None }
    }
}

impl Trouble {
    /// One more request was lost.
    pub(super) fn and(trouble: Option<Self>, last: Lost) -> Self {
        Self { count: trouble.map_or(1, |trouble| trouble.count.saturating_add(1)), last }
    }
}

//! A request for approval, as the waiting device knows it, and how long it is good for.

use std::time::Duration;

use crate::jellyfin::Method;
use crate::jellyfin::code::Code;
use crate::jellyfin::secret::Secret;

/// How long the server keeps a request that nobody approves.
pub const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// The next code is fetched this long before the present one runs out: time to finish typing the old one, which still
/// counts.
pub const LEAD: Duration = Duration::from_secs(60);

/// A request for approval that the server has opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// What the person enters on the other device.
    pub code: Code,
    /// What this device polls and redeems with.
    pub secret: Secret,
    /// When the code arrived.
    pub received: Duration,
    /// When the server last said that nobody had approved it.
    pub checked: Duration,
    /// Why it was asked for.
    pub why: Why,
    /// The method that the server accepts.
    pub method: Method,
    /// How often in a row a poll found no such request by the word of something in front of the server. A proxy that
    /// puts a page of its own in the place of every 404 hides that the server has forgotten it.
    pub misses: u32,
}

/// So many [misses](Request::misses) are no chance any more.
const TOO_MANY_MISSES: u32 = 2;

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
    /// The server forgot the last one early: most likely it was restarted.
    Forgotten,
    /// The last one was approved, but too long ago to be redeemed.
    TooLate,
    /// The last one was approved, but the server does not accept its own token for it.
    Refused,
    /// Quick Connect has been switched on again.
    SwitchedOn,
}

impl Request {
    /// How long the code is still good for; zero when its time is over.
    #[must_use]
    pub fn time_left(&self, now: Duration) -> Duration {
        LIFETIME.saturating_sub(now.saturating_sub(self.received))
    }

    /// Whether the server has most likely forgotten it, though it has not said so itself.
    #[must_use]
    pub fn is_missed(&self) -> bool {
        self.misses >= TOO_MANY_MISSES
    }

    /// Whether nobody can approve it any more, as far as is known.
    pub(super) fn is_of_no_use(&self, now: Duration) -> bool {
        self.is_missed() || self.time_left(now).is_zero()
    }

    /// The same, most likely forgotten.
    pub(super) fn missed(self) -> Self {
        Self { misses: TOO_MANY_MISSES, ..self }
    }

    /// Whether the next polls decide that.
    pub(super) fn may_be_gone(&self) -> bool {
        (1..=TOO_MANY_MISSES).contains(&self.misses)
    }

    pub(super) fn is_running_out(&self, now: Duration) -> bool {
        self.time_left(now) <= LEAD
    }

    /// The server says the same of an expired request and of one lost in a restart; the clock tells them apart. Half a
    /// minute allows for slow answers.
    pub(super) fn why_forgotten(&self, now: Duration) -> Why {
        if self.time_left(now) <= Duration::from_secs(30) { Why::Expired } else { Why::Forgotten }
    }
}

//! How long the waiting device rests between two requests. A pause is a range from which a time is picked at random, so
//! that screens that were cut off together do not come back together.
//!
//! While polls fail, the width of every range is a multiple of [`POLL_PAUSE`]. So screens that failed in the same instant
//! are spread evenly over the seconds between two polls from the first pause on, and stay so.

use std::time::Duration;

use super::state::Trouble;
use crate::jellyfin::Lost;

/// Between the answer to one request and the next request, when all is well.
pub const POLL_PAUSE: Duration = Duration::from_secs(5);

/// Between two checks whether Quick Connect has been switched on.
pub const DISABLED_PAUSE: Duration = Duration::from_secs(15);

/// Between two looks of a tab that has stepped aside at its codes.
pub const ASIDE_PAUSE: Duration = Duration::from_secs(30);

/// A nudge has no effect this soon after an answer: browser events may come in swarms.
pub const NUDGE_PAUSE: Duration = Duration::from_secs(1);

/// The first pause after a lost request when somebody is looking at the screen and waiting for its answer.
pub(super) const SOON: Duration = Duration::from_secs(1);

/// The middle of the longest pause: with a code on the screen, a server that is back is noticed within 30 s.
const CAP: Duration = POLL_PAUSE.saturating_mul(4);

/// A server that asks for more patience than this does not get it: the code would run out.
const MOST_PATIENCE: Duration = Duration::from_secs(60);

/// A range of times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Not shorter than this.
    pub least: Duration,
    /// Not longer than this.
    pub most: Duration,
}

impl Pause {
    /// Exactly this long.
    #[must_use]
    pub const fn exactly(time: Duration) -> Self {
        Self { least: time, most: time }
    }

    /// After lost requests: at least `first`, longer and wider with each further loss, up to a cap. A server that asks to
    /// be left alone for a while is, for up to a minute.
    pub(super) fn after(trouble: Trouble, first: Duration) -> Self {
        let doublings = trouble.count.saturating_sub(1).min(5);
        let middle = (first * (1 << doublings)).min(CAP);
        let wish = match trouble.last {
            Lost::Busy { seconds } => Duration::from_secs(seconds.into()).min(MOST_PATIENCE),
            _ => Duration::ZERO,
        };
        let least = (middle / 2).max(first).max(wish);
        Self { least, most: least + middle }
    }

    /// One of its times, all equally likely if all values of `random` are.
    #[must_use]
    pub fn pick(self, random: u32) -> Duration {
        let width = self.most.saturating_sub(self.least);
        self.least + width.mul_f64(f64::from(random) / (f64::from(u32::MAX) + 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In milliseconds.
    fn after(count: u32, last: Lost, first: Duration) -> (u128, u128) {
        let pause = Pause::after(Trouble { count, last }, first);
        (pause.least.as_millis(), pause.most.as_millis())
    }

    #[test]
    fn pauses_grow_from_the_pause_of_a_poll_to_a_cap() {
        let pauses = [0, 1, 2, 3, 4, u32::MAX].map(|count| after(count, Lost::NoAnswer, POLL_PAUSE));
        let longest = (10_000, 30_000);
        assert_eq!(pauses, [(5000, 10_000), (5000, 10_000), (5000, 15_000), longest, longest, longest]);
        for (least, most) in pauses {
            assert_eq!((most - least) % POLL_PAUSE.as_millis(), 0, "screens that failed together stay together");
        }
    }

    #[test]
    fn somebody_who_looks_on_waits_less_at_first() {
        let pauses = [1, 2, 3, 4, 5, 6, 7].map(|count| after(count, Lost::NoAnswer, SOON).1);
        assert_eq!(pauses, [2000, 3000, 6000, 12_000, 24_000, 30_000, 30_000]);
    }

    #[test]
    fn a_server_that_asks_for_patience_gets_it_up_to_a_minute() {
        let pauses = [0, 4, 7, 60, 61, u16::MAX].map(|seconds| after(1, Lost::Busy { seconds }, POLL_PAUSE));
        let longest = (60_000, 65_000);
        assert_eq!(pauses, [(5000, 10_000), (5000, 10_000), (7000, 12_000), longest, longest, longest]);
    }

    #[test]
    fn a_pick_is_within_the_range_and_reaches_both_ends() {
        let pause = Pause { least: Duration::from_secs(2), most: Duration::from_millis(7500) };
        let picks = [0, 1 << 31, u32::MAX].map(|random| pause.pick(random).as_millis());
        assert_eq!(picks, [2000, 4750, 7499]);
        assert_eq!(Pause::exactly(POLL_PAUSE).pick(u32::MAX), POLL_PAUSE);
    }
}

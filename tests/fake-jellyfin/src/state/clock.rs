//! The server's own time, and how it writes a date.

use std::time::Duration;

/// 14 March 2026, 09:26:53 UTC, in milliseconds of Unix time. Any date would do.
const START: u64 = 1_773_480_413_000;

/// A .NET date counts 100 nanoseconds. The server starts a little off a whole millisecond, so that
/// dates show all seven digits, as they do on a real one.
const TICKS_PAST_START: u64 = 1_234_567;
const TICKS_PER_MILLISECOND: u64 = 10_000;
const TICKS_PER_SECOND: u64 = 10_000_000;

/// What an unset date looks like on the wire.
pub(crate) const NEVER: &str = "0001-01-01T00:00:00.0000000Z";

/// Milliseconds since the server was made. It only goes forward.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    pub(crate) now: u64,
}

impl Clock {
    pub(crate) fn advance(&mut self, milliseconds: u64) {
        self.now += milliseconds;
    }

    /// The present hour of the day in UTC, with its fraction.
    pub(crate) fn hour(self) -> f64 {
        let since_midnight = Duration::from_millis((START + self.now) % 86_400_000);
        since_midnight.as_secs_f64() / 3600.0
    }
}

/// ISO 8601 in UTC. Zeros at the end of the fraction are cut, except that a date without
/// milliseconds keeps all seven digits (`JsonDateTimeConverter`, every version).
pub(crate) fn date(milliseconds: u64) -> String {
    let ticks = (START + milliseconds) * TICKS_PER_MILLISECOND + TICKS_PAST_START;
    let (seconds, fraction) = (ticks / TICKS_PER_SECOND, ticks % TICKS_PER_SECOND);
    let digits = format!("{fraction:07}");
    let digits = match fraction / TICKS_PER_MILLISECOND {
        0 => digits.as_str(),
        _ => digits.trim_end_matches('0'),
    };
    let (year, month, day) = civil(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{digits}Z")
}

/// Year, month and day of a day counted from 1 January 1970.
fn civil(mut days: u64) -> (u64, u64, u64) {
    let mut year = 1970;
    while days >= 365 + leap(year) {
        days -= 365 + leap(year);
        year += 1;
    }
    let lengths = [31, 28 + leap(year), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in lengths {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

fn leap(year: u64) -> u64 {
    u64::from(year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_has_the_fraction_that_net_writes() {
        assert_eq!(date(0), "2026-03-14T09:26:53.1234567Z");
        assert_eq!(date(877), "2026-03-14T09:26:54.0004567Z");
        assert_eq!(date(86_400_000 * 18), "2026-04-01T09:26:53.1234567Z");
    }
}

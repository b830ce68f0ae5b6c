//! The browser's clocks, and waiting. What a flow measures, it measures by the monotonic clock; the wall clock is only
//! ever a hint: televisions lose the date.

use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::window;

/// What the clock shows when a page is opened, so that it can also tell times before that: a code that a page kept for
/// the one after it is older than the page.
const OPENED: Duration = Duration::from_secs(60 * 60);

/// The time since the page was opened, and an hour.
pub fn now() -> Duration {
    OPENED + milliseconds(window().performance().map_or(0.0, |performance| performance.now()))
}

/// The time of day, as this device believes it, since 1970.
pub fn wall() -> Duration {
    milliseconds(js_sys::Date::now())
}

/// The wall clock, in minutes since 1970: good enough to tell a person when something was.
pub fn minutes_since_1970() -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lasts until the year 10136")]
    let minutes = (js_sys::Date::now() / 60_000.0) as u32;
    minutes
}

/// The wall clock, in milliseconds since 1970, as other programs write it down.
pub fn milliseconds_since_1970() -> u64 {
    u64::from(minutes_since_1970()) * 60_000
}

/// The date by the wall clock, `2026-11-22`: what this device judges certificates by.
pub fn date() -> String {
    let written = String::from(js_sys::Date::new_0().to_iso_string());
    written.split('T').next().unwrap_or_default().to_owned()
}

/// Waits; dropping the future clears the timer.
pub async fn sleep(time: Duration) {
    TimeoutFuture::new(u32::try_from(time.as_millis()).unwrap_or(u32::MAX)).await;
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "2^53 ms are 285,000 years, and a negative date becomes 1970"
)]
fn milliseconds(number: f64) -> Duration {
    Duration::from_millis(number as u64)
}

//! The browser's clocks, and waiting. What a flow measures, it measures by the monotonic clock: televisions lose the
//! date.

use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::window;

/// The time since the page was opened.
pub fn now() -> Duration {
    let milliseconds = window().performance().map_or(0.0, |performance| performance.now());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "never negative, and 2^53 ms are 285,000 years"
    )]
    Duration::from_millis(milliseconds as u64)
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

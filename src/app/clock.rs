//! The browser's monotonic clock, and waiting by it. The wall clock is never asked: televisions lose theirs.

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

/// Waits; dropping the future clears the timer.
pub async fn sleep(time: Duration) {
    TimeoutFuture::new(u32::try_from(time.as_millis()).unwrap_or(u32::MAX)).await;
}

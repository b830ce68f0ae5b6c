//! Browsers as programs of their own: [`process`] starts one, [`socket`] and [`ask`] carry what is said to it, and
//! [`devtools`] is what is said to today's Chromium. The tests speak to older ones, and to other families.

use std::time::Duration;

pub mod ask;
pub mod devtools;
pub mod process;
pub mod socket;

/// What ends a conversation with a browser: the reason, in words.
pub type Outcome<T> = Result<T, String>;

/// For a browser that starts and for one that answers. One that crashed says nothing at all.
pub const PATIENCE: Duration = Duration::from_secs(60);

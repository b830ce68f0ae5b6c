//! Browsers as programs of their own. [`engines`] lists the ones that the project knows, [`driver`] is what a test does with
//! any of them, and [`chromium`], [`firefox`] and [`webkit`] are how each family is spoken to. [`headless_chromium`] is for
//! measuring today's Chromium. Below them, [`process`] starts a program, and [`socket`] and [`http`] carry what is said.

use std::time::Duration;

pub mod chromium;
pub mod driver;
pub mod engines;
pub mod firefox;
pub mod headless_chromium;
pub mod http;
pub mod process;
pub mod socket;
mod virtual_screen;
pub mod webkit;

/// What ends a conversation with a browser: the reason, in words.
pub type Outcome<T> = Result<T, String>;

/// For a browser that starts and for one that answers. One that crashed says nothing at all.
pub const PATIENCE: Duration = Duration::from_secs(60);

//! Starts browsers and controls them. [`engines`] lists the browsers that the project tests with, [`driver`] is what a
//! test can do with any of them, and [`chromium`], [`firefox`] and [`webkit`] implement it for each family.
//! [`headless_chromium`] is for measurements. Below them, [`process`] starts a program, and [`socket`] and [`http`]
//! carry commands and answers.

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

/// An error is the reason in words.
pub type Outcome<T> = Result<T, String>;

/// How long a browser may take to start or to answer. One that has crashed never answers.
pub const PATIENCE: Duration = Duration::from_secs(60);

//! The release files in headless Chromium, two devices, real HTTP: each test is a story that a person could live through.
//! A story waits for what it expects, up to a deadline, and never for a fixed time.

mod accounts;
mod approving;
mod hosting;
mod pictures;
mod remote;
mod servers;
mod support;
mod waiting;

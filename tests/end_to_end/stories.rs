//! Tests of the release files in headless Chromium, with two devices and real HTTP. Each test is a story that could
//! happen to a person. It waits for what it expects, up to a deadline, and never for a fixed time.

mod accounts;
mod approving;
mod browsers;
mod embedding;
mod foreign;
mod hosting;
mod pictures;
mod remote;
mod servers;
mod sessions;
mod support;
mod waiting;
mod web_servers;

//! The release files in headless Chromium, two devices, real HTTP: each test is a story that a person could live
//! through. `home` is the server and what it serves, `device` is a browser and what a person does with it, `browser`
//! is the program behind it. A story waits for what it expects, up to a deadline, and never for a fixed time.

mod access;
mod administrator;
mod aftermath;
mod approval;
mod bad_servers;
mod browser;
mod camera;
mod device;
mod entry;
mod failures;
mod fixtures;
mod forms;
mod handover;
mod home;
mod hosting;
mod links;
mod loading;
mod outcomes;
mod person;
mod pictures;
mod polling;
mod press;
mod qr;
mod releases;
mod remote;
mod secrets;
mod servers;
mod sessions;
mod sign_in;
mod survival;
mod tabs;
mod waiting;
mod walk;

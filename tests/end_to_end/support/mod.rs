//! What the stories are made of: `home` is the server and the page that it serves, `device` is a browser and what a
//! person does with it, `browser` is what is behind it, a `chromium` and a `chromedriver`, `person` is somebody with one kind of input.

pub mod browser;
pub mod camera;
pub mod chromedriver;
pub mod chromium;
pub mod device;
pub mod home;
pub mod jellyfin_web;
pub mod language;
pub mod person;
pub mod qr_reader;
pub mod seats;
pub mod servers;

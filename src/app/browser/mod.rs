//! The browser's capabilities, one a file. Nothing here knows the screens. What not every supported browser has is reached
//! through [`untyped`], which gives nothing where it is missing; a call of `web-sys` would stop the program there.

pub mod camera;
pub mod clock;
pub mod fetch;
pub mod focus_keeper;
pub mod history;
pub mod local_network;
pub mod locale;
pub mod location;
pub mod random;
pub mod spatial_focus;
pub mod storage;
pub mod untyped;
pub mod wake_lock;

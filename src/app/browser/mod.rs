//! The browser's capabilities, one a file. Nothing here knows the screens.

pub mod camera;
pub mod clock;
pub mod date;
pub mod fetch;
pub mod focus_keeper;
pub mod history;
pub mod location;
pub mod random;
pub mod spatial_focus;
pub mod storage;
pub mod untyped;
pub mod wake_lock;

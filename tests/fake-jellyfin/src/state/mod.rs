//! What the server remembers, and what its answers are made of: its clock, its users and their devices, the open
//! requests of Quick Connect, and how its releases differ.

pub(crate) mod clock;
pub(crate) mod device;
pub(crate) mod png;
pub(crate) mod quick_connect;
pub(crate) mod random;
pub(crate) mod user;
pub(crate) mod version;

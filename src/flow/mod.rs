//! The state machines: what happens next, and what is wanted for it. Nothing here knows how a request travels or what a
//! screen looks like. Each flow is a [`machine::Machine`].

pub mod approval;
pub mod confirmation;
pub mod machine;
pub mod quick_connect;

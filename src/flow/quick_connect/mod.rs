//! The waiting device: asks for a code, shows it, polls until somebody approves it, and redeems the approval. Knows when
//! to ask, to rest and to start over; does not know how a request travels or what a state looks like.
//!
//! It holds up to two requests: the one whose code is shown, and the one whose code was shown before. It polls both in
//! turn, so that approving either of them signs in.

mod event;
mod kept;
mod pause;
mod request;
mod state;
#[cfg(test)]
mod tests;
mod transitions;
mod waiting;

pub use event::{Effect, Event};
pub use pause::{DISABLED_PAUSE, NUDGE_PAUSE, POLL_PAUSE, Pause};
pub use request::{LEAD, LIFETIME, Request, Why};
pub use state::{Pace, State, Trouble, Turn, WORTH_NAMING, Waiting};

//! The waiting device: asks for a code, shows it, polls until somebody approves it, and redeems the approval. Knows when
//! to ask, to rest and to start over; does not know how a request travels or what a state looks like.
//!
//! It holds the request whose code is shown, and those whose codes were shown before and are still good. It polls all of
//! them in turn, so that approving any of them signs in.

mod event;
mod kept;
mod older;
mod pause;
mod request;
mod state;
#[cfg(test)]
mod tests;
mod transitions;
mod waiting;

pub use event::{Effect, Event};
pub use kept::put;
pub use older::Older;
pub use pause::{DISABLED_PAUSE, NUDGE_PAUSE, POLL_PAUSE, Pause};
pub use request::{LEAD, LIFETIME, Request, Why};
pub use state::{Pace, State, Trouble, Turn, WORTH_NAMING, Waiting};

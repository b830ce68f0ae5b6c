//! The signed-in device: a code is entered, confirmed by a deliberate press, sent, and the outcome shown with its proof.
//! Nothing is sent before the press, one press is one request, or two when the first answer may be chance, and what became of a lost answer is looked up among the
//! sessions, not guessed.

mod request;
mod state;
#[cfg(test)]
mod tests;
mod transitions;

pub use request::Request;
pub use state::{Effect, Event, LostTry, Outcome, Proof, State};
pub use transitions::{BEFORE_LOOKING_AGAIN, BEFORE_SECOND_TRY, BETWEEN_LOOKS, LOOKS};

//! Which server it is, and what a person is told about one that cannot be used.

mod choosing;
mod failures;
mod strange_answers;
mod unreachable;

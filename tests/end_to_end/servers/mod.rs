//! Which server the page uses, and what it says about one that it cannot use.

mod choosing;
mod failures;
mod folders;
mod in_front;
mod strange_answers;
mod unreachable;
mod waking;

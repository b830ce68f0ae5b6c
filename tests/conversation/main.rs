//! Whole sign-ins of the core against the fake Jellyfin, as transcripts: what is sent, what comes back, how long the
//! device rests, and what it shows.
//!
//! Every conversation also checks that at most one effect is under way, and that nothing that is shown, logged or
//! debugged contains a secret, a token or a code.

#![cfg(not(target_family = "wasm"))]

mod accounts;
mod approving;
#[path = "../exchange/mod.rs"]
mod exchange;
mod network;
mod stage;
mod transcript;
mod trouble;
mod waiting;
mod worlds;

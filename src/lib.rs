//! Sign in to a Jellyfin server without typing a password.
//!
//! A pure core, which knows Jellyfin and the two flows and can be tested without a browser, and a thin
//! shell, which shows the core in a browser. In reading order:
//!
//! | module | knows |
//! | --- | --- |
//! | [`flow`] | the state machines: the waiting device, the approving device |
//! | [`jellyfin`] | Jellyfin's HTTP API as values: calls out, answers in |
//! | [`server`] | where the server is, and which ones were used here |
//! | [`account`] | who is signed in, here and in Jellyfin's own web client |
//! | [`page`] | routes, links, and what the host has set |
//! | [`text`] | every word that a person reads |
//! | `app` | the shell: Leptos, and one file per browser capability (wasm only) |
//!
//! **The one rule:** everything but `app` imports std and serde only. The browser’s crates are
//! dependencies of the wasm target alone, so a native build cannot break the rule.

pub mod account;
pub mod flow;
pub mod jellyfin;
pub mod page;
pub mod server;
pub mod text;

#[cfg(target_family = "wasm")]
pub mod app;

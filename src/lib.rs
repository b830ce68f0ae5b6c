//! Sign in to a Jellyfin server without typing a password.
//!
//! A pure core, which knows Jellyfin and the flows and is tested without a browser, and a thin shell, which shows the
//! core in a browser. In reading order:
//!
//! | module | knows |
//! | --- | --- |
//! | [`flow`] | the state machines: the waiting device, the approving device, and what has to be confirmed |
//! | [`jellyfin`] | Jellyfin's HTTP API as values: calls out, answers in |
//! | [`server`] | where the server is, and which ones were used here |
//! | [`account`] | who is signed in, here and in Jellyfin's own web client |
//! | [`page`] | routes, links, the languages, and the settings of whoever hosts the page |
//! | [`text`] | which message is said when |
//! | `app` | the shell: Leptos, and one file per browser capability (wasm only) |
//!
//! The words are in `locales/`, a file a language. `build.rs` makes Rust of them, so that the compiler knows every message.
//!
//! **The core never touches a browser.** Everything but `app` imports std and serde only. The crates for the browser are
//! dependencies of the wasm target alone, so a native build cannot break this rule.
//!
//! **Imports run one way:** `app` → `flow`, `text` → `account`, `page` → `server` → `jellyfin`. `text` also imports `flow`,
//! whose states it puts into words; nothing but `app` imports `text`.

pub mod account;
pub mod flow;
pub mod jellyfin;
pub mod page;
pub mod server;
pub mod text;

#[cfg(target_family = "wasm")]
pub mod app;

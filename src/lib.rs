//! Sign in to a Jellyfin server without typing a password.
//!
//! A pure core, which knows Jellyfin and the two flows and can be tested without a browser, and a thin
//! shell, which shows the core in a browser. In reading order:
//!
//! | module | knows |
//! | --- | --- |
//! | [`quick_connect`] | the waiting device: ask for a code, poll, redeem |
//! | [`approval`] | the signed-in device: enter a code, confirm it, send it |
//! | [`task`] | what the signed-in device does only after a second question |
//! | [`machine`] | how such a flow is driven, one effect at a time |
//! | [`code`] | what a person types or pastes, and the code in it |
//! | [`jellyfin`] | Jellyfin's HTTP API as values: calls out, answers in |
//! | [`json`] | JSON, read and written |
//! | [`address`] | where the server is |
//! | [`search`] | looking for a server at several addresses at once |
//! | [`servers`] | the servers that were used here |
//! | [`device`] | what this installation calls itself |
//! | [`session`] | who is signed in, and how that is written down |
//! | [`jellyfin_web`] | the session that Jellyfin's own web client keeps on the same origin |
//! | [`disclaimer`] | what an administrator wrote for the login page, made safe |
//! | [`secret`] | values that must not be shown |
//! | [`route`] | which screen the URL's hash names |
//! | [`link`] | where a phone goes to approve a code |
//! | [`config`] | what the person who hosts the files may set |
//! | [`text`] | every word that a person reads |
//! | `app` | the shell: Leptos, and one file per browser capability (wasm only) |
//!
//! **The one rule:** everything but `app` imports std only. The browser's crates are
//! dependencies of the wasm target alone, so a native build cannot break the rule.

pub mod address;
pub mod approval;
pub mod code;
pub mod config;
pub mod device;
pub mod disclaimer;
pub mod jellyfin;
pub mod jellyfin_web;
pub mod json;
pub mod link;
pub mod machine;
pub mod quick_connect;
pub mod route;
pub mod search;
pub mod secret;
pub mod servers;
pub mod session;
pub mod task;
pub mod text;

#[cfg(target_family = "wasm")]
pub mod app;

//! Jellyfin's HTTP API as data, for servers from 10.8 to 12.0. A [`Call`] is a value that the shell sends, a [`Reply`] is
//! what came back, and one file per group of endpoints builds the calls and reads the replies. What a reply means is
//! decided by its status, the shape of its body and who spoke (`http/speaker.rs`), never by its words.

pub mod authorization;
pub mod branding;
pub mod code;
pub mod configuration;
pub mod device;
mod http;
pub mod login_disclaimer;
pub mod passwords;
pub mod public_users;
pub mod quick_connect;
pub mod secret;
pub mod sessions;
pub mod system;
pub mod users;

pub(crate) use http::json;
pub use http::{Answer, Call, Headers, Lost, MOST_BYTES, Method, Reply, TIMEOUT_MS};

//! The way of a request through the server: `handle` is the order of the layers, `routes` is the table of endpoints,
//! and the rest reads requests and writes answers as Jellyfin does.

pub(crate) mod answer;
pub(crate) mod authorization;
pub(crate) mod base_path;
pub(crate) mod call;
mod cors;
pub(crate) mod guard;
mod handle;
pub(crate) mod json;
pub(crate) mod message;
mod routes;
pub(crate) mod starting;
pub(crate) mod urlencoded;
pub(crate) mod web_client;

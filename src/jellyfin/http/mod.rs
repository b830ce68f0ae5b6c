//! Calls and answers as values: what is sent, what comes back, and the JSON in both. Knows no endpoint.

mod answer;
mod call;
pub(crate) mod json;

pub use answer::{Answer, Lost, MOST_BYTES, Reply, TIMEOUT_MS};
pub(super) use call::percent_encoded;
pub use call::{Call, Method};

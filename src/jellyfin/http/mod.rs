//! Calls and answers as values: what is sent, what comes back, and the JSON in both. Knows no endpoint.

mod answer;
mod call;
pub(crate) mod json;
mod lost;
mod speaker;

pub use answer::{Answer, MOST_BYTES, Reply, TIMEOUT_MS};
pub(super) use call::percent_encoded;
pub use call::{Call, Method};
pub use lost::Lost;
pub use speaker::Headers;
pub(super) use speaker::Spoke;

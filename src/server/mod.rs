//! Where the server is: from what a person types to an address that answers, and the servers that were used before.

pub mod address;
pub mod known;
pub mod search;

//! Facts about the fake that a single exchange cannot show: what time does, what a restart does,
//! which of two errors comes first, and where the releases differ.

mod approval;
mod bodies;
mod calls;
mod configuration;
mod credentials;
mod layers;
mod lifetime;
mod releases;
mod sign_in;

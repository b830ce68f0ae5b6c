//! What a single exchange cannot show: what time and restarts do, which of two errors comes first, and how the releases
//! differ.

mod approval;
mod bodies;
mod calls;
mod configuration;
mod credentials;
mod layers;
mod lifetime;
mod releases;
mod sign_in;

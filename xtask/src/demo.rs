//! `cargo demo`: shows the release files at work.

use crate::{build, paths, site};

/// Builds if anything has changed, then serves until it is stopped.
pub fn demo(options: &site::Options) -> Result<(), String> {
    build::build()?;
    site::open(&paths::dist(), 0, options)?.join();
    Ok(())
}

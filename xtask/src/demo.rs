//! `cargo demo`: shows the release files at work.

use crate::{build, paths, site};

/// Builds where something has changed, serves, and stays until it is stopped.
pub fn demo(options: &site::Options) -> Result<(), String> {
    build::build()?;
    site::open(&paths::dist(), 0, options)?.join();
    Ok(())
}

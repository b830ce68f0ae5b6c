//! The words of a sign-in for another page.

pub use super::messages::common::CANCEL;
pub use super::messages::embedded::*;

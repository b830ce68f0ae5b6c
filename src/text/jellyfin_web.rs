//! The words about the sign-in of jellyfin-web, Jellyfin's own web client, in the same browser.

pub use super::messages::common::SIGNING_IN as TAKING_OVER;
pub use super::messages::jellyfin_web::*;

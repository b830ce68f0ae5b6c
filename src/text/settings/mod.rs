//! The words of the signed-in device.

mod approve;
mod devices;

pub use super::messages::common::{LOADING, TRY_AGAIN as ASK_AGAIN};
pub use super::messages::page::on_server;
pub use super::messages::settings::*;
pub use approve::*;
pub use devices::*;

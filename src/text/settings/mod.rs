//! The words of the signed-in device.

mod approve;
mod devices;

pub use approve::*;
pub use devices::*;

/// The screen's heading.
pub const HEADING: &str = "You are signed in";

/// The heading of the account's card.
pub const ACCOUNT: &str = "Your account";

/// The link to the server's own web client.
pub const OPEN_JELLYFIN: &str = "Open Jellyfin";

/// The button after the own session has ended.
pub const SIGN_IN_AGAIN: &str = "Sign in again";

/// The button that signs out.
pub const SIGN_OUT: &str = "Sign out";

/// The same button while it is under way.
pub const SIGNING_OUT: &str = "Signing out…";

/// While something is asked for.
pub const LOADING: &str = "Asking the server…";

/// The button that asks again.
pub const REFRESH: &str = "Refresh";

/// Shown where the browser lets pages keep nothing.
pub const NOT_KEPT: &str =
    "This browser does not let this page keep anything, so you will have to sign in again next time.";

/// Behind the account's name.
#[must_use]
pub fn on_server(label: &str) -> String {
    format!("on {label}")
}

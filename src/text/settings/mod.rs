//! The words of the signed-in device.

mod approve;
mod devices;

pub use approve::*;
pub use devices::*;

/// The screen's heading.
pub const HEADING: &str = "Signed in";

/// The heading of the account's card.
pub const ACCOUNT: &str = "Account";

/// The link to the server's own web client.
pub const OPEN_JELLYFIN: &str = "Open Jellyfin";

/// The button after the own session has ended.
pub const SIGN_IN_AGAIN: &str = "Sign in again";

/// The button that signs out.
pub const SIGN_OUT: &str = "Sign out";

/// The same button while it is under way.
pub const SIGNING_OUT: &str = "Signing out…";

/// While something is asked for.
pub const LOADING: &str = "Loading…";

/// The button that asks again.
pub const REFRESH: &str = "Refresh";

/// Shown where the browser lets pages keep nothing.
pub const NOT_KEPT: &str = "This browser can’t save the sign-in. It ends when this page is closed.";

/// The button that asks the server again whether it lets the account in.
pub const ASK_AGAIN: &str = "Try again";

/// The button that leads to the login while somebody is signed in.
pub const OTHER_ACCOUNT: &str = "Use another account";

/// While the server does not let the account in, though its sign-in is good.
#[must_use]
pub fn refused(name: &str) -> String {
    format!(
        "The server does not allow {name} right now: check the allowed hours and remote access. The sign-in is kept."
    )
}

/// When administrator's rights were lost while the screen was open.
pub const DEMOTED: &str = "This account is no longer an administrator.";

/// Behind the account's name.
#[must_use]
pub fn on_server(label: &str) -> String {
    format!("on {label}")
}

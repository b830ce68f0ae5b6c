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

/// When the account has lost an administrator's rights.
pub const DEMOTED: &str = "You are no longer an administrator of this server.";

/// The button that asks the server again whether it lets the account in.
pub const ASK_AGAIN: &str = "Try again";

/// The button that leads to the login while somebody is signed in.
pub const OTHER_ACCOUNT: &str = "Use another account";

/// While the server does not let the account in, though its sign-in is good.
#[must_use]
pub fn refused(name: &str) -> String {
    format!(
        "The server does not let {name} in now: it is outside the account’s allowed hours, or not allowed from here. You \
         stay signed in."
    )
}

/// Behind the account's name.
#[must_use]
pub fn on_server(label: &str) -> String {
    format!("on {label}")
}

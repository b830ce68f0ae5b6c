//! The words for somebody who has forgotten their password.

use super::lost::lost;
use crate::jellyfin::passwords::{Forgotten, PinRedeemed};

/// The button that leads here.
pub const OPEN: &str = "Forgot password";

/// The heading.
pub const HEADING: &str = "Forgot your password?";

/// What will happen.
pub const HOW: &str = "The server can write a PIN into a file on its own disk. Whoever runs the server reads it to you, and it \
     becomes your new password. This works in the server’s own network.";

/// The button of the first step.
pub const ASK: &str = "Ask for a PIN";

/// The button of the second step.
pub const HAND_IN: &str = "Use this PIN";

/// Either button while the answer is awaited.
pub const WAITING: &str = "Asking…";

/// The button that leads back.
pub const CANCEL: &str = "Back";

/// The label of the second step's field.
pub const PIN: &str = "PIN";

/// Shown when no PIN was typed.
pub const PIN_MISSING: &str = "Type the PIN first.";

/// Where the PIN is. Since 10.11.2 a server says so of every name.
#[must_use]
pub fn pin_is_in(file: Option<&str>) -> String {
    let file = file.unwrap_or("that its log names");
    format!(
        "If this account exists and you are in the server’s network, there is a PIN now, in the file {file} on the server. \
         Ask whoever runs the server to read it to you. It is good for half an hour."
    )
}

/// The password has been changed.
#[must_use]
pub fn reset(names: &[String]) -> String {
    let names = if names.is_empty() { "this account".to_owned() } else { names.join(", ") };
    format!("The PIN, as you typed it, is now the password of {names}. Sign in with it, and change it soon.")
}

/// Why there is no PIN.
#[must_use]
pub fn refused(outcome: &Forgotten, server: &str) -> String {
    match outcome {
        Forgotten::PinCode { .. } => String::new(),
        Forgotten::NoName => super::login::NAME_MISSING.into(),
        Forgotten::ContactAdmin => {
            "On this server only an administrator can help: ask one to set a new password for you (Dashboard, Users)."
                .into()
        }
        Forgotten::InNetworkRequired => {
            "Either there is no account of this name, or this device is not in the server’s own network. Try it from \
             there, or ask an administrator to set a new password for you (Dashboard, Users)."
                .into()
        }
        Forgotten::Lost(loss) => lost(*loss, server),
    }
}

/// Why a PIN was of no use.
#[must_use]
pub fn pin_refused(outcome: &PinRedeemed, server: &str) -> String {
    match outcome {
        PinRedeemed::Reset(_) => String::new(),
        PinRedeemed::NoPin => PIN_MISSING.into(),
        PinRedeemed::WrongPin => {
            "The server knows no such PIN. Compare it with the file; after half an hour it is no longer good.".into()
        }
        PinRedeemed::Lost(loss) => lost(*loss, server),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_name_the_file_and_the_accounts() {
        assert!(pin_is_in(Some("/config/pin.json")).contains("/config/pin.json"));
        assert!(reset(&["demo".into(), "guest".into()]).contains("demo, guest"));
        assert!(reset(&[]).contains("this account"));
    }
}

//! The words for somebody who has forgotten their password.

use super::lost::lost;
use crate::jellyfin::passwords::{Forgotten, PinRedeemed};

/// The button that leads here.
pub const OPEN: &str = "Forgot password";

/// The heading.
pub const HEADING: &str = "Forgot password";

/// What will happen.
pub const HOW: &str = "The server writes a PIN to a file. The PIN becomes the new password.\n\
     Use the same network as the server.\n\
     Ask an administrator to read the PIN from the file.";

/// The button of the first step.
pub const ASK: &str = "Get a PIN";

/// The button of the second step.
pub const HAND_IN: &str = "Use PIN";

/// Either button while the answer is awaited.
pub const WAITING: &str = "Asking…";

/// The button that leads back.
pub const CANCEL: &str = "Back";

/// The label of the second step's field.
pub const PIN: &str = "PIN";

/// Shown when no PIN was typed.
pub const PIN_MISSING: &str = "Enter the PIN.";

/// Where the PIN is. Since 10.11.2 a server says so of every name.
#[must_use]
pub fn pin_is_in(file: Option<&str>) -> String {
    match file {
        Some(file) => format!(
            "If this account exists, there is a PIN now. It works for 30 minutes.\n\
             Ask an administrator to read it on the server, in the file {file}"
        ),
        None => "If this account exists, there is a PIN now. It works for 30 minutes.\n\
             Ask an administrator to read it on the server, in the file that the log names."
            .into(),
    }
}

/// The password has been changed.
#[must_use]
pub fn reset(names: &[String]) -> String {
    if names.is_empty() {
        return "The PIN is the password now. Sign in with it, then change it.".into();
    }
    format!("The PIN is the password of {} now. Sign in with it, then change it.", names.join(", "))
}

/// Why there is no PIN.
#[must_use]
pub fn refused(outcome: &Forgotten, server: &str) -> String {
    match outcome {
        Forgotten::PinCode { .. } => String::new(),
        Forgotten::NoName => super::login::NAME_MISSING.into(),
        Forgotten::ContactAdmin => {
            "This server gives no PINs.\nAsk an administrator for a new password: Dashboard › Users.".into()
        }
        Forgotten::InNetworkRequired => "The server gives no PIN here.\n\
             Check the username.\n\
             Check that this device is on the same network as the server.\n\
             Or ask an administrator for a new password: Dashboard › Users."
            .into(),
        Forgotten::Lost(loss) => lost(*loss, server),
    }
}

/// Why a PIN was of no use.
#[must_use]
pub fn pin_refused(outcome: &PinRedeemed, server: &str) -> String {
    match outcome {
        PinRedeemed::Reset(_) => String::new(),
        PinRedeemed::NoPin => PIN_MISSING.into(),
        PinRedeemed::WrongPin => "This PIN is wrong, or older than 30 minutes.".into(),
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
        assert!(reset(&[]).starts_with("The PIN is the password now."));
    }
}

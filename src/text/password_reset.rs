//! The words for somebody who has forgotten their password.

use super::lost::lost;
use super::messages::login::NAME_MISSING;
use super::messages::password_reset as say;
use crate::jellyfin::passwords::{Forgotten, PinRedeemed};

pub use super::messages::common::BACK as CANCEL;
pub use super::messages::password_reset::*;

/// Where the PIN is. Since 10.11.2 a server says so of every name.
#[must_use]
pub fn pin_is_in(file: Option<&str>) -> String {
    file.map_or_else(|| say::PIN_IN_LOG.into(), say::pin_in_file)
}

/// The password has been changed.
#[must_use]
pub fn reset(names: &[String]) -> String {
    if names.is_empty() { say::RESET.into() } else { say::reset_of(&super::list(names)) }
}

/// Why there is no PIN.
#[must_use]
pub fn refused(outcome: &Forgotten, server: &str) -> String {
    match outcome {
        Forgotten::PinCode { .. } => String::new(),
        Forgotten::NoName => NAME_MISSING.into(),
        Forgotten::ContactAdmin => say::NO_PINS.into(),
        Forgotten::InNetworkRequired => say::NO_PIN_HERE.into(),
        Forgotten::Lost(loss) => lost(*loss, server),
    }
}

/// Why a PIN was of no use.
#[must_use]
pub fn pin_refused(outcome: &PinRedeemed, server: &str) -> String {
    match outcome {
        PinRedeemed::Reset(_) => String::new(),
        PinRedeemed::NoPin => say::PIN_MISSING.into(),
        PinRedeemed::WrongPin => say::WRONG_PIN.into(),
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

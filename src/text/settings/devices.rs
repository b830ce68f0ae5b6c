//! The words of the list of devices, and of what has to be confirmed: removing one, the password, and the switch.

use crate::account::session::Session;
use crate::flow::confirmation::Action;
use crate::jellyfin::Lost;
use crate::jellyfin::sessions::SignedInDevice;
use crate::text::lost::lost;

/// The button for somebody who sees after an approval that it was wrong.
pub const NOT_YOU: &str = "That is not my device";

/// The labels of the two passwords.
pub const OLD_PASSWORD: &str = "Current password";

/// The other.
pub const NEW_PASSWORD: &str = "New password";

/// When there is none.
pub const NEW_PASSWORD_MISSING: &str = "Type a new password first.";

/// When the current password is not the current one.
pub const WRONG_PASSWORD: &str = "The current password is wrong. Try again; mind capital letters.";

/// The button after something was done.
pub const CLOSE: &str = "Close";

/// The heading of the list of devices.
pub const DEVICES: &str = "Signed-in devices";

/// What the list holds for an administrator.
pub const DEVICES_OF_ALL: &str = "Every device of every account, the last active first.";

/// What it holds for anybody else.
pub const OWN_DEVICES: &str = "Where your account has been active since the server was started.";

/// The button that opens the list.
pub const SHOW_DEVICES: &str = "Show devices";

/// The button that removes a device.
pub const REMOVE: &str = "Remove";

/// The heading of the switch.
pub const SWITCH: &str = "Quick Connect";

/// Why a list did not come.
#[must_use]
pub fn not_listed(loss: Lost, session: &Session) -> String {
    format!("{} Try again.", lost(loss, session.server_label()))
}

/// Why something may not have been done.
#[must_use]
pub fn not_done(loss: Lost, session: &Session) -> String {
    format!("It may not have been done. {} Try again.", lost(loss, session.server_label()))
}

/// How many rows the list has.
#[must_use]
pub fn devices_found(count: usize) -> String {
    match count {
        0 => "The server lists none.".into(),
        1 => "One device:".into(),
        _ => format!("{count} devices:"),
    }
}

/// Behind the name of a device in the list.
#[must_use]
pub fn device_facts(it: &SignedInDevice, when: &str, is_own: bool) -> String {
    let own = if is_own { " · this device" } else { "" };
    format!("{} · {} · {when}{own}", it.user, it.client)
}

/// The button that removes a device, for a screen reader.
#[must_use]
pub fn remove(device: &str) -> String {
    format!("Remove {device}")
}

/// How Quick Connect stands.
#[must_use]
pub fn switch_is(on: bool) -> &'static str {
    if on { "On: devices can sign in with a code." } else { "Off: no device can sign in with a code." }
}

/// The button that changes it.
#[must_use]
pub fn switch_to(on: bool) -> &'static str {
    if on { "Switch on" } else { "Switch off" }
}

/// What a task would do.
#[must_use]
pub fn question(action: &Action, session: &Session, accounts: &[String]) -> String {
    match action {
        Action::RemoveApprovedDevice(it) | Action::RemoveDevice(it) => {
            let mut whose = String::new();
            for account in accounts {
                whose.push_str(if whose.is_empty() { ": " } else { ", " });
                whose.push_str(account);
            }
            format!("Remove {}? Everybody who is signed in on it is signed out there at once{whose}.", it.device)
        }
        Action::ChangePassword => format!(
            "Two things end that device’s sign-in: an administrator of {} removes the device, or you change your \
             password here. That signs you out everywhere but on this device.",
            session.server_label()
        ),
        Action::SwitchQuickConnect(true) => format!("Let devices sign in to {} with a code?", session.server_label()),
        Action::SwitchQuickConnect(false) => format!(
            "Switch Quick Connect off on {}? Codes that wait now are refused; whoever is signed in stays signed in.",
            session.server_label()
        ),
    }
}

/// The button that does it.
#[must_use]
pub fn do_it(action: &Action, is_under_way: bool) -> &'static str {
    match action {
        _ if is_under_way => "One moment…",
        Action::RemoveApprovedDevice(_) | Action::RemoveDevice(_) => "Remove the device",
        Action::ChangePassword => "Change the password",
        Action::SwitchQuickConnect(on) => switch_to(*on),
    }
}

/// What was done.
#[must_use]
pub fn done(action: &Action) -> String {
    match action {
        Action::RemoveApprovedDevice(it) | Action::RemoveDevice(it) => {
            format!("{} is removed. Whoever had it cannot use the account any more.", it.device)
        }
        Action::ChangePassword => {
            "Your password is changed. Everything else that was signed in to your account is signed out.".into()
        }
        Action::SwitchQuickConnect(_) => "The server has taken the change; above is what it says now.".into(),
    }
}

//! The words of the list of devices, and of what has to be confirmed: removing one, the password, and the switch.

use crate::account::session::Session;
use crate::flow::confirmation::Action;
use crate::jellyfin::Lost;
use crate::jellyfin::sessions::SignedInDevice;
use crate::text::lost::lost;

/// The button for somebody who sees after an approval that it was wrong.
pub const NOT_YOU: &str = "Not my device";

/// The labels of the two passwords.
pub const OLD_PASSWORD: &str = "Current password";

/// The other.
pub const NEW_PASSWORD: &str = "New password";

/// When there is none.
pub const NEW_PASSWORD_MISSING: &str = "Enter a new password.";

/// When the current password is not the current one.
pub const WRONG_PASSWORD: &str = "The current password is wrong. Try again.";

/// The heading of the list of devices.
pub const DEVICES: &str = "Devices";

/// What the list holds for an administrator.
pub const DEVICES_OF_ALL: &str = "Every device of every account, the most recent first.";

/// What it holds for anybody else.
pub const OWN_DEVICES: &str = "Where this account was used since the server started.";

/// The button that opens the list.
pub const SHOW_DEVICES: &str = "Show devices";

/// The mark of the device that shows the list.
pub const THIS_DEVICE: &str = "This device";

/// The button that removes a device.
pub const REMOVE: &str = "Remove";

/// The heading of the switch.
pub const SWITCH: &str = "Quick Connect";

/// What the switch switches.
pub const SWITCH_LABEL: &str = "Let devices sign in with a code";

/// The switch has been pressed, and the server has taken it.
pub const SAVED: &str = "Saved.";

/// Something may not have been done.
const NOT_DONE: &str = "This may not have worked. Try again.";

/// Why a list did not come.
#[must_use]
pub fn not_listed(loss: Lost, session: &Session) -> String {
    lost(loss, session.server_label())
}

/// Why something may not have been done, on a line of its own.
#[must_use]
pub fn not_done(loss: Lost, session: &Session) -> String {
    [NOT_DONE, &lost(loss, session.server_label())].join("\n")
}

/// How many rows the list has.
#[must_use]
pub fn devices_found(count: usize) -> String {
    match count {
        0 => "No devices.".into(),
        1 => "1 device".into(),
        _ => format!("{count} devices"),
    }
}

/// Behind the name of a device in the list.
#[must_use]
pub fn device_facts(it: &SignedInDevice, when: &str) -> String {
    format!("{} · {} · {when}", it.user, it.client)
}

/// How long ago something was; none when the date says more.
#[must_use]
pub fn ago(minutes: u32) -> Option<String> {
    let hours = minutes / 60;
    Some(match (minutes, hours, hours / 24) {
        (0, ..) => "just now".into(),
        (1, ..) => "1 minute ago".into(),
        (2..60, ..) => format!("{minutes} minutes ago"),
        (_, 1, _) => "1 hour ago".into(),
        (_, _, 0) => format!("{hours} hours ago"),
        (_, _, 1) => "1 day ago".into(),
        (_, _, days @ 2..7) => format!("{days} days ago"),
        _ => return None,
    })
}

/// The button that removes a device, for a screen reader.
#[must_use]
pub fn remove(it: &SignedInDevice, when: &str) -> String {
    format!("Remove {}, {}, {when}", it.device, it.user)
}

/// How the switch stands.
#[must_use]
pub fn switch_is(on: bool) -> &'static str {
    if on { "On" } else { "Off" }
}

/// What a task asks.
#[must_use]
pub fn question(action: &Action) -> String {
    match action {
        Action::RemoveApprovedDevice(it) | Action::RemoveDevice(it) => format!("Remove {}?", it.device),
        Action::ChangePassword => "Sign out the other device?".into(),
        Action::SwitchOff => "Switch off Quick Connect?".into(),
    }
}

/// What a task would do, a line for each thing. `accounts` are signed in on the device.
#[must_use]
pub fn consequence(action: &Action, session: &Session, accounts: &[String]) -> String {
    match action {
        Action::RemoveApprovedDevice(_) | Action::RemoveDevice(_) if accounts.is_empty() => {
            "Everybody on this device is signed out there.".into()
        }
        Action::RemoveApprovedDevice(_) | Action::RemoveDevice(_) => {
            format!("Signed out on this device: {}.", accounts.join(", "))
        }
        Action::ChangePassword => format!(
            "• Ask an administrator of {} to remove that device.\n• Or change the password: that signs out every device but \
             this one.",
            session.server_label()
        ),
        Action::SwitchOff => "Codes that are waiting stop working. Signed-in devices stay signed in.".into(),
    }
}

/// The button that does it.
#[must_use]
pub fn do_it(action: &Action, is_under_way: bool) -> &'static str {
    match action {
        _ if is_under_way => "One moment…",
        Action::RemoveApprovedDevice(_) | Action::RemoveDevice(_) => "Remove device",
        Action::ChangePassword => "Change password",
        Action::SwitchOff => "Switch off",
    }
}

/// What was done.
#[must_use]
pub fn done(action: &Action) -> String {
    match action {
        Action::RemoveApprovedDevice(it) | Action::RemoveDevice(it) => format!("{} has been removed.", it.device),
        Action::ChangePassword => "Password changed. Every other device has been signed out.".into(),
        Action::SwitchOff => SAVED.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_in_the_last_week_is_told_by_how_long_ago_it_was() {
        for (minutes, told) in [
            (0, Some("just now")),
            (1, Some("1 minute ago")),
            (59, Some("59 minutes ago")),
            (60, Some("1 hour ago")),
            (23 * 60 + 59, Some("23 hours ago")),
            (24 * 60, Some("1 day ago")),
            (7 * 24 * 60 - 1, Some("6 days ago")),
            (7 * 24 * 60, None),
        ] {
            assert_eq!(ago(minutes).as_deref(), told);
        }
    }
}

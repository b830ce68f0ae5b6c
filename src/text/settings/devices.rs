//! The words of the list of devices, and of what has to be confirmed: removing one, the password, and the switch.

use crate::account::session::Session;
use crate::flow::confirmation::Action;
use crate::jellyfin::Lost;
use crate::jellyfin::sessions::SignedInDevice;
use crate::text::lost::{because, lost};
use crate::text::message::apart;
use crate::text::messages::devices as say;
use crate::text::{Message, list};

pub use crate::text::messages::common::{QUICK_CONNECT as SWITCH, REMOVE};
pub use crate::text::messages::devices::{
    HEADING as DEVICES, NEW_PASSWORD, NEW_PASSWORD_MISSING, NOT_YOU, OF_ALL as DEVICES_OF_ALL, OLD_PASSWORD,
    OWN as OWN_DEVICES, SAVED, SHOW as SHOW_DEVICES, SWITCH_LABEL, THIS as THIS_DEVICE, WRONG_PASSWORD,
};

/// Why a list did not come.
#[must_use]
pub fn not_listed(loss: Lost, session: &Session) -> String {
    lost(loss, session.server_label())
}

/// That something may not have been done, and why.
#[must_use]
pub fn not_done(loss: Lost, session: &Session) -> String {
    because(say::NOT_DONE.text(), &lost(loss, session.server_label()))
}

/// How many rows the list has.
#[must_use]
pub fn devices_found(count: usize) -> String {
    if count == 0 { say::NONE.into() } else { say::found(count) }
}

/// Behind the name of a device in the list.
#[must_use]
pub fn device_facts(it: &SignedInDevice, when: &str) -> String {
    format!("{} · {} · {when}", apart(&it.user), apart(&it.client))
}

/// How long ago something was; none when the date says more.
#[must_use]
pub fn ago(minutes: u32) -> Option<String> {
    let hours = minutes / 60;
    Some(match (minutes, hours, hours / 24) {
        (0, ..) => say::NOW.into(),
        (1..60, ..) => say::minutes(minutes as usize),
        (_, _, 0) => say::hours(hours as usize),
        (_, _, days @ ..7) => say::days(days as usize),
        _ => return None,
    })
}

/// The button that removes a device, for a screen reader.
#[must_use]
pub fn remove(it: &SignedInDevice, when: &str) -> String {
    say::remove_spoken(&it.device, &it.user, when)
}

/// How the switch stands.
#[must_use]
pub fn switch_is(on: bool) -> Message {
    if on { say::ON } else { say::OFF }
}

/// What a task asks.
#[must_use]
pub fn question(action: &Action) -> String {
    match action {
        Action::RemoveApprovedDevice(it) | Action::RemoveDevice(it) => say::remove_question(&it.device),
        Action::ChangePassword => say::PASSWORD_QUESTION.into(),
        Action::SwitchOff => say::OFF_QUESTION.into(),
    }
}

/// What a task would do, a line for each thing. `accounts` are signed in on the device.
#[must_use]
pub fn consequence(action: &Action, session: &Session, accounts: &[String]) -> String {
    match action {
        Action::RemoveApprovedDevice(_) | Action::RemoveDevice(_) if accounts.is_empty() => say::EVERYBODY_OUT.into(),
        Action::RemoveApprovedDevice(_) | Action::RemoveDevice(_) => say::these_out(&list(accounts)),
        Action::ChangePassword => say::password_consequence(session.server_label()),
        Action::SwitchOff => say::OFF_CONSEQUENCE.into(),
    }
}

/// The button that does it.
#[must_use]
pub fn do_it(action: &Action, is_under_way: bool) -> Message {
    match action {
        _ if is_under_way => say::ONE_MOMENT,
        Action::RemoveApprovedDevice(_) | Action::RemoveDevice(_) => say::REMOVE_DEVICE,
        Action::ChangePassword => say::CHANGE_PASSWORD,
        Action::SwitchOff => say::SWITCH_OFF,
    }
}

/// What was done.
#[must_use]
pub fn done(action: &Action) -> String {
    match action {
        Action::RemoveApprovedDevice(it) | Action::RemoveDevice(it) => say::removed(&it.device),
        Action::ChangePassword => say::PASSWORD_CHANGED.into(),
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

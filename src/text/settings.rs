//! The words of the signed-in device.

use super::lost;
use crate::account::session::Session;
use crate::flow::approval::{LostTry, Outcome, Proof, Request, State};
use crate::flow::confirmation::Action;
use crate::jellyfin::Lost;
use crate::jellyfin::code::CodeError;
use crate::jellyfin::sessions::SignedInDevice;

/// The screen's heading.
pub const HEADING: &str = "You are signed in";

/// The heading of the account's card.
pub const ACCOUNT: &str = "Your account";

/// The link to the server's own web client.
pub const OPEN_JELLYFIN: &str = "Open Jellyfin";

/// The heading above the code field, and the link to it.
pub const CONNECT: &str = "Connect another device";

/// What the code field is for.
pub const CODE_HINT: &str = "Type the six digits that the other device shows.";

/// The label of the code field.
pub const CODE: &str = "Code from the other device";

/// The button that leads to the confirm step.
pub const CONTINUE: &str = "Continue";

/// The button that switches the camera on.
pub const SCAN: &str = "Scan with the camera";

/// The same button while it is on.
pub const STOP_SCAN: &str = "Stop the camera";

/// What to do with it.
pub const SCANNING: &str = "Point the camera at the QR code beside the six digits.";

/// When it sees another QR code.
pub const NOT_A_CODE: &str =
    "That QR code has no code to sign in with. Scan the one beside the six digits, or type them.";

/// When it cannot be used.
pub const NO_CAMERA: &str =
    "The camera cannot be used. Allow it for this page in the browser’s settings, or type the code.";

/// The heading of the confirm step.
pub const CONFIRM: &str = "Sign in that device?";

/// The button that approves.
pub const APPROVE: &str = "Approve";

/// The same button while the approval is under way.
pub const APPROVING: &str = "Approving…";

/// The same button after a lost answer.
pub const APPROVE_AGAIN: &str = "Try again";

/// The button that leads back from the confirm step.
pub const CANCEL: &str = "Cancel";

/// The button after a result.
pub const ANOTHER: &str = "Enter another code";

/// The button after the own session has ended.
pub const SIGN_IN_AGAIN: &str = "Sign in again";

/// The button that signs out.
pub const SIGN_OUT: &str = "Sign out";

/// The same button while it is under way.
pub const SIGNING_OUT: &str = "Signing out…";

/// What to check before the press.
pub const WARNING: &str = "Approve only a code that you see on a screen in front of you. If somebody sent you this code, cancel: approving \
     it would sign them in as you.";

/// The same for a code that came in a link.
pub const LINKED_WARNING: &str = "This code came in a link. Compare it with the screen in front of you, digit by digit. If you did not scan it from \
     that screen yourself, cancel: whoever sent you the link would be signed in as you.";

/// For a code with which this very browser waits.
pub const OWN_CODE: &str = "This browser itself is waiting with this code. Approving it here would sign this session out and put a new one in its \
     place. Go back, and enter the code that another screen shows.";

/// The button that leads back from there.
pub const GO_BACK: &str = "Go back";

/// The button that approves all the same.
pub const APPROVE_ANYWAY: &str = "Approve anyway";

/// The button that leads to the choice of an account.
pub const FOR_ANOTHER: &str = "For another account…";

/// The label of the search among the accounts.
pub const WHOSE: &str = "Whose device is it? Search by name";

/// While something is asked for.
pub const LOADING: &str = "Asking the server…";

/// When no account fits the search.
pub const NOBODY_FITS: &str = "No account has such a name.";

/// In a frame.
pub const FRAMED: &str = "This page is shown inside another one, which could trick you into a press. Codes can be approved only when it is open \
     by itself.";

/// The link that opens it by itself.
pub const OPEN_ALONE: &str = "Open it by itself";

/// The number pad, for a screen reader.
pub const PAD: &str = "Number pad";

/// Its key that takes the last digit back, for a screen reader.
pub const TAKE_BACK: &str = "Delete the last digit";

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

/// The button that asks again.
pub const REFRESH: &str = "Refresh";

/// The button that removes a device.
pub const REMOVE: &str = "Remove";

/// The heading of the switch.
pub const SWITCH: &str = "Quick Connect";

/// Shown where the browser lets pages keep nothing.
pub const NOT_KEPT: &str =
    "This browser does not let this page keep anything, so you will have to sign in again next time.";

/// Behind the account's name.
#[must_use]
pub fn on_server(label: &str) -> String {
    format!("on {label}")
}

/// What the press would do.
#[must_use]
pub fn confirm(request: &Request, session: &Session) -> String {
    let whose = if request.is_for_another { " (not you)" } else { "" };
    format!(
        "The device that shows this code will be signed in as {}{whose} on {}.",
        request.account.name,
        session.server_label()
    )
}

/// Beside an account in the choice.
#[must_use]
pub fn account_note(is_disabled: bool, is_own: bool) -> &'static str {
    match (is_disabled, is_own) {
        (true, _) => "disabled",
        (false, true) => "you",
        (false, false) => "",
    }
}

/// An account in the choice, for a screen reader.
#[must_use]
pub fn account_label(name: &str, note: &str) -> String {
    format!("{name} {note}")
}

/// Why a disabled account cannot be chosen.
#[must_use]
pub fn locked_account(name: &str) -> String {
    format!(
        "{name} is disabled: the server would approve the code, but the device could do nothing with it. Enable the \
         account in the dashboard first."
    )
}

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

/// Why what was typed is not a code.
#[must_use]
pub fn code_error(error: CodeError) -> String {
    match error {
        CodeError::Empty => "Type the six digits that the other device shows.".into(),
        CodeError::Length(1) => "A code has six digits; this is one.".into(),
        CodeError::Length(count) => format!("A code has six digits; these are {count}."),
        CodeError::NotADigit(character) => format!("A code has digits only; “{character}” is none."),
    }
}

/// How it went, and what to do next.
#[must_use]
pub fn result(state: &State, session: &Session) -> Option<String> {
    let server = session.server_label();
    Some(match state {
        State::Entering | State::Confirming { lost: None, .. } => return None,
        State::Authorizing(_) => "Approving…".into(),
        State::Doubting(..) => "Finding out whether the first try arrived…".into(),
        State::Confirming { lost: Some(LostTry { lost: loss, shows_nothing, .. }), .. } => {
            let arrived = if *shows_nothing {
                "The server shows no sign that the approval arrived. The code is still here: try again."
            } else {
                "The code is still here, but whether it was approved is not known yet. That is being found out; you \
                 can also try again."
            };
            format!("{} {arrived}", lost(*loss, server))
        }
        State::Approved(request, proof) => {
            let name = &request.account.name;
            match proof {
                Proof::Looking { .. } => format!("Approved. The other device signs in as {name} within some seconds."),
                Proof::Shown(it) => format!("Approved. Signed in as {name}: {}, {}, now.", it.device, it.client),
                Proof::NotShown => format!(
                    "Approved for {name}. The server does not show the other device yet; look whether it is signed \
                     in. If it is not, ask it for a new code."
                ),
            }
        }
        State::Refused(outcome) => match outcome {
            Outcome::Unknown => {
                "No device is waiting with this code. It may be mistyped, or its ten minutes are over. \
                 Compare it with the other screen and enter it again."
            }
            Outcome::Used { perhaps_by_us: true } => {
                "This code has been approved, perhaps by your first try. Look whether the other device is signed in."
            }
            Outcome::Used { perhaps_by_us: false } => {
                "This code has been used already. If the other device is not signed in, ask it for a new code and \
                 enter that."
            }
            Outcome::Disabled => {
                "Quick Connect is switched off on this server. An administrator can switch it on in the \
                 dashboard, under General."
            }
            Outcome::Forbidden => {
                "The server does not let your account in now. It may be outside its allowed hours, or not allowed \
                 from outside the home. Ask whoever runs the server."
            }
            Outcome::Limited => {
                "This account may not sign in on that device: it is signed in on as many devices as it may, or only \
                 on certain ones. Sign out somewhere else and try again, or ask whoever runs the server."
            }
            Outcome::SignedOut => {
                "This device has been signed out by the server, so it cannot approve anything. Sign in again; the \
                 code is kept."
            }
        }
        .into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_code_is_told_why() {
        assert_eq!(code_error(CodeError::Length(1)), "A code has six digits; this is one.");
        assert_eq!(code_error(CodeError::Length(7)), "A code has six digits; these are 7.");
        assert!(code_error(CodeError::NotADigit('x')).contains("“x”"));
    }
}

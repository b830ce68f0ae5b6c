//! The words of approving a code.

use crate::account::session::Session;
use crate::flow::approval::{LostTry, Outcome, Proof, Request, State};
use crate::jellyfin::code::{Code, CodeError};
use crate::text::lost::lost;

/// The heading above the code field, and the link to it.
pub const CONNECT: &str = "Approve a device";

/// What the code field is for.
pub const CODE_HINT: &str = "Enter the 6 digits from the other screen. The last digit opens the next step.";

/// The label of the code field.
pub const CODE: &str = "Code on the other screen";

/// The button that leads to the confirm step.
pub const CONTINUE: &str = "Continue";

/// The button that switches the camera on.
pub const SCAN: &str = "Scan QR code";

/// The same button while it is on.
pub const STOP_SCAN: &str = "Stop scanning";

/// What to do with it.
pub const SCANNING: &str = "Point the camera at the QR code on the other screen.";

/// When it sees another QR code.
pub const NOT_A_CODE: &str = "This QR code has no sign-in code. Scan the one on the other screen.";

/// When it cannot be used.
pub const NO_CAMERA: &str = "Can’t use the camera. Allow it in the browser’s settings, or type the code.";

/// The button that approves.
pub const APPROVE: &str = "Approve";

/// The same button while the approval is under way.
pub const APPROVING: &str = "Approving…";

/// The same button after a lost answer.
pub const APPROVE_AGAIN: &str = "Try again";

/// The button that leads back from the confirm step.
pub const CANCEL: &str = "Cancel";

/// The button after an approval.
pub const DONE: &str = "Done";

/// The button after a refusal.
pub const ANOTHER: &str = "Enter another code";

/// What to check before the press.
pub const WARNING: &str =
    "Approve only a code from a screen in this room. If someone sent it, cancel: they would get into this account.";

/// The same for a code that came in a link.
pub const LINKED_WARNING: &str =
    "This code came from a link. Compare it with the screen: if they differ, or if someone sent the link, cancel.";

/// For a code with which this very browser waits.
pub const OWN_CODE: &str = "This browser itself shows this code. Approving it here would end the current sign-in.";

/// The button that leads back from there.
pub const GO_BACK: &str = "Back";

/// The button that approves all the same.
pub const APPROVE_ANYWAY: &str = "Approve anyway";

/// The button that leads to the choice of an account.
pub const FOR_ANOTHER: &str = "Choose another account";

/// In place of that button on a server that cannot do it.
pub const NOT_FOR_OTHERS: &str = "Approving for another account needs Jellyfin 10.9 or later.";

/// The label of the search among the accounts.
pub const WHOSE: &str = "Search by username";

/// When no account fits the search.
pub const NOBODY_FITS: &str = "No account with this name.";

/// In a frame.
pub const FRAMED: &str =
    "This page is open inside another page, so it can’t approve codes. Open it in a tab of its own.";

/// The link that opens it by itself.
pub const OPEN_ALONE: &str = "Open in a new tab";

/// While another code is being decided on.
pub const ANOTHER_CODE_WAITS: &str = "A link has brought another code. It comes next.";

/// After an approval whose answer nobody saw.
#[must_use]
pub fn unanswered(code: Code) -> String {
    format!(
        "The code {} may have been approved: the page was left before the answer came. Check that the other device has \
         signed in.",
        code.digits()
    )
}

/// The number pad, for a screen reader.
pub const PAD: &str = "Number pad";

/// Its key that takes the last digit back, for a screen reader.
pub const TAKE_BACK: &str = "Delete the last digit";

/// The heading of the confirm step: what the press would do.
#[must_use]
pub fn confirm(request: &Request) -> String {
    format!("Sign in this device as {}?", request.account.name)
}

/// Below that heading: where, and whether it is somebody else's account.
#[must_use]
pub fn confirm_place(request: &Request, session: &Session) -> String {
    let server = session.server_label();
    if request.is_for_another { format!("Another account on {server}") } else { super::on_server(server) }
}

/// Beside an account in the choice.
#[must_use]
pub fn account_note(is_disabled: bool, is_own: bool) -> &'static str {
    match (is_disabled, is_own) {
        (true, _) => "Disabled",
        (false, true) => "Signed in here",
        (false, false) => "",
    }
}

/// Why a disabled account cannot be chosen.
#[must_use]
pub fn locked_account(name: &str) -> String {
    format!("{name} is disabled. Enable this account in the Dashboard first.")
}

/// What has been entered so far, for a screen reader.
#[must_use]
pub fn so_far(digits: &str) -> String {
    digits.chars().map(String::from).collect::<Vec<_>>().join(" ")
}

/// Why what was typed is not a code.
#[must_use]
pub fn code_error(error: CodeError) -> String {
    match error {
        CodeError::Empty => "Enter the 6 digits from the other screen.".into(),
        CodeError::Length(count) => format!("A code has 6 digits, this one has {count}."),
        CodeError::NotADigit(character) => format!("A code has only digits, not “{character}”."),
    }
}

/// How it went, and what to do next. A lost answer has its reason on a line of its own.
#[must_use]
pub fn result(state: &State, session: &Session) -> Option<String> {
    Some(match state {
        State::Entering | State::Confirming { lost: None, .. } => return None,
        State::Authorizing(_) | State::Retrying(_) => APPROVING.into(),
        State::Doubting(..) => "Checking whether the first try worked…".into(),
        State::Confirming { lost: Some(LostTry { lost: loss, shows_nothing, .. }), .. } => {
            let arrived = if *shows_nothing {
                "The approval did not arrive. Try again."
            } else {
                "The approval may not have arrived. Checking…"
            };
            [arrived, &lost(*loss, session.server_label())].join("\n")
        }
        State::Approved(request, proof) => {
            let name = &request.account.name;
            match proof {
                Proof::Looking { .. } => format!("Approved. The other device is signing in as {name}…"),
                Proof::Shown(it) => format!("Approved. {} ({}) is signed in as {name}.", it.device, it.client),
                Proof::NotShown => format!(
                    "Approved for {name}. Check that the other device has signed in; if not, get a new code there."
                ),
            }
        }
        State::Refused(outcome) => match outcome {
            Outcome::Unknown => "No device is waiting with this code. It may be mistyped or expired.",
            Outcome::Used { perhaps_by_us: true } => {
                "This code was already approved, perhaps by the first try. Check that the other device has signed in."
            }
            Outcome::Used { perhaps_by_us: false } => {
                "This code was already used. If the other device has not signed in, get a new code there."
            }
            Outcome::Disabled => {
                "Quick Connect is switched off on this server. An administrator can switch it on in the Dashboard, \
                 under General."
            }
            Outcome::Forbidden => {
                "The server does not allow this account right now. Ask an administrator about its hours and its \
                 remote access."
            }
            Outcome::Limited => {
                "This account has too many devices, or may not use that one. Sign out somewhere else, or ask an \
                 administrator."
            }
            Outcome::NotAdministrator => {
                "This account is no longer an administrator. It can approve codes only for itself."
            }
            Outcome::SignedOut => "This device has been signed out. Sign in again to approve this code.",
        }
        .into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_code_is_told_why() {
        assert_eq!(code_error(CodeError::Length(1)), "A code has 6 digits, this one has 1.");
        assert_eq!(code_error(CodeError::Length(7)), "A code has 6 digits, this one has 7.");
        assert!(code_error(CodeError::NotADigit('x')).contains("“x”"));
    }
}

//! The words of approving a code.

use crate::account::session::Session;
use crate::flow::approval::{LostTry, Outcome, Proof, Request, State};
use crate::jellyfin::code::{Code, CodeError};
use crate::text::lost::lost;

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

/// In place of that button on a server that cannot do it.
pub const NOT_FOR_OTHERS: &str =
    "This server can approve only for your own account. For others it needs Jellyfin 10.9.";

/// The label of the search among the accounts.
pub const WHOSE: &str = "Whose device is it? Search by name";

/// When no account fits the search.
pub const NOBODY_FITS: &str = "No account has such a name.";

/// In a frame.
pub const FRAMED: &str = "This page is shown inside another one, which could trick you into a press. Codes can be approved only when it is open \
     by itself.";

/// The link that opens it by itself.
pub const OPEN_ALONE: &str = "Open it by itself";

/// While another code is being decided on.
pub const ANOTHER_CODE_WAITS: &str =
    "A link has brought another code. It is shown as soon as you are done with this one.";

/// After an approval whose answer nobody saw.
#[must_use]
pub fn unanswered(code: Code) -> String {
    format!(
        "The code {} may have been approved: the page was left before the answer came. Look whether the other device is \
         signed in.",
        code.digits()
    )
}

/// The number pad, for a screen reader.
pub const PAD: &str = "Number pad";

/// Its key that takes the last digit back, for a screen reader.
pub const TAKE_BACK: &str = "Delete the last digit";

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
        State::Authorizing(_) | State::Retrying(_) => "Approving…".into(),
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
            Outcome::NotAdministrator => {
                "You are not an administrator any more, so you can approve codes only for your own account. Enter the code \
                 again to do that."
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

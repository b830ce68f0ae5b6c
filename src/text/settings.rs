//! The words of the signed-in device.

use super::lost;
use crate::approval::{Outcome, State};
use crate::code::CodeError;
use crate::session::Session;

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
pub const WARNING: &str = "Approve only a code that you see on a screen near you. If somebody sent you this code, cancel: approving it \
     would sign them in as you.";

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
pub fn confirm(session: &Session) -> String {
    format!("The device that shows this code will be signed in as {} on {}.", session.user.name, session.server_label())
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
        State::Authorizing { .. } => "Approving…".into(),
        State::Confirming { lost: Some(loss), .. } => format!(
            "{} The code is still here, but whether it was approved is not known. Try again.",
            lost(*loss, server)
        ),
        State::Decided(outcome) => match outcome {
            Outcome::Approved => {
                format!("Approved. The other device signs in as {} within some seconds.", session.user.name)
            }
            Outcome::Unknown => {
                "No device is waiting with this code. It may be mistyped, or its ten minutes are over. \
                 Compare it with the other screen and enter it again."
                    .into()
            }
            Outcome::Used { again: true } => {
                "This code has been approved: your first try did arrive, most likely. Look \
                 whether the other device is signed in."
                    .into()
            }
            Outcome::Used { again: false } => {
                "This code has been used already. If the other device is not signed in, ask \
                 it for a new code and enter that."
                    .into()
            }
            Outcome::Disabled => {
                "Quick Connect is switched off on this server. An administrator can switch it on in the \
                 dashboard, under General."
                    .into()
            }
            Outcome::Forbidden => "The server does not let this account sign in another device. It may be outside its \
                 allowed hours, not allowed from outside the home, or signed in on too many devices. Ask whoever runs \
                 the server."
                .into(),
            Outcome::SignedOut => {
                "This device has been signed out by the server, so it cannot approve anything. Sign in \
                 again; the code is kept."
                    .into()
            }
        },
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

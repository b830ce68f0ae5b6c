//! The words of approving a code.

use crate::account::session::Session;
use crate::flow::approval::{LostTry, Outcome, Proof, Request, State};
use crate::jellyfin::code::{Code, CodeError};
use crate::text::lost::{because, lost};
use crate::text::messages::{approve as say, page};

pub use crate::text::messages::approve::{
    ANOTHER, ANOTHER_CODE_WAITS, ANYWAY as APPROVE_ANYWAY, APPROVE, APPROVING, CODE, CODE_HINT, CONTINUE, DONE,
    FOR_ANOTHER, FRAMED, HEADING as CONNECT, LINKED_WARNING, NO_CAMERA, NOBODY_FITS, NOT_A_CODE, NOT_FOR_OTHERS,
    OPEN_ALONE, OWN_CODE, PAD, PAD_HINT, SCAN, SCANNING, STOP_SCAN, TAKE_BACK, WARNING, WHOSE, locked_account,
};
use crate::text::messages::common::LIST_SEPARATOR;
pub use crate::text::messages::common::{BACK as GO_BACK, CANCEL, TRY_AGAIN as APPROVE_AGAIN};

/// After an approval whose answer nobody saw.
#[must_use]
pub fn unanswered(code: Code) -> String {
    say::unanswered(&code.digits())
}

/// The heading of the confirm step: what the press would do.
#[must_use]
pub fn confirm(request: &Request) -> String {
    say::confirm(&request.account.name)
}

/// Below that heading: where, and whether it is somebody else's account.
#[must_use]
pub fn confirm_place(request: &Request, session: &Session) -> String {
    let server = session.server_label();
    if request.is_for_another { say::confirm_elsewhere(server) } else { page::on_server(server) }
}

/// Beside an account in the choice.
#[must_use]
pub fn account_note(is_disabled: bool, is_own: bool) -> &'static str {
    match (is_disabled, is_own) {
        (true, _) => say::NOTE_DISABLED.text(),
        (false, true) => say::NOTE_OWN.text(),
        (false, false) => "",
    }
}

/// What has been entered so far, for a screen reader.
#[must_use]
pub fn so_far(digits: &str) -> String {
    if digits.is_empty() {
        return say::CODE_EMPTY.into();
    }
    digits.chars().map(String::from).collect::<Vec<_>>().join(" ")
}

/// Which digits can come next, for a screen reader.
#[must_use]
pub fn one_of(digits: &[u32]) -> String {
    digits.iter().map(u32::to_string).collect::<Vec<_>>().join(LIST_SEPARATOR.text())
}

/// Why what was typed is not a code.
#[must_use]
pub fn code_error(error: CodeError) -> String {
    match error {
        CodeError::Empty => say::CODE_EMPTY.into(),
        CodeError::Length(count) => say::code_length(count),
        CodeError::NotADigit(character) => say::not_a_digit(&character.to_string()),
    }
}

/// How it went, and what to do next. A lost answer has its reason behind it.
#[must_use]
pub fn result(state: &State, session: &Session) -> Option<String> {
    Some(match state {
        State::Entering | State::Confirming { lost: None, .. } => return None,
        State::Authorizing(_) | State::Retrying(_) => APPROVING.into(),
        State::Doubting(..) => say::DOUBTING.into(),
        State::Confirming { lost: Some(LostTry { lost: loss, shows_nothing, .. }), .. } => {
            let arrived = if *shows_nothing { say::NOT_ARRIVED } else { say::PERHAPS_NOT_ARRIVED };
            because(arrived.text(), &lost(*loss, session.server_label()))
        }
        State::Approved(request, proof) => {
            let name = &request.account.name;
            match proof {
                Proof::Looking { .. } => say::approved_looking(name),
                Proof::Shown(it) => say::approved_shown(&it.device, &it.client, name),
                Proof::NotShown => say::approved(name),
            }
        }
        State::Refused(outcome) => match outcome {
            Outcome::Unknown => say::UNKNOWN,
            Outcome::Used { perhaps_by_us: true } => say::USED_BY_US,
            Outcome::Used { perhaps_by_us: false } => say::USED,
            Outcome::Disabled => say::DISABLED,
            Outcome::Forbidden => say::FORBIDDEN,
            Outcome::Limited => say::LIMITED,
            Outcome::NotAdministrator => say::NOT_ADMINISTRATOR,
            Outcome::SignedOut => say::SIGNED_OUT,
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

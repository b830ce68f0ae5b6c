//! What can be done after a result: enter another code, sign in again, or, when a device was approved that should not
//! have been, end its session.

use leptos::prelude::*;

use super::approve_panel::leave;
use super::model::Model;
use super::shell::Shell;
use super::{devices, focus, parts, task};
use crate::flow::approval::{Outcome, Proof, State};
use crate::flow::confirmation::Action;
use crate::text::settings as words;

/// After an approval.
pub fn approved(shell: Shell) -> AnyView {
    focus::on_arrival("next");
    shell.part(
        |model| task::key(model, is_here),
        |shell| {
            if shell.read(|model| model.task.as_ref().is_some_and(|task| is_here(&task.action))) {
                return task::task(shell);
            }
            let label = |_: &Model| words::NOT_YOU.to_owned();
            parts::buttons(vec![another(shell), parts::button(shell, "not-you", "", label, parts::never, doubt)])
        },
    )
}

fn is_here(action: &Action) -> bool {
    matches!(action, Action::RemoveApprovedDevice(_) | Action::ChangePassword)
}

/// An administrator can remove what the server shows to have signed in, or find it in the list of all devices as long as
/// it shows nothing. For anybody else the password is what ends it.
fn doubt(shell: Shell) {
    let what = shell.read(|model: &Model| match &model.approval {
        State::Approved(_, Proof::Shown(arrival)) if model.is_administrator => {
            Some(Action::RemoveApprovedDevice(arrival.clone()))
        }
        _ => Some(Action::ChangePassword).filter(|_| !model.is_administrator),
    });
    if let Some(what) = what {
        return task::ask(shell, what);
    }
    devices::look(shell);
    focus::on_arrival("show-devices");
}

/// After a refusal.
pub fn refused(shell: Shell, outcome: Outcome) -> AnyView {
    focus::on_arrival("next");
    let button = if outcome == Outcome::SignedOut {
        let label = |_: &Model| words::SIGN_IN_AGAIN.to_owned();
        parts::button(shell, "next", "primary", label, parts::never, leave)
    } else {
        another(shell)
    };
    parts::buttons(vec![button])
}

fn another(shell: Shell) -> AnyView {
    let label = |_: &Model| words::ANOTHER.to_owned();
    parts::button(shell, "next", "", label, |model| model.is_settling, leave)
}

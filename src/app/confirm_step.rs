//! The confirm step: the code once more, the account that it would sign in, what to look at before the press, and the
//! press. An administrator can choose another account here.

use leptos::prelude::*;

use super::approve_panel::{is_linked, leave};
use super::model::{Model, Picker};
use super::parts::{element, fixed, following, plain};
use super::shell::Shell;
use super::{focus, parts, people, picker, storage};
use crate::flow::approval::{Event, State};
use crate::jellyfin::code::Code;
use crate::jellyfin::users::User;
use crate::text::settings as words;

/// The step. The focus goes to the step, not to the button: a key held down from before must not approve.
pub fn confirm_step(shell: Shell, code: Code) -> AnyView {
    focus::on_arrival("confirm");
    let text = |model: &Model| {
        let request = model.approval.request().zip(model.session.as_ref());
        request.map(|(request, session)| words::confirm(request, session)).unwrap_or_default()
    };
    let whose = vec![
        shell.part(|model| account(model).map(|user| user.id.clone()).unwrap_or_default(), whose),
        plain("p", &[("id", "confirm-text")], vec![parts::following_words(shell, text)]),
    ];
    let content = vec![
        parts::plainly("h3", &[("id", "confirm-heading")], words::CONFIRM),
        parts::tiles("confirm-code", Some(code)),
        plain("div", &[("class", "whose")], whose),
        parts::paragraph(shell, "warning", "paragraph", |model| warning(model).to_owned()),
        shell.part(|model| format!("{}{}", model.picker != Picker::Closed, is_own(model)), below),
    ];
    let class = |model: &Model| if model.picker == Picker::Closed { "" } else { "picking" }.to_owned();
    let attributes = vec![
        fixed("id", "confirm"),
        fixed("role", "group"),
        fixed("aria-labelledby", "confirm-heading"),
        fixed("aria-describedby", "confirm-text"),
        fixed("tabindex", "-1"),
        following(shell, "class", class),
    ];
    element("div", attributes, content)
}

fn account(model: &Model) -> Option<&User> {
    model.approval.request().map(|request| &request.account)
}

fn whose(shell: Shell) -> AnyView {
    shell.read(|model| match (account(model), &model.session) {
        (Some(user), Some(session)) => people::picture(user, |path| session.server.join(path)),
        _ => parts::nothing(),
    })
}

/// Whether this very browser waits with the code.
fn is_own(model: &Model) -> bool {
    let waits_here = storage::shown_code();
    model.approval.request().is_some_and(|request| waits_here.as_ref() == Some(&request.code.digits()))
}

fn warning(model: &Model) -> &'static str {
    let code = model.approval.request().map(|request| request.code);
    if is_own(model) {
        words::OWN_CODE
    } else if code.is_some_and(|code| is_linked(model, code)) {
        words::LINKED_WARNING
    } else {
        words::WARNING
    }
}

/// The buttons, or the choice of an account.
fn below(shell: Shell) -> AnyView {
    if shell.read(|model| model.picker != Picker::Closed) {
        return picker::picker(shell);
    }
    let approve = |model: &Model| {
        match model.approval {
            State::Authorizing(_) | State::Doubting(..) => words::APPROVING,
            State::Confirming { lost: Some(_), .. } => words::APPROVE_AGAIN,
            _ if is_own(model) => words::APPROVE_ANYWAY,
            _ => words::APPROVE,
        }
        .to_owned()
    };
    let (class, cancel_class) = if shell.read(is_own) { ("", "primary") } else { ("primary", "") };
    let cancel = |model: &Model| if is_own(model) { words::GO_BACK } else { words::CANCEL }.to_owned();
    let mut buttons = vec![
        parts::button(shell, "approve", class, approve, is_under_way, |shell| shell.tell_approval(Event::Pressed)),
        parts::button(shell, "approve-cancel", cancel_class, cancel, is_under_way, leave),
    ];
    if shell.read(|model| model.is_administrator && matches!(model.approval, State::Confirming { lost: None, .. })) {
        let label = |_: &Model| words::FOR_ANOTHER.to_owned();
        buttons.push(parts::button(shell, "for-another", "", label, is_under_way, picker::open));
    }
    parts::buttons(buttons)
}

fn is_under_way(model: &Model) -> bool {
    model.approval.is_under_way() || model.is_settling
}

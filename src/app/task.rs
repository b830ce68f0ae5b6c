//! What is done only after a second question: it says what it will do, asks, does it, and says what came of it. There
//! is one at a time, and it stands where it was asked for.

use leptos::prelude::*;

use super::model::{Listing, Model};
use super::parts::plain;
use super::shell::Shell;
use super::{asking, devices, field, focus, parts, switch};
use crate::account::session::Ended;
use crate::flow::confirmation::{Action, Confirmation, Step};
use crate::jellyfin::secret::Password;
use crate::jellyfin::sessions::{read_removed, remove_device};
use crate::jellyfin::users::{PasswordChanged, change_password, read_password_changed};
use crate::jellyfin::{Lost, Reply};
use crate::text::settings as words;

/// Asks whether it is to be done.
pub fn ask(shell: Shell, action: Action) {
    shell.change(|model| model.task = Some(Confirmation { action, step: Step::Asking }));
    focus::on_arrival("task");
}

/// What the part of the screen is made anew for that shows tasks of this kind.
pub fn key(model: &Model, is_here: fn(&Action) -> bool) -> String {
    let task = model.task.as_ref().filter(|task| is_here(&task.action));
    task.map(|task| if task.step == Step::Done { "done" } else { "asked" }).unwrap_or_default().to_owned()
}

/// The question, or what came of it.
pub fn task(shell: Shell) -> AnyView {
    let Some(task) = shell.read(|model| model.task.clone()) else { return parts::nothing() };
    let said = parts::paragraph(shell, "question", "status", |model| {
        let (Some(task), Some(session)) = (&model.task, &model.session) else { return String::new() };
        let accounts = devices::accounts_on(model, &task.action);
        if task.step == Step::Done {
            words::done(&task.action)
        } else {
            words::question(&task.action, session, &accounts)
        }
    });
    let mut content = vec![said];
    let mut buttons = Vec::new();
    if task.step != Step::Done {
        if task.action == Action::ChangePassword {
            for (id, label, kind) in [
                ("old-password", words::OLD_PASSWORD, "current-password"),
                ("new-password", words::NEW_PASSWORD, "new-password"),
            ] {
                content.extend(parts::field(id, label, "", &[("type", "password"), ("autocomplete", kind)]));
            }
        }
        let label = |model: &Model| {
            let task = model.task.as_ref();
            task.map(|task| words::do_it(&task.action, is_under_way(model))).unwrap_or_default().to_owned()
        };
        buttons.push(parts::button(shell, "task-do", "danger", label, is_under_way, begin));
    }
    let label = |model: &Model| {
        let is_done = model.task.as_ref().is_some_and(|task| task.step == Step::Done);
        if is_done { words::CLOSE } else { words::CANCEL }.to_owned()
    };
    buttons.push(parts::button(shell, "task-close", "", label, is_under_way, close));
    content.push(parts::paragraph(shell, "status bad", "alert", |model| match &model.task {
        Some(Confirmation { step: Step::Failed(why), .. }) => why.clone(),
        _ => String::new(),
    }));
    content.push(parts::buttons(buttons));
    plain("div", &[("id", "task"), ("role", "group"), ("tabindex", "-1")], content)
}

/// Back to where it was asked for, unless it is being done.
pub fn close(shell: Shell) {
    if shell.read(is_under_way) {
        return;
    }
    let asked_at = match shell.read(|model| model.task.as_ref().map(|task| task.action.clone())) {
        Some(Action::SwitchQuickConnect(_)) => "switch-quick-connect",
        Some(Action::RemoveDevice(_)) => "show-devices",
        _ => "next",
    };
    shell.change(|model| model.task = None);
    focus::on_arrival(asked_at);
}

fn is_under_way(model: &Model) -> bool {
    model.task.as_ref().is_some_and(|task| task.step == Step::UnderWay)
}

fn set_step(shell: Shell, step: Step) {
    shell.change(|model| {
        if let Some(task) = &mut model.task {
            task.step = step;
        }
    });
}

fn begin(shell: Shell) {
    let Some(what) = shell.read(|model| model.task.as_ref().map(|task| task.action.clone())) else { return };
    let Some((device, session)) = shell.session() else { return };
    if what == Action::ChangePassword && field::value("new-password").is_empty() {
        set_step(shell, Step::Failed(words::NEW_PASSWORD_MISSING.to_owned()));
        return focus::to("new-password");
    }
    set_step(shell, Step::UnderWay);
    match what {
        Action::RemoveApprovedDevice(it) | Action::RemoveDevice(it) => {
            let call = remove_device(&it.device_id, &device, &session.token);
            asking::send(shell, call, |shell, reply| finish(shell, read_removed(reply)));
        }
        Action::ChangePassword => change(shell, false),
        Action::SwitchQuickConnect(_) => switch::set(shell),
    }
}

/// Says what came of a task, and looks anew at what it may have changed.
pub fn finish(shell: Shell, done: Result<(), Lost>) {
    let step = shell.read(|model| match (done, &model.session) {
        (Err(lost), Some(session)) => Step::Failed(words::not_done(lost, session)),
        _ => Step::Done,
    });
    let is_done = step == Step::Done;
    set_step(shell, step);
    if is_done {
        focus::on_arrival("task-close");
    }
    if shell.read(|model| matches!(model.task, Some(Confirmation { action: Action::SwitchQuickConnect(_), .. }))) {
        switch::look(shell);
    } else if shell.read(|model| model.devices != Listing::Closed) {
        devices::look(shell);
    }
}

/// 10.8 has another path, with the account's id.
fn change(shell: Shell, by_id: bool) {
    let Some((device, session)) = shell.session() else { return };
    let old = Password::new(field::value("old-password"));
    let new = Password::new(field::value("new-password"));
    let id = Some(session.user.id.as_str()).filter(|_| by_id);
    let then: fn(Shell, Reply) =
        if by_id { |shell, reply| changed(shell, reply, true) } else { |shell, reply| changed(shell, reply, false) };
    asking::send(shell, change_password(&old, &new, id, &device, &session.token), then);
}

fn changed(shell: Shell, reply: Reply, by_id: bool) {
    match read_password_changed(reply) {
        PasswordChanged::Yes => finish(shell, Ok(())),
        PasswordChanged::WrongPassword => set_step(shell, Step::Failed(words::WRONG_PASSWORD.to_owned())),
        PasswordChanged::WrongPath if !by_id => change(shell, true),
        PasswordChanged::WrongPath => finish(shell, Err(Lost::NotFound)),
        PasswordChanged::Lost(lost) => finish(shell, Err(lost)),
        PasswordChanged::SignedOut => shell.end_session(Ended::ByServer),
    }
}

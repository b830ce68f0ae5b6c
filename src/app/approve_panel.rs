//! The approving device on the screen: drives [`crate::approval`] for as long as the panel is there. Nothing is sent
//! before the press on `#approve`.

use std::time::Duration;

use leptos::prelude::*;

use super::inbox::Inbox;
use super::model::Model;
use super::parts::{element, fixed};
use super::shell::{Shell, spawn};
use super::{clock, fetch, field, focus, parts};
use crate::approval::{Effect, Event, Outcome, State};
use crate::code::Code;
use crate::jellyfin::quick_connect as calls;
use crate::machine::{World, drive};
use crate::session::Ended;
use crate::text::settings as words;

/// How long the news that the own session has ended stays before the login follows by itself.
const READING_TIME: Duration = Duration::from_secs(4);

/// The panel.
pub fn approve_panel(shell: Shell) -> AnyView {
    let inbox = Inbox::new();
    shell.connect_approval(inbox.clone());
    shell.change(|model| {
        model.approval = State::Entering;
        model.refusal = None;
    });
    spawn(async move {
        drive(State::Entering, &Approving { shell, inbox }).await;
    });
    let result = parts::paragraph(shell, "status result", "status", |model| {
        model.session.as_ref().and_then(|session| words::result(&model.approval, session)).unwrap_or_default()
    });
    parts::card(
        "card approve",
        "approve-heading",
        words::CONNECT,
        vec![result, enter(shell), shell.part(step_key, step)],
    )
}

/// What is shown below the form; a lost answer does not change it, so that the focus stays where it is.
fn step_key(model: &Model) -> String {
    match model.approval {
        State::Entering => String::new(),
        State::Confirming { code, .. } | State::Authorizing { code, .. } => code.digits(),
        State::Decided(_) => "decided".to_owned(),
    }
}

fn step(shell: Shell) -> AnyView {
    match shell.read(|model| model.approval) {
        State::Entering => parts::nothing(),
        State::Confirming { code, .. } | State::Authorizing { code, .. } => confirm(shell, code),
        State::Decided(outcome) => next(shell, outcome),
    }
}

/// The code field. It stays in the page, hidden, during the other steps: what was typed is not lost.
fn enter(shell: Shell) -> AnyView {
    let typed = shell.read(|model| model.link_code.clone().unwrap_or_default());
    let attributes =
        [("type", "text"), ("inputmode", "numeric"), ("autocomplete", "off"), ("aria-describedby", "code-hint")];
    let mut content = parts::field("code", words::CODE, &typed, &attributes);
    content.extend([
        parts::worded("p", vec![fixed("id", "code-hint"), fixed("class", "hint")], words::CODE_HINT),
        parts::paragraph(shell, "status bad", "alert", |model| model.refusal.clone().unwrap_or_default()),
        parts::buttons(vec![parts::submit(shell, "continue", |_| words::CONTINUE.to_owned(), parts::never)]),
    ]);
    let form = parts::form("approve-form", "approve-heading", submit, shell, content);
    let class = |model: &Model| if model.approval == State::Entering { "" } else { "gone" }.to_owned();
    element("div", vec![parts::following(shell, "class", class)], vec![form])
}

fn submit(shell: Shell) {
    match Code::parse(&field::value("code")) {
        Ok(code) => {
            shell.change(|model| model.refusal = None);
            shell.tell_approval(Event::Entered(code));
        }
        Err(error) => {
            shell.change(|model| model.refusal = Some(words::code_error(error)));
            focus::to("code");
        }
    }
}

/// The code once more, the account that it would sign in, and the press. The focus goes to the step, not to the
/// button: a key held down from before must not approve.
fn confirm(shell: Shell, code: Code) -> AnyView {
    focus::on_arrival("confirm");
    let text = |model: &Model| model.session.as_ref().map(words::confirm).unwrap_or_default();
    let approve = |model: &Model| {
        match model.approval {
            State::Authorizing { .. } => words::APPROVING,
            State::Confirming { lost: Some(_), .. } => words::APPROVE_AGAIN,
            _ => words::APPROVE,
        }
        .to_owned()
    };
    let attributes = vec![
        fixed("id", "confirm"),
        fixed("role", "group"),
        fixed("aria-labelledby", "confirm-heading"),
        fixed("aria-describedby", "confirm-text"),
        fixed("tabindex", "-1"),
    ];
    let cancel = |shell: Shell| {
        shell.tell_approval(Event::Cancelled);
        shell.keep_code(None);
        focus::on_arrival("code");
    };
    let content = vec![
        parts::worded("h3", vec![fixed("id", "confirm-heading")], words::CONFIRM),
        parts::tiles("confirm-code", Some(code)),
        element("p", vec![fixed("id", "confirm-text")], vec![parts::following_words(shell, text)]),
        parts::paragraph(shell, "warning", "paragraph", |_| words::WARNING.to_owned()),
        parts::buttons(vec![
            parts::button(shell, "approve", "primary", approve, is_under_way, |shell| {
                shell.tell_approval(Event::Pressed);
            }),
            parts::button(shell, "approve-cancel", "", |_| words::CANCEL.to_owned(), is_under_way, cancel),
        ]),
    ];
    element("div", attributes, content)
}

fn is_under_way(model: &Model) -> bool {
    matches!(model.approval, State::Authorizing { .. })
}

/// What to do after a result.
fn next(shell: Shell, outcome: Outcome) -> AnyView {
    focus::on_arrival("next");
    let button = if outcome == Outcome::SignedOut {
        parts::button(
            shell,
            "next",
            "primary",
            |_| words::SIGN_IN_AGAIN.to_owned(),
            parts::never,
            |shell| {
                shell.end_session(Ended::ByServer);
            },
        )
    } else {
        parts::button(
            shell,
            "next",
            "",
            |_| words::ANOTHER.to_owned(),
            parts::never,
            |shell| {
                if shell.read(|model| model.approval != State::Decided(Outcome::Unknown)) {
                    field::set_value("code", "");
                }
                shell.tell_approval(Event::Cancelled);
                focus::on_arrival("code");
            },
        )
    };
    parts::buttons(vec![button])
}

/// The browser as the approving device's world.
struct Approving {
    shell: Shell,
    inbox: Inbox<Event>,
}

impl World<State> for Approving {
    async fn perform(&self, Effect::Authorize(code): &Effect) -> Event {
        let Some((device, session)) = self.shell.session() else {
            return Event::Authorized(calls::Authorized::SignedOut);
        };
        let call = calls::authorize(*code, &device, &session.token);
        Event::Authorized(calls::read_authorized(fetch::send(&session.server, call).await))
    }

    async fn person(&self) -> Event {
        self.inbox.next().await
    }

    fn now(&self) -> Duration {
        clock::now()
    }

    /// A code that the server has decided on is done with; one that met a dead session is kept for the next.
    fn show(&self, state: &State) {
        let shell = self.shell;
        match (shell.read(|model| model.approval), state) {
            (State::Authorizing { code, .. }, State::Decided(Outcome::SignedOut)) => {
                shell.keep_code(Some(code.digits()));
                spawn(async move {
                    clock::sleep(READING_TIME).await;
                    shell.end_session(Ended::ByServer);
                });
            }
            // A link that was opened meanwhile may have brought another one.
            (State::Authorizing { code, .. }, State::Decided(_)) if shell.read(|model| is_linked(model, code)) => {
                shell.keep_code(None);
            }
            _ => {}
        }
        shell.change(|model| model.approval = *state);
    }
}

fn is_linked(model: &Model, code: Code) -> bool {
    model.link_code.as_deref().is_some_and(|kept| Code::parse(kept) == Ok(code))
}

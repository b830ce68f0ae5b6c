//! The approving device on the screen: drives [`crate::flow::approval`] for as long as the panel is there, and shows one step
//! after the other. Nothing is approved before the press on `#approve`.

use std::time::Duration;

use leptos::prelude::*;

use super::inbox::Inbox;
use super::model::{Model, Picker};
use super::shell::{Shell, spawn};
use super::{aftermath, clock, code_field, confirm_step, fetch, focus, location, parts};
use crate::account::session::Ended;
use crate::flow::approval::{Effect, Event, Outcome, State};
use crate::flow::machine::{World, drive};
use crate::jellyfin::code::Code;
use crate::jellyfin::quick_connect as calls;
use crate::jellyfin::sessions::{read_signed_in, sessions};
use crate::text::settings as words;

/// How long the news that the own session has ended stays before the login follows by itself.
const READING_TIME: Duration = Duration::from_secs(4);

/// How long after an answer a press is taken for the second one of a double press, which was meant for what stood there
/// before: it must neither send a lost approval again nor take the result away.
const SETTLING: Duration = Duration::from_millis(600);

/// The panel. A page in somebody else's frame could be laid under what a person believes to press, so there it only
/// offers to open itself alone.
pub fn approve_panel(shell: Shell) -> AnyView {
    if location::is_framed() {
        return parts::card("card approve", "approve-heading", words::CONNECT, vec![framed(shell)]);
    }
    let inbox = Inbox::new();
    shell.connect_approval(inbox.clone());
    shell.change(|model| {
        model.approval = State::Entering;
        model.refusal = None;
        model.is_settling = false;
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
        vec![result, code_field::code_field(shell), shell.part(step_key, step)],
    )
}

fn framed(shell: Shell) -> AnyView {
    parts::group(vec![
        parts::paragraph(shell, "warning", "alert", |_| words::FRAMED.to_owned()),
        parts::buttons(vec![parts::plainly(
            "a",
            &[
                ("id", "open-alone"),
                ("class", "button primary"),
                ("href", &location::page()),
                ("target", "_blank"),
                ("rel", "noopener"),
            ],
            words::OPEN_ALONE,
        )]),
    ])
}

/// What is shown below the form; a lost answer does not change it, so that the focus stays where it is.
fn step_key(model: &Model) -> String {
    match &model.approval {
        State::Entering => String::new(),
        State::Approved(..) => "approved".to_owned(),
        State::Refused(_) => "refused".to_owned(),
        state => state.request().map(|request| request.code.digits()).unwrap_or_default(),
    }
}

fn step(shell: Shell) -> AnyView {
    match shell.read(|model| model.approval.clone()) {
        State::Entering => parts::nothing(),
        State::Approved(..) => aftermath::approved(shell),
        State::Refused(outcome) => aftermath::refused(shell, outcome),
        State::Confirming { request, .. } | State::Authorizing(request) | State::Doubting(request, _) => {
            confirm_step::confirm_step(shell, request.code)
        }
    }
}

/// The browser as the approving device's world.
struct Approving {
    shell: Shell,
    inbox: Inbox<Event>,
}

impl World<State> for Approving {
    async fn perform(&self, effect: &Effect) -> Event {
        if let Effect::Rest(time) = effect {
            clock::sleep(*time).await;
            return Event::Rested;
        }
        let Some((device, session)) = self.shell.session() else {
            return Event::Authorized(calls::Authorized::SignedOut);
        };
        let call = match effect {
            Effect::Authorize { code, for_another } => {
                calls::authorize(*code, for_another.as_deref(), &device, &session.token)
            }
            _ => sessions(&device, &session.token),
        };
        let reply = fetch::send(&session.server, call).await;
        match effect {
            Effect::Authorize { .. } => Event::Authorized(calls::read_authorized(reply)),
            _ => Event::Sessions(read_signed_in(reply)),
        }
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
        let sent = shell.read(|model| {
            model.approval.request().filter(|_| model.approval.is_under_way()).map(|request| request.code)
        });
        match (sent, state) {
            (Some(code), State::Refused(Outcome::SignedOut)) => {
                if !shell.read(|model| is_linked(model, code)) {
                    shell.change(|model| model.typed_code = Some(code));
                }
                shell.keep_code(Some(code.digits()));
                spawn(async move {
                    clock::sleep(READING_TIME).await;
                    shell.end_session(Ended::ByServer);
                });
            }
            // A link that was opened meanwhile may have brought another one.
            (Some(code), State::Refused(_) | State::Approved(..)) if shell.read(|model| is_linked(model, code)) => {
                shell.keep_code(None);
            }
            _ => {}
        }
        let is_answered = sent.is_some() && !state.is_under_way();
        if is_answered {
            spawn(async move {
                clock::sleep(SETTLING).await;
                shell.change(|model| model.is_settling = false);
            });
        }
        shell.change(|model| {
            model.is_settling |= is_answered;
            model.approval = state.clone();
            if !matches!(state, State::Confirming { .. }) {
                model.picker = Picker::Closed;
            }
        });
    }
}

/// Back to entering a code, from any other step. A code that has done its work goes; any other stays, to be put right or
/// tried again.
pub fn leave(shell: Shell) {
    match shell.read(|model| model.approval.clone()) {
        state if state.is_under_way() || shell.read(|model| model.is_settling) => return,
        State::Refused(Outcome::SignedOut) => return shell.end_session(Ended::ByServer),
        State::Approved(..) | State::Refused(Outcome::Used { .. }) => code_field::fill(shell, ""),
        State::Confirming { .. } => shell.keep_code(None),
        _ => {}
    }
    shell.tell_approval(Event::Cancelled);
    focus::on_arrival("code");
}

/// Whether this code came in a link.
pub fn is_linked(model: &Model, code: Code) -> bool {
    model.typed_code != Some(code) && model.link_code.as_deref().is_some_and(|kept| Code::parse(kept) == Ok(code))
}

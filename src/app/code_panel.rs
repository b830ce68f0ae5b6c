//! The waiting device on the screen: drives [`crate::quick_connect`] for as long as the panel is there, and shows the
//! code, how long it is good for, and what is happening.

use std::time::Duration;

use leptos::prelude::*;

use super::inbox::Inbox;
use super::model::{Model, Server};
use super::shell::{Shell, spawn};
use super::{clock, fetch, parts, server};
use crate::address::Address;
use crate::jellyfin::quick_connect as calls;
use crate::machine::{World, drive};
use crate::quick_connect::{self as flow, Event, LIFETIME, State};
use crate::text::{self, login as words};

/// The panel.
pub fn code_panel(shell: Shell) -> AnyView {
    let inbox = Inbox::new();
    shell.connect_waiting(inbox.clone());
    shell.change(|model| model.waiting = State::start());
    spawn(wait_for_approval(shell, inbox));
    spawn(count_seconds(shell));
    nudge_on_return(shell);

    parts::card(
        "card by-code",
        "by-code",
        words::BY_CODE,
        vec![
            parts::paragraph(shell, "hint", "paragraph", |_| words::WHERE_TO_ENTER.to_owned()),
            shell.part(|model| model.waiting.request().map(|it| it.code.digits()).unwrap_or_default(), code).into_any(),
            time_left(shell),
            parts::paragraph(shell, "status", "status", |model| match model.server {
                Server::Looking => words::LOOKING.to_owned(),
                Server::Nowhere => words::NO_SERVER.to_owned(),
                Server::At(_) => words::status(&model.waiting, model.server_label()),
            }),
            parts::paragraph(shell, "spoken", "status", |model| {
                model.waiting.request().map(|request| text::code_label(Some(request.code))).unwrap_or_default()
            }),
            parts::buttons(vec![
                parts::button(
                    shell,
                    "check-now",
                    "",
                    |_| words::CHECK_NOW.into(),
                    parts::never,
                    |shell| {
                        shell.tell_waiting(Event::Nudged);
                    },
                ),
                parts::button(
                    shell,
                    "new-code",
                    "",
                    |_| words::NEW_CODE.into(),
                    parts::never,
                    |shell| {
                        shell.tell_waiting(Event::NewCode);
                    },
                ),
            ]),
        ],
    )
}

fn code(shell: Shell) -> AnyView {
    let code = shell.read(|model| model.waiting.request().map(|request| request.code));
    parts::tiles(if code.is_some() { "quick-connect-code" } else { "no-code" }, code)
}

/// How long a code that waits is still good for, in words and as a line that grows shorter.
fn time_left(shell: Shell) -> AnyView {
    let width = shell.text(|model| {
        let left = waiting(model).map_or(0, |request| request.time_left(model.now).as_secs());
        format!("{}%", left * 100 / LIFETIME.as_secs())
    });
    let words = parts::paragraph(shell, "time-left", "timer", |model| {
        let words = |request: &flow::Request| {
            words::time_left(request.time_left(model.now), model.now.saturating_sub(request.checked))
        };
        waiting(model).map(words).unwrap_or_default()
    });
    view! {
        {words}
        <div class="time-line" aria-hidden="true"><div style:width=width></div></div>
    }
    .into_any()
}

/// An approved request has another time of its own, which is nobody's concern.
fn waiting(model: &Model) -> Option<&flow::Request> {
    match &model.waiting {
        State::Waiting { request, .. } => Some(request),
        _ => None,
    }
}

/// Finds the server, then drives the flow to its end.
async fn wait_for_approval(shell: Shell, inbox: Inbox<Event>) {
    let Some(server) = server::find(shell).await else { return };
    let waiting = Waiting { shell, server, inbox };
    if let State::SignedIn(authentication) = drive(State::start(), &waiting).await {
        shell.sign_in(waiting.server, authentication);
    }
}

async fn count_seconds(shell: Shell) {
    loop {
        clock::sleep(Duration::from_secs(1)).await;
        shell.change(|model| model.now = clock::now());
    }
}

/// A page that comes back to the front, or gets its network back, does not sit out its pause.
fn nudge_on_return(shell: Shell) {
    let visible = window_event_listener_untyped("visibilitychange", move |_| {
        if !document().hidden() {
            shell.tell_waiting(Event::Nudged);
        }
    });
    let online = window_event_listener_untyped("online", move |_| shell.tell_waiting(Event::Nudged));
    on_cleanup(move || {
        visible.remove();
        online.remove();
    });
}

/// The browser as the waiting device's world.
struct Waiting {
    shell: Shell,
    server: Address,
    inbox: Inbox<Event>,
}

impl World<State> for Waiting {
    async fn perform(&self, effect: &flow::Effect) -> Event {
        let device = self.shell.read(|model| model.device.clone());
        let call = match effect {
            flow::Effect::Initiate(method) => calls::initiate(*method, &device),
            flow::Effect::Poll(secret) => calls::connect(secret),
            flow::Effect::Redeem(secret) => calls::redeem(secret, &device),
            flow::Effect::LookWhetherEnabled => calls::enabled(),
            flow::Effect::Rest(time) => {
                clock::sleep(*time).await;
                return Event::Rested;
            }
        };
        let reply = fetch::send(&self.server, &call).await;
        match effect {
            flow::Effect::Initiate(_) => Event::Initiated(calls::read_initiated(reply)),
            flow::Effect::Poll(_) => Event::Polled(calls::read_polled(reply)),
            flow::Effect::Redeem(_) => Event::Redeemed(calls::read_redeemed(reply)),
            flow::Effect::LookWhetherEnabled => Event::Enabled(calls::read_enabled(reply)),
            flow::Effect::Rest(_) => Event::Rested,
        }
    }

    async fn person(&self) -> Event {
        self.inbox.next().await
    }

    fn now(&self) -> Duration {
        clock::now()
    }

    /// The server's name is learned once a code is there: it must not delay it.
    fn show(&self, state: &State) {
        let shell = self.shell;
        if state.request().is_some()
            && shell.read(|model| model.waiting.request().is_none() && model.server_name.is_none())
        {
            spawn(server::learn_name(shell, self.server.clone()));
        }
        shell.change(|model| {
            model.waiting = state.clone();
            model.now = clock::now();
        });
    }
}

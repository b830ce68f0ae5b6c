//! The waiting device on the screen: the code, how long it is good for, and what is happening.

use leptos::prelude::*;

use super::other_ways::OtherWays;
use super::qr_code::{self, QrCode};
use super::second_step_link::{SecondStepLink, page_of};
use super::waiting_device::WaitingDevice;
use super::welcome::Welcome;
use crate::app::browser::{clock, fetch, location};
use crate::app::components::{Button, Card, CodeTiles, Details, Icon, Status, When};
use crate::app::state::{Server, effect, use_connection, use_navigation, use_preferences};
use crate::flow::quick_connect::{Event, LIFETIME, State, Waiting};
use crate::jellyfin::Lost;
use crate::page::config::SignInWays;
use crate::text::{self, login as words};

/// The card.
#[component]
pub fn CodeCard(
    /// This device.
    device: WaitingDevice,
    /// What the server shows to anybody.
    welcome: Welcome,
    /// What a television shows apart from the code.
    other_ways: OtherWays,
) -> impl IntoView {
    let connection = use_connection();
    let code = Memo::new(move |_| device.state.with(|state| state.request().map(|request| request.code)));
    let preferences = use_preferences();
    let offers_password = move || preferences.config.with(|config| config.ways == SignInWays::Both);
    let status = move || {
        connection.server.with(|server| match server {
            Server::Looking(lost) => words::looking(*lost, &location::host()),
            Server::Unsettled(lost) => text::without_config(*lost),
            // Said above the cards; what such a server answers to a call that it does not know says nothing.
            _ if connection.info.with(|info| info.as_ref().is_some_and(|info| !info.is_recent_enough())) => {
                String::new()
            }
            _ if device.state.with(State::has_enough_codes) => words::ENOUGH_CODES.into(),
            _ => device.state.with(|state| words::status(state, &connection.label(), offers_password())),
        })
    };
    // What helps whoever is asked for help, while something is wrong.
    let details = move || match (device.state.with(State::trouble), connection.address.get()) {
        (Some(trouble), Some(address)) => {
            words::details(&address, &location::page(), trouble, &fetch::led_to(), &clock::date())
        }
        _ => String::new(),
    };
    let second_step = Signal::derive(move || {
        let address = connection.address.get();
        device.state.with(|state| match (state, address) {
            (State::SecondStep { step, .. }, Some(server)) => page_of(&server, step),
            _ => String::new(),
        })
    });
    let is_gate_closed =
        move || device.state.with(|state| state.trouble().is_some_and(|it| it.last == Lost::GateClosed));
    let spoken = use_navigation().spoken;
    effect(move |_| spoken.set(code.get().map(|code| text::code_label(Some(code))).unwrap_or_default()));
    let instruction = move || match qr_code::modules(code.get()) {
        Some(_) => words::SCAN_OR_ENTER.text(),
        None => words::WHERE_TO_ENTER.text(),
    };
    view! {
        <Card class="by-code" heading_id="by-code" heading=words::BY_CODE>
            // src/boot/early_code.js shows the same down to the code, before the program is there.
            <p class="hint">{instruction}</p>
            {move || {
                let code = code.get();
                let modules = qr_code::modules(code);
                let class = if modules.is_some() { "scene with-qr" } else { "scene" };
                view! {
                    <div class=class>
                        <CodeTiles id=if code.is_some() { "quick-connect-code" } else { "no-code" } code=code />
                        <QrCode modules=modules is_there=code.is_some() />
                    </div>
                }
                .into_any()
            }}
            <TimeLeft device=device />
            // Before what is said, so that no words move them.
            <p class="buttons">
                <When condition=is_gate_closed>
                    <Button id="reload" class="primary" icon=Icon::Refresh label=words::RELOAD on_press=location::reload />
                </When>
                <When condition=move || other_ways.are_apart()>
                    <Button id="other-ways" icon=Icon::Key label=words::OTHER_WAYS on_press=move || other_ways.open(welcome) />
                </When>
                <Button id="check-now" label=words::CHECK_NOW on_press=move || device.tell(Event::Nudged) />
                <Button id="new-code" icon=Icon::Refresh label=words::NEW_CODE on_press=move || device.tell(Event::NewCode) />
            </p>
            <div class="said">
                <Status text=status />
                <SecondStepLink page=second_step />
                <Details text=details />
            </div>
        </Card>
    }
}

/// How long a code that waits is still good for, in words and as a line that grows shorter. An approved request has
/// another time of its own, which is nobody's concern.
#[component]
fn TimeLeft(
    /// This device.
    device: WaitingDevice,
) -> impl IntoView {
    let times = move || {
        let now = device.now.get();
        device.state.with(|state| match state {
            State::Waiting(Waiting { request, .. }) => {
                Some((request.time_left(now), now.saturating_sub(request.checked)))
            }
            _ => None,
        })
    };
    let words =
        Signal::derive(move || times().map(|(left, checked)| words::time_left(left, checked)).unwrap_or_default());
    let left = move || times().map_or(0, |(left, _)| left.as_secs()).to_string();
    view! {
        <div>
            <p class="time-left" translate="no" role="timer">
                {words}
            </p>
            <progress
                class="time-line"
                aria-hidden="true"
                max=LIFETIME.as_secs().to_string()
                value=left
            ></progress>
        </div>
    }
}

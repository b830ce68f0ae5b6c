//! The confirm step: the code once more, the account that it would sign in, what to look at before the press, and the
//! press. An administrator can choose another account here.

use leptos::prelude::*;

use super::approving_device::ApprovingDevice;
use super::picker::Picker;
use crate::app::browser::{spatial_focus, storage};
use crate::app::components::{Button, CodeTiles, Icon, Portrait, When};
use crate::app::state::{use_account, use_connection, use_navigation};
use crate::flow::approval::{Event, State};
use crate::jellyfin::code::Code;
use crate::jellyfin::system::ServerInfo;
use crate::text::settings as words;

/// The step. The focus goes to Cancel: a key held down from before must not approve.
#[component]
pub fn Confirm(
    /// The code.
    code: Code,
    /// This device.
    device: ApprovingDevice,
    /// Whether another account can be chosen.
    is_administrator: Signal<bool>,
) -> impl IntoView {
    let (account, navigation) = (use_account(), use_navigation());
    spatial_focus::on_arrival("approve-cancel");
    // Then this very browser waits with the code.
    let is_own = storage::shown_code() == Some(code.digits());
    let warning = match untrack(move || navigation.is_linked(code)) {
        _ if is_own => words::OWN_CODE,
        true => words::LINKED_WARNING,
        false => words::WARNING,
    };
    let user = Memo::new(move |_| device.state.with(|state| state.request().map(|request| request.account.clone())));
    let portrait = move || {
        let server = account.with_session(|session| session.server.clone());
        user.get().zip(server).map(|(user, server)| view! { <Portrait user=user server=server /> }.into_any())
    };
    let heading = move || device.state.with(|state| state.request().map(words::confirm)).unwrap_or_default();
    let place = move || {
        let place = |session: &_| device.state.with(|state| Some(words::confirm_place(state.request()?, session)));
        account.with_session(place).flatten().unwrap_or_default()
    };
    view! {
        <div
            id="confirm"
            class=move || if device.is_picking.get() { "picking" } else { "" }
            role="group"
            aria-labelledby="confirm-heading"
            aria-describedby="confirm-place confirm-warning"
        >
            <div class="whose">
                {move || portrait()} <div>
                    <h3 id="confirm-heading">{move || heading()}</h3>
                    <p id="confirm-place" class="where">
                        {move || place()}
                    </p>
                </div>
            </div>
            <CodeTiles id="confirm-code" code=Some(code) />
            <p id="confirm-warning" class="warning">
                {warning}
            </p>
            <When
                condition=move || device.is_picking.get()
                otherwise=move || {
                    view! { <Decision device=device is_own=is_own is_administrator=is_administrator /> }
                }
            >
                <Picker device=device />
            </When>
        </div>
    }
}

/// The press, and the ways around it.
#[component]
fn Decision(
    /// This device.
    device: ApprovingDevice,
    /// Whether this very browser waits with the code.
    is_own: bool,
    /// Whether another account can be chosen.
    is_administrator: Signal<bool>,
) -> impl IntoView {
    let approve = move || {
        let label = device.state.with(|state| match state {
            State::Authorizing(_) | State::Retrying(_) | State::Doubting(..) => words::APPROVING,
            State::Confirming { lost: Some(_), .. } => words::APPROVE_AGAIN,
            _ if is_own => words::APPROVE_ANYWAY,
            _ => words::APPROVE,
        });
        label.text().to_owned()
    };
    let (class, cancel_class) = if is_own { ("", "primary") } else { ("primary", "") };
    let cancel = if is_own { words::GO_BACK } else { words::CANCEL };
    let is_busy = Signal::derive(move || device.is_busy());
    // After a lost answer it is decided for whom, also while it is sent again.
    let is_decided = Memo::new(move |before| {
        before == Some(&true) || device.state.with(|state| matches!(state, State::Confirming { lost: Some(_), .. }))
    });
    let connection = use_connection();
    let can_be_for_others = move || connection.info.with(|info| info.as_ref().map(ServerInfo::can_approve_for_others));
    view! {
        <p class="buttons">
            <Button
                id="approve"
                class=class
                icon=Icon::Tick
                label=approve
                is_busy=is_busy
                on_press=move || device.tell(Event::Pressed)
            />
            <Button
                id="approve-cancel"
                class=cancel_class
                label=cancel
                is_busy=is_busy
                on_press=move || device.leave()
            />
            <When condition=move || is_administrator.get() && can_be_for_others() == Some(true) && !is_decided.get()>
                <Button
                    id="for-another"
                    label=words::FOR_ANOTHER
                    is_busy=is_busy
                    on_press=move || device.is_picking.set(true)
                />
            </When>
        </p>
        <When condition=move || is_administrator.get() && can_be_for_others() == Some(false)>
            <p class="hint">{words::NOT_FOR_OTHERS}</p>
        </When>
    }
}

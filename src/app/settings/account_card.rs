//! Whose account this is: a line with the way to Jellyfin, and the ways out in a menu.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::open_jellyfin::{OpenJellyfin, WhyItAsks};
use crate::app::browser::spatial_focus;
use crate::app::components::{Button, Icon, Portrait, When};
use crate::app::languages::Languages;
use crate::app::picture_edges::PictureEdges;
use crate::app::state::{effect, listen, use_account, use_connection, use_layer, use_navigation, use_preferences};
use crate::page::route::Route;
use crate::text::server::CHANGE;
use crate::text::settings as words;

/// The button that opens the menu.
const MENU: &str = "account-menu";

/// The account's line.
#[component]
pub fn AccountLine(
    /// Whether an approval is on its way: its answer is for whoever is signed in.
    #[prop(into)]
    is_held: Signal<bool>,
    /// Whether a code is being entered; what comes then is read without the menu.
    #[prop(into)]
    is_entering: Signal<bool>,
) -> impl IntoView {
    let account = use_account();
    let name = move || account.with_session(|session| session.user.name.clone()).unwrap_or_default();
    let place = move || account.with_session(|session| words::on_server(session.server_label())).unwrap_or_default();
    let whose = Memo::new(move |_| account.with_session(|session| (session.user.clone(), session.server.clone())));
    let portrait = move || whose.get().map(|(user, server)| view! { <Portrait user=user server=server /> }.into_any());
    let is_open = RwSignal::new(false);
    let toggle = move |_| {
        is_open.update(|is_open| *is_open = !*is_open);
        if is_open.get_untracked() {
            spatial_focus::on_arrival("sign-out");
        }
    };
    effect(move |_| {
        if !is_entering.get() {
            is_open.set(false);
        }
    });
    // A press elsewhere is for something else.
    listen(ev::click, move |event| {
        let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if is_open.get_untracked() && pressed.is_some_and(|it| it.closest(".account") == Ok(None)) {
            is_open.set(false);
        }
    });
    let line = view! {
        <div class="account">
            <div class="whose">
                {move || portrait()}
                <p id="account">
                    <span class="person" dir="auto" translate="no">{move || name()}</span>
                    " "
                    <span class="where">{move || place()}</span>
                </p>
            </div>
            <p class="buttons">
                <OpenJellyfin />
                <button
                    id=MENU
                    type="button"
                    aria-label=words::ACCOUNT
                    aria-expanded=move || if is_open.get() { "true" } else { "false" }
                    on:click=toggle
                >
                    <span>{words::ACCOUNT}</span>
                </button>
            </p>
            <When condition=move || is_open.get()>
                <Menu is_held=is_held />
            </When>
            <WhyItAsks />
        </div>
    };
    use_layer(
        move || is_open.get(),
        move || {
            is_open.set(false);
            spatial_focus::on_arrival(MENU);
        },
    );
    line
}

/// The ways out.
#[component]
fn Menu(
    /// Whether nobody may leave now.
    is_held: Signal<bool>,
) -> impl IntoView {
    let (account, connection) = (use_account(), use_connection());
    let (navigation, preferences) = (use_navigation(), use_preferences());
    let sign_out_label =
        move || if account.is_leaving.get() { words::SIGNING_OUT } else { words::SIGN_OUT }.text().to_owned();
    let is_busy = Signal::derive(move || account.is_leaving.get() || is_held.get());
    let sign_out = move || {
        // At once, so that a second press finds it busy.
        account.is_leaving.set(true);
        // It goes on whatever the screen shows.
        spawn_local(account.sign_out());
    };
    let choose_other_server = move || {
        connection.choose();
        navigation.go(Route::Login);
    };
    view! {
        <p class="buttons menu">
            <Button id="sign-out" icon=Icon::SignOut label=sign_out_label is_busy=is_busy on_press=sign_out />
            <Button
                id="switch-account"
                icon=Icon::AddAccount
                label=words::OTHER_ACCOUNT
                is_busy=is_held
                on_press=move || navigation.go(Route::Login)
            />
            <When condition=move || preferences.can_change_server()>
                <Button id="other-server" icon=Icon::Server label=CHANGE on_press=choose_other_server />
            </When>
            <PictureEdges />
            <Languages />
        </p>
    }
}

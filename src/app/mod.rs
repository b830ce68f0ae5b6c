//! The app: shows the core in a browser, written with Leptos.
//!
//! - [`state`]: what several parts of the screen share, as contexts of signals
//! - [`components`]: what every screen is made of
//! - [`login`], [`settings`]: the two screens
//! - [`languages`], [`picture_edges`]: the choice of a language and of the picture's edges, which are on both
//! - [`browser`]: the browser's capabilities, one a file
//!
//! Imports run one way: screens use components and state, these use the browser's capabilities.

mod browser;
mod components;
mod languages;
mod login;
mod picture_edges;
mod settings;
mod state;

use leptos::ev;
use leptos::prelude::*;

use crate::account::session::Session;
use crate::page::route::Route;
use crate::text;
use browser::{focus_keeper, spatial_focus};
use components::{Notice, Screen, Status, Tone};
use login::Login;
use settings::Settings;
use state::{effect, listen, listen_keys, use_account, use_navigation, use_preferences};

/// The file beside the page with the licences of what the program is made of.
const NOTICES: &str = "THIRD-PARTY-NOTICES.txt";

/// Puts the app in the place of what the page shows while it loads.
pub fn start() {
    mount_to_body(App);
    if let Some(skeleton) = document().get_element_by_id("skeleton") {
        skeleton.remove();
    }
}

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    state::provide();
    let (preferences, navigation, account) = (use_preferences(), use_navigation(), use_account());
    focus_keeper::keep();
    listen_keys(|event| spatial_focus::on_key(&event));
    listen(ev::mousemove, |event| spatial_focus::on_pointer(&event));
    listen(ev::click, |event| spatial_focus::on_pointer(&event));
    // The style sheet knows the picture's edges by this.
    effect(move |_| {
        if let Some(page) = document().document_element() {
            let _ = page.set_attribute("data-cut", &preferences.picture_edges.get().to_string());
        }
    });

    // The screen, and whose settings these are: another account's are another screen.
    let screen = Memo::new(move |_| {
        let of = account.session.with(|session| session.as_ref().map(|it| (it.server_id.clone(), it.user.id.clone())));
        match navigation.route.get() {
            Route::Login => None,
            Route::Settings => of,
        }
    });
    // One place, which is there from the start: a screen reader misses what comes together with its place.
    let spoken = navigation.spoken;
    let signed_in = Memo::new(move |_| {
        let said = |it: &Session| text::signed_in(&it.user.name, it.server_label());
        account.session.with(|session| session.as_ref().map(said)).unwrap_or_default()
    });
    effect(move |_| spoken.set(signed_in.get()));
    let config_errors = move || text::config_errors(&preferences.config_errors.get());
    view! {
        <Status class="spoken" text=spoken />
        <Notice tone=Tone::Bad text=config_errors />
        <main>
            {move || match (navigation.handed_over.get(), screen.get()) {
                (Some(said), _) => view! { <Screen id="handed-over" heading=said>""</Screen> }.into_any(),
                (None, Some(_)) => view! { <Settings /> }.into_any(),
                (None, None) => view! { <Login /> }.into_any(),
            }}
        </main>
        <footer class="foot">{text::version} " · " <a href=NOTICES>{text::LICENCES}</a></footer>
    }
}

//! What several parts of the screen share: a few small contexts, each a struct of signals with methods. What one screen
//! alone needs lives in that screen.
//!
//! | context | knows |
//! | --- | --- |
//! | [`Preferences`] | what the host has set, and what this person has set |
//! | [`Navigation`] | the screen that is shown, and what a link brought along |
//! | [`Layers`] | what Back closes |
//! | [`Connection`] | which server it is, and what it says about itself |
//! | [`Account`] | who is signed in, and how sessions begin and end |

mod account;
mod connection;
mod jellyfin_web;
mod language;
mod layers;
mod left_behind;
mod navigation;
mod other_tabs;
mod preferences;
mod server_choice;

pub use account::{Account, take_from_jellyfin_web};
pub use connection::{Connection, Server, ask};
pub use jellyfin_web::{for_jellyfin_web, hand_to_jellyfin_web, try_sign_in_of_jellyfin_web};
pub use language::follow_language;
pub use layers::{Layers, is_back, use_layer};
pub use navigation::Navigation;
pub use other_tabs::use_jellyfin_web;
pub use preferences::Preferences;

use std::pin::Pin;

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;
use wasm_bindgen::JsCast;

use super::browser::{location, storage};
use crate::page::return_link::on_same_origin;
use crate::page::route::Route;

/// Makes the contexts, provides them to everything below, and keeps them in step with the browser: with its history,
/// with links in the address bar, and with its other tabs.
pub fn provide() {
    follow_language();
    let preferences = Preferences::new();
    let navigation = Navigation::new();
    let layers = Layers::new();
    let connection = Connection::new();
    let account = Account::new(preferences, navigation, connection);
    provide_context(preferences);
    provide_context(navigation);
    provide_context(layers);
    provide_context(connection);
    provide_context(account);

    follow_link(preferences, navigation, connection, account);
    spawn(server_choice::settle(preferences, navigation, connection, account));
    effect(move |_| storage::keep_stays_signed_in(preferences.stay_signed_in.get()));
    // What was under way when the page was left.
    account.go_on_signing_out();
    left_behind::keep_codes(account);
    layers.keep_history();
    listen(ev::hashchange, move |_| {
        follow_link(preferences, navigation, connection, account);
        layers.on_link();
    });
    listen(ev::popstate, move |_| layers.on_history(navigation));
    listen_keys(move |event| layers.on_key(&event));
    listen(ev::storage, move |event| other_tabs::on_storage(preferences, account, connection, navigation, &event));
}

/// Does something that takes time, for as long as the part of the screen that asks for it is there. Boxed, so that what
/// Leptos needs for it is compiled once and not once for each use.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    let task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(task);
    spawn_local_scoped_with_cancellation(task);
}

/// Does something now and whenever a signal that it reads has changed; it is told whether this is the first time. Boxed for
/// the same reason.
pub fn effect(run: impl Fn(bool) + 'static) {
    let run: Box<dyn Fn(bool)> = Box::new(run);
    Effect::new(move |before: Option<()>| run(before.is_none()));
}

/// Hears a window's event for as long as the part of the screen that asks for it is there. Boxed as well.
pub fn listen<E: ev::EventDescriptor + 'static>(event: E, handle: impl Fn(E::EventType) + 'static)
where
    E::EventType: JsCast,
{
    let handle: Box<dyn Fn(E::EventType)> = Box::new(handle);
    let listener = window_event_listener(event, handle);
    on_cleanup(move || listener.remove());
}

/// Hears the window's keys, as [`listen`] does. A browser that fills in a form by itself tells of keys without a name, which
/// are no keyboard's: nobody has pressed them.
pub fn listen_keys(handle: impl Fn(KeyboardEvent) + 'static) {
    listen(ev::keydown, move |event: KeyboardEvent| {
        if event.is_instance_of::<KeyboardEvent>() {
            handle(event);
        }
    });
}

/// Shows the screen that the address bar names. Without a session that is the login whatever it says. A code in the link
/// is kept for later, a server's address fills the field for it, and both are taken out of the address bar.
fn follow_link(preferences: Preferences, navigation: Navigation, connection: Connection, account: Account) {
    let link = location::link();
    if let Some(code) = link.code {
        navigation.keep_code(code, false);
        navigation.code_arrived.notify();
    }
    navigation.return_to.set(link.return_to.and_then(|to| on_same_origin(&location::page(), &to)));
    if let Some(server) = link.server {
        navigation.linked_server.set(Some(server));
        if connection.address.get_untracked().is_some() && untrack(move || preferences.can_change_server()) {
            connection.choose();
        }
    }
    let is_signed_in = account.session.with_untracked(Option::is_some);
    navigation.go(match link.route {
        Some(route) if is_signed_in => route,
        _ if is_signed_in => Route::Settings,
        _ => Route::Login,
    });
}

/// The host's and the person's settings.
pub fn use_preferences() -> Preferences {
    expect_context()
}

/// Where the person is in this page.
pub fn use_navigation() -> Navigation {
    expect_context()
}

/// The server.
pub fn use_connection() -> Connection {
    expect_context()
}

/// Who is signed in.
pub fn use_account() -> Account {
    expect_context()
}

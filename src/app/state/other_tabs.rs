//! Following what another tab of this browser has kept or forgotten: a sign-in there is one here too, unless somebody is
//! signed in here on another server, and so is a sign-out of the session that is shown here.

use leptos::ev;
use leptos::prelude::*;
use web_sys::StorageEvent;

use super::account::Account;
use super::connection::{Connection, Server};
use super::listen;
use super::navigation::Navigation;
use super::preferences::Preferences;
use crate::account::jellyfin_web::SERVERS;
use crate::account::session::Ended;
use crate::account::sessions::{Followed, Held};
use crate::app::browser::storage;
use crate::page::route::Route;

/// Takes over what another tab has changed.
pub fn on_storage(
    preferences: Preferences,
    account: Account,
    connection: Connection,
    navigation: Navigation,
    event: &StorageEvent,
) {
    if event.key().is_some_and(|key| !key.starts_with(storage::PREFIX)) {
        return;
    }
    connection.known.set(storage::servers());
    if !storage::is_about_sessions(event.key().as_deref()) {
        return;
    }
    let Some(known) = account.session_untracked() else {
        account.catch_up();
        let kept = storage::sessions().sessions().current;
        let is_offered = |held: &Held| preferences.config.with_untracked(|it| it.offers(&held.session.server));
        if let Some(kept) = kept.filter(is_offered) {
            follow_sign_in(account, connection, navigation, kept);
        }
        return;
    };
    match account.catch_up() {
        Followed::Ended => account.end_session_of(&known.token, Ended::InAnotherTab),
        Followed::Doubtful => account.doubt.notify(),
        Followed::Replaced | Followed::Nothing => {}
    }
}

/// A sign-in in another tab is one here too.
fn follow_sign_in(account: Account, connection: Connection, navigation: Navigation, held: Held) {
    let server = held.session.server.clone();
    account.is_kept.set(true);
    account.ended.set(None);
    account.change(|sessions| {
        sessions.others.retain(|other| other.session.token != held.session.token);
        sessions.current = Some(held);
    });
    // A code that waits at another server goes on waiting, and nothing that is being typed is lost.
    let used = untrack(|| connection.in_use());
    let waits_elsewhere = used.is_some_and(|used| used != server && storage::waits_at(&used));
    if !waits_elsewhere && !untrack(|| connection.is_choosing()) {
        connection.settle(Server::At(server));
        navigation.go(Route::Settings);
    }
}

/// Tells that Jellyfin's own web client has changed what it keeps of its sign-ins, for as long as the part of the screen
/// that asks for it is there.
pub fn use_jellyfin_web() -> Trigger {
    let changed = Trigger::new();
    listen(ev::storage, move |event| {
        if event.key().is_none_or(|key| key == SERVERS) {
            changed.notify();
        }
    });
    changed
}

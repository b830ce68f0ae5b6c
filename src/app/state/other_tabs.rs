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
use crate::app::browser::storage::{self, News};
use crate::page::route::Route;
use crate::server::address::Address;

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
    if let Some((news, session)) = News::told(event) {
        return account.hear(news, session);
    }
    connection.known.set(storage::servers());
    if !storage::is_about_sessions(event.key().as_deref()) {
        return;
    }
    let before = account.sessions.get_untracked();
    if let Some(known) = &before.current {
        match account.catch_up() {
            Followed::Ended => account.end_session_of(&known.session.token, Ended::InAnotherTab),
            Followed::Doubtful => account.doubt.notify(),
            Followed::Replaced | Followed::Nothing => {}
        }
    } else {
        account.catch_up();
        let first = storage::sessions().first().cloned();
        let kept = first.and_then(|first| {
            let is_it = |held: &&Held| held.session.token == first.token;
            account.sessions.with_untracked(|sessions| sessions.all().find(is_it).cloned())
        });
        let is_offered = |held: &Held| preferences.config.with_untracked(|it| it.offers(&held.session.server));
        let is_new = |held: &Held| {
            account.beside.with_value(|beside| !beside.iter().any(|other| other.is_same_account(&held.session)))
        };
        if let Some(kept) = kept.filter(|held| is_offered(held) && is_new(held)) {
            follow_sign_in(account, connection, navigation, kept);
        }
    }
    if event.key().is_none() {
        // Everything has been cleared away: what was kept has not been ended at its server, and this stays the same device.
        account.device.with_value(storage::keep_device);
        for lost in before.all().filter(|held| !account.sessions.with_untracked(|it| it.holds(&held.session.token))) {
            account.end_at_server(lost.session.clone());
        }
    }
}

/// A sign-in in another tab is one here too.
fn follow_sign_in(account: Account, connection: Connection, navigation: Navigation, held: Held) {
    let (server, id) = (held.session.server.clone(), held.session.server_id.clone());
    account.is_kept.set(true);
    account.ended.set(None);
    account.change(|sessions| {
        sessions.others.retain(|other| other.session.token != held.session.token);
        sessions.current = Some(held);
    });
    // Whoever is at another server stays there: a code may wait, and a name may be half typed.
    let is_another = |used: Address| {
        used != server && connection.known.with(|known| known.at(&used).is_none_or(|it| it.id.as_ref() != Some(&id)))
    };
    if untrack(|| !connection.is_choosing() && !connection.in_use().is_some_and(is_another)) {
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

//! Following what another tab of this browser has kept or forgotten: a sign-in there is one here too, unless somebody is
//! signed in here already, and so is a sign-out of the session that is shown here.

use leptos::prelude::*;
use web_sys::StorageEvent;

use super::account::Account;
use super::connection::{Connection, Server};
use super::navigation::Navigation;
use super::preferences::Preferences;
use crate::account::session::{Ended, Session};
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
    account.sessions.update(|sessions| sessions.others = storage::others());
    let kept =
        storage::session().filter(|held| preferences.config.with_untracked(|it| it.offers(&held.session.server)));
    match (account.session.get_untracked(), kept) {
        (None, Some(kept)) => {
            let server = kept.session.server.clone();
            account.follow_sign_in(kept);
            // A code that waits at another server goes on waiting, and nothing that is being typed is lost.
            let used = untrack(|| connection.in_use());
            let waits_elsewhere = used.is_some_and(|used| used != server && storage::waits_at(&used));
            if !waits_elsewhere && !untrack(|| connection.is_choosing()) {
                connection.settle(Server::At(server));
                navigation.go(Route::Settings);
            }
        }
        (Some(known), None) if !account.is_for_tab() => {
            let forgotten = event.old_value().and_then(|old| Session::read(&old));
            // Without a key, everything was cleared at once.
            if event.key().is_none() || forgotten.is_some_and(|forgotten| forgotten.token == known.token) {
                account.end_session(Ended::InAnotherTab);
            }
        }
        _ => {
            account.current();
        }
    }
}

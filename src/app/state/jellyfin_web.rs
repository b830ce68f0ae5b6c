//! What Jellyfin's own web client gets of a session, where both are on one origin.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::account::{Account, take_from_jellyfin_web};
use super::navigation::Navigation;
use crate::account::jellyfin_web::{HandOver, REMEMBER_ME, SERVERS, hand_over, take_over};
use crate::account::sessions::Sessions;
use crate::app::browser::{clock, fetch, location, storage};
use crate::jellyfin::secret::Token;
use crate::jellyfin::users::{Me, read_me, whose};

/// What handing the session over would come to. None for a session that must not, or cannot, be kept where Jellyfin's own
/// web client looks.
pub fn for_jellyfin_web(account: Account) -> Option<HandOver> {
    let session = account
        .session_untracked()
        .filter(|session| session.server.shares_origin_with(&location::page()) && !account.is_for_tab())?;
    let (stored, remember_me) = (storage::read(SERVERS), storage::read(REMEMBER_ME));
    let is_ours = |token: &Token| account.sessions.with_untracked(|sessions| sessions.holds(token));
    Some(hand_over(stored.as_deref(), remember_me.as_deref(), &session, is_ours, clock::milliseconds_since_1970()))
}

/// Jellyfin's own web client goes on with the session in use, if it shares one that is put aside now.
pub fn follow_in_jellyfin_web(account: Account) {
    let Some(session) = account.session_untracked() else { return };
    let shared = take_over(storage::read(SERVERS).as_deref(), &session.server_id);
    let is_aside = |sessions: &Sessions| shared.is_some_and(|shared| sessions.holds(&shared.token));
    if account.sessions.with_untracked(is_aside) {
        hand_to_jellyfin_web(account);
    }
}

/// Asks the server about the sign-in that Jellyfin's own web client has there, if that is another one. One that the server
/// refuses is taken from it, so that ours can take its place.
pub async fn try_sign_in_of_jellyfin_web(account: Account) {
    let Some(HandOver::HasItsOwn(own)) = for_jellyfin_web(account) else { return };
    let Some(session) = account.session_untracked() else { return };
    if read_me(fetch::send(&session.server, whose(&own.token)).await) == Me::SignedOut {
        take_from_jellyfin_web(&own.token);
    }
}

/// Hands the session over, where that is possible.
pub fn hand_to_jellyfin_web(account: Account) {
    if let Some(HandOver::Write(servers)) = for_jellyfin_web(account) {
        storage::write(SERVERS, servers.reveal());
    }
}

/// Goes back to the page of this origin that has sent the person here, where that client is signed in then.
pub fn return_if_asked(account: Account, navigation: Navigation) {
    if let Some(address) = navigation.return_to.get_untracked() {
        navigation.return_to.set(None);
        spawn_local(async move {
            try_sign_in_of_jellyfin_web(account).await;
            hand_to_jellyfin_web(account);
            // Nobody becomes somebody else there: the settings say why.
            match for_jellyfin_web(account) {
                Some(HandOver::HasItsOwn(own)) if !account.is_of(&own.user_id) => {}
                _ => location::go(&address),
            }
        });
    }
}

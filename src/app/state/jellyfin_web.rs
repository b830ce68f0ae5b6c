//! What Jellyfin's own web client gets of a session, where both are on one origin.

use leptos::prelude::*;

use super::account::Account;
use super::navigation::Navigation;
use crate::account::jellyfin_web::{HandOver, REMEMBER_ME, SERVERS, hand_over};
use crate::app::browser::{clock, location, storage};

/// What handing the session over would come to. None for a session that must not, or cannot, be kept where Jellyfin's own
/// web client looks.
pub fn for_jellyfin_web(account: Account) -> Option<HandOver> {
    let session = account
        .session_untracked()
        .filter(|session| session.server.shares_origin_with(&location::page()) && !account.is_for_tab())?;
    let (stored, remember_me) = (storage::read(SERVERS), storage::read(REMEMBER_ME));
    Some(hand_over(stored.as_deref(), remember_me.as_deref(), &session, clock::milliseconds_since_1970()))
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
        hand_to_jellyfin_web(account);
        location::go(&address);
    }
}

//! Which server it is when the page is opened: the one that the host has set, the one where somebody is signed in, the one
//! whose web folder the page is in, the last one that was used, another one that serves the page, or the one that the
//! person names.

use std::time::Duration;

use leptos::prelude::*;

use super::account::Account;
use super::connection::{Connection, Server, ask};
use super::navigation::Navigation;
use super::preferences::Preferences;
use crate::app::browser::{clock, fetch, location};
use crate::jellyfin::Lost;
use crate::server::address::Address;

/// Between two tries at something that may be there in a moment.
const PAUSE: Duration = Duration::from_secs(2);

/// Reads `config.json` and settles which server it is, unless only the person can say.
pub async fn settle(preferences: Preferences, navigation: Navigation, connection: Connection, account: Account) {
    let page = location::page();
    if location::config().is_none() {
        read_config(preferences, connection, &page).await;
    }
    account.hold_to_config();
    let is_offered = |server: &Address| preferences.config.with_untracked(|config| config.offers(server));
    if connection.address.with_untracked(|used| used.as_ref().is_some_and(is_offered)) {
        return;
    }
    let server = first_choice(preferences, navigation, connection, account, &page).await;
    connection.settle(server.map_or(Server::Choosing { back: None }, Server::At));
}

/// A lost request does not mean that there is no file: the page would then turn to another server than its host wants.
/// A page that is itself a file has none.
async fn read_config(preferences: Preferences, connection: Connection, page: &str) {
    loop {
        match fetch::read_file("config.json").await {
            Ok(text) => return preferences.take_over(&text),
            Err(lost) if lost != Lost::NotFound && page.starts_with("http") => {
                if connection
                    .server
                    .with_untracked(|server| matches!(server, Server::Looking(_) | Server::Unsettled(_)))
                {
                    connection.server.set(Server::Unsettled(lost));
                }
                clock::sleep(PAUSE).await;
            }
            Err(_) => return,
        }
    }
}

/// Jellyfin's own web folder is taken without asking, so that the code need not wait for a probe.
async fn first_choice(
    preferences: Preferences,
    navigation: Navigation,
    connection: Connection,
    account: Account,
    page: &str,
) -> Option<Address> {
    let config = preferences.config.get_untracked();
    let last = connection.known.with_untracked(|known| known.list().first().map(|known| known.address.clone()));
    if config.server.is_some() {
        return config.server;
    }
    if !config.servers.is_empty() {
        let only = config.servers.first().filter(|_| config.servers.len() == 1).cloned();
        return last.filter(|last| config.servers.contains(last)).or(only);
    }
    if navigation.linked_server.with_untracked(Option::is_some) {
        return None;
    }
    let signed_in = account.session_untracked().map(|session| session.server);
    if let Some(server) = signed_in.or_else(|| Address::above_web_folder(page)) {
        return Some(server);
    }
    let around = Address::around_page(page);
    match last.filter(|last| !around.contains(last)) {
        Some(last) if !last.shares_origin_with(page) => Some(last),
        // The page may be another server's of the same host.
        last => first_that_answers(connection, around).await.or(last),
    }
}

/// Each folder is asked in turn, the nearest first, and again while one may only be out of reach. None when nothing
/// there is a Jellyfin server.
async fn first_that_answers(connection: Connection, around: Vec<Address>) -> Option<Address> {
    let is_looking = || connection.server.with_untracked(|server| matches!(server, Server::Looking(_)));
    loop {
        let mut may_come = None;
        for address in &around {
            match ask(address).await {
                Ok(_) | Err(Lost::Starting) => return Some(address.clone()),
                Err(Lost::NotFound | Lost::Garbled | Lost::Page) => {}
                Err(lost) => may_come = Some(lost),
            }
        }
        may_come?;
        if is_looking() {
            connection.server.set(Server::Looking(may_come));
        }
        clock::sleep(PAUSE).await;
        if !is_looking() {
            return connection.address.get_untracked();
        }
    }
}

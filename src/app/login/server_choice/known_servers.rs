//! The servers to choose from: those that the host offers, else those that were used here.

use leptos::prelude::*;

use crate::app::browser::{clock, spatial_focus};
use crate::app::components::{Card, Item, List, When};
use crate::app::state::{use_account, use_connection, use_preferences};
use crate::page::config::Config;
use crate::server::address::Address;
use crate::text::message::apart;
use crate::text::server as words;

/// The list; nothing while it is empty.
#[component]
pub fn KnownServers() -> impl IntoView {
    let (account, connection, preferences) = (use_account(), use_connection(), use_preferences());
    let servers = move || -> Vec<Vec<Address>> {
        preferences.config.with(|config| {
            if config.leaves_the_server_open() {
                connection.known.with(|known| known.rows(&account.signed_in()))
            } else {
                config.servers.iter().map(|server| vec![server.clone()]).collect()
            }
        })
    };
    let is_open = preferences.config.with_untracked(Config::leaves_the_server_open);
    let item = move |addresses: Vec<Address>| {
        let key = addresses.iter().map(Address::as_str).collect::<Vec<_>>().join(" ");
        Item::new(key, move || view! { <Row addresses=addresses.clone() can_be_forgotten=is_open /> })
    };
    let items = move || servers().into_iter().map(item).collect::<Vec<_>>();
    let heading = if is_open { words::KNOWN } else { words::OFFERED };
    view! {
        <When condition=move || !servers().is_empty()>
            <Card class="known" heading_id="known-heading" heading=heading>
                <List items=items />
            </Card>
        </When>
    }
}

#[component]
fn Row(
    /// The server: the address to use, and others that it has.
    addresses: Vec<Address>,
    /// Whether it can be taken off the list.
    can_be_forgotten: bool,
) -> impl IntoView {
    let (account, connection) = (use_account(), use_connection());
    let Some(address) = addresses.first().cloned() else { return ().into_any() };
    let known = connection.known.with_untracked(|known| known.at(&address).cloned());
    let held = untrack(|| account.held_at(&address));
    let session = held.first().map(|held| &held.session);
    let name = match (&known, session) {
        (Some(known), _) => known.label(),
        (None, Some(session)) => session.server_label(),
        (None, None) => address.without_scheme(),
    }
    .to_owned();
    let is_known = known.is_some() || session.is_some();
    let written = |address: &Address| apart(if is_known { address.without_scheme() } else { address.as_str() });
    let mut more: Vec<_> = addresses.iter().map(written).collect();
    more.extend(known.map(|known| words::last_used(known.used, clock::minutes_since_1970())));
    let is_asked = RwSignal::new(session.is_none());
    more.extend(held.iter().map(|held| words::signed_in_as(&held.session.user.name)));

    let forget_label = words::forget(&name);
    let forgotten = addresses;
    // Where somebody is signed in, forgetting takes a second press.
    let is_pressed = RwSignal::new(false);
    let forget_text = move || if is_pressed.get() { words::FORGET_AND_SIGN_OUT } else { words::FORGET }.text();
    let pick = move |_| {
        spatial_focus::on_arrival("heading");
        account.use_server(&address);
    };
    let forget = move |_| {
        if !is_asked.get_untracked() {
            is_asked.set(true);
            return is_pressed.set(true);
        }
        for address in &forgotten {
            account.forget_server(address);
        }
        spatial_focus::on_arrival("heading");
    };
    let label =
        move || if is_pressed.get() { words::FORGET_AND_SIGN_OUT.text().to_owned() } else { forget_label.clone() };
    view! {
        <div class="with-button">
            <button type="button" class="pick" on:click=pick>
                <span class="pick-name" dir="auto" translate="no">{name}</span>
                <span class="pick-more">{more.join(" · ")}</span>
            </button>
            {can_be_forgotten
                .then(|| {
                    view! {
                        <button type="button" class="forget" aria-label=label on:click=forget>
                            {forget_text}
                        </button>
                    }
                    .into_any()
                })}
        </div>
    }
    .into_any()
}

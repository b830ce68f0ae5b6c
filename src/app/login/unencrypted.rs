//! What is said beside the password where it would go over the internet without encryption, and the way to the same server
//! by https where it answers.

use std::time::Duration;

use leptos::prelude::*;

use crate::app::browser::{clock, location};
use crate::app::components::{Button, Status, When};
use crate::app::state::{Account, ask, effect, spawn, use_account, use_connection, use_preferences};
use crate::server::address::Address;
use crate::text::login as words;

/// Before https is tried: nobody waits for it, and others do.
const PAUSE: Duration = Duration::from_secs(2);

/// The sentence; nothing at home and on https.
#[component]
pub fn Unencrypted() -> impl IntoView {
    let (account, connection, preferences) = (use_account(), use_connection(), use_preferences());
    // Before the server is known: most likely the one that the page comes from.
    let plain = Memo::new(move |_| {
        let server = connection.address.get().or_else(|| Address::around_page(&location::page()).pop());
        server.filter(Address::crosses_the_internet_unencrypted)
    });
    let encrypted: RwSignal<Option<Address>> = RwSignal::new(None);
    effect(move |_| {
        encrypted.set(None);
        if let Some(plain) = plain.get().filter(|_| preferences.can_change_server()) {
            spawn(async move {
                clock::sleep(PAUSE).await;
                for address in plain.encrypted() {
                    let is_same =
                        |id: &str| connection.info.with_untracked(|known| known.as_ref().is_some_and(|it| it.id == id));
                    if ask(&address).await.is_ok_and(|info| is_same(&info.id)) {
                        return encrypted.set(Some(address));
                    }
                }
            });
        }
    });
    let said = move || if plain.with(Option::is_some) { words::NOT_ENCRYPTED.text() } else { "" }.to_owned();
    let press = move || {
        if let (Some(plain), Some(encrypted)) = (plain.get_untracked(), encrypted.get_untracked()) {
            turn_to(account, &plain, encrypted);
        }
    };
    view! {
        <Status class="hint" text=said />
        <When condition=move || encrypted.with(Option::is_some)>
            <Button id="encrypt" label=words::ENCRYPT on_press=press />
        </When>
    }
}

/// A page that comes from the server is loaded anew: over http, somebody on the way may have changed it.
fn turn_to(account: Account, plain: &Address, encrypted: Address) {
    let page = location::page();
    match page.strip_prefix(plain.as_str()) {
        Some(rest) => location::go(&encrypted.join(rest)),
        None => account.use_server(&encrypted),
    }
}

//! The offer to go on with the sign-in that Jellyfin's own web client has on this origin.

use leptos::prelude::*;

use crate::account::jellyfin_web::{Found, SERVERS, take_over};
use crate::account::session::Session;
use crate::app::browser::{fetch, location, storage};
use crate::app::components::{Button, Problem};
use crate::app::state::{
    Connection, spawn, take_from_jellyfin_web, use_account, use_connection, use_jellyfin_web, use_preferences,
};
use crate::jellyfin::users::{Me, me, read_me};
use crate::server::address::Address;
use crate::text::{self, jellyfin_web as words};

/// The offer; nothing while that client has no sign-in for this server, or while somebody is signed in here.
#[component]
pub fn JellyfinWebOffer() -> impl IntoView {
    let (account, connection) = (use_account(), use_connection());
    let changed = use_jellyfin_web();
    let offered = move || {
        changed.track();
        // What has ended is taken from there.
        account.ended.track();
        let server = connection.address.get().filter(|_| !account.is_signed_in())?;
        let found = found_for(&server, &id_of(connection, &server)?)?;
        // It is among those who are to choose from already.
        let is_it = |session: &Session| session.token == found.token;
        (!account.choices_at(&server).iter().any(is_it)).then_some(server)
    };
    view! { {move || offered().map(|server| view! { <Offer server=server changed=changed /> }.into_any())} }
}

#[component]
fn Offer(
    /// The server that both clients use.
    server: Address,
    /// Tells that it may not be there any more.
    changed: Trigger,
) -> impl IntoView {
    let (account, connection, preferences) = (use_account(), use_connection(), use_preferences());
    let is_busy = RwSignal::new(false);
    let problem = RwSignal::new(String::new());
    // The server says whose the token is, and whether it is still good.
    let take_over = move || {
        let id = untrack(|| id_of(connection, &server));
        let Some(found) = id.and_then(|id| found_for(&server, &id)) else { return changed.notify() };
        let server = server.clone();
        is_busy.set(true);
        problem.set(String::new());
        spawn(async move {
            let call = account.device.with_value(|device| me(device, &found.token));
            let me = read_me(fetch::send(&server, call).await);
            is_busy.set(false);
            let said = match me {
                Me::User(user) => {
                    let Found { server_id, server_name, token, .. } = found;
                    let session = Session { server, server_id, server_name, user, token };
                    return account.begin_session(session, !preferences.stay_signed_in.get_untracked());
                }
                Me::SignedOut => {
                    take_from_jellyfin_web(&found.token);
                    words::ENDED.text().to_owned()
                }
                Me::NotAllowed => words::NOT_ALLOWED.text().to_owned(),
                Me::Lost(lost) => text::lost(lost, &untrack(move || connection.label())),
            };
            problem.set(said);
        });
    };
    let label = move || if is_busy.get() { words::TAKING_OVER } else { words::TAKE_OVER }.text().to_owned();
    view! {
        <div class="notice" role="group">
            <span>{words::OFFER}</span>
            " "
            <Button id="take-over" label=label is_busy=is_busy on_press=take_over />
            <Problem text=problem />
        </div>
    }
}

fn found_for(server: &Address, id: &str) -> Option<Found> {
    if !server.shares_origin_with(&location::page()) {
        return None;
    }
    take_over(storage::read(SERVERS).as_deref(), id)
}

/// What the server calls itself, or did at the last visit. An entry of another server that was at this address before
/// must not be offered: its token would be sent here.
fn id_of(connection: Connection, server: &Address) -> Option<String> {
    let said = connection.info.with(|info| info.as_ref().map(|info| info.id.clone()));
    said.or_else(|| connection.known.with(|known| known.at(server).and_then(|known| known.id.clone())))
}

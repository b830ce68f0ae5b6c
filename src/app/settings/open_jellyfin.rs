//! The way to Jellyfin's own web client, which is signed in with this session when it is opened, where that is possible.

use std::time::Duration;

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::account::jellyfin_web::HandOver;
use crate::app::browser::clock;
use crate::app::state::{
    Account, effect, for_jellyfin_web, hand_to_jellyfin_web, spawn, try_sign_in_of_jellyfin_web, use_account,
    use_jellyfin_web, use_preferences,
};
use crate::text::Message;
use crate::text::jellyfin_web as words;
use crate::text::settings::OPEN_JELLYFIN;

/// How long after this screen has come a press is taken for one that was meant for the login.
const SETTLING: Duration = Duration::from_millis(600);

/// The link. The host may lead it somewhere else.
#[component]
pub fn OpenJellyfin() -> impl IntoView {
    let (account, preferences) = (use_account(), use_preferences());
    let address = move || {
        let set_by_host = preferences.config.with(|config| config.open_jellyfin.clone());
        set_by_host.or_else(|| account.with_session(|session| session.server.web_client()))
    };
    let arrived = clock::now();
    let sign_in_there = move |event: MouseEvent| {
        // A press that comes together with this screen was meant for the one before.
        if clock::now() < arrived + SETTLING {
            return event.prevent_default();
        }
        hand_to_jellyfin_web(account);
    };
    view! {
        <a class="button primary" id="open-jellyfin" href=address on:click=sign_in_there>
            {OPEN_JELLYFIN}
        </a>
    }
}

/// Why Jellyfin's own web client will ask for a sign-in of its own; nothing when it will not, or when the host leads
/// somewhere else.
#[component]
pub fn WhyItAsks() -> impl IntoView {
    let (account, preferences) = (use_account(), use_preferences());
    let changed = use_jellyfin_web();
    let found = RwSignal::new(None);
    effect(move |_| {
        changed.track();
        account.session.track();
        spawn(async move {
            try_sign_in_of_jellyfin_web(account).await;
            found.set(obstacle(account));
        });
    });
    let why = move || {
        let is_elsewhere = preferences.config.with(|config| config.open_jellyfin.is_some());
        found.get().filter(|_| !is_elsewhere).map(|why| view! { <p class="hint">{why}</p> }.into_any())
    };
    view! { {move || why()} }
}

fn obstacle(account: Account) -> Option<Message> {
    match for_jellyfin_web(account) {
        Some(HandOver::Write(_)) => None,
        Some(HandOver::HasItsOwn(own)) if account.is_of(&own.user_id) => None,
        Some(HandOver::HasItsOwn(_)) => Some(words::SOMEBODY_ELSE),
        Some(HandOver::NotRemembered) => Some(words::NOT_REMEMBERED),
        Some(HandOver::Unreadable) => Some(words::UNREADABLE),
        None if account.is_for_tab() => Some(words::FOR_TAB),
        None => Some(words::ELSEWHERE),
    }
}

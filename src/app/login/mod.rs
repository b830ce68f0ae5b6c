//! The login screen: a code that is approved on another device, and the form for name and password; or the choice of a
//! server.

mod code_card;
mod embedded;
mod held_accounts;
mod jellyfin_web_offer;
mod login_disclaimer;
mod other_ways;
mod password;
mod qr_code;
mod second_step_link;
mod server_choice;
mod unencrypted;
mod waiting_device;
mod welcome;

use leptos::prelude::*;

use super::browser::{location, spatial_focus};
use super::components::{Button, Icon, Notice, Screen, Toggle, Tone, When};
use super::languages::Languages;
use super::picture_edges::PictureEdges;
use super::state::{Server, effect, spawn, use_account, use_connection, use_layer, use_navigation, use_preferences};
use crate::account::session::{Ended, Session};
use crate::account::sessions::Held;
use crate::flow::quick_connect::State;
use crate::page::config::{Config, SignInWays};
use crate::page::route::Route;
use crate::server::address::Address;
use crate::text::Message;
use crate::text::embedded::for_page;
use crate::text::settings::unanswered;
use crate::text::{login as words, server as server_words};
use code_card::CodeCard;
use embedded::Embedded;
use held_accounts::HeldAccounts;
use jellyfin_web_offer::JellyfinWebOffer;
use login_disclaimer::{LoginDisclaimer, Splashscreen};
use other_ways::OtherWays;
use password::PasswordCard;
use server_choice::ServerChoice;
use waiting_device::WaitingDevice;
use welcome::Welcome;

/// The login screen.
#[component]
pub fn Login() -> impl IntoView {
    let (account, connection, navigation) = (use_account(), use_connection(), use_navigation());
    let device = WaitingDevice::new();
    spatial_focus::on_arrival("heading");
    // Not in the moment between a sign-in and the other screen.
    let has_way_back = move || account.is_signed_in() && navigation.route.get() == Route::Login;
    use_layer(has_way_back, move || navigation.go(Route::Settings));

    let is_choosing = Memo::new(move |_| connection.is_choosing());
    let welcome = Welcome::new();
    let other_ways = OtherWays::new();
    wait(device, welcome, other_ways);
    let state = move || if is_choosing.get() { "unreachable" } else { device.state.with(State::name) }.to_owned();
    // Another page gets a session of its own, and keeps it itself.
    let is_for_itself = location::embedder().is_none();
    let heading = move || {
        if is_choosing.get() { server_words::HEADING.text().to_owned() } else { words::heading(&connection.label()) }
    };
    view! {
        <Screen
            id="login"
            heading=heading
            state=state
        >
            <Notices />
            {is_for_itself
                .then(|| {
                    view! {
                        <JellyfinWebOffer />
                        <HeldAccounts other_ways=other_ways />
                    }
                    .into_any()
                })}
            <When
                condition=move || is_choosing.get()
                otherwise=move || view! { <WaysIn device=device welcome=welcome other_ways=other_ways /> }
            >
                <ServerChoice />
            </When>
            <Embedded device=device />
        </Screen>
    }
}

/// Waits for an approval of a code, unless the host offers no code; also while another server is being chosen. What is on
/// the screen is the cards' concern.
fn wait(device: WaitingDevice, welcome: Welcome, other_ways: OtherWays) {
    let (account, connection, preferences) = (use_account(), use_connection(), use_preferences());
    // Whoever only came here to choose another server does not begin to wait.
    let server = Memo::new(move |before: Option<&Option<Address>>| {
        let goes_on = || before.cloned().flatten().filter(|before| connection.in_use().as_ref() == Some(before));
        connection.address.get().or_else(goes_on)
    });
    let offers_code = Memo::new(move |_| preferences.config.with(|config| config.ways != SignInWays::Password));
    waiting_device::hear_reasons_to_check(device);
    effect(move |_| {
        welcome.forget();
        other_ways.is_open.set(false);
        device.state.set(State::start());
        match server.get() {
            Some(server) if offers_code.get() => {
                spawn(waiting_device::wait_for_approval(device, account, connection, welcome, server));
            }
            Some(server) => welcome.learn(account, server),
            None => {}
        }
    });
    // What waits comes back with this screen, unless its server is the one where somebody is signed in.
    on_cleanup(move || {
        device.release();
        let is_here = |now: &Session| untrack(|| connection.in_use()).as_ref() == Some(&now.server);
        if let Some(session) = account.session_untracked().filter(is_here) {
            account.leave_codes_behind(&session.server);
        }
    });
}

/// What there is to know before signing in.
#[component]
fn Notices() -> impl IntoView {
    let (account, connection, navigation) = (use_account(), use_connection(), use_navigation());
    let preferences = use_preferences();
    let ended = move |wanted: fn(Ended) -> bool| {
        account
            .ended
            .get()
            .filter(|ended| wanted(*ended))
            .map(|ended| words::ended(ended).text())
            .unwrap_or_default()
            .to_owned()
    };
    let about_server = move || {
        connection.info.with(|info| match info {
            Some(info) if !info.is_set_up => server_words::not_set_up(&connection.label()),
            Some(info) if !info.is_recent_enough() => server_words::too_old(&connection.label(), &info.version),
            _ if connection.is_another_server.get() => server_words::ANOTHER.into(),
            _ => String::new(),
        })
    };
    // Nothing else explains why a server has to be chosen: neither a list, nor a link.
    let is_first_choice = move || {
        connection.server.with(|server| *server == Server::Choosing { back: None })
            && connection.known.with(|known| known.list().is_empty())
            && preferences.config.with(Config::leaves_the_server_open)
            && navigation.linked_server.with(Option::is_none)
    };
    let not_offered = move || {
        let said = |held: &Held| server_words::not_offered(&held.session.user.name, held.session.server_label());
        account.sessions.with(|sessions| {
            preferences.config.with(|config| {
                sessions.others.iter().find(|held| !config.offers(&held.session.server)).map(said).unwrap_or_default()
            })
        })
    };
    let is_link_of_no_use = move || {
        navigation.linked_server.with(Option::is_some) && !preferences.config.with(Config::leaves_the_server_open)
    };
    let waits = move || navigation.kept_code.with(Option::is_some) && !account.is_signed_in();
    // Where the accounts are to choose from, this one is among them.
    let is_shown = move |session: &Session| {
        connection.address.get().is_some_and(|server| account.choices_at(&server).contains(session))
    };
    let name = move || account.session.get().filter(|session| !is_shown(session)).map(|session| session.user.name);
    let said_if = |is_so: bool, words: Message| if is_so { words.into() } else { String::new() };
    let whom = move || location::embedder().map(|origin| for_page(&origin)).unwrap_or_default();
    view! {
        <Notice tone=Tone::Plain text=whom />
        <Notice tone=Tone::Bad text=move || ended(|ended| ended != Ended::SignedOut) />
        <Notice tone=Tone::Good text=move || ended(|ended| ended == Ended::SignedOut) />
        <Notice tone=Tone::Plain text=move || navigation.unanswered.get().map(unanswered).unwrap_or_default() />
        <Notice tone=Tone::Bad text=about_server />
        <Notice tone=Tone::Plain text=move || said_if(is_first_choice(), server_words::NONE_HERE) />
        <Notice tone=Tone::Plain text=not_offered />
        <Notice tone=Tone::Plain text=move || said_if(is_link_of_no_use(), server_words::LINK_NOT_USED) />
        <Notice tone=Tone::Plain text=move || said_if(waits(), words::CODE_IS_KEPT) />
        // The way back for somebody who is signed in and came here all the same.
        {move || {
            name().map(|name| {
                view! {
                    <p class="notice" role="status">
                        <a href=Route::Settings.hash()>{words::already_signed_in(&name)}</a>
                    </p>
                }
                .into_any()
            })
        }}
    }
}

/// The ways in that the host offers, and what goes with them.
#[component]
fn WaysIn(
    /// This device, as far as it waits for an approval.
    device: WaitingDevice,
    /// What the server shows to anybody.
    welcome: Welcome,
    /// What a television shows apart from the code.
    other_ways: OtherWays,
) -> impl IntoView {
    let preferences = use_preferences();
    let ways = move || preferences.config.with(|config| config.ways);
    view! {
        <Splashscreen welcome=welcome />
        <When condition=move || other_ways.are_alone()>
            <Menu other_ways=other_ways />
        </When>
        <div class=move || other_ways.class()>
            <When condition=move || ways() != SignInWays::Password>
                <CodeCard device=device welcome=welcome other_ways=other_ways />
            </When>
            <When condition=move || ways() != SignInWays::Code>
                <PasswordCard welcome=welcome other_ways=other_ways />
            </When>
        </div>
        <When condition=move || !other_ways.are_apart()>
            <Menu other_ways=other_ways />
        </When>
        <LoginDisclaimer welcome=welcome />
    }
}

/// What goes with every way in.
#[component]
fn Menu(
    /// What a television shows apart from the code.
    other_ways: OtherWays,
) -> impl IntoView {
    let (connection, preferences) = (use_connection(), use_preferences());
    view! {
        <p class="buttons">
            <When condition=move || other_ways.are_alone()>
                <Button id="back-to-code" icon=Icon::Back label=words::BACK_TO_CODE on_press=move || other_ways.close() />
            </When>
            {location::embedder().is_none().then(|| {
                let is_on = preferences.stay_signed_in;
                view! { <Toggle id="stay-signed-in" label=words::STAY_SIGNED_IN is_on=is_on /> }.into_any()
            })}
            <When condition=move || preferences.can_change_server()>
                <Button id="change-server" icon=Icon::Server label=server_words::CHANGE on_press=move || connection.choose() />
            </When>
            <PictureEdges />
            <Languages />
        </p>
    }
}

//! The login screen: a code that is approved on another device, and the form for name and password; or the choice of a
//! server.

mod code_card;
mod jellyfin_web_offer;
mod login_disclaimer;
mod password_card;
mod password_form;
mod password_reset;
mod people;
mod qr_code;
mod second_step_link;
mod server_choice;
mod unencrypted;
mod waiting_device;
mod welcome;

use leptos::prelude::*;

use super::browser::spatial_focus;
use super::components::{Button, Notice, PictureEdges, Screen, Toggle, Tone, When};
use super::state::{Server, use_account, use_connection, use_layer, use_navigation, use_preferences};
use crate::account::session::Ended;
use crate::flow::quick_connect::State;
use crate::page::config::SignInWays;
use crate::page::route::Route;
use crate::server::address::Address;
use crate::text::{login as words, server as server_words};
use code_card::CodeCard;
use jellyfin_web_offer::JellyfinWebOffer;
use login_disclaimer::{LoginDisclaimer, Splashscreen};
use password_card::PasswordCard;
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
    // How often the server has changed. Finding the first one is no change.
    let server = Memo::new(move |before: Option<&(u32, Option<Address>)>| {
        let (count, old) = before.cloned().unwrap_or_default();
        match connection.in_use() {
            Some(new) if old.as_ref().is_some_and(|old| *old != new) => (count + 1, Some(new)),
            new => (count, new.or(old)),
        }
    });
    let server = Memo::new(move |_| server.get().0);
    let state = move || if is_choosing.get() { "unreachable" } else { device.state.with(State::name) }.to_owned();
    let heading = move || if is_choosing.get() { server_words::HEADING } else { words::HEADING }.to_owned();
    view! {
        <Screen
            id="login"
            heading=heading
            place=move || words::server(&connection.label())
            state=state
        >
            <Notices />
            <JellyfinWebOffer />
            // A code goes on waiting while another server is chosen. Another server's ways in are others.
            <div hidden=move || is_choosing.get()>
                {move || {
                    server.get();
                    view! { <WaysIn device=device /> }.into_any()
                }}
            </div>
            <When condition=move || is_choosing.get()>
                <ServerChoice />
            </When>
        </Screen>
    }
}

/// What there is to know before signing in.
#[component]
fn Notices() -> impl IntoView {
    let (account, connection, navigation) = (use_account(), use_connection(), use_navigation());
    let preferences = use_preferences();
    let ended = move |wanted: fn(Ended) -> bool| {
        account.ended.get().filter(|ended| wanted(*ended)).map_or("", words::ended).to_owned()
    };
    let about_server = move || {
        connection.info.with(|info| match info {
            Some(info) if !info.is_set_up => server_words::not_set_up(&connection.label()),
            Some(info) if !info.is_recent_enough() => server_words::too_old(&connection.label(), &info.version),
            _ if connection.is_another_server.get() => server_words::ANOTHER_SERVER.to_owned(),
            _ => String::new(),
        })
    };
    // Nothing else explains why a server has to be chosen: neither a list, nor a link.
    let is_first_choice = move || {
        connection.server.with(|server| *server == Server::Choosing { back: None })
            && connection.known.with(|known| known.list().is_empty())
            && preferences.config.with(crate::page::config::Config::leaves_the_server_open)
            && navigation.linked_server.with(Option::is_none)
    };
    let waits = move || navigation.kept_code.with(Option::is_some) && !account.is_signed_in();
    let name = move || account.session.with(|session| session.as_ref().map(|session| session.user.name.clone()));
    let said_if = |is_so: bool, words: &str| if is_so { words.to_owned() } else { String::new() };
    view! {
        <Notice tone=Tone::Bad text=move || ended(|ended| ended != Ended::SignedOut) />
        <Notice tone=Tone::Good text=move || ended(|ended| ended == Ended::SignedOut) />
        <Notice tone=Tone::Bad text=about_server />
        <Notice tone=Tone::Plain text=move || said_if(is_first_choice(), server_words::NONE_HERE) />
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
) -> impl IntoView {
    let (account, connection, preferences) = (use_account(), use_connection(), use_preferences());
    let welcome = Welcome::new();
    let ways = move || preferences.config.with(|config| config.ways);
    // With a code, this waits for the code.
    Effect::new(move || {
        if ways() == SignInWays::Password
            && let Some(server) = connection.address.get()
        {
            welcome.learn(account, server);
        }
    });
    view! {
        <Splashscreen welcome=welcome />
        <div class="ways">
            <When condition=move || ways() != SignInWays::Password>
                <CodeCard device=device welcome=welcome />
            </When>
            <When condition=move || ways() != SignInWays::Code>
                <PasswordCard welcome=welcome />
            </When>
        </div>
        <p class="buttons">
            <Toggle id="stay-signed-in" label=words::STAY_SIGNED_IN is_on=preferences.stay_signed_in />
            <When condition=move || preferences.can_change_server()>
                <Button id="change-server" label=server_words::CHANGE on_press=move || connection.choose() />
            </When>
            <PictureEdges />
        </p>
        <LoginDisclaimer welcome=welcome />
    }
}

//! The settings screen: whose account this is, the way to Jellyfin, the approval of other devices, and the way out.

mod account_card;
mod approve;
mod confirmation;
mod devices;
mod listing;
mod open_jellyfin;
mod switch;

use std::time::Duration;

use leptos::ev::{self, Custom};
use leptos::prelude::*;

use super::browser::{clock, location, spatial_focus};
use super::components::{Button, Icon, Notice, Screen, Tone, When};
use super::state::{Account, effect, listen, spawn, use_account, use_layer, use_navigation};
use crate::account::jellyfin_web::SERVERS;
use crate::account::session::Ended;
use crate::flow::approval::{Outcome, State};
use crate::jellyfin::users::{Me, me, read_me};
use crate::page::route::Route;
use crate::text::settings as words;
use account_card::AccountLine;
use approve::{Approve, ApprovingDevice};
use confirmation::Question;
use devices::{DeviceList, Devices};
use switch::Switch;

/// After this long, a page that comes back asks the server again whether its session is still good.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// The settings screen.
#[component]
pub fn Settings() -> impl IntoView {
    let account = use_account();
    // As the server has said since this screen is there: nothing is asked in the name of rights that may be gone.
    let is_administrator = RwSignal::new(false);
    let devices = DeviceList::new(account, is_administrator.into());
    // Whether the account has lost an administrator's rights while this screen was there.
    let is_demoted = RwSignal::new(false);
    let question = Question::new(account);
    let navigation = use_navigation();
    let device = ApprovingDevice::new(account, navigation);
    spatial_focus::on_arrival("heading");
    let is_refused = account.is_refused;
    let ask = move || spawn(check(account, is_administrator, is_demoted, devices));
    ask();
    effect(move |is_first| {
        account.doubt.track();
        if !is_first {
            ask();
        }
    });
    // What was true may not be any more when the page comes back, or when Jellyfin's own page has changed its sign-in.
    let last = StoredValue::new(clock::now());
    let look_again = move || {
        if !document().hidden() && clock::now() > last.get_value() + LOOK_AGAIN {
            last.set_value(clock::now());
            ask();
        }
    };
    listen(ev::visibilitychange, move |_| look_again());
    listen(ev::online, move |_| look_again());
    listen(Custom::<web_sys::Event>::new("pageshow"), move |_| look_again());
    listen(ev::storage, move |event| {
        if event.key().as_deref() == Some(SERVERS) {
            ask();
        }
    });

    let not_kept = move || if account.is_kept.get() { "" } else { words::NOT_KEPT.text() }.to_owned();
    let refused = move || {
        let name = || account.with_session(|session| words::refused(&session.user.name)).unwrap_or_default();
        if is_refused.get() { name() } else { String::new() }
    };
    let result = move || device.state.with(|state| state.result().unwrap_or_default().to_owned());
    // Not shown in a frame, as the approval is not.
    let more = (!location::is_framed()).then(|| {
        view! {
            <div class="more">
                <When condition=move || is_administrator.get()>
                    <Switch
                        question=question
                        is_said_to_be_off=move || {
                            device.state.with(|state| *state == State::Refused(Outcome::Disabled))
                        }
                    />
                </When>
                <Devices devices=devices question=question />
            </div>
        }
        .into_any()
    });
    use_layer(move || question.action(), move || question.close());
    view! {
        <Screen id="settings" heading=words::HEADING result=result>
            <Notice tone=Tone::Plain text=not_kept />
            <Notice tone=Tone::Plain text=move || navigation.unanswered.get().map(words::unanswered).unwrap_or_default() />
            <Notice tone=Tone::Bad text=refused />
            <Notice
                tone=Tone::Bad
                text=move || if is_demoted.get() { words::DEMOTED.text() } else { "" }.to_owned()
            />
            <When condition=move || is_refused.get()>
                <p class="buttons">
                    <Button id="ask-again" class="primary" icon=Icon::Refresh label=words::ASK_AGAIN on_press=ask />
                    <Button id="other-account" label=words::OTHER_ACCOUNT on_press=move || navigation.go(Route::Login) />
                </p>
            </When>
            <AccountLine
                is_held=Signal::derive(move || device.state.with(State::is_under_way))
                is_entering=Memo::new(move |_| device.is_entering())
            />
            <div class="ways">
                <Approve device=device devices=devices question=question />
                {more}
            </div>
        </Screen>
    }
}

/// Asks the server whether it still accepts the session, and what it calls itself. No answer is no verdict.
async fn check(account: Account, is_administrator: RwSignal<bool>, is_demoted: RwSignal<bool>, devices: DeviceList) {
    let Some(reply) = account.ask(me).await else { return };
    let me = read_me(reply);
    account.is_refused.set(me == Me::NotAllowed);
    match me {
        Me::SignedOut => return account.end_session(Ended::ByServer),
        Me::User(user) => {
            if is_administrator.get_untracked() != user.is_administrator {
                // Whoever looked already has seen another list.
                devices.close();
                is_demoted.set(!user.is_administrator);
                is_administrator.set(user.is_administrator);
            }
            account.update_session(|session| session.user = user);
        }
        Me::NotAllowed | Me::Lost(_) => {}
    }
    let server = account.session.with_untracked(|session| session.as_ref().map(|session| session.server.clone()));
    if let Some(server) = server {
        account.learn_about(server).await;
    }
}

//! The settings screen: whose account this is, the way to Jellyfin, the approval of other devices, and the way out.

mod account_card;
mod approve;
mod confirmation;
mod devices;
mod listing;
mod open_jellyfin;
mod switch;

use leptos::prelude::*;

use super::browser::{location, spatial_focus};
use super::components::{Notice, Screen, Tone, When};
use super::state::{Account, spawn, use_account, use_layer, use_navigation};
use crate::account::session::Ended;
use crate::jellyfin::users::{Me, me, read_me};
use crate::text::settings as words;
use account_card::AccountCard;
use approve::{Approve, ApprovingDevice};
use confirmation::Question;
use devices::{DeviceList, Devices};
use switch::Switch;

/// The settings screen.
#[component]
pub fn Settings() -> impl IntoView {
    let account = use_account();
    let is_administrator = RwSignal::new(false);
    let devices = DeviceList::new(account, is_administrator.into());
    let question = Question::new(account);
    let device = ApprovingDevice::new(account, use_navigation());
    spatial_focus::on_arrival("heading");
    spawn(check(account, is_administrator, devices));

    let not_kept = move || if account.is_kept.get() { "" } else { words::NOT_KEPT }.to_owned();
    let result = move || device.state.with(|state| state.result().unwrap_or_default().to_owned());
    // Not shown in a frame, as the approval is not.
    let more = (!location::is_framed()).then(|| {
        view! {
            <div class="more">
                <When condition=move || is_administrator.get()>
                    <Switch question=question />
                </When>
                <Devices devices=devices question=question />
            </div>
        }
        .into_any()
    });
    let screen = view! {
        <Screen id="settings" heading=words::HEADING result=result>
            <Notice tone=Tone::Plain text=not_kept />
            <div class="ways">
                <AccountCard />
                <Approve device=device devices=devices question=question />
                {more}
            </div>
        </Screen>
    };
    // Last, so that it is above the layers of the cards.
    use_layer(move || question.is_open(), move || question.close());
    screen
}

/// Asks the server whether it still accepts the session, and what it calls itself. No answer is no verdict.
async fn check(account: Account, is_administrator: RwSignal<bool>, devices: DeviceList) {
    let Some(reply) = account.ask(me).await else { return };
    match read_me(reply) {
        Me::SignedOut => return account.end_session(Ended::ByServer),
        Me::User(user) => {
            if user.is_administrator {
                // Whoever looked already has seen another list.
                devices.close();
                is_administrator.set(true);
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

//! Who is signed in on what: for administrators every device, each of which can be removed; for anybody else the own
//! sessions. Asked for when somebody wants to see it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::confirmation::{NotDone, Question, QuestionPanel};
use super::listing::Listing;
use crate::app::browser::locale;
use crate::app::components::{Button, Card, Item, List, Status, When};
use crate::app::state::{Account, use_account};
use crate::flow::confirmation::Action;
use crate::jellyfin::sessions::{self as calls, SignedInDevice, read_removed, read_signed_in, remove_device};
use crate::text::settings as words;

/// The list of devices.
#[derive(Clone, Copy)]
pub struct DeviceList {
    listing: RwSignal<Listing<Vec<SignedInDevice>>>,
    /// Whether the server has said, since the screen was opened, that the account is an administrator's.
    pub is_of_administrator: Signal<bool>,
    account: Account,
}

/// The button that opens the list and asks for it anew.
const SHOW: &str = "show-devices";

impl DeviceList {
    /// Nobody has wanted to see it.
    pub fn new(account: Account, is_of_administrator: Signal<bool>) -> Self {
        Self { listing: RwSignal::new(Listing::Closed), is_of_administrator, account }
    }

    /// Forgets what was asked for.
    pub fn close(self) {
        self.listing.set(Listing::Closed);
    }

    /// Asks the server anew; what was shown stays until the answer is here.
    pub fn ask(self) {
        let Some(is_of_all) = self.is_of_administrator.try_get_untracked() else { return };
        self.listing.update(|listing| {
            if !matches!(listing, Listing::Here(_)) {
                *listing = Listing::Loading;
            }
        });
        let reply =
            if is_of_all { self.account.ask_or_end(calls::devices) } else { self.account.ask_or_end(calls::sessions) };
        spawn_local(async move {
            let Some(reply) = reply.await else { return };
            if self.is_of_administrator.try_get_untracked() != Some(is_of_all) {
                return;
            }
            let mut found = read_signed_in(reply);
            if let (Ok(found), Some(session)) = (&mut found, self.account.session.get_untracked()) {
                // Up to 10.8 everybody sees every session.
                found.retain(|it| is_of_all || it.user_id == session.user.id);
                let (own, others): (Vec<_>, Vec<_>) = found.drain(..).partition(|it| self.is_own(it));
                found.extend(own.into_iter().chain(others));
            }
            self.listing.set(found.into());
        });
    }

    /// Asks anew if somebody has wanted to see it.
    pub fn refresh(self) {
        if self.listing.try_with_untracked(|listing| *listing != Listing::Closed) == Some(true) {
            self.ask();
        }
    }

    fn rows(self) -> Vec<SignedInDevice> {
        self.listing.with(|listing| match listing {
            Listing::Here(found) => found.clone(),
            _ => Vec::new(),
        })
    }

    /// Whether this is the device that shows the list. It is not removed: for that one signs out.
    fn is_own(self, it: &SignedInDevice) -> bool {
        self.account.device.with_value(|device| device.id == it.device_id)
    }

    /// Takes a removed device off the list, before the server has been asked anew.
    fn forget(self, removed: &str) {
        self.listing.try_update(|listing| {
            if let Listing::Here(found) = listing {
                found.retain(|it| it.device_id != removed);
            }
        });
    }

    /// The button that has the focus once a device is removed: the next one of its kind.
    fn after(self, removed: &str) -> String {
        let rows = untrack(move || self.rows());
        let place = rows.iter().position(|it| it.device_id == removed).unwrap_or_default();
        let (before, behind) = rows.split_at(place);
        let mut others = behind.iter().chain(before.iter().rev());
        others.find(|it| it.device_id != removed && !self.is_own(it)).map_or(SHOW.to_owned(), button_id)
    }
}

/// The card.
#[component]
pub fn Devices(
    /// The list.
    devices: DeviceList,
    /// Asked before one is removed.
    question: Question,
) -> impl IntoView {
    let account = use_account();
    let listing = devices.listing;
    let hint =
        move || if devices.is_of_administrator.get() { words::DEVICES_OF_ALL } else { words::OWN_DEVICES }.text();
    let status = move || {
        listing.with(|listing| match listing {
            Listing::Here(found) => words::devices_found(found.len()),
            other => other.status(account),
        })
    };
    let removed = move || question.done(|done| matches!(done, Action::RemoveDevice(_)));
    let item = move |it: SignedInDevice| {
        let key = [&*it.device_id, &it.user_id, &it.client, &it.last_activity].join(" ");
        Item::new(key, move || view! { <Row it=it.clone() devices=devices question=question /> })
    };
    let items = move || devices.rows().into_iter().map(item).collect::<Vec<_>>();
    let is_closed = move || listing.with(|listing| *listing == Listing::Closed);
    let label = move || if is_closed() { words::SHOW_DEVICES } else { words::REFRESH }.text().to_owned();
    let is_loading = move || listing.with(|listing| *listing == Listing::Loading);
    view! {
        <Card class="devices" heading_id="devices" heading=words::DEVICES>
            <p class="hint">{move || hint()}</p>
            <p class="buttons">
                <Button id=SHOW label=label is_busy=is_loading on_press=move || devices.ask() />
            </p>
            <Status text=removed />
            <Status text=status />
            <ul class="rows" id="device-list">
                <List items=items />
            </ul>
        </Card>
    }
}

/// An account on a device.
#[component]
fn Row(
    /// The account and the device.
    it: SignedInDevice,
    /// The list that it is in.
    devices: DeviceList,
    /// Asked before it is removed.
    question: Question,
) -> impl IntoView {
    let is_own = devices.is_own(&it);
    let when = locale::minutes_since(&it.last_activity).and_then(words::ago);
    let when = when.unwrap_or_else(|| locale::shown(&it.last_activity));
    let facts = words::device_facts(&it, &when);
    let device = it.device.clone();
    let of_row = StoredValue::new(Action::RemoveDevice(it.clone()));
    on_cleanup(move || question.withdraw_this(&of_row.get_value()));
    let mark = is_own.then(|| view! { <span class="mark">{words::THIS_DEVICE}</span> }.into_any());
    let can_be_removed = !is_own && devices.is_of_administrator.get_untracked();
    let remove = can_be_removed.then(|| {
        let is_asked = Memo::new(move |_| of_row.with_value(|of_row| question.action().as_ref() == Some(of_row)));
        let (id, spoken) = (button_id(&it), words::remove(&it, &when));
        let button = move || {
            let asked_at = id.clone();
            let ask = move |_| question.ask(of_row.get_value(), &asked_at);
            view! {
                <button id=id.clone() class="choice" type="button" aria-label=spoken.clone() on:click=ask>
                    {words::REMOVE}
                </button>
            }
        };
        view! {
            <When condition=is_asked otherwise=button>
                <Removal devices=devices question=question />
            </When>
        }
        .into_any()
    });
    view! {
        <li class="row">
            <p class="row-text"><bdi translate="no">{device}</bdi> " " {mark} <span class="where">{facts}</span></p>
            {remove}
        </li>
    }
}

/// The id of the button that removes a device.
fn button_id(it: &SignedInDevice) -> String {
    ["remove", &it.device_id, &it.user_id].join("-")
}

/// The question whether a device is to be removed. It names everybody on it, as far as they are known.
#[component]
pub fn Removal(
    /// The list that says who else is signed in there.
    devices: DeviceList,
    /// The question.
    question: Question,
    /// Called when it is removed.
    #[prop(optional, into)]
    on_removed: Option<Callback<()>>,
) -> impl IntoView {
    let removed = move || match question.action() {
        Some(Action::RemoveDevice(it) | Action::RemoveApprovedDevice(it)) => Some(it.device_id),
        _ => None,
    };
    let accounts = move || {
        let removed = removed();
        let rows = devices.rows().into_iter().filter(|it| removed.as_ref() == Some(&it.device_id));
        rows.map(|it| it.user).collect::<Vec<_>>()
    };
    let remove = move || {
        let Some(id) = untrack(removed) else { return };
        question.perform(Box::pin(async move {
            let reply = devices.account.ask_or_end(|device, token| remove_device(&id, device, token));
            let removed = read_removed(reply.await?);
            if removed.is_ok() && !question.is_gone() {
                if let Some(on_removed) = on_removed {
                    on_removed.run(());
                } else {
                    question.leads_back_to(&devices.after(&id));
                }
                devices.forget(&id);
                devices.refresh();
            }
            Some(removed.map_err(NotDone::Lost))
        }));
    };
    view! { <QuestionPanel question=question accounts=accounts on_confirm=remove /> }
}

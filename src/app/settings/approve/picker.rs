//! Choosing another account for the device that waits: every account of the server, one's own first, with a search.
//! Only for administrators, because only they may ask for the list.

use leptos::html::Input;
use leptos::prelude::*;

use super::super::listing::Listing;
use super::approving_device::ApprovingDevice;
use crate::app::browser::{locale, spatial_focus};
use crate::app::components::{Button, Field, Item, List, Portrait, Problem, Status, field};
use crate::app::state::{spawn, use_account};
use crate::flow::approval::Event;
use crate::jellyfin::users::{Account, all, read_all};
use crate::text::settings as words;

/// The search and the accounts that fit it.
#[component]
pub fn Picker(
    /// This device.
    device: ApprovingDevice,
) -> impl IntoView {
    let account = use_account();
    let input = NodeRef::<Input>::new();
    let search = RwSignal::new(String::new());
    let problem = RwSignal::new(String::new());
    let listing = RwSignal::new(Listing::Loading);
    let own_id = account.session.with_untracked(|session| session.as_ref().map(|session| session.user.id.clone()));
    let is_own = StoredValue::new(own_id);
    let is_own = move |other: &Account| is_own.with_value(|own| own.as_ref() == Some(&other.user.id));
    spatial_focus::on_arrival("search");
    spawn(async move {
        let Some(reply) = account.ask_or_end(all).await else { return };
        let mut found = read_all(reply);
        if let Ok(accounts) = &mut found
            && let Some(place) = accounts.iter().position(is_own)
        {
            let own = accounts.remove(place);
            accounts.insert(0, own);
        }
        listing.set(found.into());
    });

    let fitting = move || {
        let search = search.get();
        listing.with(|listing| match listing {
            Listing::Here(accounts) => {
                accounts.iter().filter(|it| locale::fits(&it.user.name, &search)).cloned().collect()
            }
            _ => Vec::new(),
        })
    };
    let status = move || {
        listing.with(|listing| match listing {
            Listing::Here(_) if fitting().is_empty() => words::NOBODY_FITS.text().to_owned(),
            other => other.status(account),
        })
    };
    // A disabled account is not chosen: the server would hand out a token that is dead.
    let choose = move |chosen: Account| {
        if chosen.is_disabled {
            return problem.set(words::locked_account(&chosen.user.name));
        }
        let is_for_another = !is_own(&chosen);
        device.tell(Event::Chosen { account: chosen.user, is_for_another });
        device.is_picking.set(false);
        spatial_focus::on_arrival("approve-cancel");
    };
    let choose = Callback::from(choose);
    let item = move |account: Account| {
        let is_own = is_own(&account);
        Item::new(account.user.id.clone(), move || {
            view! { <Choice is_own=is_own account=account.clone() on_choose=choose /> }
        })
    };
    let items = move || fitting().into_iter().map(item).collect::<Vec<_>>();
    view! {
        <div on:input=move |_| search.set(field::value(input))>
            <Field id="search" label=words::WHOSE input=input autocomplete="off" />
            <Status text=status />
            <Problem text=problem />
            <div class="rows" id="accounts">
                <List items=items />
            </div>
            <p class="buttons">
                <Button id="picker-close" label=words::CANCEL on_press=move || close(device) />
            </p>
        </div>
    }
}

/// Back to the confirm step, with the account that it had.
pub fn close(device: ApprovingDevice) {
    device.is_picking.set(false);
    spatial_focus::on_arrival("for-another");
}

/// An account to choose.
#[component]
fn Choice(
    /// The account.
    account: Account,
    /// Whether it is one's own.
    is_own: bool,
    /// Called with it.
    on_choose: Callback<(Account,)>,
) -> impl IntoView {
    let note = words::account_note(account.is_disabled, is_own);
    let (user, name) = (account.user.clone(), account.user.name.clone());
    let server = untrack(|| use_account().with_session(|session| session.server.clone()));
    view! {
        <button class="choice" type="button" on:click=move |_| on_choose.run((account.clone(),))>
            {server.map(|server| view! { <Portrait user=user server=server /> }.into_any())}
            <span class="row-text">{name}</span>
            " "
            <span class="where">{note}</span>
        </button>
    }
}

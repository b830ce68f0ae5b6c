//! Those whose sessions are held at the server: one press goes on as one of them, without a password.

use std::time::Duration;

use leptos::prelude::*;

use super::other_ways::OtherWays;
use crate::account::session::Session;
use crate::app::browser::clock;
use crate::app::components::{Item, List, Portrait, Problem, When};
use crate::app::state::{effect, spawn, use_account, use_connection};
use crate::jellyfin::users::Me;
use crate::page::route::Route;
use crate::text::{self, jellyfin_web, login as words};

/// How long after the accounts have come a press is taken for one that was meant for the screen before: the focus is on the
/// first of them then, and nobody becomes somebody else by signing out.
const SETTLING: Duration = Duration::from_millis(600);

/// The accounts, the one in use first; nothing while there are none.
#[component]
pub fn HeldAccounts(
    /// Where somebody signs in again whose session has ended.
    other_ways: OtherWays,
) -> impl IntoView {
    let (account, connection) = (use_account(), use_connection());
    let choices = move || connection.address.get().map(|server| account.choices_at(&server)).unwrap_or_default();
    // The account that is being asked for.
    let asked = RwSignal::new(String::new());
    let problem = RwSignal::new(String::new());
    effect(move |_| {
        connection.address.track();
        problem.set(String::new());
    });
    let arrived = StoredValue::new(clock::now());
    effect(move |_| {
        choices();
        arrived.set_value(clock::now());
    });
    // Whoever has pressed a name does not become somebody else meanwhile.
    effect(move |_| account.is_signing_in.set(asked.with(|asked| !asked.is_empty())));
    on_cleanup(move || account.is_signing_in.set(false));
    let go_on = move |session: Session| {
        if clock::now() < arrived.get_value() + SETTLING || asked.with_untracked(|asked| !asked.is_empty()) {
            return;
        }
        problem.set(String::new());
        spawn(async move {
            let _until_it_ends = Asking::begin(asked, &session);
            let name = session.user.name.clone();
            let Some(said) = account.choose(session).await else { return };
            let said = match said {
                Me::User(_) => return,
                Me::SignedOut => {
                    account.last_name.set(name.clone());
                    other_ways.ask_for_password_of(name);
                    jellyfin_web::ENDED.text().to_owned()
                }
                Me::NotAllowed => jellyfin_web::NOT_ALLOWED.text().to_owned(),
                Me::Lost(lost) => text::lost(lost, &untrack(move || connection.label())),
            };
            problem.set(said);
        });
    };
    let go_on = Callback::from(go_on);
    let item = move |session: Session| {
        let is_current = account.is_current(&session);
        let key = format!("{} {} {is_current}", session.user.id, session.user.name);
        Item::new(
            key,
            move || view! { <Choice session=session.clone() is_current=is_current asked=asked on_choose=go_on /> },
        )
    };
    let items = move || choices().into_iter().map(item).collect::<Vec<_>>();
    view! {
        <div class="held-accounts">
            <When condition=move || !choices().is_empty()>
                <div class="held" id="held" role="group" aria-label=words::PEOPLE>
                    <List items=items />
                </div>
            </When>
            <Problem text=problem />
        </div>
    }
}

/// A question to the server, which may also end because what has asked it is gone.
struct Asking(RwSignal<String>);

impl Asking {
    fn begin(asked: RwSignal<String>, session: &Session) -> Self {
        asked.set(session.user.id.clone());
        Self(asked)
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.0.try_set(String::new());
    }
}

/// One of them.
#[component]
fn Choice(
    /// Whose.
    session: Session,
    /// Whether it is the one in use: then there is nothing to ask.
    is_current: bool,
    /// The id of the account that is being asked for.
    asked: RwSignal<String>,
    /// Called with the session.
    on_choose: Callback<(Session,)>,
) -> impl IntoView {
    let label = words::already_signed_in(&session.user.name);
    let (user, server, id) = (session.user.clone(), session.server.clone(), session.user.id.clone());
    let face = view! { <Portrait user=user server=server /> }.into_any();
    if is_current {
        return view! {
            <a class="button choice" href=Route::Settings.hash()>
                {face}
                <span>{label}</span>
            </a>
        }
        .into_any();
    }
    let is_busy = move || if asked.with(|asked| *asked == id) { "true" } else { "false" };
    view! {
        <button
            type="button"
            class="choice"
            aria-disabled=is_busy
            on:click=move |_| on_choose.run((session.clone(),))
        >
            {face}
            <span>{label}</span>
        </button>
    }
    .into_any()
}

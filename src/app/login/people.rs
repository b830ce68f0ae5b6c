//! The accounts that the server shows to anybody.

use leptos::prelude::*;

use crate::app::components::{Item, List, Portrait};
use crate::app::state::use_connection;
use crate::jellyfin::public_users::PublicUser;
use crate::text::login as words;

/// A tile with its picture for each account; their empty place while none are known.
#[component]
pub fn People(
    /// The accounts.
    people: RwSignal<Vec<PublicUser>>,
    /// The id of the one that is chosen.
    #[prop(into)]
    picked: Signal<String>,
    /// Called with the one that was pressed.
    #[prop(into)]
    on_pick: Callback<(PublicUser,)>,
) -> impl IntoView {
    let is_empty = move || people.with(Vec::is_empty);
    let item = move |(number, person): (usize, PublicUser)| {
        Item::new(
            person.user.id.clone(),
            move || view! { <Tile number=number person=person.clone() picked=picked on_pick=on_pick /> },
        )
    };
    let items = move || people.get().into_iter().enumerate().map(item).collect::<Vec<_>>();
    view! {
        <div
            class="people"
            role=move || (!is_empty()).then_some("group")
            aria-label=move || (!is_empty()).then_some(words::PEOPLE)
        >
            <List items=items />
        </div>
    }
}

#[component]
fn Tile(
    /// Its place in the list.
    number: usize,
    /// Whose it is.
    person: PublicUser,
    /// The id of the one that is chosen.
    picked: Signal<String>,
    /// Called when it was pressed.
    on_pick: Callback<(PublicUser,)>,
) -> impl IntoView {
    let (user, name) = (person.user.clone(), person.user.name.clone());
    let id = user.id.clone();
    let server = use_connection().address.get_untracked();
    view! {
        <button
            id=format!("person-{number}")
            type="button"
            class="person-tile"
            aria-pressed=move || if picked.with(|picked| *picked == id) { "true" } else { "false" }
            on:click=move |_| on_pick.run((person.clone(),))
        >
            {server.map(|server| view! { <Portrait user=user server=server /> }.into_any())}
            <span class="person-name" translate="no">{name}</span>
        </button>
    }
}

//! The accounts that the server shows to anybody.

use leptos::prelude::*;

use crate::app::components::Portrait;
use crate::app::state::use_connection;
use crate::jellyfin::public_users::PublicUser;
use crate::text::login as words;

/// A tile with its picture for each account; their empty place while none are known.
#[component]
pub fn People(
    /// The accounts.
    people: RwSignal<Vec<PublicUser>>,
    /// Called with the one that was pressed.
    #[prop(into)]
    on_pick: Callback<(PublicUser,)>,
) -> impl IntoView {
    let connection = use_connection();
    let is_empty = move || people.with(Vec::is_empty);
    let tile = move |(number, person): (usize, PublicUser)| {
        let user = person.user.clone();
        let portrait = connection.address.get_untracked().map(|server| view! { <Portrait user=user server=server /> });
        let name = person.user.name.clone();
        view! {
            <button
                id=format!("person-{number}")
                type="button"
                class="person-tile"
                on:click=move |_| on_pick.run((person.clone(),))
            >
                {portrait}
                <span class="person-name">{name}</span>
            </button>
        }
    };
    view! {
        <div
            class="people"
            role=move || (!is_empty()).then_some("group")
            aria-label=move || (!is_empty()).then_some(words::PEOPLE)
        >
            <For
                each=move || people.get().into_iter().enumerate()
                key=|(_, person)| person.user.id.clone()
                children=tile
            />
        </div>
    }
}

//! The accounts that the server shows to anybody, and the field that narrows them where they are many.

use leptos::html::Input;
use leptos::prelude::*;

use crate::app::browser::{locale, spatial_focus};
use crate::app::components::{Field, Item, List, Portrait, Status, When, field};
use crate::app::state::use_connection;
use crate::jellyfin::public_users::PublicUser;
use crate::text::login as words;

/// From so many on, a field narrows them.
pub const MANY: usize = 40;

/// The id of that field.
pub const SEARCH: &str = "people-search";

/// The accounts, and what they are narrowed to.
#[derive(Clone, Copy)]
pub struct Household {
    people: RwSignal<Vec<PublicUser>>,
    typed: RwSignal<String>,
}

impl Household {
    /// These accounts, all of them.
    pub fn new(people: RwSignal<Vec<PublicUser>>) -> Self {
        Self { people, typed: RwSignal::default() }
    }

    /// Moves the focus to the first account that is shown.
    pub fn go_to_first(self) {
        if let Some((number, _)) = untrack(move || self.shown()).first() {
            spatial_focus::on_arrival_at(id_of(*number));
        }
    }

    fn are_many(self) -> bool {
        self.people.with(Vec::len) >= MANY
    }

    /// Those that fit, each with its place among all.
    fn shown(self) -> Vec<(usize, PublicUser)> {
        let typed = if self.are_many() { self.typed.get() } else { String::new() };
        let fits = |(_, person): &(usize, PublicUser)| locale::fits(&person.user.name, &typed);
        self.people.get().into_iter().enumerate().filter(fits).collect()
    }
}

/// A tile with its picture for each account; their empty place while none are known.
#[component]
pub fn People(
    /// The accounts.
    household: Household,
    /// The id of the one that is chosen.
    #[prop(into)]
    picked: Signal<String>,
    /// Called with the one that was pressed.
    #[prop(into)]
    on_pick: Callback<(PublicUser,)>,
) -> impl IntoView {
    let is_empty = move || household.people.with(Vec::is_empty);
    let item = move |(number, person): (usize, PublicUser)| {
        Item::new(
            person.user.id.clone(),
            move || view! { <Tile number=number person=person.clone() picked=picked on_pick=on_pick /> },
        )
    };
    let items = move || household.shown().into_iter().map(item).collect::<Vec<_>>();
    view! {
        <div
            class="household"
            role=move || (!is_empty()).then_some("group")
            aria-label=move || (!is_empty()).then(|| words::PEOPLE.text())
        >
            <When condition=move || household.are_many()>
                <Search household=household />
            </When>
            <div class="people">
                <List items=items />
            </div>
        </div>
    }
}

/// The field. An empty one finds everybody.
#[component]
fn Search(
    /// Whom it narrows.
    household: Household,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    household.typed.set(String::new());
    let status = move || if household.shown().is_empty() { words::NOBODY_FITS.text() } else { "" }.to_owned();
    view! {
        <div on:input=move |_| household.typed.set(field::value(input))>
            <Field id=SEARCH label=words::SEARCH input=input autocomplete="off" />
            <Status text=status />
        </div>
    }
}

fn id_of(number: usize) -> String {
    format!("person-{number}")
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
            id=id_of(number)
            type="button"
            class="person-tile"
            aria-pressed=move || if picked.with(|picked| *picked == id) { "true" } else { "false" }
            on:click=move |_| on_pick.run((person.clone(),))
        >
            {server.map(|server| view! { <Portrait user=user server=server /> }.into_any())}
            <span class="person-name" dir="auto" translate="no">{name}</span>
        </button>
    }
}

//! Several like things, one after the other.

use leptos::prelude::*;

use crate::text::message::spoken_tag;

/// One of them.
#[derive(Clone)]
pub struct Item {
    /// What tells it from the others. As long as that stays, so does what is on the screen, and the focus in it.
    pub key: String,
    /// What is on the screen of it.
    pub view: ViewFn,
}

impl Item {
    /// One with this key.
    pub fn new<V: IntoView + 'static>(key: impl Into<String>, view: impl Fn() -> V + Send + Sync + 'static) -> Self {
        Self { key: key.into(), view: view.into() }
    }
}

/// In another language they are made anew. Leptos' `<For>` with items of one type, so that its code is compiled once and not once for each list: 2 kB of a first
/// visit for each use.
#[component]
pub fn List(
    /// The items, in their order.
    #[prop(into)]
    items: Signal<Vec<Item>>,
) -> impl IntoView {
    view! { <For each=move || items.get() key=|item| (spoken_tag(), item.key.clone()) children=|item| item.view.run() /> }
}

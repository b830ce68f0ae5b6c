//! A setting that is on or off.

use leptos::prelude::*;

/// A setting that a press turns on and off.
#[component]
pub fn Toggle(
    /// The id.
    id: &'static str,
    /// What it sets.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    is_on: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <button
            id=id
            class="switch"
            type="button"
            role="switch"
            aria-checked=move || if is_on.get() { "true" } else { "false" }
            on:click=move |_| is_on.update(|is_on| *is_on = !*is_on)
        >
            {label}
        </button>
    }
}

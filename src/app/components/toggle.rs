//! A setting that is on or off.

use leptos::prelude::*;

use super::when::spelled;

/// A setting that a press turns on and off.
#[component]
pub fn Toggle(
    /// The id.
    id: &'static str,
    /// What it sets.
    label: &'static str,
    /// Whether it is on.
    is_on: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <button
            id=id
            class="switch"
            type="button"
            role="switch"
            aria-checked=spelled(move || is_on.get())
            on:click=move |_| is_on.update(|is_on| *is_on = !*is_on)
        >
            {label}
        </button>
    }
}

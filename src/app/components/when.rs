//! A part of the screen that is there only under a condition.

use leptos::prelude::*;

/// Leptos' `<Show>` with a condition of one type, so that its code is compiled once and not once for each condition: 0.4 kB
/// of a first visit for each use.
#[component]
pub fn When(
    /// The condition.
    #[prop(into)]
    condition: Signal<bool>,
    /// What is there otherwise; without it, nothing.
    #[prop(optional, into)]
    otherwise: ViewFn,
    /// What is there.
    children: ChildrenFn,
) -> impl IntoView {
    view! {
        <Show when=move || condition.get() fallback=move || otherwise.run()>
            {children()}
        </Show>
    }
}

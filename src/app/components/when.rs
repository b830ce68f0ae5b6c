//! A part of the screen, or an attribute, that is there only under a condition.

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

/// One of two values of an attribute. Signals of two types, here and below, so that the code for each is compiled once and
/// not once for each closure.
pub fn either(
    is_first: impl Fn() -> bool + Send + Sync + 'static,
    first: &'static str,
    second: &'static str,
) -> Signal<&'static str> {
    Signal::derive(move || if is_first() { first } else { second })
}

/// Whether something is so, as ARIA spells it.
pub fn spelled(is_so: impl Fn() -> bool + Send + Sync + 'static) -> Signal<&'static str> {
    either(is_so, "true", "false")
}

/// An attribute that is there only while something is so.
pub fn only_while(
    is_so: impl Fn() -> bool + Send + Sync + 'static,
    value: &'static str,
) -> Signal<Option<&'static str>> {
    Signal::derive(move || is_so().then_some(value))
}

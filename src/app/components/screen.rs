//! A screen.

use leptos::prelude::*;

/// A screen with its heading. The focus is moved to it by the id `heading`.
#[component]
pub fn Screen(
    /// The screen's id.
    id: &'static str,
    /// The heading.
    #[prop(into)]
    heading: Signal<String>,
    /// The place that it is about; may be empty.
    #[prop(optional, into)]
    place: Signal<String>,
    /// How the login stands, for scripts.
    #[prop(optional, into)]
    state: Option<Signal<String>>,
    /// What an approval came to, for scripts.
    #[prop(optional, into)]
    result: Option<Signal<String>>,
    /// What is on it.
    children: Children,
) -> impl IntoView {
    view! {
        <section id=id class="screen" aria-labelledby="heading" data-state=state data-result=result>
            <h1 id="heading">{heading} " " <span class="where">{place}</span></h1>
            {children()}
        </section>
    }
}

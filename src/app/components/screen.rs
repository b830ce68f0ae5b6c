//! A screen.

use leptos::prelude::*;

use crate::app::state::{effect, use_preferences};
use crate::text;

/// A screen with its heading, which is also the document's title. The focus is moved to it by the id `heading`.
#[component]
pub fn Screen(
    /// The screen's id.
    id: &'static str,
    /// The heading.
    #[prop(into)]
    heading: Signal<String>,
    /// How the login stands, for scripts.
    #[prop(optional, into)]
    state: Option<Signal<String>>,
    /// What an approval came to, for scripts.
    #[prop(optional, into)]
    result: Option<Signal<String>>,
    /// What is on it.
    children: Children,
) -> impl IntoView {
    let preferences = use_preferences();
    effect(move |_| {
        let page = preferences.config.with(|config| config.name.clone());
        document().set_title(&text::title(&heading.get(), page.as_deref()));
    });
    view! {
        <section id=id class="screen" aria-labelledby="heading" data-state=state data-result=result>
            <h1 id="heading">{heading}</h1>
            {children()}
        </section>
    }
}

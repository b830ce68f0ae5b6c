//! A card: one thing that can be done on a screen.

use leptos::prelude::*;

/// A card with its heading, which names it for a screen reader.
#[component]
pub fn Card(
    /// What the style sheet knows it by.
    class: &'static str,
    /// The heading's id.
    heading_id: &'static str,
    /// The heading.
    #[prop(into)]
    heading: Signal<String>,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    view! {
        <section class=format!("card {class}") aria-labelledby=heading_id>
            <h2 id=heading_id>{heading}</h2>
            {children()}
        </section>
    }
}

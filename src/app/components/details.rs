//! Facts that unfold.

use leptos::prelude::*;

use super::When;
use crate::text;

/// Facts for whoever helps, a line each; there only while there are any.
#[component]
pub fn Details(
    /// The facts.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <When condition=move || !text.with(String::is_empty)>
            <details class="details">
                <summary>{text::DETAILS}</summary>
                <p>{text}</p>
            </details>
        </When>
    }
}

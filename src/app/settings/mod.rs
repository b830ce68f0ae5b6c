//! The settings screen.

use leptos::prelude::*;

/// The settings screen.
#[component]
pub fn Settings() -> impl IntoView {
    view! { <p>"settings"</p> }
}

//! The login screen.

use leptos::prelude::*;

/// The login screen.
#[component]
pub fn Login() -> impl IntoView {
    view! { <p>"login"</p> }
}

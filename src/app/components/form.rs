//! A form.

use leptos::prelude::*;

/// A form; its fields are read when it is submitted.
#[component]
pub fn Form(
    /// The id.
    id: &'static str,
    /// The id of the heading that names it.
    labelled_by: &'static str,
    /// What is done when it is submitted.
    #[prop(into)]
    on_submit: Callback<()>,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    view! {
        <form id=id aria-labelledby=labelled_by novalidate=true on:submit=submit>
            {children()}
        </form>
    }
}

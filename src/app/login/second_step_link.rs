//! The way to a two-factor plug-in's own page.

use leptos::prelude::*;

use crate::app::components::When;
use crate::jellyfin::users::SecondStep;
use crate::server::address::Address;
use crate::text::login as words;

/// The whole address of the page for a second step at a server; empty when the plug-in names none.
pub fn page_of(server: &Address, step: &SecondStep) -> String {
    step.page.as_ref().map(|page| server.join(page)).unwrap_or_default()
}

/// The link, as long as there is a page. It opens beside this one, which goes on.
#[component]
pub fn SecondStepLink(
    /// Its address.
    #[prop(into)]
    page: Signal<String>,
) -> impl IntoView {
    view! {
        <When condition=move || page.with(|page| !page.is_empty())>
            <p>
                <a class="second-step" href=page target="_blank" rel="noopener">
                    {words::OPEN_SECOND_STEP}
                </a>
            </p>
        </When>
    }
}

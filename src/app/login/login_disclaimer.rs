//! What the server's administrator puts on the login page: a message, and a picture behind everything.

use leptos::prelude::*;

use super::welcome::Welcome;
use crate::app::components::When;
use crate::app::state::use_connection;
use crate::jellyfin::branding::SPLASH;
use crate::jellyfin::login_disclaimer::{Paragraph, Run};
use crate::server::address::Address;

/// The message.
#[component]
pub fn LoginDisclaimer(
    /// What the server shows.
    welcome: Welcome,
) -> impl IntoView {
    let paragraph = |paragraph: Paragraph| {
        let runs: Vec<_> = paragraph.into_iter().map(|run| view! { <StyledText run=run /> }.into_any()).collect();
        view! { <p>{runs}</p> }.into_any()
    };
    view! {
        <When condition=move || !welcome.disclaimer.with(Vec::is_empty)>
            <div class="disclaimer">{welcome.disclaimer.get().into_iter().map(paragraph).collect::<Vec<_>>()}</div>
        </When>
    }
}

/// A stretch of the message in one style.
#[component]
fn StyledText(
    /// The words and how they look.
    run: Run,
) -> impl IntoView {
    let class = match (run.is_strong, run.is_emphasised) {
        (true, true) => "strong emphasised",
        (true, false) => "strong",
        (false, true) => "emphasised",
        (false, false) => "",
    };
    let server = use_connection().address.get_untracked();
    match run.link.zip(server).map(|(link, server)| server.resolve(&link)) {
        Some(link) => view! {
            <a class=class href=link target="_blank" rel="noopener noreferrer">
                {run.text}
            </a>
        }
        .into_any(),
        None => view! { <span class=class>{run.text}</span> }.into_any(),
    }
}

/// The picture. One that cannot be had leaves nothing behind: it is empty for a screen reader and covered by the page.
#[component]
pub fn Splashscreen(
    /// What the server shows.
    welcome: Welcome,
) -> impl IntoView {
    let picture = |server: Address| view! { <img class="splash" alt="" src=server.join(SPLASH) /> }.into_any();
    view! { {move || welcome.splashscreen.get().map(picture)} }
}

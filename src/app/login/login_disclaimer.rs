//! What the server's administrator puts on the login page: a message, and a picture behind everything.

use leptos::either::Either;
use leptos::prelude::*;

use super::welcome::Welcome;
use crate::jellyfin::branding::SPLASH;
use crate::jellyfin::login_disclaimer::{Paragraph, Run};

/// The message.
#[component]
pub fn LoginDisclaimer(
    /// What the server shows.
    welcome: Welcome,
) -> impl IntoView {
    let paragraph = |paragraph: Paragraph| {
        let runs: Vec<_> = paragraph.into_iter().map(|run| view! { <StyledText run=run /> }).collect();
        view! { <p>{runs}</p> }
    };
    move || {
        let paragraphs: Vec<_> = welcome.disclaimer.get().into_iter().map(paragraph).collect();
        (!paragraphs.is_empty()).then(|| view! { <div class="disclaimer">{paragraphs}</div> })
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
    match run.link {
        Some(link) => Either::Left(view! {
            <a class=class href=link target="_blank" rel="noopener noreferrer">
                {run.text}
            </a>
        }),
        None => Either::Right(view! { <span class=class>{run.text}</span> }),
    }
}

/// The picture. One that cannot be had leaves nothing behind: it is empty for a screen reader and covered by the page.
#[component]
pub fn Splashscreen(
    /// What the server shows.
    welcome: Welcome,
) -> impl IntoView {
    move || welcome.splashscreen.get().map(|server| view! { <img class="splash" alt="" src=server.join(SPLASH) /> })
}

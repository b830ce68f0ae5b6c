//! Messages to the person, spoken when they change.

use leptos::prelude::*;

use super::When;

/// How a notice is meant.
#[derive(Clone, Copy)]
pub enum Tone {
    /// Something to know.
    Plain,
    /// Something that went well.
    Good,
    /// Something that went wrong; read out at once.
    Bad,
}

/// A message above the cards, there only while there is something to say.
#[component]
pub fn Notice(
    /// How it is meant.
    tone: Tone,
    /// What it says.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let (class, role) = match tone {
        Tone::Plain => ("notice", "status"),
        Tone::Good => ("notice good", "status"),
        Tone::Bad => ("notice bad", "alert"),
    };
    view! {
        <When condition=move || !text.with(String::is_empty)>
            <p class=class role=role>
                {text}
            </p>
        </When>
    }
}

/// How something stands.
#[component]
pub fn Status(
    /// What it says; empty says nothing.
    #[prop(into)]
    text: Signal<String>,
    /// What the style sheet knows it by.
    #[prop(default = "status")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <p class=class role="status">
            {text}
        </p>
    }
}

/// What went wrong; read out at once.
#[component]
pub fn Problem(
    /// What it says; empty says nothing.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <p class="status bad" role="alert">
            {text}
        </p>
    }
}

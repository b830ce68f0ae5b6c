//! Messages to the person, spoken when they change.

use leptos::prelude::*;

use super::when::When;

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

/// What a message says: its first line, and a list of the others, which are things to try.
#[component]
pub fn Words(
    /// The message.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let said = move || text.with(|text| text.lines().next().unwrap_or_default().to_owned());
    let advice = move || {
        let items: Vec<_> = text
            .with(|text| text.lines().skip(1).map(|line| view! { <li>{line.to_owned()}</li> }.into_any()).collect());
        (!items.is_empty()).then(|| view! { <ul class="advice">{items}</ul> }.into_any())
    };
    view! {
        {said}
        {advice}
    }
    .into_any()
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
            <div class=class role=role>
                <Words text=text />
            </div>
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
        <div class=class role="status">
            <Words text=text />
        </div>
    }
}

/// What went wrong; read out at once.
#[component]
pub fn Problem(
    /// What it says; empty says nothing.
    #[prop(into)]
    text: Signal<String>,
    /// The id, by which a field that it is about refers to it.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div id=id class="status bad" role="alert">
            <Words text=text />
        </div>
    }
}

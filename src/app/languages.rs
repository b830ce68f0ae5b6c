//! The choice of a language. Each has its own name there: whoever looks for one cannot read the others.

use leptos::prelude::*;

use super::browser::{locale, spatial_focus};
use super::components::{Button, Icon, Problem, When};
use super::state::use_layer;
use crate::page::languages::LANGUAGES;
use crate::text::message::spoken_tag;
use crate::text::messages::language as words;

/// The button that opens the list.
const BUTTON: &str = "language";

/// A button that names the language of the page, and opens the list of all.
#[component]
pub fn Languages() -> impl IntoView {
    let is_open = RwSignal::new(false);
    let label = move || {
        let spoken = LANGUAGES.iter().find(|(tag, _)| *tag == spoken_tag());
        words::current(spoken.map_or("", |(_, name)| name))
    };
    let close = move || {
        is_open.set(false);
        spatial_focus::on_arrival(BUTTON);
    };
    let toggle = move || {
        if is_open.get_untracked() {
            return close();
        }
        is_open.set(true);
        spatial_focus::on_arrival_at(button_id(&locale::picked()));
    };
    use_layer(move || is_open.get(), close);
    view! {
        <Button id=BUTTON icon=Icon::Language label=label on_press=toggle />
        <When condition=is_open>
            <List close=close />
        </When>
    }
}

/// All languages.
#[component]
fn List(
    /// Closes the list.
    #[prop(into)]
    close: Callback<()>,
) -> impl IntoView {
    let problem = RwSignal::new(String::new());
    let pick = move |tag| {
        locale::pick(tag, move |is_spoken| {
            // The list may be gone by then.
            if problem.is_disposed() {
                return;
            }
            if is_spoken {
                close.run(());
            } else {
                problem.set(words::NOT_LOADED.into());
            }
        });
    };
    let picked = locale::picked();
    let choice = move |tag: &'static str, name: Signal<String>| {
        let is_picked = if picked == tag { "true" } else { "false" };
        let lang = Some(tag).filter(|tag| !tag.is_empty());
        view! {
            <button
                id=button_id(tag)
                class="choice"
                type="button"
                lang=lang
                aria-pressed=is_picked
                on:click=move |_| pick(tag)
            >
                {name}
            </button>
        }
        .into_any()
    };
    let all = LANGUAGES.iter().map(|(tag, name)| choice(tag, Signal::stored((*name).to_owned())));
    let all: Vec<_> = std::iter::once(choice("", words::AUTOMATIC.signal())).chain(all).collect();
    view! {
        <span class="languages" role="group" translate="no" aria-label=words::CHOOSE>
            {all}
        </span>
        <Problem text=problem />
    }
}

fn button_id(tag: &str) -> String {
    ["language-", tag].concat()
}

//! The fields that a person types into. They keep what was typed by themselves and are read when it is needed, because
//! password managers fill them without telling anybody.

use leptos::attr::custom::custom_attribute;
use leptos::html::Input;
use leptos::prelude::*;

use crate::text;

/// A field with its label.
#[component]
pub fn Field(
    /// The id, which is also its name.
    id: &'static str,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The element, to read it.
    input: NodeRef<Input>,
    /// What it holds at first.
    #[prop(optional, into)]
    value: String,
    /// `text` or `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What a browser may fill in.
    autocomplete: &'static str,
    /// `none`, or `characters` for capital letters.
    #[prop(default = "none")]
    autocapitalize: &'static str,
    /// The kind of keyboard on a phone.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// The id of what explains it.
    #[prop(optional)]
    described_by: Option<&'static str>,
    /// Whether what it holds was refused.
    #[prop(optional, into)]
    is_invalid: Signal<bool>,
) -> impl IntoView {
    view! {
        <label for=id>{label}</label>
        <input
            id=id
            name=id
            type=kind
            dir="auto"
            value=value
            autocomplete=autocomplete
            autocapitalize=autocapitalize
            inputmode=inputmode
            aria-describedby=described_by
            aria-invalid=move || is_invalid.get().then_some("true")
            spellcheck="false"
            {..custom_attribute("autocorrect", "off")}
            node_ref=input
        />
    }
}

/// A field for a password, with a button that shows what was typed.
#[component]
pub fn PasswordField(
    /// The id, which is also its name.
    id: &'static str,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The element, to read it.
    input: NodeRef<Input>,
    /// What a browser may fill in.
    autocomplete: &'static str,
    /// The ids of what explains it.
    #[prop(optional)]
    described_by: Option<&'static str>,
    /// Whether what it holds was refused.
    #[prop(optional, into)]
    is_invalid: Signal<bool>,
) -> impl IntoView {
    let is_shown = RwSignal::new(false);
    view! {
        <label for=id>{label}</label>
        <span class="with-button">
            <input
                id=id
                name=id
                dir="ltr"
                type=move || if is_shown.get() { "text" } else { "password" }
                autocomplete=autocomplete
                autocapitalize="none"
                aria-describedby=described_by
                aria-invalid=move || is_invalid.get().then_some("true")
                {..custom_attribute("autocorrect", "off")}
                spellcheck="false"
                node_ref=input
            />
            <button
                class="reveal"
                type="button"
                aria-label=text::SHOW_PASSWORD
                aria-pressed=move || if is_shown.get() { "true" } else { "false" }
                on:click=move |_| is_shown.update(|is_shown| *is_shown = !*is_shown)
            >
                {text::SHOW}
            </button>
        </span>
    }
}

/// What was typed into a field.
pub fn value(input: NodeRef<Input>) -> String {
    input.get_untracked().map(|input| input.value()).unwrap_or_default()
}

/// Replaces what was typed into a field.
pub fn set_value(input: NodeRef<Input>, value: &str) {
    if let Some(input) = input.get_untracked() {
        input.set_value(value);
    }
}

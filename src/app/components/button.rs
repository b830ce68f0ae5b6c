//! A button.

use leptos::prelude::*;

use super::icon::Icon;

/// A button. While it is busy a press has no effect, and a screen reader says so.
#[component]
pub fn Button(
    /// Its id; also what the focus is moved to by. Empty for one of many, which has none.
    id: &'static str,
    /// `primary`, `danger` or none.
    #[prop(optional)]
    class: &'static str,
    /// A picture before the words, where it helps to find the button.
    #[prop(optional)]
    icon: Option<Icon>,
    /// What stands on it.
    #[prop(into)]
    label: Signal<String>,
    /// What a screen reader says in place of the label, where several buttons have the same.
    #[prop(optional, into)]
    spoken: Option<String>,
    /// Whether what it does is being done.
    #[prop(optional, into)]
    is_busy: Signal<bool>,
    /// `button`, or `submit` for the one that sends its form.
    #[prop(default = "button")]
    kind: &'static str,
    /// What a press does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let press = move |_| {
        if let Some(on_press) = on_press.filter(|_| !is_busy.get_untracked()) {
            on_press.run(());
        }
    };
    let is_busy = move || if is_busy.get() { "true" } else { "false" };
    let id = Some(id).filter(|id| !id.is_empty());
    view! {
        <button id=id class=class type=kind aria-label=spoken aria-disabled=is_busy on:click=press>
            {icon.map(Icon::draw)}
            {label}
        </button>
    }
}

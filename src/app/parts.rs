//! The few shapes that every screen is made of. Each takes plain functions of the model, so that it is compiled once.

use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::prelude::*;

use super::model::Model;
use super::shell::Shell;
use crate::code::Code;
use crate::text;

/// How a message is meant.
#[derive(Clone, Copy)]
pub enum Tone {
    /// Something to know.
    Plain,
    /// Something that went well.
    Good,
    /// Something that went wrong; read out at once.
    Bad,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "notice",
            Self::Good => "notice good",
            Self::Bad => "notice bad",
        }
    }

    fn role(self) -> &'static str {
        match self {
            Self::Bad => "alert",
            _ => "status",
        }
    }
}

/// A paragraph that follows the model, spoken as its role says; `paragraph` is the role of any other.
pub fn paragraph(shell: Shell, class: &'static str, role: &'static str, text: fn(&Model) -> String) -> AnyView {
    view! { <p class=class role=role>{shell.text(text)}</p> }.into_any()
}

/// A message above the cards, there only while there is something to say.
pub fn notice(shell: Shell, tone: Tone, text: fn(&Model) -> String) -> AnyView {
    let is_there = Memo::new(move |_| !shell.follow(text).is_empty());
    let show = move || {
        if is_there.get() { paragraph(shell, tone.class(), tone.role(), text) } else { ().into_any() }
    };
    show.into_any()
}

/// A card with its heading; the heading's id names it for a screen reader.
pub fn card(class: &'static str, id: &'static str, heading: &'static str, content: Vec<AnyView>) -> AnyView {
    view! {
        <section class=class aria-labelledby=id>
            <h2 id=id>{heading}</h2>
            {content}
        </section>
    }
    .into_any()
}

/// A form; what its fields hold is read when it is submitted.
pub fn form(id: &'static str, label: &'static str, submit: fn(Shell), shell: Shell, content: Vec<AnyView>) -> AnyView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submit(shell);
    };
    view! { <form id=id aria-labelledby=label novalidate on:submit=submit>{content}</form> }.into_any()
}

/// A row of buttons.
pub fn buttons(content: Vec<AnyView>) -> AnyView {
    view! { <p class="buttons">{content}</p> }.into_any()
}

/// A button; while it is busy a press has no effect, and a screen reader says so.
pub fn button(
    shell: Shell,
    id: &'static str,
    class: &'static str,
    label: fn(&Model) -> String,
    is_busy: fn(&Model) -> bool,
    press: fn(Shell),
) -> AnyView {
    labelled(shell, id, class, "button", label, is_busy, press)
}

/// For a button that is never busy.
pub fn never(_: &Model) -> bool {
    false
}

/// The button that submits its form.
pub fn submit(shell: Shell, id: &'static str, label: fn(&Model) -> String, is_busy: fn(&Model) -> bool) -> AnyView {
    labelled(shell, id, "primary", "submit", label, is_busy, |_| {})
}

fn labelled(
    shell: Shell,
    id: &'static str,
    class: &'static str,
    kind: &'static str,
    label: fn(&Model) -> String,
    is_busy: fn(&Model) -> bool,
    press: fn(Shell),
) -> AnyView {
    let disabled = move || if shell.follow(is_busy) { "true" } else { "false" };
    let press = move |_: MouseEvent| {
        if !shell.read(is_busy) {
            press(shell);
        }
    };
    view! {
        <button id=id class=class type=kind aria-disabled=disabled on:click=press>{shell.text(label)}</button>
    }
    .into_any()
}

/// A code, a tile a digit, in two groups, or its place. For a screen reader it is one picture with a name that is
/// spoken digit by digit.
pub fn tiles(id: &'static str, code: Option<Code>) -> AnyView {
    let digits = code.map_or(" ".repeat(Code::LENGTH), |code| code.digits());
    let tiles: Vec<_> = digits.chars().map(|digit| view! { <span class="tile">{String::from(digit)}</span> }).collect();
    view! { <p id=id class="tiles" role="img" aria-label=text::code_label(code)>{tiles}</p> }.into_any()
}

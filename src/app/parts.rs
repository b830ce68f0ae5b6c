//! The few shapes that every screen is made of. Each element is of the same type, its attributes are of three, and what
//! varies are values and plain functions of the model: so Leptos' generic code is compiled once and not once a place.

use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::ev::{Custom, on};
use leptos::html::custom;
use leptos::prelude::*;
use web_sys::Event;

use super::focus;
use super::model::Model;
use super::shell::Shell;
use crate::jellyfin::code::Code;
use crate::text;

/// An element.
pub fn element(tag: &'static str, attributes: Vec<AnyAttribute>, content: Vec<AnyView>) -> AnyView {
    custom(tag).child(content).add_any_attr(attributes).into_any()
}

/// An element with nothing but words in it.
pub fn worded(tag: &'static str, attributes: Vec<AnyAttribute>, text: &str) -> AnyView {
    element(tag, attributes, vec![words(text)])
}

/// An element whose attributes all stay: pairs of name and value, which as a table take fewer bytes than as values.
pub fn plain(tag: &'static str, attributes: &[(&'static str, &str)], content: Vec<AnyView>) -> AnyView {
    element(tag, attributes.iter().map(|(name, value)| fixed(name, value)).collect(), content)
}

/// The same with nothing but words in it.
pub fn plainly(tag: &'static str, attributes: &[(&'static str, &str)], text: &str) -> AnyView {
    plain(tag, attributes, vec![words(text)])
}

/// An attribute that stays.
pub fn fixed(name: &'static str, value: &str) -> AnyAttribute {
    custom_attribute(name, value.to_owned()).into_any_attr()
}

/// An attribute that follows the model.
pub fn following(shell: Shell, name: &'static str, value: fn(&Model) -> String) -> AnyAttribute {
    custom_attribute(name, follow(shell, Followed::Text(value))).into_any_attr()
}

/// An attribute that is `true` or `false` with the model.
pub fn flag(shell: Shell, name: &'static str, value: fn(&Model) -> bool) -> AnyAttribute {
    custom_attribute(name, follow(shell, Followed::Flag(value))).into_any_attr()
}

/// What a press does.
pub fn on_press(shell: Shell, press: Press) -> AnyAttribute {
    on_event("click", shell, press)
}

/// What is done when something is pressed.
#[derive(Clone, Copy)]
pub enum Press {
    /// Always the same.
    Do(fn(Shell)),
    /// Nothing while it is busy.
    Unless(fn(&Model) -> bool, fn(Shell)),
    /// Something with a number, which tells several like elements apart.
    With(usize, fn(Shell, usize)),
}

fn on_event(name: &'static str, shell: Shell, press: Press) -> AnyAttribute {
    let handle = move |event: Event| {
        if name == "submit" {
            event.prevent_default();
        }
        match press {
            Press::Do(press) => press(shell),
            Press::Unless(is_busy, press) => {
                if !shell.read(is_busy) {
                    press(shell);
                }
            }
            Press::With(number, press) => press(shell, number),
        }
    };
    on(Custom::new(name), handle).into_any_attr()
}

#[derive(Clone, Copy)]
enum Followed {
    Text(fn(&Model) -> String),
    Flag(fn(&Model) -> bool),
}

fn follow(shell: Shell, followed: Followed) -> impl Fn() -> String + Copy + Send + 'static {
    move || {
        shell.follow(|model| match followed {
            Followed::Text(text) => text(model),
            Followed::Flag(flag) => if flag(model) { "true" } else { "false" }.to_owned(),
        })
    }
}

/// Words that stay.
pub fn words(text: &str) -> AnyView {
    text.to_owned().into_any()
}

/// Words that follow the model.
pub fn following_words(shell: Shell, text: fn(&Model) -> String) -> AnyView {
    follow(shell, Followed::Text(text)).into_any()
}

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

/// A screen; its attribute tells scripts how it stands.
pub fn screen(id: &'static str, state: AnyAttribute, content: Vec<AnyView>) -> AnyView {
    let attributes = vec![fixed("id", id), fixed("class", "screen"), fixed("aria-labelledby", "heading"), state];
    element("section", attributes, content)
}

/// A screen's heading, with the place that it is about.
pub fn heading(shell: Shell, heading: fn(&Model) -> String, place: fn(&Model) -> String) -> AnyView {
    let place = plain("span", &[("class", "where")], vec![following_words(shell, place)]);
    plain("h1", &[("id", "heading")], vec![following_words(shell, heading), words(" "), place])
}

/// Several parts in the place of one.
pub fn group(content: Vec<AnyView>) -> AnyView {
    plain("div", &[], content)
}

/// A paragraph that follows the model, spoken as its role says; `paragraph` is the role of any other.
pub fn paragraph(shell: Shell, class: &'static str, role: &'static str, text: fn(&Model) -> String) -> AnyView {
    plain("p", &[("class", class), ("role", role)], vec![following_words(shell, text)])
}

/// A message above the cards, there only while there is something to say.
pub fn notice(shell: Shell, tone: Tone, text: fn(&Model) -> String) -> AnyView {
    let is_there = Memo::new(move |_| !shell.follow(text).is_empty());
    let show = move || if is_there.get() { paragraph(shell, tone.class(), tone.role(), text) } else { nothing() };
    show.into_any()
}

/// No element at all.
pub fn nothing() -> AnyView {
    ().into_any()
}

/// Facts that unfold, there only while there are any; a line each.
pub fn details(shell: Shell, text: fn(&Model) -> String) -> AnyView {
    let is_there = Memo::new(move |_| !shell.follow(text).is_empty());
    let show = move || {
        if !is_there.get() {
            focus::hold();
            return nothing();
        }
        let facts = plain("p", &[], vec![following_words(shell, text)]);
        plain("details", &[("class", "details")], vec![plainly("summary", &[], text::DETAILS), facts])
    };
    show.into_any()
}

/// A card with its heading; the heading's id names it for a screen reader.
pub fn card(class: &'static str, id: &'static str, heading: &'static str, content: Vec<AnyView>) -> AnyView {
    let mut inside = vec![plainly("h2", &[("id", id)], heading)];
    inside.extend(content);
    plain("section", &[("class", class), ("aria-labelledby", id)], inside)
}

/// The cards of a screen, side by side where there is room.
pub fn cards(content: Vec<AnyView>) -> AnyView {
    plain("div", &[("class", "ways")], content)
}

/// A form; what its fields hold is read when it is submitted.
pub fn form(id: &'static str, label: &'static str, submit: fn(Shell), shell: Shell, content: Vec<AnyView>) -> AnyView {
    let attributes = vec![
        fixed("id", id),
        fixed("aria-labelledby", label),
        fixed("novalidate", ""),
        on_event("submit", shell, Press::Do(submit)),
    ];
    element("form", attributes, content)
}

/// A field with its label; the attributes are pairs of name and value, `id` and `name` among them given by `id`.
pub fn field(id: &'static str, label: &str, value: &str, attributes: &[(&'static str, &'static str)]) -> Vec<AnyView> {
    let mut all = vec![fixed("id", id), fixed("name", id), fixed("value", value), fixed("spellcheck", "false")];
    all.extend(attributes.iter().map(|(name, value)| fixed(name, value)));
    vec![plainly("label", &[("for", id)], label), element("input", all, vec![])]
}

/// A row of buttons.
pub fn buttons(content: Vec<AnyView>) -> AnyView {
    plain("p", &[("class", "buttons")], content)
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
    let attributes = vec![
        fixed("id", id),
        fixed("class", class),
        fixed("type", kind),
        flag(shell, "aria-disabled", is_busy),
        on_press(shell, Press::Unless(is_busy, press)),
    ];
    element("button", attributes, vec![following_words(shell, label)])
}

/// A setting that a press turns on and off.
pub fn switch(
    shell: Shell,
    id: &'static str,
    label: &'static str,
    is_on: fn(&Model) -> bool,
    press: fn(Shell),
) -> AnyView {
    let attributes = vec![
        fixed("id", id),
        fixed("class", "switch"),
        fixed("type", "button"),
        fixed("role", "switch"),
        flag(shell, "aria-checked", is_on),
        on_press(shell, Press::Do(press)),
    ];
    worded("button", attributes, label)
}

/// One of several buttons that differ by a number; the label is for a screen reader.
pub fn choice(shell: Shell, label: &str, content: Vec<AnyView>, number: usize, press: fn(Shell, usize)) -> AnyView {
    let attributes = vec![
        fixed("class", "choice"),
        fixed("type", "button"),
        fixed("aria-label", label),
        on_press(shell, Press::With(number, press)),
    ];
    element("button", attributes, content)
}

/// A code, a tile a digit, in two groups, or its place. For a screen reader it is one picture with a name that is
/// spoken digit by digit.
pub fn tiles(id: &'static str, code: Option<Code>) -> AnyView {
    let digits = code.map_or(" ".repeat(Code::LENGTH), |code| code.digits());
    let tile = |digit| plainly("span", &[("class", "tile")], &String::from(digit));
    plain(
        "p",
        &[("id", id), ("class", "tiles"), ("role", "img"), ("aria-label", &text::code_label(code))],
        digits.chars().map(tile).collect(),
    )
}

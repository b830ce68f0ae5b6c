//! The code field: one real field, drawn as six places, and a number pad beside it for whoever has arrows and OK only.
//! Six digits lead to the confirm step by themselves; a text that is no code in the making is shown as it is.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::model::Model;
use super::parts::{element, following, plain, plainly};
use super::shell::Shell;
use super::{field, focus, parts, scanner};
use crate::flow::approval::{Event, Request, State};
use crate::jellyfin::code::Code;
use crate::text::settings as words;

/// The key that takes the last digit back.
const BACK: usize = 10;

/// The field's form, and the pad. They stay in the page, hidden, during the other steps: what was typed is not lost.
pub fn code_field(shell: Shell) -> AnyView {
    fill(shell, &shell.read(|model| model.link_code.clone().unwrap_or_default()));
    listen(shell);
    let typed = shell.read(|model| model.typed.clone());
    let attributes =
        [("type", "text"), ("inputmode", "numeric"), ("autocomplete", "off"), ("aria-describedby", "code-hint")];
    let mut field = parts::field("code", words::CODE, &typed, &attributes);
    field.push(shell.part(|model| format!("{} {}", model.typed, model.caret), places));
    let class = |model: &Model| match Code::begun(&model.typed) {
        Some(_) => "code-field".to_owned(),
        None => "code-field wild".to_owned(),
    };
    let content = vec![
        field.remove(0),
        element("div", vec![following(shell, "class", class)], field),
        plainly("p", &[("id", "code-hint"), ("class", "hint")], words::CODE_HINT),
        parts::paragraph(shell, "status bad", "alert", |model| model.refusal.clone().unwrap_or_default()),
        scanner::picture(shell),
        parts::buttons(vec![
            parts::submit(shell, "continue", |_| words::CONTINUE.to_owned(), parts::never),
            scanner::button(shell),
        ]),
    ];
    let form = parts::form("approve-form", "approve-heading", submit, shell, content);
    let class = |model: &Model| if model.approval == State::Entering { "entry" } else { "gone" }.to_owned();
    element("div", vec![following(shell, "class", class)], vec![form, pad(shell)])
}

/// Puts a text into the field, as a link does: that alone leads nowhere.
pub fn fill(shell: Shell, text: &str) {
    field::set_value("code", text);
    shell.change(|model| {
        text.clone_into(&mut model.typed);
        model.caret = text.len();
        model.refusal = None;
    });
}

fn places(shell: Shell) -> AnyView {
    let (digits, before) = shell.read(|model| {
        let before: String = model.typed.chars().take(model.caret).collect();
        (Code::begun(&model.typed).unwrap_or_default(), Code::begun(&before).unwrap_or_default().len())
    });
    let mut digits = digits.chars();
    let place = |place: usize| {
        let class = if place == before.min(Code::LENGTH - 1) { "tile here" } else { "tile" };
        plainly("span", &[("class", class)], &digits.next().map(String::from).unwrap_or_default())
    };
    plain("div", &[("class", "tiles"), ("aria-hidden", "true")], (0..Code::LENGTH).map(place).collect())
}

/// The keys' numbers are their digits.
fn pad(shell: Shell) -> AnyView {
    let key = |number: usize| {
        let digit = number.to_string();
        let (label, shown) = if number == BACK { (words::TAKE_BACK, "⌫") } else { (&*digit, &*digit) };
        parts::choice(shell, label, vec![parts::words(shown)], number, press_key)
    };
    plain(
        "div",
        &[("class", "pad"), ("role", "group"), ("aria-label", words::PAD)],
        (1..=BACK).chain([0]).map(key).collect(),
    )
}

fn press_key(shell: Shell, number: usize) {
    let mut text = field::value("code");
    if number == BACK {
        text.pop();
    } else {
        text.push_str(&number.to_string());
    }
    field::set_value("code", &text);
    follow(shell);
}

/// Everything that can change the text or move the caret, wherever it happens, and the number keys of a remote while
/// the focus is not in a field.
fn listen(shell: Shell) {
    let changes = ["input", "keyup", "click"].map(|name| window_event_listener_untyped(name, move |_| follow(shell)));
    let digits = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let digit = match (event.key().as_bytes(), event.key_code()) {
            ([digit @ b'0'..=b'9'], _) => usize::from(digit - b'0'),
            // The number pad, which some remotes send without a name.
            (_, code @ 96..=105) => (code - 96) as usize,
            _ => return,
        };
        if !focus::is_in_field() && shell.read(|model| model.approval == State::Entering) {
            press_key(shell, digit);
        }
    });
    on_cleanup(move || {
        for change in changes {
            change.remove();
        }
        digits.remove();
    });
}

/// Takes over what the field holds now. Six digits go on by themselves, unless one was just put right among them.
fn follow(shell: Shell) {
    let mut text = field::value("code");
    let caret = field::caret("code");
    if shell.read(|model| model.typed == text && model.caret == caret || model.approval != State::Entering) {
        return;
    }
    let is_new = shell.read(|model| model.typed != text);
    let overtyped = Code::overtyped(&text, caret).filter(|_| is_new);
    let leads_on = is_new && overtyped.is_none() && Code::parse(&text).is_ok();
    if let Some(shorter) = overtyped {
        field::set_value("code", &shorter);
        field::set_caret("code", caret);
        text = shorter;
    }
    shell.change(|model| {
        model.typed = text;
        model.caret = caret;
        if is_new {
            model.refusal = None;
        }
    });
    if leads_on {
        submit(shell);
    }
}

/// Leads to the confirm step, if the field holds a code.
pub fn submit(shell: Shell) {
    match Code::parse(&field::value("code")) {
        Ok(code) => {
            let request = |model: &Model| {
                let user = model.session.as_ref().map(|session| session.user.clone())?;
                Some(Request::new(code, user, model.device.id.clone()))
            };
            let Some(request) = shell.read(request) else { return };
            shell.change(|model| model.refusal = None);
            shell.tell_approval(Event::Entered(request));
        }
        Err(error) => {
            shell.change(|model| model.refusal = Some(words::code_error(error)));
            focus::to("code");
        }
    }
}

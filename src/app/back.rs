//! One layer up: which layers are open is a function of the model. Keys close the uppermost one, and so does the
//! browser's own way back, for which the history has an entry for each. At the first screen Back is left to whoever
//! shows the page; index.html tells televisions.

use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{History, KeyboardEvent};

use super::model::{Model, Picker, Scan, Server};
use super::shell::{Shell, later};
use super::{approve_panel, focus, forgotten, location, parts, picker, scanner, server_panel, task};
use crate::approval::State;
use crate::route::Route;

/// Whether the history is on its way to another entry because a layer was closed.
static IS_GOING: AtomicBool = AtomicBool::new(false);

/// What closes each of the layers that are open, the lowest first.
fn layers(model: &Model) -> Vec<fn(Shell)> {
    let is_login = model.route == Route::Login;
    let step = model.reset.step.number();
    let all: [(bool, fn(Shell)); 8] = [
        (is_login && model.session.is_some(), |shell| shell.go(Route::Settings)),
        (is_login && step > 0, forgotten::back),
        (is_login && step > 1, forgotten::back),
        (is_login && matches!(model.server, Server::Choosing { back: Some(_) }), server_panel::keep),
        (!is_login && model.scan == Scan::On, scanner::stop),
        (!is_login && model.approval != State::Entering, approve_panel::leave),
        (!is_login && model.picker != Picker::Closed, picker::close),
        (!is_login && model.task.is_some(), task::close),
    ];
    all.into_iter().filter(|(is_open, _)| *is_open).map(|(_, close)| close).collect()
}

/// Different for each number of layers.
pub fn key(model: &Model) -> String {
    layers(model).len().to_string()
}

/// Brings the history to as many entries as there are layers. There is nothing to see of it.
pub fn follow(shell: Shell) -> AnyView {
    if let (Some((history, entry)), false) = (entry(), IS_GOING.load(Ordering::Relaxed)) {
        let depth = shell.read(layers).len();
        for number in entry + 1..=depth {
            let _ = history.push_state(&JsValue::from(number.to_string()), "");
        }
        if entry > depth {
            IS_GOING.store(true, Ordering::Relaxed);
            let _ = history.go_with_delta(-i32::try_from(entry - depth).unwrap_or_default());
        }
    }
    parts::nothing()
}

/// The history is at another entry. One without a number is a link's, which is followed by itself.
pub fn on_history(shell: Shell) {
    let Some((_, entry)) = entry() else { return };
    if !IS_GOING.swap(false, Ordering::Relaxed) && shell.read(layers).len() > entry {
        up(shell);
    }
    location::replace(shell.read(|model| model.route));
    // What is closed may take a moment, or may be busy and stay.
    later(Box::new(move || _ = follow(shell)));
}

fn entry() -> Option<(History, usize)> {
    let history = window().history().ok()?;
    let number = history.state().ok()?.as_string()?.parse().ok()?;
    Some((history, number))
}

fn up(shell: Shell) {
    if let Some(close) = shell.read(layers).pop() {
        close(shell);
    }
}

/// A key that means Back closes a layer, one a press: held down it does not leave the page.
pub fn on_key(shell: Shell, event: &KeyboardEvent) {
    let is_back = match event.key().as_str() {
        "Escape" | "GoBack" | "BrowserBack" => true,
        "Backspace" => !focus::is_typing(),
        // Back of webOS, and of Tizen.
        _ => matches!(event.key_code(), 461 | 10009),
    };
    if !is_back || event.is_composing() {
        return;
    }
    if event.repeat() {
        event.prevent_default();
    } else if !shell.read(layers).is_empty() {
        event.prevent_default();
        up(shell);
    }
}

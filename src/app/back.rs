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
use crate::flow::approval::State;
use crate::page::route::Route;

/// Whether the history is on its way to another entry because a layer was closed.
static IS_GOING: AtomicBool = AtomicBool::new(false);

/// What closes each of the layers that are open, the lowest first.
fn layers(model: &Model) -> Vec<fn(Shell)> {
    let is_login = model.route == Route::Login;
    let step = model.reset.step.number();
    let mut open: Vec<fn(Shell)> = Vec::new();
    let mut layer = |is_login_layer: bool, is_open: bool, close: fn(Shell)| {
        if is_login_layer == is_login && is_open {
            open.push(close);
        }
    };
    layer(true, model.session.is_some(), |shell| shell.go(Route::Settings));
    layer(true, step > 0, forgotten::back);
    layer(true, step > 1, forgotten::back);
    layer(true, matches!(model.server, Server::Choosing { back: Some(_) }), server_panel::keep);
    layer(false, model.scan == Scan::On, scanner::stop);
    layer(false, model.approval != State::Entering, approve_panel::leave);
    layer(false, model.picker != Picker::Closed, picker::close);
    layer(false, model.task.is_some(), task::close);
    open
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

/// A link was followed, which ends the way to another entry. It has an entry of its own, the first for what is open now.
pub fn on_link(shell: Shell) {
    IS_GOING.store(false, Ordering::Relaxed);
    shell.follow_hash();
    // What is closed may take a moment, or may be busy and stay.
    later(Box::new(move || _ = follow(shell)));
}

/// The history is at another entry. One without a number is a link's, which is followed by itself.
pub fn on_history(shell: Shell) {
    let is_expected = IS_GOING.swap(false, Ordering::Relaxed);
    let Some((_, entry)) = entry() else { return };
    if !is_expected && shell.read(layers).len() > entry {
        up(shell);
    }
    location::replace(shell.read(|model| model.route));
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

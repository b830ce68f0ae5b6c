//! The browser's history, with an entry for each open layer. An entry's state is its number; the page's first is 0.

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::History;

/// The number of the entry that the page is at. None at an entry that a link has made.
pub fn entry() -> Option<usize> {
    history()?.state().ok()?.as_string()?.parse().ok()
}

/// Adds an entry.
pub fn push(number: usize) {
    if let Some(history) = history() {
        let _ = history.push_state(&JsValue::from(number.to_string()), "");
    }
}

/// Goes back by so many entries. The browser does so later, and sends `popstate` then.
pub fn go_back(entries: usize) {
    if let (Some(history), Ok(entries)) = (history(), i32::try_from(entries)) {
        let _ = history.go_with_delta(-entries);
    }
}

/// Replaces the address of the entry that the page is at. The entry keeps its number; one without becomes the first.
pub fn replace(address: &str) {
    if let Some(history) = history() {
        let number = history.state().ok().filter(JsValue::is_string).unwrap_or_else(|| JsValue::from("0"));
        let _ = history.replace_state_with_url(&number, "", Some(address));
    }
}

fn history() -> Option<History> {
    window().history().ok()
}

//! The fields that a person types into: they keep what was typed by themselves and are read when it is needed.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// What was typed into the field with this id.
pub fn value(id: &str) -> String {
    find(id).map(|field| field.value()).unwrap_or_default()
}

/// Replaces what was typed.
pub fn set_value(id: &str, value: &str) {
    if let Some(field) = find(id) {
        field.set_value(value);
    }
}

/// Where the next character would go, counted in UTF-16 units, which for digits are characters.
pub fn caret(id: &str) -> usize {
    let caret = find(id).and_then(|field| field.selection_start().ok().flatten());
    caret.and_then(|caret| usize::try_from(caret).ok()).unwrap_or_default()
}

/// Puts the caret there.
pub fn set_caret(id: &str, caret: usize) {
    if let (Some(field), Ok(caret)) = (find(id), u32::try_from(caret)) {
        let _ = field.set_selection_range(caret, caret);
    }
}

fn find(id: &str) -> Option<HtmlInputElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

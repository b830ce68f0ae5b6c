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

fn find(id: &str) -> Option<HtmlInputElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

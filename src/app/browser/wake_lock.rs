//! Keeping the screen on, where the browser offers it: a secure context, and Chromium 84 or as new.

use leptos::prelude::window;
use wasm_bindgen::JsValue;

use super::untyped::{call, get, promised};

/// While it lives, the screen stays on. The browser ends it when the page is hidden.
pub struct Lock(JsValue);

impl Lock {
    /// Asks for one; none where there is none to be had.
    pub async fn take() -> Option<Self> {
        promised(&get(&window().navigator(), "wakeLock"), "request", &JsValue::UNDEFINED).await.map(Self)
    }

    /// Whether the browser has ended it.
    pub fn is_over(&self) -> bool {
        get(&self.0, "released").is_truthy()
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        call(&self.0, "release", &JsValue::UNDEFINED);
    }
}

//! Keeping the screen on, where the browser offers it: a secure context, and Chromium 84 or as new. Through reflection,
//! because web-sys has these names only behind a compiler flag.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// While it lives, the screen stays on. The browser ends it when the page is hidden.
pub struct Lock(JsValue);

impl Lock {
    /// Asks for one; none where there is none to be had.
    pub async fn take() -> Option<Self> {
        let locks = Reflect::get(&window().navigator(), &"wakeLock".into()).ok()?;
        let asked = call(&locks, "request")?.dyn_into::<Promise>().ok()?;
        JsFuture::from(asked).await.ok().map(Self)
    }

    /// Whether the browser has ended it.
    pub fn is_over(&self) -> bool {
        Reflect::get(&self.0, &"released".into()).is_ok_and(|over| over.is_truthy())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        call(&self.0, "release");
    }
}

fn call(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()?.dyn_into::<Function>().ok()?.call0(object).ok()
}

//! What the browser knows of places and languages: the language that src/boot/language.js has brought, a moment that the
//! server names, in this time zone, and which letters are alike. Our own tables of letters would be larger than the search
//! that needs them.

use js_sys::{Array, Date, JsString, Object};
use leptos::prelude::window;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::untyped::{call, get, set};
use crate::text::message::{speak, speak_english, spoken_tag};

/// Speaks the language that is there, and from now on each that comes; `changed` hears of these.
pub fn follow(changed: fn()) {
    take_over();
    let hear = Closure::<dyn Fn()>::new(move || {
        take_over();
        changed();
    });
    set(&language(), "changed", &hear.into_js_value());
}

/// Speaks another language, and keeps it; of an empty tag, none is kept. `done` hears whether it came.
pub fn pick(tag: &str, done: impl FnOnce(bool) + 'static) {
    let done = Closure::once_into_js(move |is_spoken: bool| done(is_spoken));
    let language = language();
    if let Ok(pick) = get(&language, "pick").dyn_into::<js_sys::Function>() {
        let _ = pick.call2(&language, &tag.into(), &done);
    }
}

/// The language that was picked here, or nothing.
pub fn picked() -> String {
    call(&language(), "picked", &JsValue::UNDEFINED).and_then(|tag| tag.as_string()).unwrap_or_default()
}

fn language() -> JsValue {
    get(&get(&window(), "quickConnectStart"), "language")
}

fn take_over() {
    let spoken = get(&language(), "spoken");
    let text = |name| get(&spoken, name).as_string().unwrap_or_default();
    match get(&spoken, "messages").dyn_into::<Array>() {
        Ok(messages) => speak(text("tag"), messages.join("\0").into(), text("forms"), text("dir") == "rtl"),
        Err(_) => speak_english(),
    }
}

/// How many minutes ago it was, as far as this device knows the time; none when that cannot be, as on a television that
/// has lost the date.
pub fn minutes_since(written: &str) -> Option<u32> {
    /// So much may the clocks of two machines differ.
    const EARLIER: f64 = -5.0;
    let minutes = (Date::now() - Date::new(&written.into()).get_time()) / 60_000.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "as large as it gets")]
    (minutes > EARLIER).then_some(minutes.max(0.0) as u32)
}

/// Day and time; as the server wrote it where the browser cannot read it.
pub fn shown(written: &str) -> String {
    let date = Date::new(&written.into());
    if date.get_time().is_nan() {
        return written.to_owned();
    }
    let options = Object::new();
    // Chromium 76; older ones write the same as digits.
    for (name, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        set(&options, name, &value.into());
    }
    // English alone would be that of the United States.
    let language = Some(spoken_tag()).filter(|tag| *tag != "en").unwrap_or("en-GB");
    date.to_locale_string(language, &options).into()
}

/// Whether a name contains what was typed, accents and capitals aside.
pub fn fits(name: &str, typed: &str) -> bool {
    folded(name).contains(&folded(typed.trim()))
}

fn folded(text: &str) -> String {
    let apart = String::from(JsString::from(text).normalize("NFD").to_lower_case());
    apart.chars().filter(|character| !('\u{300}'..='\u{36f}').contains(character)).collect()
}

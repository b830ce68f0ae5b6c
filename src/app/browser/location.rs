//! The page's own address: its hash, which names the screen, and the folder of the files beside it.

use super::untyped;
use crate::page::route::Link;
use js_sys::Reflect;
use leptos::prelude::{document, window};
use wasm_bindgen::JsValue;

/// The hash as it stands now, read.
pub fn link() -> Link {
    Link::read(&window().location().hash().unwrap_or_default())
}

/// Where the page was loaded from.
pub fn page() -> String {
    document().base_uri().ok().flatten().unwrap_or_default()
}

/// The host that it was loaded from.
pub fn host() -> String {
    window().location().host().unwrap_or_default()
}

/// What stands in `config.json`, if the page has read it already.
pub fn config() -> Option<String> {
    from_start("text")
}

/// The code for which src/boot/ has asked, in the form in which it is kept; once.
pub fn take_pending() -> Option<String> {
    let pending = from_start("pending");
    if pending.is_some() {
        let _ = Reflect::set(&start()?, &"pending".into(), &JsValue::NULL);
    }
    pending
}

/// The id of this device under which src/boot/ has asked for it.
pub fn device_id() -> Option<String> {
    from_start("deviceId")
}

/// What src/boot/ hands over.
fn from_start(name: &str) -> Option<String> {
    Reflect::get(&start()?, &name.into()).ok()?.as_string()
}

/// The origin of the page that this one signs in for, if it is not for itself; src/boot/ has made sure of it.
pub fn embedder() -> Option<String> {
    from_start("embedder")
}

/// Tells that page, and nobody else, that something has happened. Nothing where there is none.
pub fn tell_embedder(event: &str, details: &[(&str, &str)]) {
    let Some(start) = start().filter(|_| embedder().is_some()) else { return };
    let message = untyped::option("event", &event.into());
    for (name, value) in details {
        untyped::set(&message, name, &(*value).into());
    }
    untyped::call(&start, "tell", &message);
}

fn start() -> Option<JsValue> {
    Reflect::get(&window(), &"quickConnectStart".into()).ok()
}

/// Leaves for another page.
pub fn go(address: &str) {
    let _ = window().location().set_href(address);
}

/// What the styles and the program know a television by; src/boot/device.js sets it on those that it knows.
const TELEVISION: &str = "data-television";

/// Whether the page is on a television.
pub fn is_television() -> bool {
    document().document_element().is_some_and(|page| page.has_attribute(TELEVISION))
}

/// Makes it one.
pub fn be_television() {
    if let Some(page) = document().document_element() {
        let _ = page.set_attribute(TELEVISION, "");
    }
}

/// Gives the page another name at its top.
pub fn set_brand(name: Option<&str>) {
    let Some(name) = name else { return };
    if let Ok(Some(brand)) = document().query_selector(".brand > span") {
        brand.set_text_content(Some(name));
    }
}

/// A text as it can stand in a link.
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// Loads the page again.
pub fn reload() {
    let _ = window().location().reload();
}

/// Whether the page is shown inside another one.
pub fn is_framed() -> bool {
    let outer = window().parent().ok().flatten();
    outer.is_some_and(|outer| !js_sys::Object::is(&outer, &window()))
}

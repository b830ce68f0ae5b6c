//! The page's own address: its hash, which names the screen, and the folder of the files beside it.

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

/// Gives the page another name, in its title and at its top.
pub fn set_title(name: Option<&str>) {
    let Some(name) = name else { return };
    document().set_title(name);
    if let Ok(Some(brand)) = document().query_selector(".brand > span") {
        brand.set_text_content(Some(name));
    }
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

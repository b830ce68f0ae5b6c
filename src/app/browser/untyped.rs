//! What not every browser has, and web-sys therefore names only behind a compiler flag or not at all. Whatever is not
//! there, or fails, is undefined or none.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A property.
pub fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// Sets a property.
pub fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

/// An object with one property, as many interfaces take their options.
pub fn option(name: &str, value: &JsValue) -> JsValue {
    let object = Object::new().into();
    set(&object, name, value);
    object
}

/// What a method gives back; one that takes no argument does not mind one.
pub fn call(object: &JsValue, name: &str, argument: &JsValue) -> Option<JsValue> {
    get(object, name).dyn_into::<Function>().ok()?.call1(object, argument).ok()
}

/// What a method promises.
pub async fn promised(object: &JsValue, name: &str, argument: &JsValue) -> Option<JsValue> {
    let promise = call(object, name, argument)?.dyn_into::<Promise>().ok()?;
    JsFuture::from(promise).await.ok()
}

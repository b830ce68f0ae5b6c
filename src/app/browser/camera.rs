//! Reading QR codes with the camera, where the browser can: a secure context and `BarcodeDetector`, which Chromium has on
//! phones and on some computers.

use js_sys::{Array, Function, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};

use super::untyped::{call, get, option, promised, set};

/// Whether the browser offers what is needed. Only a try tells whether there is a camera, and whether it may be used.
pub fn is_offered() -> bool {
    !detector().is_undefined() && !devices().is_undefined()
}

/// A camera that is on. It is off as soon as this is gone.
pub struct Camera {
    stream: JsValue,
    video: JsValue,
    detector: JsValue,
}

impl Camera {
    /// Switches the camera on that looks away from the person, and shows what it sees in the `video` element with this
    /// id; the browser asks the person first. None when it must not, or cannot.
    pub async fn on(id: &str) -> Option<Self> {
        let video = document().get_element_by_id(id)?.into();
        let formats = option("formats", &Array::of1(&"qr_code".into()));
        let detector = Reflect::construct(&detector().dyn_into::<Function>().ok()?, &Array::of1(&formats)).ok()?;
        let wanted = option("video", &option("facingMode", &"environment".into()));
        let stream = promised(&devices(), "getUserMedia", &wanted).await?;
        set(&video, "srcObject", &stream);
        call(&video, "scrollIntoView", &option("block", &"center".into()));
        Some(Self { stream, video, detector })
    }

    /// The text in a QR code that it sees right now.
    pub async fn read(&self) -> Option<String> {
        let found = promised(&self.detector, "detect", &self.video).await?;
        get(&get(&found, "0"), "rawValue").as_string()
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        let tracks = call(&self.stream, "getTracks", &JsValue::UNDEFINED).unwrap_or_default();
        for track in Array::from(&tracks).iter() {
            call(&track, "stop", &JsValue::UNDEFINED);
        }
        set(&self.video, "srcObject", &JsValue::NULL);
    }
}

fn detector() -> JsValue {
    get(&window(), "BarcodeDetector")
}

fn devices() -> JsValue {
    get(&window().navigator(), "mediaDevices")
}

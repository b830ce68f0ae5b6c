//! A device with a camera. Chromium's camera for tests shows a film. `BarcodeDetector` does not exist on every system,
//! so it is replaced: the page's picture goes to an independent decoder, and what that finds goes back to the page.

use std::path::{Path, PathBuf};

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::json;

use super::device::Device;
use super::home::{Home, Setup, until};
use super::qr_reader;

/// Replaces the browser's `BarcodeDetector`: `frame` is the last picture that the page looked at, `seen` what is found
/// in it.
const DETECTOR: &str = "
    window.seen = [];
    window.BarcodeDetector = class {
        constructor({ formats }) {
            if (formats.join() !== 'qr_code') throw new TypeError('asked for ' + formats);
        }
        async detect(video) {
            if (video.readyState < 2) throw new DOMException('no picture yet', 'InvalidStateError');
            window.stream = video.srcObject;
            const canvas = document.createElement('canvas');
            [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
            canvas.getContext('2d').drawImage(video, 0, 0);
            window.frame = canvas.toDataURL('image/png');
            return window.seen.map(rawValue => ({ rawValue }));
        }
    };";

/// A film of one picture: the camera repeats the last frame.
pub fn write_film(film: &Path, (width, height, brightness): (usize, usize, Vec<u8>)) {
    let mut bytes = format!("YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\nFRAME\n").into_bytes();
    bytes.extend(brightness);
    // No colours: two planes of a quarter of the size.
    bytes.extend(vec![128; width / 2 * (height / 2) * 2]);
    std::fs::write(film, bytes).expect("a film");
}

/// A film of its own for each story.
pub fn film(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name).with_extension("y4m")
}

/// Gives a device the detector and the camera permission, and signs in.
pub fn prepare(phone: &Device, setting: &str) {
    phone.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": DETECTOR }));
    phone.command("Browser.setPermission", json!({ "permission": { "name": "camera" }, "setting": setting }));
    phone.sign_in("guest", "");
    phone.wait_for("#scan");
}

/// Waits until the page has switched the camera off.
pub fn wait_for_camera_off(phone: &Device) {
    let script = "return window.stream.getTracks().every(track => track.readyState === 'ended')";
    until("the camera off", || phone.run(script, json!([])).as_bool().filter(|is_off| *is_off));
}

/// The QR codes in the last picture that the page looked at.
pub fn found(phone: &Device) -> Vec<String> {
    let frame = phone.run("return window.frame || ''", json!([]));
    let png = frame.as_str().and_then(|frame| frame.strip_prefix("data:image/png;base64,"));
    png.map(|png| qr_reader::decode(BASE64_STANDARD.decode(png).expect("base64"))).unwrap_or_default()
}

/// A guest's phone with the detector and a camera that shows nothing.
pub fn phone_with_camera(name: &str, setting: &str) -> (Home, [Device; 1]) {
    let film = film(name);
    write_film(&film, (64, 64, vec![0; 64 * 64]));
    let (home, [phone]) = Setup::new().with_camera(&film).start();
    prepare(&phone, setting);
    (home, [phone])
}

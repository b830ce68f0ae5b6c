//! Reading the code of the waiting device with a camera. Chromium has one for tests, which sees a film; on this system it
//! has no `BarcodeDetector`, for which a decoder that knows nothing of this project stands in: the page hands it what
//! its `video` shows, and it finds the codes in that.

use std::path::{Path, PathBuf};

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::json;

use crate::home::{Home, Setup, home, until};
use crate::jellyfin::device::Device;
use crate::qr;

/// What the page gets in the place of the browser's: `frame` is what it looked at last, `seen` what is found there.
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

/// A film that shows one picture: raw frames, of which the camera repeats the last.
fn write_film(film: &Path, (width, height, brightness): (usize, usize, Vec<u8>)) {
    let mut bytes = format!("YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\nFRAME\n").into_bytes();
    bytes.extend(brightness);
    // Without colours: two planes of a quarter of the size.
    bytes.extend(vec![128; width / 2 * (height / 2) * 2]);
    std::fs::write(film, bytes).expect("a film");
}

/// A film of its own for each story.
fn film(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name).with_extension("y4m")
}

/// Lets a device have the detector, and the camera allowed or not, and signs in.
fn prepare(phone: &Device, setting: &str) {
    phone.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": DETECTOR }));
    phone.command("Browser.setPermission", json!({ "permission": { "name": "camera" }, "setting": setting }));
    phone.sign_in("guest", "");
    phone.wait_for("#scan");
}

/// What the camera has to do with is over.
fn wait_for_camera_off(phone: &Device) {
    let script = "return window.stream.getTracks().every(track => track.readyState === 'ended')";
    until("the camera off", || phone.run(script, json!([])).as_bool().filter(|is_off| *is_off));
}

/// What is in the frame that the page looked at last.
fn found(phone: &Device) -> Vec<String> {
    let frame = phone.run("return window.frame || ''", json!([]));
    let png = frame.as_str().and_then(|frame| frame.strip_prefix("data:image/png;base64,"));
    png.map(|png| qr::decode(BASE64_STANDARD.decode(png).expect("base64"))).unwrap_or_default()
}

/// A guest's phone that has a camera, which sees nothing, and the detector.
pub fn phone_with_camera(name: &str, setting: &str) -> (Home, [Device; 1]) {
    let film = film(name);
    write_film(&film, (64, 64, vec![0; 64 * 64]));
    let (home, [phone]) = Setup::new().with_camera(&film).start();
    prepare(&phone, setting);
    (home, [phone])
}

#[test]
fn the_code_on_a_screen_is_read_by_the_camera_and_waits_for_the_press() {
    let film = film("screen");
    let (home, [mut tv, phone]) = Setup::new().with_camera(&film).start();
    tv.use_name();
    tv.set_screen(1280, 720, "dark");
    tv.open("");
    let code = tv.code();
    tv.wait_for("#quick-connect-qr");
    write_film(&film, qr::pixels(tv.picture()));
    prepare(&phone, "granted");
    phone.press("#scan");
    phone.wait_for_text("[role=status]", "Point the camera at the QR code");
    let link = until("the link in what the camera sees", || found(&phone).pop());
    phone.run("window.seen = [arguments[0]]", json!([link]));
    phone.wait_for_text("#confirm", "This code came in a link");
    assert_eq!(phone.text("#confirm-code").replace(' ', ""), code);
    wait_for_camera_off(&phone);
    assert_eq!(home.approvals().len(), 0);
    phone.press("#approve");
    phone.wait_for_result("approved");
    tv.wait_for("#settings");
    std::fs::remove_file(film).expect("removed");
}

#[test]
fn another_qr_code_is_named_and_the_camera_goes_on() {
    let (_home, [phone]) = phone_with_camera("another", "granted");
    phone.press("#scan");
    phone.run("window.seen = ['WIFI:S:attic;T:WPA;P:12345678;;']", json!([]));
    phone.wait_for_text("[role=alert]", "That QR code has no code to sign in with");
    phone.run("window.seen = ['420420']", json!([]));
    phone.wait_for_focus("#confirm");
    wait_for_camera_off(&phone);
}

#[test]
fn the_camera_is_off_when_nobody_wants_it_any_more() {
    let (_home, [phone]) = phone_with_camera("off", "granted");
    for leave in ["#scan", "#other-server"] {
        phone.run("window.stream = null", json!([]));
        phone.press("#scan");
        until("a look", || phone.run("return window.stream !== null", json!([])).as_bool().filter(|looks| *looks));
        assert!(phone.shows("#camera"));
        phone.press(leave);
        wait_for_camera_off(&phone);
        assert!(!phone.shows("#camera"));
    }
}

#[test]
fn a_camera_that_is_not_allowed_is_told_and_the_code_can_be_typed() {
    let (_home, [phone]) = phone_with_camera("denied", "denied");
    phone.press("#scan");
    phone.wait_for_text("[role=alert]", "The camera cannot be used");
    phone.enter_code("420420");
    phone.wait_for_focus("#confirm");
}

#[test]
fn a_browser_that_cannot_read_codes_offers_nothing() {
    let (_home, [phone]) = home();
    phone.sign_in("guest", "");
    phone.wait_for("#continue");
    assert!(!phone.shows("#scan"));
}

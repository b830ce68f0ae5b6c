//! Reading the code of the waiting device with a camera.

use serde_json::json;

use crate::support::camera::{film, found, phone_with_camera, prepare, wait_for_camera_off, write_film};
use crate::support::home::{Setup, home, until};
use crate::support::qr_reader;

#[test]
fn the_code_on_a_screen_is_read_by_the_camera_and_waits_for_the_press() {
    let film = film("screen");
    let (home, [mut tv, phone]) = Setup::new().with_camera(&film).start();
    tv.use_name();
    tv.set_screen(1280, 720, "dark");
    tv.open("");
    let code = tv.code();
    tv.wait_for("#quick-connect-qr");
    write_film(&film, qr_reader::pixels(tv.picture()));
    prepare(&phone, "granted");
    phone.press("#scan");
    phone.wait_for_text("[role=status]", "Point the camera at the QR code");
    let link = until("the link in what the camera sees", || found(&phone).pop());
    phone.run("window.seen = [arguments[0]]", json!([link]));
    phone.wait_for_text("#confirm", "This code came from a link");
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
    phone.wait_for_text("[role=alert]", "This QR code has no sign-in code");
    phone.run("window.seen = ['420420']", json!([]));
    phone.wait_for_focus("#approve-cancel");
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
    phone.wait_for_text("[role=alert]", "Can’t use the camera");
    phone.enter_code("420420");
    phone.wait_for_focus("#approve-cancel");
}

#[test]
fn a_browser_that_cannot_read_codes_offers_nothing() {
    let (_home, [phone]) = home();
    phone.sign_in("guest", "");
    phone.wait_for("#continue");
    assert!(!phone.shows("#scan"));
}

//! One press on `#approve`, however long or double, is one request, and what came of it stays to be read.

use fake_jellyfin::Fault;
use serde_json::json;

use crate::support::home::{home, until};
use crate::support::person::{Person, Way};

#[test]
fn a_double_click_approves_once_and_leaves_the_result_to_be_read() {
    let (home, [tv, phone]) = home();
    tv.open("");
    phone.sign_in("demo", "demo");
    home.fault("/QuickConnect/Authorize", Fault::Delay(300), 2);
    phone.enter_code(&tv.code());
    phone.double_click("#approve");
    phone.wait_for_result("approved");
    assert_eq!(home.approvals().len(), 1);
    tv.wait_for("#settings");
    assert!(phone.shows("#settings[data-result=approved]"));
}

#[test]
fn enter_held_down_on_the_button_approves_once_and_leaves_the_result_to_be_read() {
    let (home, [tv, phone]) = home();
    tv.open("");
    phone.sign_in("demo", "demo");
    phone.enter_code(&tv.code());
    phone.wait_until_ready("#approve");
    phone.run("document.querySelector('#approve').focus()", serde_json::json!([]));
    phone.hold_enter();
    tv.wait_for("#settings");
    phone.wait_for_focus("#next");
    phone.wait_until_ready("#next");
    phone.go_on_holding_enter();
    phone.wait_for_result("approved");
    phone.wait_for_focus("#next");
    assert_eq!(home.approvals().len(), 1);
}

/// Presses what has replaced the button 50 ms after the answer, as a person does who presses twice.
const PRESS_AGAIN: &str = "
    window.pressedAgain = false;
    const settings = document.querySelector('#settings');
    new MutationObserver((_, it) => {
        if (!settings.dataset.result) return;
        it.disconnect();
        setTimeout(() => {
            (document.querySelector('#next, #approve') || document.querySelector('#continue')).click();
            window.pressedAgain = true;
        }, 50);
    }).observe(settings, { attributes: true })";

#[test]
fn a_double_press_sends_one_request_and_leaves_what_came_of_it_to_be_read_however_quick_the_answer() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    for key in ["\u{e007}", " "] {
        for (fault, result) in [
            (Fault::Delay(0), "approved"),
            (Fault::Delay(300), "approved"),
            (Fault::body(404, "text/plain", "Error processing request."), "unknown"),
            (Fault::Status(502), "offline"),
        ] {
            phone.enter_code(&home.television());
            phone.wait_for_focus("#approve-cancel");
            home.fault("/QuickConnect/Authorize", fault, 1);
            home.forget_seen();
            Person { device: &phone, way: Way::Keyboard }.go_to("#approve");
            phone.wait_until_ready("#approve");
            phone.run(PRESS_AGAIN, json!([]));
            phone.keys(key.repeat(2));
            until("a press after the answer", || {
                phone.run("return pressedAgain", json!([])).as_bool().filter(|it| *it)
            });
            phone.wait_for_result(result);
            match result {
                "unknown" => phone.wait_for_focus("[name=code]"),
                "offline" => phone.press("#approve-cancel"),
                _ => phone.press("#next"),
            }
            assert_eq!(home.approvals().len(), 1, "{result}, {key:?}");
        }
    }
}

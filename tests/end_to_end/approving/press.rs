//! Only a press on `#approve` approves, and one press is one request, even if its answer is lost.

use fake_jellyfin::Fault;
use serde_json::json;
use thirtyfour::Key;

use crate::support::device::Device;
use crate::support::home::{Home, home, until};
use crate::support::person::{Person, Way};

/// A phone with "demo" signed in, at the confirm step for a television's code.
fn deciding() -> (Home, [Device; 1], String) {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    let code = home.television();
    phone.enter_code(&code);
    phone.wait_for_focus("#approve-cancel");
    until("the sessions", || home.requests("/Sessions").into_iter().find(|seen| seen.ended.is_some()));
    (home, [phone], code)
}

/// Dispatches these events on every matching element.
fn fire(phone: &Device, selector: &str, events: &[&str]) {
    let script = "for (const name of arguments[1])
        for (const it of [window, document, ...document.querySelectorAll(arguments[0])])
            for (const key of ['Enter', ' '])
                it.dispatchEvent(Object.assign(new Event(name, { bubbles: true, cancelable: true }), { key }))";
    phone.run(script, json!([selector, events]));
}

/// Asserts that nothing was approved and the television is still waiting.
fn nothing_was_approved(home: &Home, code: &str) {
    assert_eq!(home.approvals().len(), 0);
    assert!(home.with(|fake| fake.pending_codes()).iter().any(|pending| pending == code), "{code} waits no more");
}

#[test]
fn nothing_but_the_press_approves() {
    let (home, [tv, phone]) = home();
    tv.open("");
    let code = tv.code();
    let link = format!("#/settings?code={code}");
    phone.sign_in("demo", "demo");
    phone.open(&link);
    phone.wait_for("#settings");
    phone.follow(&link);
    phone.follow(&link);
    phone.open(&link);
    phone.wait_for("#approve");
    phone.reload();
    phone.wait_for_focus("#approve-cancel");
    phone.follow(&link);
    until("a clean address", || phone.address().ends_with("#/settings").then_some(()));
    phone.press("#approve-cancel");
    phone.press("[name=code]");
    phone.hold_enter();
    phone.wait_for("#approve");
    phone.wait_until_ready("#approve-cancel");
    phone.hold_enter();
    phone.wait_for_focus("[name=code]");
    phone.key(&Key::Enter);
    phone.wait_for("#approve");
    phone.run("window.errors = []; addEventListener('error', it => errors.push(it.message))", json!([]));
    for event in ["submit", "change", "input", "keydown", "keyup", "focus", "visibilitychange", "online", "pageshow"] {
        let fire =
            "for (const it of [window, document, ...document.querySelectorAll('#settings *:not(button):not(a)')])
            it.dispatchEvent(new Event(arguments[0], { bubbles: true }))";
        phone.run(fire, json!([event]));
        assert_eq!(phone.run("return errors", json!([])), json!([]), "{event}");
    }
    phone.press("#sign-out");
    phone.wait_for("#login");
    assert_eq!(home.approvals().len(), 0);
    assert!(home.with(|fake| fake.pending_codes()).contains(&code), "the television’s code waits no more");
}

#[test]
fn enter_held_down_in_the_field_does_not_approve() {
    let (home, [tv, phone]) = home();
    tv.open("");
    phone.sign_in("demo", "demo");
    phone.type_into("[name=code]", "999999");
    phone.hold_enter();
    phone.wait_for("#approve");
    phone.wait_until_ready("#approve-cancel");
    phone.hold_enter();
    // Anything that the keys caused arrives before this.
    phone.wait_for_focus("[name=code]");
    phone.approve(&tv.code());
    phone.wait_for_result("approved");
    assert_eq!(home.approvals().len(), 1);
}

#[test]
fn neither_the_history_nor_another_tab_approves() {
    let (home, [phone], code) = deciding();
    let link = format!("#/settings?code={code}");
    let decide_again = || {
        until("a clean address", || phone.address().ends_with("#/settings").then_some(()));
        phone.wait_for_focus("#approve-cancel");
    };
    phone.follow(&link);
    decide_again();
    phone.run("history.go(1 - history.length)", json!([]));
    until("the page before", || (!phone.address().contains("/web/")).then_some(()));
    phone.run("history.go(history.length - 1)", json!([]));
    phone.wait_for("#settings");
    phone.follow("#/login");
    phone.wait_for("#login");
    phone.run("history.back()", json!([]));
    phone.follow("#/settings");
    phone.wait_for("#settings");
    phone.follow(&link);
    decide_again();
    phone.open_tab();
    phone.open(&link);
    decide_again();
    phone.run(
        "for (const [name, value] of Object.entries(localStorage)) {
             localStorage.removeItem(name);
             localStorage.setItem(name, value + ' ');
             localStorage.setItem(name, value);
         }
         localStorage.setItem('jellyfin-quick-connect.code', arguments[0]);",
        json!([code]),
    );
    phone.go_to_tab(0);
    phone.wait_for("#settings, #login");
    fire(&phone, "#settings *", &["storage", "hashchange", "popstate", "pageshow", "pagehide", "message", "resize"]);
    fire(&phone, "#settings *", &["visibilitychange", "online", "offline", "focus", "blur", "beforeunload", "scroll"]);
    phone.reload();
    phone.wait_for("#settings, #login");
    nothing_was_approved(&home, &code);
}

#[test]
fn whoever_fills_and_sends_the_form_by_script_comes_to_the_confirm_step_and_no_further() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    let code = home.television();
    let fill = "const [field, form] = document.querySelectorAll('[name=code], #approve-form');
        for (let time = 0; time < 3; time++) {
            const [one, other] = field.matches('input') ? [field, form] : [form, field];
            one.value = arguments[0];
            for (const name of ['focus', 'beforeinput', 'input', 'change', 'keydown', 'keyup', 'click', 'blur'])
                one.dispatchEvent(new Event(name, { bubbles: true }));
            other.requestSubmit();
            other.requestSubmit();
        }";
    phone.run(fill, json!([code]));
    phone.wait_for_focus("#approve-cancel");
    phone.run(fill, json!([code]));
    phone.run("for (const button of document.querySelectorAll('#continue, .pad button')) button.click()", json!([]));
    assert!(phone.shows("#approve"));
    assert_eq!(phone.text("#confirm-code").replace(' ', ""), code);
    nothing_was_approved(&home, &code);
}

#[test]
fn on_the_confirm_step_no_event_but_a_click_no_key_and_no_paste_approves() {
    let (home, [phone], code) = deciding();
    let hands = ["pointerdown", "pointerup", "mousedown", "mouseup", "mouseover", "touchstart", "touchend", "dblclick"];
    fire(&phone, "#confirm, #approve", &hands);
    let rest =
        ["keydown", "keypress", "keyup", "focus", "focusin", "auxclick", "contextmenu", "drop", "paste", "input"];
    fire(&phone, "#confirm, #approve", &rest);
    fire(&phone, "#confirm, #approve", &["change", "submit", "animationend", "transitionend", "wheel", "select"]);
    // Not on Cancel, which is what a key may press.
    phone.run("document.activeElement.blur()", json!([]));
    phone.keys(&code);
    phone.keys("aY ");
    phone.hold_space();
    phone.hold_enter();
    phone.paste_over(&code);
    phone.paste_over(&format!("{}#/settings?code={code}", phone.page()));
    assert!(phone.shows("#confirm"));
    // Moving over the button is not a press.
    phone.run("document.querySelector('#approve').focus()", json!([]));
    phone.keys("\u{e004}");
    phone.wait_for_focus("#approve-cancel");
    phone.wait_until_ready("#approve-cancel");
    phone.hold_space();
    phone.wait_for_focus("[name=code]");
    nothing_was_approved(&home, &code);
}

#[test]
fn a_key_held_down_on_the_way_does_not_press_what_appears_under_it() {
    let (home, [phone]) = home();
    phone.be_television();
    phone.sign_in("guest", "");
    home.with(|fake| fake.next_code("420428"));
    let code = home.television();
    let person = Person { device: &phone, way: Way::Remote };
    for hold in [Device::hold_enter, Device::hold_space] {
        phone.run("document.querySelector('[name=code]').focus()", json!([]));
        phone.keys("42042");
        person.go_to("#pad");
        phone.key(&Key::Right);
        phone.hold_up(|| {
            phone.wait_for_focus("#approve-cancel");
            phone.wait_until_ready("#approve-cancel");
        });
        assert!(phone.has_focus("#approve-cancel"), "the arrow that entered the last digit moves the focus no further");
        hold(&phone);
        phone.wait_for_focus("#pad");
        person.go_to("#continue");
        hold(&phone);
        phone.wait_for_focus("#approve-cancel");
        phone.wait_until_ready("#approve-cancel");
        hold(&phone);
        phone.wait_for_focus("#pad");
        phone.type_into("[name=code]", "");
    }
    nothing_was_approved(&home, &code);
}

#[test]
fn after_a_lost_answer_nothing_is_sent_again_without_a_press() {
    let (home, [phone], code) = deciding();
    home.fault("/QuickConnect/Authorize", Fault::Status(502), 1);
    home.forget_seen();
    phone.press("#approve");
    phone.wait_for_result("offline");
    fire(&phone, "#settings *:not(button):not(a)", &["online", "visibilitychange", "pageshow", "focus", "submit"]);
    phone.wait_for_text("[role=status]", "The approval did not arrive");
    until("a second look", || (home.requests("/Sessions").len() > 1).then_some(()));
    assert_eq!(home.approvals().len(), 1);
    phone.reload();
    phone.wait_for("#settings");
    phone.open(&format!("#/settings?code={code}"));
    phone.wait_for("#approve");
    assert_eq!(home.approvals().len(), 1);
}

#[test]
fn in_a_frame_nothing_can_be_approved_and_the_page_offers_to_open_alone() {
    let (home, [tv, phone]) = home();
    tv.open("");
    let code = tv.code();
    phone.sign_in("demo", "demo");
    phone.open_framed(&format!("#/settings?code={code}"));
    phone.wait_for_text(".approve", "open inside another page");
    for selector in ["#approve", "#approve-form", "#show-devices", "#switch-quick-connect"] {
        let is_missing = phone.run("return document.querySelector(arguments[0]) === null", json!([selector]));
        assert_eq!(is_missing, true, "{selector}");
    }
    assert_eq!(phone.look("#open-alone", "element.target").as_deref(), Some("_blank"));
    assert_eq!(home.approvals().len(), 0);
}

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

#[test]
fn a_lost_approval_whose_code_has_expired_by_the_second_press_is_found_to_have_arrived() {
    let (home, [phone], _) = deciding();
    home.fault("/QuickConnect/Authorize", Fault::LostAnswer, 1000);
    home.fault("/Sessions", Fault::Hang, 1000);
    phone.press("#approve");
    phone.wait_for_text(".result", "Checking whether the approval arrived");
    home.forget_seen();
    until("a look at the sessions", || home.requests("/Sessions").pop());
    home.clear_faults();
    home.with(|fake| fake.advance(12 * 60_000));
    phone.press("#approve");
    phone.wait_for_text(".result", "Living Room TV (Jellyfin Quick Connect 1.2) is signed in as demo.");
    assert_eq!(home.approvals().last().and_then(|seen| seen.status), Some(404));
}

#[test]
fn where_the_sessions_cannot_be_seen_a_second_press_says_that_the_first_may_have_done_it() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    home.fault("/Sessions", Fault::Status(403), 1000);
    phone.enter_code(&home.television());
    phone.wait_for("#approve");
    home.fault("/QuickConnect/Authorize", Fault::LostAnswer, 1000);
    phone.press("#approve");
    phone.wait_for_text(".result", "Checking whether the approval arrived");
    home.clear_faults();
    phone.press("#approve");
    phone.wait_for_result("used");
    phone.wait_for_text(".result", "This code was already approved, perhaps by the first try");
}

//! Only a press on `#approve` approves: no link, no key held down, no event, no form that is sent by a script.

use serde_json::json;
use thirtyfour::Key;

use super::steps::{comes_to_the_confirm_step, deciding, fire};
use crate::support::device::Device;
use crate::support::home::{Home, home, home_with_tabs, until};
use crate::support::person::{Person, Way};

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
    let (home, [phone]) = home_with_tabs();
    let code = comes_to_the_confirm_step(&home, &phone);
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

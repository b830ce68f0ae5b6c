//! What is on the screen of somebody signed in, and where the focus is: for a remote, for a finger, for a screen reader.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::support::device::Device;
use crate::support::home::{Home, home, until};

/// A television with an administrator, who sees so many devices of "guest" besides.
fn television(devices: usize) -> (Home, [Device; 1]) {
    let (home, [tv]) = home();
    for number in 0..devices {
        home.with(|fake| {
            fake.sign_in("guest", &format!("device-{number:02}"));
            fake.advance(60_000);
        });
    }
    tv.be_television();
    tv.set_screen(1920, 1080, "dark");
    tv.sign_in("demo", "demo");
    tv.wait_for("#switch-quick-connect");
    (home, [tv])
}

/// Opens the list of devices by remote.
fn show_devices(tv: &Device, rows: usize) {
    tv.run("document.querySelector('#show-devices').focus()", json!([]));
    tv.key(&Key::Enter);
    until("the list", || {
        let count = tv.run("return document.querySelectorAll('.devices .row').length", json!([]));
        (count == json!(rows)).then_some(())
    });
}

/// What has the focus: its accessible name, and whether all of it is in sight.
fn focus(device: &Device) -> (String, bool) {
    let script = "const at = document.activeElement;
        const box = at.getBoundingClientRect();
        return [at.getAttribute('aria-label') || at.textContent, box.top >= 0 && box.bottom <= innerHeight]";
    let found = device.run(script, json!([]));
    (found[0].as_str().unwrap_or_default().to_owned(), found[1] == true)
}

/// A value of the style of an element.
fn style(device: &Device, selector: &str, property: &str) -> String {
    device.look(selector, &format!("getComputedStyle(element).{property}")).unwrap_or_default()
}

#[test]
fn the_list_of_devices_opens_below_its_button_which_keeps_the_focus() {
    let (_home, [tv]) = television(30);
    show_devices(&tv, 31);
    assert_eq!(focus(&tv), ("Refresh".to_owned(), true));
    let is_above = "return document.querySelector('.devices .row').compareDocumentPosition(document.activeElement)
        === Node.DOCUMENT_POSITION_PRECEDING";
    assert_eq!(tv.run(is_above, json!([])), true);
    tv.key(&Key::Down);
    assert!(tv.has_focus("[id^=remove-device-29]") && focus(&tv).1, "{:?}", focus(&tv));
}

#[test]
fn a_device_is_removed_in_its_row_and_the_next_row_follows() {
    let (_home, [tv]) = television(12);
    show_devices(&tv, 13);
    let row = |number: usize| format!("[id^=remove-device-{number:02}]");
    tv.run("document.querySelector(arguments[0]).focus()", json!([row(5)]));
    tv.key(&Key::Enter);
    tv.wait_for_focus(".row:nth-child(8) #task-close");
    assert!(focus(&tv).1, "the question is in sight");
    tv.key(&Key::Enter);
    tv.wait_for_focus(&row(5));
    tv.key(&Key::Enter);
    tv.wait_for_focus(".row:nth-child(8) #task-close");
    tv.key(&Key::Left);
    tv.wait_for_focus("#task-do");
    tv.key(&Key::Enter);
    tv.wait_for_focus(&row(4));
    assert!(focus(&tv).1, "the next row is in sight");
}

#[test]
fn the_devices_are_a_list_and_each_button_says_whose_device_it_removes() {
    let (home, [tv]) = television(6);
    // The server's time is not this machine's.
    let now = home.with(|fake| fake.now());
    tv.run("const now = Date.parse('2026-03-14T09:27:00Z') + arguments[0]; Date.now = () => now", json!([now]));
    show_devices(&tv, 7);
    let script = "return [...document.querySelectorAll('.devices button[aria-label]')].map(it => it.ariaLabel)";
    let names = tv.run(script, json!([]));
    let mut names: Vec<_> = names.as_array().expect("names").iter().filter_map(Value::as_str).collect();
    assert_eq!(names.len(), 6);
    assert!(names.iter().all(|name| name.contains("guest") && name.ends_with(" ago")), "{names:?}");
    names.dedup();
    assert_eq!(names.len(), 6, "{names:?}");
    let script = "const list = document.querySelector('.devices ul');
        return [...list.children].every(it => it.tagName === 'LI') && list.children[0].textContent";
    let first = tv.run(script, json!([]));
    assert!(first.as_str().is_some_and(|text| text.contains("This device")), "{first}");
}

#[test]
fn every_question_is_named_and_has_the_thick_ring_on_the_answer_that_changes_nothing() {
    let (_home, [tv]) = television(2);
    show_devices(&tv, 3);
    let ask = |control: &str, question: &str| {
        tv.run("document.querySelector(arguments[0]).focus()", json!([control]));
        tv.key(&Key::Enter);
        tv.wait_for_focus("#task-close");
        let script = "const group = document.activeElement.closest('[role=group]');
            return document.getElementById(group.getAttribute('aria-labelledby')).textContent";
        assert_eq!(tv.run(script, json!([])), question);
        assert!(style(&tv, "#task-close", "outlineWidth").trim_end_matches("px").parse::<f64>().unwrap_or(0.0) >= 3.0);
        tv.key(&Key::Enter);
        tv.wait_for_focus(control);
    };
    ask("#switch-quick-connect", "Switch off Quick Connect?");
    ask("[id^=remove-device-01]", "Remove Test bench?");
}

#[test]
fn a_phone_has_no_pad_and_nothing_to_press_is_smaller_than_a_finger() {
    let (home, [phone]) = home();
    home.with(|fake| _ = fake.sign_in("guest", "tablet"));
    phone.command("Emulation.setTouchEmulationEnabled", json!({ "enabled": true }));
    phone.set_screen(390, 844, "dark");
    phone.sign_in("demo", "demo");
    phone.wait_for("#switch-quick-connect");
    phone.press("#show-devices");
    phone.wait_for_text("#device-list", "guest");
    assert!(!phone.shows(".pad"));
    assert_eq!(phone.look("[name=code]", "element.inputMode").as_deref(), Some("numeric"));
    let script = "return [...document.querySelectorAll('#settings button, #settings a, #settings input')]
        .filter(it => it.getClientRects().length > 0 && it.getBoundingClientRect().height < 44)
        .map(it => `${it.id || it.textContent}: ${it.getBoundingClientRect().height}`)";
    assert_eq!(phone.run(script, json!([])), json!([]));
    let top = phone.look("[name=code]", "element.getBoundingClientRect().top < innerHeight / 2");
    assert_eq!(top.as_deref(), Some("true"), "the code field is in the upper half");
}

#[test]
fn the_pad_says_the_digits_so_far_and_the_hint_what_the_last_one_does() {
    let (_home, [tv]) = television(0);
    for digit in ["4", "2"] {
        tv.run(
            "[...document.querySelectorAll('.pad button')].find(it => it.textContent === arguments[0]).click()",
            json!([digit]),
        );
    }
    tv.wait_for_text(".spoken[role=status]", "4 2");
    let hint = "return document.getElementById(document.querySelector('[name=code]').getAttribute('aria-describedby')
        .split(' ')[0]).textContent";
    assert!(tv.run(hint, json!([])).as_str().is_some_and(|hint| hint.contains("The last digit opens the next step")));
}

#[test]
fn with_forced_colours_the_place_of_the_next_digit_can_be_seen() {
    let (_home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone
        .command("Emulation.setEmulatedMedia", json!({ "features": [{ "name": "forced-colors", "value": "active" }] }));
    phone.press("[name=code]");
    assert_eq!(style(&phone, ".code-field .here", "outlineStyle"), "solid");
}

#[test]
fn an_approval_has_a_tick_and_done_and_a_question_takes_their_place() {
    let (home, [phone]) = home();
    phone.sign_in("guest", "");
    phone.approve(&home.television());
    phone.wait_for_text(".result", "Living Room TV (Jellyfin Quick Connect 1.2) is signed in as guest");
    assert!(phone.shows(".tick"));
    assert_eq!(phone.text("#next"), "Done");
    phone.press("#not-you");
    phone.wait_for_focus("#task-close");
    assert!(!phone.shows(".tick") && !phone.text(".approve").contains("Approved"), "{}", phone.text(".approve"));
    assert_eq!(phone.text("#task-consequence").matches('•').count(), 2, "two choices");
    let reveals = phone.run("return document.querySelectorAll('#task .reveal').length", json!([]));
    assert_eq!(reveals, 2);
}

#[test]
fn whoever_was_signed_out_meanwhile_is_told_so_at_the_next_press() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.wait_for("#show-devices");
    home.with(|fake| fake.revoke_user("demo"));
    phone.press("#show-devices");
    phone.wait_for_text("#login [role=alert]", "signed out");
}

#[test]
fn an_administrator_who_was_signed_out_meanwhile_is_told_so_where_the_accounts_are_listed() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.wait_for("#switch-quick-connect");
    phone.enter_code(&home.television());
    phone.wait_for("#for-another");
    home.with(|fake| fake.revoke_user("demo"));
    phone.press("#for-another");
    phone.wait_for_text("#login [role=alert]", "signed out");
    assert!(home.approvals().is_empty());
}

#[test]
fn number_keys_approve_a_code_with_eight_presses() {
    let (home, [tv]) = television(0);
    let code = home.television();
    tv.wait_for_focus("#open-jellyfin");
    tv.keys(&code);
    tv.wait_for_focus("#approve-cancel");
    tv.wait_until_ready("#approve");
    tv.key(&Key::Left);
    tv.key(&Key::Enter);
    tv.wait_for_result("approved");
}

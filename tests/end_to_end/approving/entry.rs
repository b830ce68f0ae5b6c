//! Entering a code with any kind of input.

use thirtyfour::Key;

use crate::support::device::Device;
use crate::support::home::{Home, home, home_with_tabs, until};
use crate::support::person::on_pad;

/// A phone with "guest" signed in, who is not an administrator.
fn phone() -> (Home, [Device; 1]) {
    let (home, [phone]) = home();
    phone.sign_in("guest", "");
    (home, [phone])
}

fn confirms(phone: &Device, code: &str) {
    phone.wait_for_focus("#approve-cancel");
    assert_eq!(phone.text("#confirm-code").replace(' ', ""), code);
}

#[test]
fn six_typed_digits_lead_to_the_confirm_step_and_no_further() {
    let (home, [phone]) = phone();
    phone.press("[name=code]");
    phone.keys("42042");
    assert_eq!(phone.text(".code-field .tiles"), "42042");
    assert!(!phone.shows("#confirm"));
    phone.keys("0");
    confirms(&phone, "420420");
    phone.press("#approve-cancel");
    phone.wait_for_focus("[name=code]");
    assert_eq!(home.approvals().len(), 0);
}

#[test]
fn whatever_is_pasted_fills_all_places_at_once() {
    let (_home, [phone]) = phone();
    for pasted in [
        "420420",
        "420 420",
        "420-420",
        " 420\u{a0}420\n",
        "４２０４２０",
        "http://tv.local:8096/web/#/settings?code=420420",
        "https://media.example.org/web/#/quickconnect?code=420420",
    ] {
        phone.type_into("[name=code]", "");
        phone.paste(pasted);
        confirms(&phone, "420420");
        phone.press("#approve-cancel");
        phone.wait_for_focus("[name=code]");
    }
}

#[test]
fn backspace_and_arrows_move_between_the_places_and_a_digit_can_be_put_right() {
    let (_home, [phone]) = phone();
    phone.press("[name=code]");
    phone.keys("123");
    phone.key(&Key::Backspace);
    until("two digits", || (phone.text(".code-field .tiles") == "12").then_some(()));
    phone.keys("3456");
    confirms(&phone, "123456");
    phone.press("#approve-cancel");
    phone.wait_for_focus("[name=code]");
    phone.press("[name=code]");
    for _ in 0..6 {
        phone.key(&Key::Left);
    }
    phone.keys("9");
    until("another first digit", || (phone.typed("[name=code]") == "923456").then_some(()));
    phone.key(&Key::Right);
    phone.keys("8");
    until("another third digit", || (phone.typed("[name=code]") == "928456").then_some(()));
    phone.key(&Key::Enter);
    confirms(&phone, "928456");
}

#[test]
fn the_number_keys_of_a_remote_fill_the_places_wherever_the_focus_is() {
    let (_home, [phone]) = phone();
    phone.wait_for_focus("#open-jellyfin");
    phone.keys("420420");
    confirms(&phone, "420420");
}

/// Presses an arrow key until the focus is there.
fn arrow_to(device: &Device, key: &Key, name: &str) {
    let arrives = (0..20).any(|_| {
        let is_there = device.has_focus(&format!("#{name}"));
        if !is_there {
            device.key(key);
        }
        is_there
    });
    assert!(arrives, "{key:?} does not lead to {name}");
}

#[test]
fn arrows_and_ok_alone_enter_a_code_and_approve_it() {
    let (home, [tv, phone]) = home();
    home.with(|fake| fake.next_code("147085"));
    tv.open("");
    tv.code();
    phone.be_television();
    phone.set_screen(1920, 1080, "dark");
    phone.sign_in("guest", "");
    phone.wait_for_focus("#open-jellyfin");
    phone.key(&Key::Down);
    phone.wait_for_focus("#pad");
    for key in "147".chars().flat_map(on_pad) {
        phone.key(&key);
    }
    // A wrong digit, and a wrong group.
    for key in on_pad('9').into_iter().chain([Key::Enter, Key::Up, Key::Enter]) {
        phone.key(&key);
    }
    for key in "085".chars().flat_map(on_pad) {
        phone.key(&key);
    }
    confirms(&phone, "147085");
    phone.wait_until_ready("#approve");
    arrow_to(&phone, &Key::Left, "approve");
    phone.key(&Key::Enter);
    phone.wait_for_result("approved");
    tv.wait_for("#settings");
    assert_eq!(home.approvals().len(), 1);
}

#[test]
fn a_code_of_this_very_browser_is_guarded() {
    let (home, [phone]) = home_with_tabs();
    phone.sign_in("demo", "demo");
    phone.open_tab();
    phone.open("#/login");
    let code = phone.code();
    phone.go_to_tab(0);
    phone.enter_code(&code);
    phone.wait_for_text("#confirm", "This browser itself shows this code");
    phone.wait_for_text("#approve-cancel", "Back");
    phone.press("#approve-cancel");
    phone.wait_for_focus("[name=code]");
    assert_eq!(home.approvals().len(), 0);
}

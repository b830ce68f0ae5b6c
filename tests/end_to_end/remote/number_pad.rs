//! The number pad of a television: two arrows for each digit.

use serde_json::json;
use thirtyfour::Key;

use super::walk::TELEVISION;
use crate::support::device::Device;
use crate::support::home::{Home, Setup, until};
use crate::support::person::{Person, Way, on_pad};

/// A television with this account at the settings, the focus on the pad.
fn at_the_pad(name: &str) -> (Home, Device) {
    let (home, [tv]) = Setup::new().start();
    tv.prepare(TELEVISION);
    tv.be_television();
    tv.set_screen(1280, 720, "dark");
    tv.sign_in(name, if name == "demo" { "demo" } else { "" });
    tv.wait_for_focus("#open-jellyfin");
    Person { device: &tv, way: Way::Remote }.go_to("#pad");
    (home, tv)
}

fn enter(tv: &Device, code: &str) {
    for key in code.chars().flat_map(on_pad) {
        tv.key(&key);
    }
}

fn is_choosing(tv: &Device) -> bool {
    tv.look(".pad", "element.matches('.choosing')").as_deref() == Some("true")
}

fn says(tv: &Device, text: &str) {
    tv.wait_for_text(".spoken[role=status]", text);
}

/// Two arrows for each digit, and no code takes more; Down alone leads from the pad to the rest of the page.
#[test]
fn a_code_takes_twelve_presses_with_the_number_pad() {
    let (home, tv) = at_the_pad("guest");
    for code in ["123456", "789012", "909090"] {
        home.with(|fake| fake.next_code(code));
        let _waiting = home.television();
        assert_eq!(code.chars().flat_map(on_pad).count(), 12);
        enter(&tv, code);
        tv.wait_for_focus("#approve-cancel");
        assert_eq!(tv.text("#confirm-code").replace(' ', ""), code);
        tv.wait_until_ready("#approve-cancel");
        tv.key(&Key::Enter);
        tv.wait_for_focus("#pad");
    }
}

/// OK and Back undo the arrow to a group; OK alone undoes a digit. What is entered can be heard and seen.
#[test]
fn what_was_pressed_on_the_number_pad_can_be_undone() {
    let (_home, tv) = at_the_pad("guest");
    let entered = |digits: &str| {
        assert_eq!(tv.typed("[name=code]"), digits);
        tv.has_focus("#pad")
    };
    tv.key(&Key::Left);
    says(&tv, "1, 2, 3");
    assert!(is_choosing(&tv) && entered(""));
    tv.remote_key("XF86Back", 10009);
    assert!(!is_choosing(&tv) && entered(""));
    assert_eq!(tv.run("return exits", json!([])), 0, "Back has left the group, not the app");
    for key in [Key::Right, Key::Down, Key::Up, Key::Down] {
        tv.key(&key);
    }
    assert!(!is_choosing(&tv) && entered("0"), "there is no digit below 5, so the group is left");
    tv.key(&Key::Up);
    tv.key(&Key::Enter);
    assert!(!is_choosing(&tv) && entered("0"));
    tv.key(&Key::Enter);
    assert!(entered(""));
    tv.key(&Key::Down);
    assert!(tv.has_focus("#continue"), "and now it leaves the pad");
}

#[test]
fn down_leads_from_the_pad_to_its_own_button_whatever_else_is_near() {
    let (home, tv) = at_the_pad("demo");
    home.with(|fake| _ = fake.sign_in("guest", "tablet"));
    for (width, height) in [(1280, 720), (1920, 1080)] {
        tv.set_screen(width, height, "dark");
        tv.run("document.getElementById('pad').focus()", json!([]));
        tv.key(&Key::Down);
        assert!(tv.has_focus("#continue"), "{width}");
    }
    tv.press("#switch-quick-connect");
    tv.wait_for_focus("#task-close");
    tv.run("document.getElementById('pad').focus()", json!([]));
    tv.key(&Key::Down);
    assert!(tv.has_focus("#continue"), "not to the button that switches it off");
}

/// The answer has led back to the pad in the middle of two presses.
#[test]
fn a_second_press_on_approve_takes_no_digit_and_no_message_away() {
    let (home, tv) = at_the_pad("guest");
    enter(&tv, "222222");
    tv.wait_for_focus("#approve-cancel");
    tv.wait_until_ready("#approve");
    tv.press("#approve");
    tv.wait_for_result("unknown");
    tv.wait_for_focus("#pad");
    tv.key(&Key::Enter);
    assert_eq!(tv.typed("[name=code]"), "222222");
    assert_eq!(tv.look("#settings", "element.dataset.result").as_deref(), Some("unknown"));
    assert_eq!(home.approvals().len(), 1);
}

#[test]
fn a_digit_after_a_complete_code_begins_another_one() {
    let (_home, tv) = at_the_pad("guest");
    enter(&tv, "222222");
    tv.wait_for_focus("#approve-cancel");
    tv.wait_until_ready("#approve-cancel");
    tv.key(&Key::Enter);
    tv.wait_for_focus("#pad");
    enter(&tv, "31");
    assert_eq!(tv.typed("[name=code]"), "31");
    says(&tv, "3 1");
}

#[test]
fn only_a_number_key_of_its_own_is_a_digit() {
    let (_home, tv) = at_the_pad("guest");
    let press = |key: &str, member: &str| {
        let script = "document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
            { key: arguments[0], [arguments[1]]: true, bubbles: true, cancelable: true }))";
        tv.run(script, json!([key, member]));
    };
    for control in ["#pad", "#open-jellyfin"] {
        tv.run("document.querySelector(arguments[0]).focus()", json!([control]));
        for member in ["ctrlKey", "altKey", "metaKey", "repeat"] {
            press("5", member);
        }
        assert_eq!(tv.typed("[name=code]"), "", "{control}");
    }
    press("5", "bubbles");
    assert_eq!(tv.typed("[name=code]"), "5");
    // In the menu it has nothing to do with the code.
    tv.press("#account-menu");
    tv.wait_for_focus("#sign-out");
    press("7", "bubbles");
    assert_eq!(tv.typed("[name=code]"), "5");
}

#[test]
fn a_pointer_and_the_arrows_take_turns_on_the_pad() {
    let (_home, tv) = at_the_pad("guest");
    let click = |key: &str| tv.press(&format!(".pad-group > {key}"));
    click(".to-left");
    assert_eq!(tv.typed("[name=code]"), "1");
    assert!(tv.has_focus("#pad"));
    enter(&tv, "8");
    assert_eq!(tv.typed("[name=code]"), "18");
    tv.key(&Key::Right);
    assert!(is_choosing(&tv));
    tv.press(".take-back");
    assert!(!is_choosing(&tv));
    assert_eq!(tv.typed("[name=code]"), "18", "the last press was the arrow");
    tv.press(".take-back");
    assert_eq!(tv.typed("[name=code]"), "1");
    tv.key(&Key::Right);
    tv.key(&Key::Tab);
    assert!(!is_choosing(&tv), "no group stays chosen without the focus");
}

/// A screen reader hears each press, also one that leads to the same words.
#[test]
fn each_press_on_the_pad_is_heard() {
    let (_home, tv) = at_the_pad("guest");
    let watch = "window.heard = [];
        new MutationObserver(() => heard.push(document.querySelector('.spoken').textContent.trim()))
            .observe(document.querySelector('.spoken'), { childList: true, characterData: true, subtree: true })";
    tv.run(watch, json!([]));
    let keys = [Key::Left, Key::Left, Key::Left, Key::Enter, Key::Left, Key::Enter, Key::Enter, Key::Enter];
    let empty = "Enter the 6 digits from the other screen.";
    let wanted = json!(["1, 2, 3", "1", "1, 2, 3", "1", "1, 2, 3", "1", empty, empty]);
    for key in keys {
        tv.key(&key);
        tv.run("return new Promise(done => setTimeout(done))", json!([]));
    }
    until("each press", || (tv.run("return heard", json!([])) == wanted).then_some(()));
}

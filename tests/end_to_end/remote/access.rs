//! Accessibility: everything has a name, is announced and can be reached, and the focus is visible.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::support::device::Device;
use crate::support::home::{home, until};

#[test]
fn every_control_has_a_name() {
    let (_home, [tv]) = home();
    tv.open("");
    tv.code();
    assert_eq!(nameless(&tv), [""; 0]);
    tv.enter("demo", "demo");
    tv.wait_for("#settings");
    assert_eq!(nameless(&tv), [""; 0]);
    tv.enter_code("123456");
    tv.wait_for("#approve");
    assert_eq!(nameless(&tv), [""; 0]);
    tv.press("#approve");
    tv.wait_for_result("unknown");
    assert_eq!(nameless(&tv), [""; 0]);
    tv.run("document.querySelector('#continue').textContent = ''", json!([]));
    assert_eq!(nameless(&tv), ["button"], "the search finds nothing");
}

#[test]
fn the_code_is_spoken_digit_by_digit() {
    let (home, [tv]) = home();
    home.with(|fake| fake.next_code("123456"));
    tv.open("");
    tv.code();
    assert!(named(&tv).contains(&("image".to_owned(), "Code: 1 2 3, 4 5 6".to_owned())), "{:?}", named(&tv));
    tv.wait_for_text(".spoken[role=status]", "Code: 1 2 3, 4 5 6");
}

#[test]
fn what_is_spoken_has_one_place_that_is_empty_at_first_and_says_who_is_signed_in() {
    let (home, [tv]) = home();
    // Each text that the place has had, from the moment when it comes.
    tv.prepare(
        "window.said = [];
         new MutationObserver(() => {
             const place = document.querySelector('.spoken');
             if (place && said[said.length - 1] !== place.textContent) said.push(place.textContent);
         }).observe(document, { childList: true, characterData: true, subtree: true });",
    );
    home.with(|fake| fake.next_code("123456"));
    tv.open("");
    let code = tv.code();
    let said = || tv.run("return said.join('|')", json!([]));
    until("the code", || (said() == "|Code: 1 2 3, 4 5 6").then_some(()));
    home.approve(&code);
    tv.hurry();
    tv.wait_for("#settings");
    tv.wait_for_text(".spoken[role=status]", "Signed in as demo on attic");
    assert_eq!(tv.run("return document.querySelectorAll('.spoken').length", json!([])), 1);
}

#[test]
fn changes_are_said_politely_and_refusals_at_once() {
    let (home, [tv]) = home();
    tv.open("");
    tv.wait_for_text("[role=status]", "Waiting for approval");
    home.with(fake_jellyfin::Jellyfin::restart);
    tv.press("#check-now");
    tv.wait_for_text("[role=status]", "has forgotten the last code");
    let loud = tv.run("return document.querySelectorAll('[role=status][aria-live=assertive]').length", json!([]));
    assert_eq!(loud, 0);
    tv.enter("", "");
    tv.wait_for_text("[role=alert]", "Enter a username");
}

#[test]
fn the_whole_flow_can_be_done_with_tab_and_enter() {
    let (_home, [tv, phone]) = home();
    tv.open("");
    phone.open("");
    phone.code();
    tab_to(&phone, "[name=username]");
    phone.keys("demo");
    tab_to(&phone, "[name=password]");
    phone.keys("demo");
    tab_to(&phone, "#sign-in");
    phone.key(&Key::Enter);
    phone.wait_for("#settings");
    tab_to(&phone, "[name=code]");
    phone.keys(tv.code());
    phone.wait_for_focus("#approve-cancel");
    tab_to(&phone, "#approve");
    phone.wait_until_ready("#approve");
    phone.key(&Key::Enter);
    phone.wait_for_result("approved");
    phone.wait_for_focus("#next");
    tv.wait_for("#settings");
    tab_to(&tv, "#account-menu");
    tv.key(&Key::Enter);
    tv.wait_for_focus("#sign-out");
    tv.key(&Key::Enter);
    tv.wait_for("#login");
}

#[test]
fn a_remote_reaches_every_control_of_the_login_with_arrows() {
    let (_home, [tv]) = home();
    tv.be_television();
    tv.set_screen(1280, 720, "dark");
    tv.open("");
    let first = tv.code();
    for (key, control) in [(Key::Right, "#check-now"), (Key::Right, "#new-code"), (Key::Left, "#other-ways")] {
        press_until(&tv, &key, control);
    }
    tv.key(&Key::Enter);
    tv.wait_for_focus("#person-0");
    for (key, control) in [
        (Key::Up, "#change-server"),
        (Key::Right, "#edges"),
        (Key::Left, "#stay-signed-in"),
        (Key::Left, "#back-to-code"),
        (Key::Down, "[name=username]"),
        (Key::Down, "[name=password]"),
        (Key::Right, ".reveal"),
        (Key::Down, "#forgot-password"),
        (Key::Left, "#sign-in"),
        (Key::Up, "[name=password]"),
        (Key::Up, "[name=username]"),
        (Key::Right, "#person-0"),
        (Key::Left, "[name=username]"),
        (Key::Up, "#back-to-code"),
    ] {
        press_until(&tv, &key, control);
    }
    tv.key(&Key::Enter);
    tv.wait_for_focus("#other-ways");
    press_until(&tv, &Key::Right, "#new-code");
    tv.key(&Key::Enter);
    tv.code_after(&first);
    assert!(tv.has_focus("#new-code"));
}

#[test]
fn the_focus_can_be_seen_on_every_control() {
    let (_home, [tv]) = home();
    tv.open("");
    tv.code();
    for control in ["#new-code", "[name=username]", "[name=password]", ".reveal", "#sign-in"] {
        tab_to(&tv, control);
        let outline = tv.look(control, "getComputedStyle(element).outlineStyle");
        let width = tv.look(control, "parseFloat(getComputedStyle(element).outlineWidth) >= 1");
        assert_eq!((outline.as_deref(), width.as_deref()), (Some("solid"), Some("true")), "{control}");
    }
}

#[test]
fn a_new_screen_takes_the_focus_along() {
    let (_home, [tv]) = home();
    tv.open("");
    tv.wait_for_focus("#check-now");
    tv.enter("demo", "demo");
    tv.wait_for_focus("#open-jellyfin");
    tv.enter_code("123456");
    tv.wait_for_focus("#approve-cancel");
    tv.press("#approve-cancel");
    tv.wait_for_focus("[name=code]");
}

fn tab_to(device: &Device, control: &str) {
    press_until(device, &Key::Tab, control);
}

/// Presses a key repeatedly until the focus is there.
fn press_until(device: &Device, key: &Key, control: &str) {
    device.wait_for(control);
    let arrives = (0..20).any(|_| {
        let there = device.has_focus(control);
        if !there {
            device.key(key);
        }
        there
    });
    assert!(arrives, "{key:?} does not lead to {control}");
}

/// The roles of all controls without a name.
fn nameless(device: &Device) -> Vec<String> {
    let controls = ["button", "textbox", "link", "checkbox", "combobox", "searchbox", "group", "form", "region"];
    let mut found = named(device);
    assert!(found.iter().any(|(role, name)| role == "button" && !name.is_empty()), "no controls at all");
    found.retain(|(role, name)| controls.contains(&role.as_str()) && name.trim().is_empty());
    found.into_iter().map(|(role, _)| role).collect()
}

/// The role and the name of everything in the accessibility tree.
fn named(device: &Device) -> Vec<(String, String)> {
    let tree = device.command("Accessibility.getFullAXTree", json!({}));
    let nodes = tree["nodes"].as_array().expect("nodes").iter();
    let text = |value: &Value| value["value"].as_str().unwrap_or_default().to_owned();
    let told = nodes.filter(|node| node["ignored"] != true);
    told.map(|node| (text(&node["role"]), text(&node["name"]))).collect()
}

//! Back, digits and the pointer of a remote control, as televisions send them.

use fake_jellyfin::Fault;
use serde_json::json;
use thirtyfour::Key;

use crate::support::device::Device;
use crate::support::home::{home, until};

/// The APIs of Tizen and webOS, recording how they are used.
const TELEVISION: &str = "
    window.told = [];
    const tell = what => (...all) => { told.push([what, ...all].join(' ')) };
    window.tizen = {
        application: { getCurrentApplication: () => ({ exit: tell('exit') }) },
        tvinputdevice: { registerKey: tell('key') } };
    window.PalmSystem = { platformBack: tell('back') };";

fn told(tv: &Device) -> String {
    tv.run("return told.filter(it => !it.startsWith('key')).join()", json!([])).as_str().unwrap_or_default().to_owned()
}

#[test]
fn back_closes_one_layer_a_press_whatever_key_it_is_and_then_leaves() {
    let (_home, [tv]) = home();
    tv.be_television();
    tv.prepare(TELEVISION);
    tv.open("");
    tv.code();
    let keys = "return told.filter(it => it.startsWith('key')).join()";
    assert_eq!(tv.run(keys, json!([])), "key 0,key 1,key 2,key 3,key 4,key 5,key 6,key 7,key 8,key 9");
    tv.press("#other-ways");
    for (name, code) in
        [("GoBack", 461), ("XF86Back", 10009), ("Backspace", 8), ("Escape", 27), ("BrowserBack", 166), ("", 461)]
    {
        tv.press("#forgot-password");
        tv.wait_for_focus("#reset-form [name=username]");
        if name == "Backspace" {
            // In a field it edits.
            tv.remote_key(name, code);
            tv.key(&Key::Down);
            tv.wait_for_focus("#reset");
        }
        tv.remote_key(name, code);
        tv.wait_for("#name-form");
        assert_eq!(told(&tv), "", "{name}");
    }
    tv.remote_key("GoBack", 461);
    tv.wait_for_focus("#other-ways");
    assert_eq!(told(&tv), "", "the code is back");
    tv.remote_key("XF86Back", 10009);
    until("the end of the app", || (told(&tv) == "exit").then_some(()));
    tv.remote_key("GoBack", 461);
    until("the way to the home screen", || (told(&tv) == "exit,back").then_some(()));
    assert!(tv.shows("#other-ways"));
}

#[test]
fn backspace_takes_back_what_was_typed_and_not_the_layer() {
    let (_home, [tv]) = home();
    tv.open("");
    tv.press("#forgot-password");
    tv.type_into("#reset-form [name=username]", "demo");
    tv.key(&Key::Backspace);
    until("three letters", || (tv.typed("#reset-form [name=username]") == "dem").then_some(()));
    tv.key(&Key::Escape);
    tv.wait_for("#name-form");
}

#[test]
fn the_browsers_own_way_back_closes_layers_too() {
    let (_home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.wait_for("#switch-quick-connect");
    let entries = |tv: &Device| tv.command("Page.getNavigationHistory", json!({}))["currentIndex"].as_u64();
    let first = entries(&tv);
    tv.enter_code("123456");
    tv.press("#for-another");
    tv.wait_for("#search");
    until("an entry for each layer", || (entries(&tv) == first.map(|first| first + 2)).then_some(()));
    tv.back();
    tv.wait_for("#approve");
    tv.back();
    tv.wait_for("#continue");
    tv.wait_for_focus("[name=code]");
    assert_eq!(entries(&tv), first);
    // Closing a layer by a press also removes its history entry.
    tv.press("#switch-quick-connect");
    until("an entry", || (entries(&tv) != first).then_some(()));
    tv.press("#task-close");
    until("no entry", || (entries(&tv) == first).then_some(()));
    tv.press("#other-server");
    tv.wait_for("#server-form");
    tv.back();
    tv.wait_for("#settings");
    assert!(tv.address().ends_with("#/settings"), "{}", tv.address());
    until("the first entry", || (entries(&tv) == first).then_some(()));
    tv.back();
    until("another page", || (!tv.address().contains("#/settings")).then_some(()));
}

#[test]
fn a_layer_that_is_busy_stays_until_it_is_done() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.enter_code("123456");
    home.fault("/QuickConnect/Authorize", Fault::Hang, 1);
    tv.press("#approve");
    tv.wait_for_text("#approve", "Approving");
    tv.key(&Key::Escape);
    tv.back();
    tv.wait_for_text("#approve", "Approving");
    assert!(tv.shows("#confirm"));
}

#[test]
fn a_field_that_arrows_come_by_opens_no_keyboard_before_ok() {
    let (_home, [tv]) = home();
    tv.be_television();
    tv.set_screen(1280, 720, "dark");
    tv.open("");
    tv.wait_for_focus("#other-ways");
    tv.code();
    tv.press("#other-ways");
    tv.wait_for_focus("#person-0");
    let is_locked = |field: &str| tv.look(field, "element.inputMode").as_deref() == Some("none");
    let is_readonly = |field: &str| tv.look(field, "element.readOnly").as_deref() == Some("true");
    tv.key(&Key::Left);
    tv.wait_for_focus("[name=username]");
    tv.key(&Key::Down);
    tv.wait_for_focus("[name=password]");
    assert!(is_locked("[name=password]") && !is_readonly("[name=password]"), "it can be dictated to");
    // A focused field needs no OK before typing.
    tv.keys("7");
    assert_eq!(tv.typed("[name=password]"), "7");
    assert!(!is_locked("[name=password]"));
    tv.key(&Key::Up);
    tv.wait_for_focus("[name=username]");
    assert!(is_locked("[name=username]"));
    tv.key(&Key::Enter);
    until("a field that can be typed into", || (!is_locked("[name=username]")).then_some(()));
    assert!(tv.has_focus("[name=username]") && !tv.shows(".by-name [role=alert]:not(:empty)"), "nothing was sent");
    tv.key(&Key::Down);
    tv.wait_for_focus("[name=password]");
    tv.press("[name=password]");
    assert!(!is_locked("[name=password]"));
}

#[test]
fn the_focus_follows_the_pointer_unless_somebody_types() {
    let (_home, [tv]) = home();
    tv.be_television();
    tv.open("");
    tv.wait_for_focus("#other-ways");
    tv.point_at("#new-code");
    tv.wait_for_focus("#new-code");
    tv.press("#other-ways");
    for control in ["[name=username]", ".reveal", "#sign-in"] {
        tv.point_at(control);
        tv.wait_for_focus(control);
    }
    assert_eq!(tv.look("[name=username]", "element.inputMode").as_deref(), Some("none"));
    tv.press("[name=username]");
    tv.keys("de");
    tv.point_at("#forgot-password");
    tv.keys("mo");
    assert!(tv.has_focus("[name=username]"));
    assert_eq!(tv.typed("[name=username]"), "demo");
}

#[test]
fn digits_of_a_number_pad_are_digits() {
    let (_home, [tv]) = home();
    tv.sign_in("guest", "");
    tv.wait_for_focus("#open-jellyfin");
    for digit in [1, 0, 9] {
        tv.remote_key("", 96 + digit);
    }
    until("three digits", || (tv.text(".code-field .tiles") == "109").then_some(()));
}

#[test]
fn what_had_the_focus_may_go_and_the_focus_stays() {
    let (home, [tv]) = home();
    tv.open("");
    let server = home.origin();
    tv.code();
    tv.press("#change-server");
    tv.wait_for(".known");
    tv.wait_for_focus("[name=server]");
    // Removes the only server in the list.
    tv.run("document.querySelector('.forget').focus()", json!([]));
    tv.key(&Key::Enter);
    until("no list", || (!tv.shows(".known")).then_some(()));
    tv.wait_for_focus("[name=server]");
    // The details disappear when the server is back.
    home.fault("/QuickConnect/Connect", Fault::Drop, 1000);
    tv.type_into("[name=server]", &server);
    tv.press("#connect");
    tv.wait_for_state("retrying");
    tv.run("document.querySelector('summary').focus()", json!([]));
    home.clear_faults();
    until("no details", || (!tv.shows("summary")).then_some(()));
    until("a control", || (tv.run("return document.activeElement.matches('button')", json!([])) == true).then_some(()));
}

/// The distances of what is drawn from the edges of the screen, in thousandths: left, top, right, bottom.
fn margins(tv: &Device) -> Vec<f64> {
    let script = "
        const drawn = [...document.querySelectorAll('h1, header *, .card, .card *:not(p), button')].map(it => it.getBoundingClientRect())
            .filter(it => it.width > 1);
        const width = document.documentElement.clientWidth;
        return [Math.min(...drawn.map(it => it.left)) / width, Math.min(...drawn.map(it => it.top)) / innerHeight,
            1 - Math.max(...drawn.map(it => it.right)) / width,
            1 - Math.max(...drawn.map(it => it.bottom)) / innerHeight].map(it => it * 1000)";
    let margins = tv.run(script, json!([]));
    margins.as_array().expect("four").iter().map(|margin| margin.as_f64().expect("a number")).collect()
}

#[test]
fn the_login_is_within_the_safe_area_and_can_be_made_smaller() {
    let (_home, [tv]) = home();
    tv.be_television();
    tv.open("");
    tv.code();
    for (width, height) in [(1920, 1080), (1280, 720)] {
        tv.set_screen(width, height, "dark");
        let margins = margins(&tv);
        assert!(margins.iter().all(|margin| *margin >= 49.9), "{width}: {margins:?}");
    }
    tv.press("#other-ways");
    tv.wait_for("#person-0");
    for (width, height) in [(1920, 1080), (1280, 720)] {
        tv.set_screen(width, height, "dark");
        let margins = margins(&tv);
        assert!(margins.iter().all(|margin| *margin >= 49.9), "{width}: {margins:?}");
    }
    for (label, least) in [("7.5", 74.9), ("10", 99.9), ("12.5", 124.9)] {
        tv.press("#edges");
        tv.wait_for_text("#edges", &format!("{label} %"));
        let margins = margins(&tv);
        assert!(margins[0] >= least && margins[2] >= least, "{margins:?}");
    }
    tv.reload();
    tv.code();
    let margins_of_code = margins(&tv);
    assert!(margins_of_code.iter().all(|margin| *margin >= 124.9), "{margins_of_code:?}");
    tv.press("#other-ways");
    tv.wait_for_text("#edges", "12.5 %");
    tv.press("#edges");
    tv.wait_for_text("#edges", "5 %");
    tv.press("#change-server");
    tv.wait_for("#server-form");
    tv.press("#edges");
    tv.wait_for_text("#edges", "7.5 %");
    assert!(margins(&tv)[0] >= 74.9);
}

#[test]
fn on_a_television_no_text_is_small() {
    let (_home, [tv]) = home();
    let smallest = |tv: &Device| {
        let script = "return Math.min(...[...document.querySelectorAll('body *')]
            .filter(it => it.getClientRects().length && [...it.childNodes].some(node => node.data && node.data.trim()))
            .map(it => parseFloat(getComputedStyle(it).fontSize) / innerHeight * 720))";
        tv.run(script, json!([])).as_f64().expect("a size")
    };
    tv.be_television();
    for (width, height) in [(1920, 1080), (1280, 720)] {
        tv.set_screen(width, height, "dark");
        tv.open("#/login");
        tv.code();
        assert!(smallest(&tv) >= 16.0, "{}", smallest(&tv));
        tv.show_form();
        tv.wait_for("#person-0");
        assert!(smallest(&tv) >= 16.0, "{}", smallest(&tv));
        tv.enter("demo", "demo");
        tv.wait_for("#switch-quick-connect");
        tv.press("#show-devices");
        tv.wait_for(".row");
        assert!(smallest(&tv) >= 16.0, "{}", smallest(&tv));
        tv.press("#sign-out");
        tv.wait_for("#login");
    }
}

//! What only a television gets: locked fields, a pointer that takes the focus, the edges of its picture, a dark ground. And
//! what nobody wants done to a password.

use serde_json::json;
use thirtyfour::Key;

use crate::support::device::Device;
use crate::support::home::{Setup, home, until};

/// How light the ground is, from 0 to 255.
fn brightness(device: &Device) -> f64 {
    let script =
        "return Math.max(...getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number))";
    device.run(script, json!([])).as_f64().expect("a number")
}

#[test]
fn a_desktop_keeps_its_habits() {
    let (_home, [desk]) = home();
    desk.set_screen(1280, 720, "light");
    desk.open("");
    desk.wait_for_focus("#check-now");
    desk.wait_for("#person-0");
    let ring = "getComputedStyle(element).outlineStyle";
    assert_eq!(desk.look("#check-now", ring).as_deref(), Some("none"), "no ring before the first key");
    assert!(brightness(&desk) > 200.0, "its colours");
    assert!(!desk.shows("#edges"));
    desk.point_at("[name=username]");
    desk.point_at("[name=password]");
    assert!(desk.has_focus("#check-now"), "the pointer moves no focus");
    for key in [Key::Right, Key::Right, Key::Up] {
        desk.key(&key);
    }
    desk.wait_for_focus("[name=password]");
    let locked = desk.run("return document.querySelectorAll('input:read-only, [inputmode=none]').length", json!([]));
    assert_eq!(locked, 0, "an extension can fill in every field");
    desk.prepare("addEventListener('focusin', event => { window.wasLocked |= event.target.inputMode === 'none' })");
    desk.open("#/login?server=attic.invalid");
    desk.wait_for_focus("#connect");
    desk.press("#connect");
    desk.wait_for_focus("[name=server]");
    assert_ne!(desk.run("return Boolean(window.wasLocked)", json!([])), true);
}

#[test]
fn a_television_is_known_by_its_name_or_by_the_configuration() {
    let (_home, [mut tv]) = home();
    tv.set_screen(1280, 720, "light");
    let (set, []) = Setup::new().with_config(r#"{ "television": true }"#).start();
    for is_known in [false, true] {
        if is_known {
            tv.be_television();
        } else {
            tv.visit(&set);
        }
        tv.open("");
        tv.wait_for("#other-ways");
        assert!(brightness(&tv) < 100.0, "{is_known}");
        tv.show_form();
        assert!(tv.shows("#edges"));
        tv.point_at("[name=username]");
        tv.wait_for_focus("[name=username]");
        assert_eq!(tv.look("[name=username]", "element.inputMode").as_deref(), Some("none"));
    }
}

#[test]
fn nothing_corrects_a_name_or_a_password_also_while_it_is_shown() {
    let (_home, [phone]) = home();
    phone.open("");
    let habits = |field: &str| {
        let script = "['autocapitalize', 'autocorrect', 'spellcheck'].map(it => element.getAttribute(it)).join()";
        phone.look(field, script)
    };
    phone.wait_for("[name=username]");
    for state in ["password", "text"] {
        until("the other state", || {
            (phone.look("[name=password]", "element.type").as_deref() == Some(state)).then_some(())
        });
        for field in ["[name=username]", "[name=password]"] {
            assert_eq!(habits(field).as_deref(), Some("none,off,false"), "{field} {state}");
        }
        phone.press(".reveal");
    }
}

//! The login on a television: the code is the screen, everything else is a press away, and nothing burns in.

use fake_jellyfin::Fault;
use serde_json::json;
use thirtyfour::Key;

use crate::support::device::Device;
use crate::support::home::{Home, Setup, home, until};

fn number(device: &Device, selector: &str, member: &str) -> f64 {
    let found = device.look(selector, member).unwrap_or_else(|| panic!("no {selector}"));
    found.parse().expect("a number")
}

fn height(device: &Device, selector: &str) -> f64 {
    number(device, selector, "element.getBoundingClientRect().height")
}

fn top(device: &Device, selector: &str) -> f64 {
    number(device, selector, "element.getBoundingClientRect().top")
}

fn television(setup: Setup) -> (Home, Device) {
    let (home, [mut tv]) = setup.start();
    tv.be_television();
    tv.use_name();
    tv.set_screen(1920, 1080, "light");
    (home, tv)
}

/// Opens what is behind the code, by the remote.
fn open_other_ways(tv: &Device) {
    tv.open("");
    tv.code();
    tv.wait_for_focus("#other-ways");
    let people = || tv.run("return Boolean(document.querySelector('#person-0'))", json!([])) == true;
    until("the people", || people().then_some(()));
    tv.key(&Key::Enter);
    tv.wait_for_focus("#person-0");
}

#[test]
fn the_code_is_the_screen_and_can_be_scanned_across_a_room() {
    let (_home, tv) = television(Setup::new());
    tv.open("");
    tv.code();
    tv.wait_for("#quick-connect-qr");
    tv.wait_for_focus("#other-ways");
    assert!(height(&tv, "#quick-connect-code .tile") >= 150.0);
    assert!(height(&tv, "#quick-connect-qr") >= 300.0);
    for hidden in ["[name=username]", "[name=password]", "#change-server", "#edges", "#stay-signed-in"] {
        assert!(!tv.shows(hidden), "{hidden}");
    }
    let line = |selector: &str| number(&tv, selector, "parseFloat(getComputedStyle(element).fontSize)");
    assert!(height(&tv, ".by-code > .hint") < 2.0 * line(".by-code > .hint"), "one line of instructions");
}

#[test]
fn other_ways_take_no_more_presses_than_before() {
    let (_home, tv) = television(Setup::new());
    for (width, height) in [(1920, 1080), (1280, 720)] {
        tv.set_screen(width, height, "dark");
        for (keys, control) in [
            (&[][..], "#person-0"),
            (&[Key::Left], "[name=username]"),
            (&[Key::Up], "#change-server"),
            (&[Key::Left, Key::Down, Key::Down, Key::Right], "#forgot-password"),
        ] {
            open_other_ways(&tv);
            for key in keys {
                tv.key(key);
            }
            tv.wait_for_focus(control);
        }
    }
}

#[test]
fn people_are_large_and_none_is_cut() {
    let family = |fake: &mut fake_jellyfin::Jellyfin| {
        for number in 1..=9 {
            fake.add_user(&format!("Somebody with the long name {number}"), "x").show();
        }
    };
    let (_home, tv) = television(Setup::new().with(family));
    open_other_ways(&tv);
    assert!(height(&tv, ".person-tile .portrait") >= 150.0);
    let cut = "return [...document.querySelectorAll('.people, .person-tile, .person-name')]
        .filter(it => it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1).length";
    assert_eq!(tv.run(cut, json!([])), 0);
    let is_pressed = |tile: &str| tv.look(tile, "element.getAttribute('aria-pressed')");
    assert_eq!(is_pressed("#person-1").as_deref(), Some("false"));
    tv.key(&Key::Right);
    tv.wait_for_focus("#person-1");
    tv.key(&Key::Enter);
    tv.wait_for_focus("[name=password]");
    assert_eq!(is_pressed("#person-1").as_deref(), Some("true"));
    tv.type_into("[name=username]", "x");
    until("nobody chosen", || (is_pressed("#person-1").as_deref() == Some("false")).then_some(()));
}

#[test]
fn enter_in_the_name_goes_on_to_the_password_and_is_sent_from_there() {
    let (home, tv) = television(Setup::new());
    open_other_ways(&tv);
    tv.key(&Key::Left);
    tv.wait_for_focus("[name=username]");
    tv.key(&Key::Enter);
    tv.keys("demo");
    tv.key(&Key::Enter);
    tv.wait_for_focus("[name=password]");
    assert_eq!(home.requests("/Users/AuthenticateByName").len(), 0);
    tv.keys("demo\u{e007}");
    tv.wait_for_text("#account", "demo");
}

#[test]
fn a_wrong_password_is_one_line_that_moves_nothing_and_goes_with_the_first_key() {
    let (_home, tv) = television(Setup::new());
    open_other_ways(&tv);
    let before = top(&tv, "#sign-in");
    tv.enter("demo", "wrong");
    tv.wait_for_text(".by-name [role=alert]", "Wrong username or password");
    tv.wait_for_focus("[name=password]");
    let attribute = |name: &str| tv.look("[name=password]", &format!("element.getAttribute('{name}')"));
    assert_eq!(attribute("aria-invalid").as_deref(), Some("true"));
    assert!(attribute("aria-describedby").is_some_and(|ids| ids.contains("name-problem")));
    assert!((top(&tv, "#sign-in") - before).abs() < 1.0, "{before} {}", top(&tv, "#sign-in"));
    tv.keys("d");
    until("no word of it", || tv.text(".by-name [role=alert]").is_empty().then_some(()));
    assert_eq!(attribute("aria-invalid").as_deref(), Some("null"));
    assert!((top(&tv, "#sign-in") - before).abs() < 1.0);
    tv.type_into("[name=username]", "");
    tv.press("#sign-in");
    tv.wait_for_text(".by-name [role=alert]", "Enter a username");
    assert_eq!(tv.look("[name=username]", "element.ariaInvalid").as_deref(), Some("true"));
}

#[test]
fn a_new_code_moves_no_button_and_neither_does_trouble() {
    let (home, tv) = television(Setup::new());
    tv.open("");
    let first = tv.code();
    let before = top(&tv, "#new-code");
    tv.press("#new-code");
    tv.code_after(&first);
    tv.wait_for_text("#login [role=status]", "This is a new code");
    assert!((top(&tv, "#new-code") - before).abs() < 1.0);
    home.fault("/QuickConnect/Connect", Fault::Drop, 1000);
    tv.wait_for_text("#login [role=status]", "Can’t connect to");
    assert!((top(&tv, "#new-code") - before).abs() < 1.0);
}

#[test]
fn where_quick_connect_is_off_only_what_is_true_is_shown() {
    let (_home, tv) = television(Setup::new().with(|fake| fake.enable_quick_connect(false)));
    tv.open("");
    tv.wait_for_state("disabled");
    tv.wait_for_text("#login [role=status]", "Quick Connect is off on this server");
    for gone in [".tile", ".by-code > .hint", "#new-code", "canvas"] {
        assert!(!tv.shows(gone), "{gone}");
    }
    assert!(tv.shows("#other-ways") && tv.shows("#check-now"));
}

#[test]
fn after_two_minutes_without_a_key_all_but_the_code_grows_dim_and_the_code_moves() {
    let (_home, tv) = television(Setup::new());
    // Minutes pass when the story wants.
    tv.prepare(
        "const set = window.setInterval;
         window.setInterval = (task, pause) => pause === 60000 ? (window.minute = task, 1) : set(task, pause);",
    );
    tv.open("");
    tv.code();
    let opacity = |selector: &str| number(&tv, selector, "parseFloat(getComputedStyle(element).opacity)");
    let place =
        || tv.look(".scene", "element.getBoundingClientRect().left + ' ' + element.getBoundingClientRect().top");
    tv.run("minute()", json!([]));
    assert!((opacity("h1") - 1.0).abs() < 0.01, "after one minute");
    let still = place();
    let mut places = Vec::new();
    for _ in 0..4 {
        tv.run("minute()", json!([]));
        assert!(opacity("h1") < 0.5 && opacity(".by-code > .buttons") < 0.5);
        assert!((opacity(".scene") - 1.0).abs() < 0.01);
        places.push(place());
    }
    assert!(places.contains(&still) && places.iter().filter(|it| **it != still).count() == 3, "{places:?}");
    tv.key(&Key::Right);
    until("the light", || ((opacity("h1") - 1.0).abs() < 0.01).then_some(()));
    assert_eq!(place(), still);
}

#[test]
fn the_title_says_what_is_on_the_screen() {
    let (_home, [phone]) = home();
    let title = || phone.run("return document.title", json!([]));
    phone.open("");
    until("the server's name", || (title() == "Sign in to attic – Quick Connect").then_some(()));
    phone.press("#change-server");
    until("the choice", || (title() == "Select server – Quick Connect").then_some(()));
    phone.press("#keep-server");
    phone.enter("demo", "demo");
    phone.wait_for("#settings");
    assert_ne!(title(), "Sign in to attic – Quick Connect");
}

#[test]
fn a_bad_address_is_tied_to_its_field() {
    let (_home, [phone]) = home();
    phone.open("");
    phone.press("#change-server");
    phone.type_into("[name=server]", "ftp://x");
    phone.press("#connect");
    phone.wait_for_text("#server-problem", "Only http:// and https://");
    assert_eq!(phone.look("[name=server]", "element.ariaInvalid").as_deref(), Some("true"));
    let tied = phone.look("[name=server]", "element.getAttribute('aria-describedby')");
    assert!(tied.is_some_and(|ids| ids.contains("server-problem")));
}

//! The accounts that the login shows to anybody: their names in whole words, and a field that narrows them where they are
//! many.

use fake_jellyfin::Jellyfin;
use serde_json::json;
use thirtyfour::Key;

use crate::support::device::Device;
use crate::support::home::{Home, Setup, until};

const LONGEST: &str = "Wolfeschlegelsteinhausenbergerdorff";

fn open(tv: &Device) {
    tv.open("");
    tv.code();
    let are_there = || tv.run("return Boolean(document.querySelector('#person-0'))", json!([])) == true;
    until("the people", || are_there().then_some(()));
}

/// The names in sight, in their order.
fn names(device: &Device) -> Vec<String> {
    let script = "return [...document.querySelectorAll('.person-name')].map(it => it.textContent)";
    let names = device.run(script, json!([]));
    names.as_array().expect("names").iter().map(|name| name.as_str().expect("a name").to_owned()).collect()
}

fn wait_for_names(device: &Device, expected: &[&str]) {
    until(&format!("{expected:?}"), || (names(device) == expected).then_some(()));
}

/// A home with so many accounts that anybody sees.
fn crowd(count: usize) -> (Home, [Device; 1]) {
    let add = |fake: &mut Jellyfin| {
        for name in ["Zoë", "ÉMILE"] {
            fake.add_user(name, "x").show();
        }
        // The guest is shown as well.
        for number in 3..count {
            fake.add_user(&format!("Person {number}"), "x").show();
        }
    };
    Setup::new().with(add).start()
}

#[test]
fn no_name_breaks_inside_a_word_or_is_cut() {
    let add = |fake: &mut Jellyfin| {
        for name in ["Grandmother", "Bartholomew", "A guest with a long name", "Featherstonehaugh", LONGEST] {
            fake.add_user(name, "x").show();
        }
    };
    let (_home, [device]) = Setup::new().with(add).start();
    // Only a word that is wider than all the place there is may break.
    let broken = "
        const broken = [];
        for (const name of document.querySelectorAll('.person-name')) {
            const text = name.firstChild, tile = name.parentElement;
            if (tile.scrollWidth > tile.clientWidth + 1 || tile.scrollHeight > tile.clientHeight + 1) broken.push(text.data);
            for (const word of text.data.matchAll(/\\S+/g)) {
                const range = document.createRange();
                if (word[0] === arguments[0]) continue;
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                if (new Set([...range.getClientRects()].map(it => it.top)).size > 1) broken.push(word[0]);
            }
        }
        return broken";
    for is_television in [false, true] {
        if is_television {
            device.be_television();
        }
        open(&device);
        device.show_form();
        device.wait_for(".person-name");
        for (width, height) in [(1920, 1080), (1280, 720), (390, 844), (844, 390)] {
            if is_television && width < 1000 {
                continue;
            }
            device.set_screen(width, height, "dark");
            assert_eq!(device.run(broken, json!([LONGEST])), json!([]), "{width} {is_television}");
        }
    }
}

#[test]
fn from_forty_on_a_field_narrows_them_by_any_part_of_a_name() {
    let (home, [phone]) = crowd(40);
    open(&phone);
    phone.wait_for("#people-search");
    let comes_first = "return document.querySelector('#people-search').compareDocumentPosition(
        document.querySelector('#person-0')) === Node.DOCUMENT_POSITION_FOLLOWING";
    assert_eq!(phone.run(comes_first, json!([])), true);
    assert_eq!(phone.look("#people-search", "element.labels[0].textContent").as_deref(), Some("Search"));
    assert_eq!(names(&phone).len(), 40);
    for (typed, expected) in
        [("zoe", &["Zoë"][..]), ("ZOË", &["Zoë"]), ("emi", &["ÉMILE"]), (" son 17 ", &["Person 17"]), ("nobody", &[])]
    {
        phone.type_into("#people-search", typed);
        wait_for_names(&phone, expected);
    }
    phone.wait_for_text(
        ".household [role=status]",
        "No account with this name. Change the search, or enter the username.",
    );
    phone.type_into("#people-search", "son 17");
    wait_for_names(&phone, &["Person 17"]);
    assert!(phone.text(".household [role=status]").is_empty());
    // Enter neither signs in nor complains, but leads to what was found.
    phone.keys("\u{e007}");
    phone.wait_for_focus(".person-tile");
    assert!(phone.text(".by-name [role=alert]").is_empty());
    phone.key(&Key::Enter);
    phone.wait_for_focus("[name=password]");
    assert_eq!(phone.typed("[name=username]"), "Person 17");
    assert_eq!(home.requests("/Users/AuthenticateByName").len(), 0);
}

#[test]
fn a_smaller_household_has_no_such_field() {
    let (_home, [phone]) = crowd(39);
    open(&phone);
    phone.wait_for("#person-38");
    assert!(!phone.shows("#people-search"));
}

#[test]
fn with_a_remote_no_keyboard_opens_before_ok_and_the_arrows_lead_from_the_field_to_the_tiles() {
    let (_home, [tv]) = crowd(41);
    tv.be_television();
    tv.set_screen(1280, 720, "dark");
    open(&tv);
    tv.wait_for_focus("#other-ways");
    tv.key(&Key::Enter);
    tv.wait_for_focus("#people-search");
    let is_locked = || tv.look("#people-search", "element.inputMode").as_deref() == Some("none");
    assert!(is_locked());
    tv.key(&Key::Down);
    tv.wait_for_focus("#person-0");
    tv.key(&Key::Up);
    tv.wait_for_focus("#people-search");
    assert!(is_locked());
    tv.key(&Key::Enter);
    until("a keyboard", || (!is_locked()).then_some(()));
    tv.keys("zo");
    wait_for_names(&tv, &["Zoë"]);
    tv.key(&Key::Down);
    tv.wait_for_focus(".person-tile");
    tv.key(&Key::Up);
    tv.wait_for_focus("#people-search");
    assert!(is_locked());
    tv.keys("x");
    tv.wait_for_text(".household [role=status]", "No account with this name");
    // The ways out that are named: the field itself, and the name.
    tv.key(&Key::Backspace);
    wait_for_names(&tv, &["Zoë"]);
    for _ in 0..3 {
        tv.key(&Key::Left);
    }
    tv.wait_for_focus("[name=username]");
}

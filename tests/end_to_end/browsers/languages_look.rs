//! Every language on the screen: the code, and the question before an approval, on a laptop, a phone and a television. No
//! text may stick out, be cut or lie on another, and on a screen of 720 lines nothing has to be scrolled. With `--ignored
//! pictures_of_languages` there is a picture of each in `target/pictures/languages`.

use std::cell::RefCell;
use std::fs;

use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{Home, home};

/// Width and height of a laptop and a phone.
const SCREENS: [(u32, u32); 2] = [(1280, 720), (390, 844)];

/// Texts that lie outside of the window, or of a button, field or card that they are in; that something cuts off; and
/// controls that lie on one another. The window's width is told: on a phone, Chromium widens its own for a page that is
/// too wide.
const STICKS_OUT: &str = "
    const found = [], wide = arguments[0];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode, parent = text.parentElement;
        if (!text.data.trim() || parent.closest('script, style, .spoken, noscript, canvas')) continue;
        const boxes = [document.body];
        for (let it = parent; it && it !== document.documentElement; it = it.parentElement) {
            const cuts = getComputedStyle(it).overflowY !== 'visible' && it !== document.body;
            if (it.matches('button, .button, .tile, .card, .notice, label') || cuts) boxes.push(it);
        }
        const range = document.createRange();
        range.selectNodeContents(text);
        // A line is higher than its letters.
        const air = 2 + parseFloat(getComputedStyle(parent).fontSize) / 10;
        const isCut = [...range.getClientRects()].some(it => it.width && (it.left < -1 || it.right > wide + 1
            || boxes.map(box => box.getBoundingClientRect()).some(box => it.left < box.left - 1
                || it.right > box.right + 1 || it.bottom > box.bottom + air || it.top < box.top - air)));
        if (isCut) found.push(text.data.trim());
    }
    const controls = [...document.querySelectorAll('button, .button, input, .tile')]
        .filter(it => it.getClientRects().length && !it.closest('.spoken, .code-field'));
    const places = controls.map(it => it.getBoundingClientRect());
    places.forEach((one, at) => places.slice(at + 1).forEach((other, next) => {
        const [first, second] = [controls[at], controls[at + 1 + next]];
        if (Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
            && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1) {
            found.push((first.textContent || first.id) + ' lies on ' + (second.textContent || second.id));
        }
    }));
    if (document.documentElement.scrollWidth > wide) found.push('the page is wider than the window');
    if (innerHeight === 720 && document.documentElement.scrollHeight > 720) {
        found.push('it has to be scrolled: ' + document.documentElement.scrollHeight);
    }
    return found.join('; ');";

fn tags() -> Vec<String> {
    locales::catalogue::translated().into_iter().chain(["en".to_owned()]).collect()
}

/// Shows both screens in each language, on each device.
fn look(show: impl Fn(&Device, &str, u32)) {
    let (_home, [mut laptop, phone, tv]): (Home, [Device; 3]) = home();
    laptop.use_name();
    laptop.open("");
    let code = laptop.code();
    laptop.wait_for("#person-0");
    let confirm = format!("#/settings?code={code}");
    phone.sign_in("demo", "demo");
    phone.open(&confirm);
    phone.wait_for("#approve");
    for (device, screen) in [(&laptop, "code"), (&phone, "confirm")] {
        for (width, height) in SCREENS {
            device.set_screen(width, height, "dark");
            show_each(device, &format!("{screen}-{width}"), |name| show(device, name, width));
        }
    }
    tv.be_television();
    tv.set_screen(1280, 720, "dark");
    tv.open("");
    tv.code();
    show_each(&tv, "code-television", |name| show(&tv, name, 1280));
    tv.sign_in("demo", "demo");
    tv.open(&confirm);
    tv.wait_for("#approve");
    show_each(&tv, "confirm-television", |name| show(&tv, name, 1280));
}

/// Shows what is on a screen in each language.
fn show_each(device: &Device, screen: &str, show: impl Fn(&str)) {
    for tag in tags() {
        device.pick_language(&tag);
        show(&format!("{tag}-{screen}"));
    }
}

#[test]
fn no_text_sticks_out_in_any_language() {
    let all = RefCell::new(Vec::new());
    look(|device, name, width| {
        let found = device.run(STICKS_OUT, json!([width]));
        if found != "" {
            all.borrow_mut().push(format!("{name}: {found}"));
        }
    });
    let all = all.into_inner();
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn what_sticks_out_is_found() {
    let (_home, [laptop]) = home();
    laptop.set_screen(1280, 720, "dark");
    for (spoil, expected) in [
        ("", ""),
        ("'#new-code', 'white-space: nowrap; width: 3rem'", "New code"),
        ("'.by-code > .hint', 'overflow: hidden; height: 1rem'", "enter this code"),
        ("'.by-name .buttons', 'margin-left: 30rem; white-space: nowrap'", "Forgot password"),
        ("'#new-code', 'margin-left: -6rem'", "lies on"),
        ("'.by-code', 'margin-bottom: 9rem'", "it has to be scrolled"),
        ("'h1', 'width: 130vw'", "the page is wider"),
    ] {
        laptop.open("");
        laptop.code();
        laptop.wait_for("#person-0");
        let script = format!("const [at, style] = [{spoil}]; if (at) document.querySelector(at).style = style;");
        laptop.run(&script, json!([]));
        let found = laptop.run(STICKS_OUT, json!([1280]));
        let found = found.as_str().expect("a text");
        assert!(found.contains(expected) && found.is_empty() == expected.is_empty(), "{spoil}: {found:?}");
    }
}

#[test]
#[ignore = "makes pictures, checks nothing"]
fn pictures_of_languages() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/pictures/languages");
    fs::create_dir_all(folder).expect("a folder");
    look(|device, name, _| {
        let picture = format!("{folder}/{name}.png");
        fs::write(picture, device.picture()).expect("a picture");
    });
}

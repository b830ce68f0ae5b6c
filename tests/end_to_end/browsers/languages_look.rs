//! Every language on the screen: the code, and the question before an approval. No text may stick out or be cut. With
//! `--ignored pictures_of_languages` there is a picture of each in `target/pictures/languages`.

use std::cell::RefCell;
use std::fs;

use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{Home, home, until};

const SCREENS: [(u32, u32); 2] = [(1280, 720), (390, 844)];

/// Texts that lie outside of the window, or of a button, field or card that they are in. The window's width is told: on a
/// phone, Chromium widens its own for a page that is too wide.
const STICKS_OUT: &str = "
    const found = [], wide = arguments[0];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode, parent = text.parentElement;
        if (!text.data.trim() || parent.closest('script, style, .spoken, noscript, canvas')) continue;
        const boxes = [document.body];
        for (let it = parent; it; it = it.parentElement) {
            if (it.matches('button, .button, .tile, .card, .notice')) boxes.push(it);
        }
        const range = document.createRange();
        range.selectNodeContents(text);
        const isCut = [...range.getClientRects()].some(it => it.width && (it.left < -1 || it.right > wide + 1
            || boxes.map(box => box.getBoundingClientRect()).some(box =>
                it.left < box.left - 1 || it.right > box.right + 1 || it.bottom > box.bottom + 2)));
        if (isCut) found.push(text.data.trim());
    }
    if (document.documentElement.scrollWidth > wide) found.push('the page is wider than the window');
    return found.join('; ');";

fn tags() -> Vec<String> {
    locales::catalogue::translated().into_iter().chain(["en".to_owned()]).collect()
}

/// Shows both screens in each language, in each size.
fn look(show: impl Fn(&Device, &str, u32)) {
    let (_home, [mut tv, phone]): (Home, [Device; 2]) = home();
    tv.use_name();
    tv.open("");
    let code = tv.code();
    phone.sign_in("demo", "demo");
    phone.wait_for("[name=code]");
    for tag in tags() {
        for (device, hash, there) in
            [(&tv, "#/login".to_owned(), "#person-0"), (&phone, format!("#/settings?code={code}"), "#approve")]
        {
            device.go("about:blank");
            device.go(&format!("{}?lang={tag}{hash}", device.page()));
            until(&tag, || (device.run("return document.documentElement.lang", json!([])) == tag).then_some(()));
            device.wait_for(there);
            for (width, height) in SCREENS {
                device.set_screen(width, height, "dark");
                let screen = if there == "#approve" { "confirm" } else { "code" };
                show(device, &format!("{tag}-{screen}-{width}"), width);
            }
        }
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
#[ignore = "makes pictures, checks nothing"]
fn pictures_of_languages() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/pictures/languages");
    fs::create_dir_all(folder).expect("a folder");
    look(|device, name, _| {
        let picture = format!("{folder}/{name}.png");
        fs::write(picture, device.picture()).expect("a picture");
    });
}

//! What lies over the server's picture can be read whatever the picture is: measured on the screen.

use serde_json::{Value, json};

use crate::support::device::Device;
use crate::support::home::{Setup, until};

/// Red, green and blue of every pixel, and how many there are in a row.
fn pixels(png: Vec<u8>) -> (Vec<[u8; 3]>, usize) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().expect("a PNG file");
    let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
    let frame = reader.next_frame(&mut bytes).expect("a picture");
    let all = bytes[..frame.buffer_size()].chunks_exact(frame.color_type.samples());
    (all.map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect(), frame.width as usize)
}

fn luminance(colour: [u8; 3]) -> f64 {
    let part = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(colour[0]) + 0.7152 * part(colour[1]) + 0.0722 * part(colour[2])
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    if one > other { one / other } else { other / one }
}

/// Every text, the ring and the switch: its name, colour and place, and how far from the ground it has to be.
const THINGS: &str = "
    const things = [];
    const colour = it => it.match(/[\\d.]+/g).slice(0, 3).map(Number);
    const add = (name, shade, box, least) => {
        if (box.width > 1 && box.height > 1 && box.bottom < innerHeight && box.top > 0) {
            things.push([name, colour(shade), [box.left, box.top, box.right, box.bottom].map(Math.round), least]);
        }
    };
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const text = walk.currentNode, range = document.createRange();
        if (!text.data.trim() || text.parentElement.closest('script, style, noscript, .spoken, .tile, .portrait')) continue;
        range.selectNodeContents(text);
        for (const box of range.getClientRects()) add(text.data, getComputedStyle(text.parentElement).color, box, 4.5);
    }
    const toggle = document.querySelector('#stay-signed-in');
    const box = toggle.getBoundingClientRect();
    const beside = new DOMRect(box.left + 2, box.top + 4, 6, box.height - 8);
    add('the switch', getComputedStyle(toggle, '::before').backgroundColor, beside, 3);
    toggle.focus();
    add('the ring', getComputedStyle(document.documentElement).getPropertyValue('--focus').trim().replace(
        /#(..)(..)(..)/, (_, ...all) => all.slice(0, 3).map(it => parseInt(it, 16))), beside, 3);
    toggle.blur();
    for (const it of document.querySelectorAll('body *')) it.style.setProperty('color', 'transparent', 'important');
    return things;";

fn too_faint(device: &Device) -> Vec<String> {
    let things = device.run(THINGS, json!([]));
    let (pixels, width) = pixels(device.picture());
    let number = |value: &Value| usize::try_from(value.as_i64().expect("a number").max(0)).expect("a number");
    let mut found = Vec::new();
    let things = things.as_array().expect("things");
    assert!(things.len() > 10, "{things:?}");
    for thing in things {
        let part = |at: usize| u8::try_from(number(&thing[1][at])).expect("a colour");
        let colour = [part(0), part(1), part(2)];
        let place: Vec<usize> = (0..4).map(|at| number(&thing[2][at])).collect();
        let rows = (place[1]..place[3]).flat_map(|y| (place[0]..place[2].min(width)).map(move |x| y * width + x));
        let worst = rows.map(|at| contrast(colour, pixels[at])).fold(f64::MAX, f64::min);
        if worst < thing[3].as_f64().expect("a number") {
            found.push(format!("{} {worst:.2}", thing[0]));
        }
    }
    found
}

#[test]
fn words_the_ring_and_the_switch_can_be_seen_over_any_picture() {
    let splash = |fake: &mut fake_jellyfin::Jellyfin| {
        fake.show_splash_screen(true);
        fake.set_disclaimer(Some("For the family and friends."));
    };
    let (_home, [screen]) = Setup::new().with(splash).start();
    for scheme in ["dark", "light"] {
        for shade in ["#000", "#808080", "#fff"] {
            screen.set_screen(1280, 720, scheme);
            screen.open("");
            screen.code();
            screen.wait_for(".splash");
            screen.wait_for("#person-0");
            screen.wait_for(".disclaimer");
            let paint = "
                const canvas = document.createElement('canvas'), brush = canvas.getContext('2d');
                brush.fillStyle = arguments[0];
                brush.fillRect(0, 0, canvas.width, canvas.height);
                const splash = document.querySelector('.splash');
                window.isPainted = false;
                splash.onload = () => { window.isPainted = true };
                splash.src = canvas.toDataURL();";
            screen.run(paint, json!([shade]));
            until("the picture", || (screen.run("return isPainted", json!([])) == true).then_some(()));
            assert_eq!(too_faint(&screen), [""; 0], "{scheme} over {shade}");
        }
    }
}

#[test]
fn whoever_wants_contrast_or_their_own_colours_gets_no_picture() {
    let (_home, [screen]) = Setup::new().with(|fake| fake.show_splash_screen(true)).start();
    screen.open("");
    screen.wait_for(".splash");
    for (feature, value) in [("prefers-contrast", "more"), ("forced-colors", "active")] {
        let media = |value: &str| {
            let features = json!({ "features": [{ "name": feature, "value": value }] });
            screen.command("Emulation.setEmulatedMedia", features);
        };
        media(value);
        until("no picture", || (!screen.shows(".splash")).then_some(()));
        media("");
        screen.wait_for(".splash");
    }
}

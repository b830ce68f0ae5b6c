//! Compares the layout in browsers of different years.

use serde_json::Value;
use xtask::browser::engines::Browser;

use crate::television::{SIZES, Television};
use crate::{jellyfin, page};

/// The largest allowed difference in pixels, because text is measured a little differently from year to year.
const APART: i64 = 6;

/// The elements whose boxes are compared.
const ELEMENTS: &str = "Array.from(document.querySelectorAll('.brand, h1, h2, .card, .tile, button, input, a[href]'))";

/// A visible element: its name, and its left and top edge, width and height.
#[derive(Debug, PartialEq)]
struct Place {
    name: String,
    edges: [i64; 4],
}

/// The elements of the login screen and of the signed-in screen, at both sizes.
fn places(browser: Browser) -> Vec<Vec<Place>> {
    let mut television = Television::with(browser);
    let server = jellyfin();
    television.open(&page(&server));
    let code = television.code();
    television.wait_for("#person-0", "guest");
    television.wait_for("#check-now", "");
    let mut screens: Vec<_> = SIZES.into_iter().map(|size| places_at(&mut television, size)).collect();
    assert!(server.with(|fake| fake.approve(&code, "demo")));
    television.press("#check-now");
    television.wait_for("#account", "attic");
    television.wait_for("[name=code]", "");
    // Until the server has answered, the button has another label.
    television.wait_for("#switch-quick-connect[aria-checked=true]", "");
    screens.extend(SIZES.map(|size| places_at(&mut television, size)));
    screens
}

fn places_at(television: &mut Television, size: (u32, u32)) -> Vec<Place> {
    television.resize(size);
    television.wait_until(&format!("window.innerWidth === {}", size.0));
    let found = television.look(&format!(
        "{ELEMENTS}.filter(function (it) {{ return it.getClientRects().length > 0; }}).map(function (it) {{
            var box = it.getBoundingClientRect();
            var name = it.tagName + ' ' + (it.id || it.className) + ' ' + (it.children.length ? '' : it.textContent);
            return [name, box.left + pageXOffset, box.top + pageYOffset, box.width, box.height]; }})"
    ));
    let place = |found: &Value| {
        let number = |at: usize| format!("{:.0}", found[at].as_f64().unwrap_or(f64::NAN)).parse().expect("a number");
        let name = found[0].as_str().unwrap_or_default().replace(|it: char| it.is_ascii_digit(), "");
        Place { name, edges: [number(1), number(2), number(3), number(4)] }
    };
    found.as_array().expect("a list").iter().map(place).collect()
}

#[test]
fn everything_stands_where_it_stands_now() {
    let now = places(Browser::ChromiumNow);
    assert!(now.iter().all(|screen| screen.len() > 12), "{now:#?}");
    for version in [68, 79] {
        for (screen, (then, now)) in places(Browser::Chromium(version)).iter().zip(&now).enumerate() {
            let name = |place: &Place| place.name.clone();
            assert_eq!(then.iter().map(name).collect::<Vec<_>>(), now.iter().map(name).collect::<Vec<_>>());
            for (then, now) in then.iter().zip(now) {
                let is_near = then.edges.iter().zip(now.edges).all(|(then, now)| (then - now).abs() <= APART);
                assert!(is_near, "screen {screen}, Chromium {version}: {then:?}, and now {now:?}");
            }
        }
    }
}

/// Their layout is different, because they have no CSS grid.
#[test]
fn nothing_is_hidden_or_covered_in_the_oldest() {
    for version in [53, 56] {
        for (screen, places) in places(Browser::Chromium(version)).iter().enumerate() {
            let (width, _) = SIZES[screen % 2];
            let of = |kind: &'static str| places.iter().filter(move |place| place.name.starts_with(kind));
            for place in places {
                let [left, top, wide, high] = place.edges;
                let is_inside = left >= 0 && top >= 0 && left + wide <= i64::from(width) && wide > 9 && high > 9;
                assert!(is_inside, "screen {screen}, Chromium {version}: {place:?}");
            }
            for kinds in [["BUTTON", "BUTTON"], ["BUTTON", "INPUT"], ["SECTION", "SECTION"], ["A ", "BUTTON"]] {
                for one in of(kinds[0]) {
                    for other in of(kinds[1]).filter(|other| *other != one) {
                        assert!(!overlap(one.edges, other.edges), "screen {screen}: {one:?} and {other:?}");
                    }
                }
            }
            // The first two are side by side, as in newer browsers.
            let cards: Vec<&Place> = of("SECTION").collect();
            assert!(cards.len() >= 2 && cards[0].edges[1] == cards[1].edges[1], "screen {screen}: {cards:?}");
        }
    }
}

fn overlap([left, top, wide, high]: [i64; 4], [other_left, other_top, other_wide, other_high]: [i64; 4]) -> bool {
    let apart = left + wide <= other_left || other_left + other_wide <= left;
    !(apart || top + high <= other_top || other_top + other_high <= top)
}

//! A phone held sideways.

use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{home, until};

fn is_in_sight(phone: &Device, selector: &str) -> bool {
    let place = "const place = document.querySelector(arguments[0])?.getBoundingClientRect();
        return Boolean(place) && place.top >= 0 && place.bottom <= innerHeight";
    phone.run(place, json!([selector])) == true
}

#[test]
fn opening_a_screen_scrolls_neither_its_heading_nor_the_code_away() {
    let (home, [mut phone]) = home();
    phone.use_name();
    phone.set_screen(844, 390, "dark");
    phone.open("");
    phone.code();
    phone.wait_for_focus("button");
    phone.wait_for("#person-0");
    assert!(is_in_sight(&phone, "h1"));
    assert!(is_in_sight(&phone, "#quick-connect-code"));
    phone.run("scrollTo(0, 1000)", json!([]));
    home.approve(&phone.code());
    phone.hurry();
    phone.wait_for_focus("#settings *");
    until("the heading", || is_in_sight(&phone, "h1").then_some(()));
    phone.press("#sign-out");
    phone.code();
    until("the heading", || is_in_sight(&phone, "h1").then_some(()));
}

//! A link with a code: it fills in the field and nothing more, and leaves no trace of the code.

use crate::support::device::Device;
use crate::support::home::{home, until};

const LINK: &str = "#/settings?code=123456";

#[test]
fn a_link_fills_the_field_of_somebody_signed_in_and_sends_nothing() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.open(LINK);
    phone.wait_for("#settings");
    assert_eq!(phone.typed("[name=code]"), "123456");
    assert!(!phone.shows("#approve"));
    leaves_no_trace(&phone);
    assert_eq!(home.approvals().len(), 0);
}

#[test]
fn a_link_followed_within_the_page_fills_the_field_too() {
    let (_home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.follow(LINK);
    until("the code in the field", || (phone.typed("[name=code]") == "123456").then_some(()));
    leaves_no_trace(&phone);
}

#[test]
fn a_link_waits_for_the_sign_in_also_over_a_reload() {
    let (home, [phone]) = home();
    phone.open(LINK);
    phone.wait_for_text("#login [role=status]", "Your code is kept");
    leaves_no_trace(&phone);
    phone.reload();
    phone.wait_for_text("#login [role=status]", "Your code is kept");
    phone.enter("demo", "demo");
    phone.wait_for("#settings");
    assert_eq!(phone.typed("[name=code]"), "123456");
    leaves_no_trace(&phone);
    assert_eq!(home.approvals().len(), 0);
}

#[test]
fn a_code_from_a_link_is_forgotten_once_it_is_decided_on() {
    let (_home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.open(LINK);
    phone.approve("123456");
    phone.wait_for_result("unknown");
    phone.reload();
    phone.wait_for("#settings");
    assert_eq!(phone.typed("[name=code]"), "");
}

fn leaves_no_trace(phone: &Device) {
    assert!(!phone.address().contains("code"), "{}", phone.address());
    assert!(!phone.history().contains("123456"), "{}", phone.history());
}

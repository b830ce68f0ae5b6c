//! A link with a code: it leads to the confirm step and no further, and leaves no trace of the code.

use crate::support::device::Device;
use crate::support::home::{home, until};

const LINK: &str = "#/settings?code=123456";

#[test]
fn a_link_leads_somebody_signed_in_to_the_confirm_step_and_sends_nothing() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.open(LINK);
    is_confirming(&phone);
    phone.wait_for_focus("#approve-cancel");
    leaves_no_trace(&phone);
    assert_eq!(home.approvals().len(), 0);
}

#[test]
fn a_link_followed_within_the_page_leads_there_too_also_from_another_code() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.follow(LINK);
    is_confirming(&phone);
    phone.press("#approve-cancel");
    assert_eq!(phone.typed("[name=code]"), "123456", "it can be put right");
    phone.enter_code("654321");
    phone.wait_for("#approve");
    phone.follow(LINK);
    is_confirming(&phone);
    leaves_no_trace(&phone);
    assert_eq!(home.approvals().len(), 0);
}

#[test]
fn a_link_waits_for_the_sign_in_also_over_a_reload() {
    let (home, [phone]) = home();
    phone.open(LINK);
    phone.wait_for_text("#login [role=status]", "The code is kept until then");
    leaves_no_trace(&phone);
    phone.reload();
    phone.wait_for_text("#login [role=status]", "The code is kept until then");
    phone.enter("demo", "demo");
    is_confirming(&phone);
    leaves_no_trace(&phone);
    assert_eq!(home.approvals().len(), 0);
}

#[test]
fn a_code_from_a_link_is_forgotten_once_it_is_decided_on() {
    let (_home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.open(LINK);
    phone.press("#approve");
    phone.wait_for_result("unknown");
    phone.reload();
    phone.wait_for("#settings");
    assert_eq!(phone.typed("[name=code]"), "");
}

#[test]
fn a_link_that_is_no_code_waits_in_the_field_to_be_put_right() {
    let (_home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.open("#/settings?code=12345");
    phone.wait_for("#settings");
    assert_eq!(phone.typed("[name=code]"), "12345");
}

fn is_confirming(phone: &Device) {
    phone.wait_for_text("#confirm", "This code came from a link");
    until("the code", || (phone.text("#confirm-code").replace(' ', "") == "123456").then_some(()));
}

fn leaves_no_trace(phone: &Device) {
    assert!(!phone.address().contains("code"), "{}", phone.address());
    assert!(!phone.history().contains("123456"), "{}", phone.history());
}

//! Approving: what the signed-in device sends, what it refuses, and what it says afterwards.

use fake_jellyfin::Fault;
use thirtyfour::Key;

use crate::support::home::{home, until};

/// The key that submits a form.
const ENTER: &str = "\u{e007}";

#[test]
fn a_code_approved_on_the_phone_signs_in_the_television_within_one_poll() {
    let (home, [tv, phone]) = home();
    phone.sign_in("demo", "demo");
    tv.open("");
    tv.wait_for_state("waiting");
    phone.approve(&tv.code());
    phone.wait_for_result("approved");
    tv.wait_for("#settings");
    assert!(tv.address().ends_with("#/settings"));
    tv.wait_for_text("#account", "demo");
    tv.wait_for_text("#account", "attic");
    let approved = home.approvals()[0].ended.expect("an answer");
    let redeemed = home.requests("/Users/AuthenticateWithQuickConnect")[0].arrived;
    let between = |arrived: u64| arrived > approved && arrived < redeemed;
    let polls = home.polls().iter().filter(|poll| between(poll.arrived)).count();
    assert!(polls <= 1, "{polls} polls between the approval and the sign-in");
}

#[test]
fn a_code_that_no_device_shows_is_unknown_and_can_be_corrected() {
    let (_home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.approve("999999");
    phone.wait_for_result("unknown");
    phone.wait_for_text("[role=status]", "No device is waiting with this code");
    phone.wait_for_focus("[name=code]");
    assert_eq!(phone.typed("[name=code]"), "999999");
    assert_eq!(phone.look("[name=code]", "element.getAttribute('aria-invalid')").as_deref(), Some("true"));
    for _ in 0..6 {
        phone.key(&Key::Left);
    }
    phone.keys("8");
    until("another first digit", || (phone.typed("[name=code]") == "899999").then_some(()));
    assert_eq!(phone.text(".result"), "", "what was said of the other code is gone");
    phone.key(&Key::Enter);
    phone.wait_for_focus("#approve-cancel");
    assert_eq!(phone.text("#confirm-code").replace(' ', ""), "899999");
}

#[test]
fn a_code_that_was_approved_before_is_used() {
    let (home, [tv, phone]) = home();
    tv.open("");
    let code = tv.code();
    phone.sign_in("demo", "demo");
    home.fault("/QuickConnect/Connect", Fault::Drop, 1000);
    home.approve(&code);
    phone.approve(&code);
    phone.wait_for_result("used");
    phone.wait_for_text("[role=status]", "already used");
}

#[test]
fn an_approval_after_the_feature_was_switched_off_says_so() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.enter_code("123456");
    phone.wait_for("#approve");
    home.with(|fake| fake.enable_quick_connect(false));
    phone.press("#approve");
    phone.wait_for_result("disabled");
    phone.wait_for_text("[role=status]", "Quick Connect is off");
}

/// Chromium repeats a request by itself if a reused connection breaks.
#[test]
fn an_answer_that_only_the_browser_saw_lost_does_not_make_the_code_used() {
    let (home, [tv, phone]) = home();
    tv.open("");
    let code = tv.code();
    home.fault("/QuickConnect/Connect", Fault::Drop, 1000);
    phone.sign_in("demo", "demo");
    home.fault("/QuickConnect/Authorize", Fault::LostAnswer, 1);
    phone.approve(&code);
    phone.wait_for_result("approved");
}

#[test]
fn an_approval_whose_answer_is_lost_is_found_to_have_arrived_by_the_same_press_again() {
    let (home, [tv, phone]) = home();
    tv.open("");
    phone.sign_in("demo", "demo");
    home.fault("/QuickConnect/Authorize", Fault::LostAnswer, 1000);
    phone.approve(&tv.code());
    phone.wait_for_result("offline");
    phone.wait_for_text("[role=status]", "Checking whether the approval arrived");
    home.clear_faults();
    phone.press("#approve");
    phone.wait_for_result("approved");
    phone.wait_for_text(
        "[role=status]",
        concat!(
            "Headless Chrome on Linux (Jellyfin Quick Connect ",
            env!("CARGO_PKG_VERSION"),
            ") is signed in as demo."
        ),
    );
}

#[test]
fn an_approval_whose_answer_is_lost_is_found_to_have_arrived_without_another_press() {
    let (home, [tv, phone]) = home();
    tv.open("");
    phone.sign_in("demo", "demo");
    home.fault("/QuickConnect/Authorize", Fault::LostAnswer, 1000);
    phone.approve(&tv.code());
    phone.wait_for_result("offline");
    phone.wait_for_result("approved");
}

#[test]
fn an_approval_that_never_arrived_is_said_to_show_no_sign_and_can_be_pressed_again() {
    let (home, [tv, phone]) = home();
    tv.open("");
    phone.sign_in("demo", "demo");
    home.fault("/QuickConnect/Authorize", Fault::Drop, 1000);
    phone.approve(&tv.code());
    phone.wait_for_result("offline");
    phone.wait_for_text("[role=status]", "The approval did not arrive");
    home.clear_faults();
    phone.press("#approve");
    phone.wait_for_result("approved");
    tv.wait_for("#settings");
}

#[test]
fn an_approval_is_proven_by_the_device_that_signed_in() {
    let (home, [tv, phone]) = home();
    tv.open("");
    phone.sign_in("guest", "");
    phone.approve(&tv.code());
    phone.wait_for_result("approved");
    phone.wait_for_text(
        "[role=status]",
        concat!(
            "Headless Chrome on Linux (Jellyfin Quick Connect ",
            env!("CARGO_PKG_VERSION"),
            ") is signed in as guest."
        ),
    );
    assert_eq!(home.approvals().len(), 1);
}

#[test]
fn a_session_that_has_ended_is_noticed_at_the_press_and_the_code_is_kept() {
    let (home, [tv, phone]) = home();
    tv.open("");
    let code = tv.code();
    phone.sign_in("demo", "demo");
    phone.enter_code(&code);
    phone.wait_for("#approve");
    home.with(|fake| fake.revoke_user("demo"));
    phone.press("#approve");
    phone.wait_for_result("signed-out");
    phone.wait_for("#login");
    phone.wait_for_text("[role=alert]", "The server has signed out this device");
    phone.enter("demo", "demo");
    phone.wait_for("#confirm-code");
    assert_eq!(phone.text("#confirm-code").replace(' ', ""), code);
    phone.press("#approve");
    phone.wait_for_result("approved");
}

#[test]
fn anything_but_six_digits_is_refused_with_the_reason_and_stays_in_the_field() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    for (typed, reason) in [
        ("abcdef", "only digits, not “a”"),
        ("12345", "this one has 5"),
        ("12345x", "only digits, not “x”"),
        ("", "Enter the 6 digits"),
    ] {
        phone.enter_code(typed);
        phone.wait_for_text("[role=alert]", reason);
        assert_eq!(phone.typed("[name=code]"), typed);
        phone.wait_for_focus("[name=code]");
    }
    phone.type_into("[name=code]", "");
    phone.paste("1234567");
    phone.keys(ENTER);
    phone.wait_for_text("[role=alert]", "this one has 7");
    assert_eq!(phone.typed("[name=code]"), "1234567");
    assert_eq!(home.approvals().len(), 0);
}

#[test]
fn a_code_is_read_from_groups_dashes_and_links() {
    let (_home, [phone]) = home();
    phone.sign_in("demo", "demo");
    for typed in ["123 456", "123-456", " 1.2.3.4.5.6 ", "http://tv.local:8096/web/#/settings?code=123456"] {
        phone.enter_code(typed);
        phone.wait_for("#approve");
        assert_eq!(phone.text("#confirm-code").replace(' ', ""), "123456", "{typed}");
        phone.press("#approve-cancel");
        phone.wait_for_focus("[name=code]");
    }
}

#[test]
fn the_confirm_step_names_the_account_and_warns() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.enter_code("123456");
    phone.wait_for_text("#confirm", "Sign in the other device as demo?on attic");
    phone.wait_for_text("#confirm", "Approve only a code from a screen in this room");
    phone.press("#approve-cancel");
    until("no confirm step", || (!phone.shows("#approve")).then_some(()));
    assert_eq!(home.approvals().len(), 0);
}

//! Answers that come when something else has happened: a sign-in during a sign-out, a refusal after a new sign-in, an
//! approval before the server is known. None of them hangs, ends what is wanted, or leaves a token with nobody.

use fake_jellyfin::{Fault, Version};

use super::steps::{
    BY_NAME, LOGOUT, REDEEM, a_moment, is_answered, is_asked, leaves_a_code_behind, living,
    no_token_is_left_with_nobody, stands_ready_in_another_tab,
};
use crate::support::device::Device;
use crate::support::home::{Home, Setup, home, home_with_tabs};

/// While a call with the dead token is on its way, demo signs in again in the second tab.
fn signs_in_again_meanwhile(home: &Home, phone: &Device, path: &str) {
    is_asked(home, path);
    phone.go_to_tab(1);
    phone.press("#sign-in");
    phone.wait_for("#settings");
    phone.go_to_tab(0);
}

#[test]
fn a_sign_in_that_comes_during_a_sign_out_is_ended_as_well() {
    let (home, [tv]) = home();
    let code = leaves_a_code_behind(&tv, "demo", "demo");
    home.approve(&code);
    home.fault(REDEEM, Fault::Delay(3000), 1);
    home.fault(LOGOUT, Fault::Delay(7000), 1);
    is_asked(&home, REDEEM);
    tv.press("#sign-out");
    tv.wait_for("#login");
    no_token_is_left_with_nobody(&home, &tv);
    assert_eq!(home.with(living).len(), 0);
}

#[test]
fn an_approval_that_is_refused_is_sent_again_with_the_new_token() {
    let (home, [phone]) = home_with_tabs();
    phone.sign_in("demo", "demo");
    stands_ready_in_another_tab(&phone);
    phone.enter_code(&home.television());
    home.with(|fake| fake.revoke_user("demo"));
    home.fault("/QuickConnect/Authorize", Fault::Delay(6000), 1);
    phone.press("#approve");
    signs_in_again_meanwhile(&home, &phone, "/QuickConnect/Authorize");
    phone.wait_for_result("approved");
}

#[test]
fn a_list_that_is_refused_is_asked_for_again_with_the_new_token() {
    let (home, [phone]) = home_with_tabs();
    phone.sign_in("demo", "demo");
    stands_ready_in_another_tab(&phone);
    phone.wait_for("#switch-quick-connect");
    home.with(|fake| fake.revoke_user("demo"));
    home.fault("/Devices", Fault::Delay(6000), 1);
    phone.press("#show-devices");
    signs_in_again_meanwhile(&home, &phone, "/Devices");
    phone.wait_for_text("#device-list", "This device");
}

#[test]
fn on_10_8_the_answer_to_a_password_that_was_cancelled_does_not_end_the_next_sign_in() {
    let (home, [tv]) = Setup::of(Version::V10_8_13).start();
    tv.open("");
    tv.code();
    home.fault(BY_NAME, Fault::Delay(9000), 1);
    home.fault(BY_NAME, Fault::Delay(7000), 1);
    tv.enter("demo", "demo");
    tv.press("#cancel-sign-in");
    tv.press("#sign-in");
    is_answered(&home, BY_NAME, 1);
    tv.wait_for_text("#account", "demo");
    is_answered(&home, BY_NAME, 0);
    a_moment();
    assert_eq!(home.with(living).len(), 1);
    tv.reload();
    tv.wait_for_text("#account", "demo");
}

#[test]
fn on_10_8_it_does_not_end_the_approval_either() {
    let (home, [tv]) = Setup::of(Version::V10_8_13).start();
    tv.open("");
    let code = tv.code();
    home.fault(BY_NAME, Fault::Delay(8000), 1);
    home.fault(REDEEM, Fault::Delay(9000), 1);
    tv.enter("demo", "demo");
    tv.press("#cancel-sign-in");
    home.approve(&code);
    tv.hurry();
    is_answered(&home, BY_NAME, 0);
    is_answered(&home, REDEEM, 0);
    tv.wait_for_text("#account", "demo");
    assert_eq!(home.with(living).len(), 1);
}

#[test]
fn an_approval_that_is_redeemed_before_the_server_is_known_signs_in() {
    let (home, [tv]) = home();
    let code = leaves_a_code_behind(&tv, "demo", "demo");
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    home.fault("/config.json", Fault::Delay(5000), 2);
    home.approve(&code);
    tv.reload();
    tv.wait_for_text("#account", "demo");
    assert_eq!(home.with(living).len(), 1);
}

#[test]
fn a_late_sign_in_outside_of_the_hours_of_an_account_is_kept() {
    let (home, [tv]) = home();
    let code = leaves_a_code_behind(&tv, "guest", "");
    home.with(|fake| assert!(fake.approve(&code, "guest")));
    home.with(|fake| {
        fake.user_mut("guest").allow_only_between(0.0, 0.0);
    });
    is_answered(&home, REDEEM, 0);
    no_token_is_left_with_nobody(&home, &tv);
    home.with(|fake| {
        fake.user_mut("guest").allow_at_any_time();
    });
    tv.reload();
    tv.wait_for_text("#account", "guest");
}

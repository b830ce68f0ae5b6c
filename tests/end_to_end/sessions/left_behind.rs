//! A code that no screen shows any more is approved all the same: its tab is closed, or somebody has signed in there or has
//! gone elsewhere. Its sign-in is taken, and no token is left with nobody.

use fake_jellyfin::Fault;
use serde_json::json;

use super::steps::{
    REDEEM, closes_the_tab, demo_leaves_a_code_behind, enters_for_this_tab, is_redeemed, living,
    no_token_is_left_with_nobody, waits_beside_the_tab_of,
};
use crate::support::home::{home, home_with_tabs, until};
use crate::support::servers::connect;

#[test]
fn a_code_that_a_sign_in_left_behind_in_a_closed_tab_is_approved() {
    let (home, [tv]) = home_with_tabs();
    let code = demo_leaves_a_code_behind(&tv);
    tv.open_tab();
    tv.go_to_tab(0);
    closes_the_tab(&tv, 1);
    home.approve(&code);
    tv.open("");
    no_token_is_left_with_nobody(&home, &tv);
    tv.wait_for_text("#account", "demo");
    assert_eq!(home.with(living).len(), 1);
    assert!(!tv.text("main").contains("has signed out this device"));
}

#[test]
fn a_code_of_a_tab_that_is_closed_signs_in_the_next_one() {
    let (home, [tv]) = home_with_tabs();
    tv.open("");
    let code = tv.code();
    tv.open_tab();
    tv.go_to_tab(0);
    closes_the_tab(&tv, 1);
    home.approve(&code);
    tv.open("");
    tv.wait_for_text("#account", "demo");
    no_token_is_left_with_nobody(&home, &tv);
}

#[test]
fn a_code_of_a_tab_that_is_closed_replaces_the_token_that_it_ends_in_another() {
    let (home, [tv]) = home_with_tabs();
    tv.open("");
    let code = tv.code();
    tv.open_tab();
    tv.open("");
    tv.code_after(&code);
    tv.go_to_tab(0);
    closes_the_tab(&tv, 1);
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    tv.wait_for("#switch-quick-connect");
    home.approve(&code);
    tv.press("#show-devices");
    tv.wait_for_text("#device-list", "This device");
    no_token_is_left_with_nobody(&home, &tv);
    assert!(!tv.text("main").contains("has signed out this device"));
}

#[test]
fn where_nothing_of_a_tab_is_to_stay_its_code_does_not_either() {
    let (home, [tv]) = home_with_tabs();
    tv.open("");
    let code = tv.code();
    tv.press("#stay-signed-in");
    tv.wait_for("#stay-signed-in[aria-checked=false]");
    tv.open_tab();
    tv.go_to_tab(0);
    closes_the_tab(&tv, 1);
    home.approve(&code);
    tv.open("");
    tv.code_after(&code);
    assert_eq!(home.requests(REDEEM).len(), 0);
    assert!(tv.shows("#login"));
}

#[test]
fn a_page_that_is_loaded_again_has_its_code_for_itself() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    assert_eq!(tv.kept(".left-behind"), "");
    tv.reload();
    assert_eq!(tv.code(), code);
    until("nothing that is left to others", || tv.kept(".left-behind").is_empty().then_some(()));
    tv.go("about:blank");
    tv.open("");
    assert_eq!(tv.code(), code, "also after a look at another page");
    home.approve(&code);
    tv.hurry();
    tv.wait_for_text("#account", "demo");
    assert_eq!(home.requests(REDEEM).len(), 1);
}

#[test]
fn a_press_right_after_such_an_approval_is_done_with_the_new_token() {
    let (home, [tv]) = home();
    let code = demo_leaves_a_code_behind(&tv);
    home.approve(&code);
    tv.press("#show-devices");
    tv.wait_for_text("#device-list", "This device");
    assert!(!tv.text("main").contains("has signed out this device"));
    no_token_is_left_with_nobody(&home, &tv);
}

#[test]
fn a_session_that_has_really_ended_is_over_beside_a_code_that_nobody_approves() {
    let (home, [tv]) = home();
    demo_leaves_a_code_behind(&tv);
    home.with(|fake| fake.revoke_user("demo"));
    // On a busy machine the page has found out by itself.
    tv.run("document.querySelector('#show-devices')?.click()", json!([]));
    tv.wait_for_text("#login [role=alert]", "The server has signed out this device");
}

#[test]
fn one_account_in_two_tabs_that_keep_nothing_has_one_token_in_both() {
    let (home, [tv]) = home_with_tabs();
    waits_beside_the_tab_of(&tv, "guest", "");
    enters_for_this_tab(&tv, "guest", "");
    tv.go_to_tab(0);
    tv.press("#show-devices");
    tv.wait_for_text("#device-list", "This device");
    assert!(!tv.kept(".session").contains(&home.with(|fake| fake.tokens().remove(0))), "nothing stays");
}

#[test]
fn an_approval_whose_redeem_was_cut_off_by_a_reload_is_redeemed_again() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    home.fault(REDEEM, Fault::Delay(5000), 1);
    home.approve(&code);
    tv.hurry();
    until("the redeem", || home.requests(REDEEM).first().map(|_| ()));
    tv.reload();
    tv.wait_for_text("#account", "demo");
    is_redeemed(&home);
    no_token_is_left_with_nobody(&home, &tv);
}

#[test]
fn a_code_of_a_login_that_was_left_for_the_account_is_looked_after() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    for name in ["guest", "demo"] {
        tv.follow("#/login");
        let code = tv.code();
        tv.press("#login a[href='#/settings']");
        tv.wait_for_text("#account", "demo");
        home.forget_seen();
        home.with(|fake| assert!(fake.approve(&code, name)));
        is_redeemed(&home);
        no_token_is_left_with_nobody(&home, &tv);
    }
    tv.approve(&home.television());
    tv.wait_for_result("approved");
}

#[test]
fn a_code_at_another_address_of_the_same_server_is_looked_after() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    // It has said which one it is.
    tv.wait_for_text("h1", "to attic");
    tv.press("#change-server");
    connect(&tv, &home.localhost());
    tv.code_after(&code);
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    home.approve(&code);
    is_redeemed(&home);
    no_token_is_left_with_nobody(&home, &tv);
    tv.approve(&home.television());
    tv.wait_for_result("approved");
}

//! A sign-in that comes late in a tab that has no use for it: another tab may wait for it, or have the same account for
//! itself alone. And what stays of a sign-in that somebody has given up or replaced.

use std::time::Duration;

use fake_jellyfin::Fault;

use super::steps::{
    BY_NAME, LOGOUT, REDEEM, demo_leaves_a_code_behind, enters_for_this_tab, is_for_tab_only, is_redeemed, living,
    no_token_is_left_with_nobody, waits_beside_the_tab_of,
};
use crate::support::home::{Home, home, home_with_tabs, until};
use crate::support::jellyfin_web::{here, keep};
use crate::support::servers::connect;

fn approve_for(home: &Home, code: &str, name: &str) {
    home.with(|fake| assert!(fake.approve(code, name), "the code is not known"));
}

#[test]
fn a_closed_tabs_code_is_for_the_tab_that_waits_and_not_for_a_guests() {
    let (home, [tv]) = home_with_tabs();
    tv.open("");
    let code = tv.code();
    tv.open_tab();
    tv.open("");
    tv.code_after(&code);
    enters_for_this_tab(&tv, "guest", "");
    tv.open_tab();
    tv.open("");
    tv.code();
    tv.go_to_tab(0);
    tv.go("about:blank");
    approve_for(&home, &code, "demo");
    // A page that is loaded looks at once: it is the guest's that does.
    tv.go_to_tab(1);
    tv.reload();
    is_redeemed(&home);
    tv.go_to_tab(2);
    tv.wait_for_text("#account", "demo");
}

#[test]
fn a_code_that_was_left_behind_is_for_the_guest_whom_it_is_approved_for() {
    let (home, [tv]) = home_with_tabs();
    tv.open("");
    let first = tv.code();
    enters_for_this_tab(&tv, "guest", "");
    tv.open_tab();
    tv.open("");
    let second = tv.code_after(&first);
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    // Its first look is over.
    until("a look", || home.polls().iter().any(|it| it.ended.is_some()).then_some(()));
    std::thread::sleep(Duration::from_secs(16));
    approve_for(&home, &second, "guest");
    tv.reload();
    is_redeemed(&home);
    tv.go_to_tab(0);
    tv.press("#show-devices");
    tv.wait_for_text("#device-list", "This device");
    assert_eq!(home.with(living).len(), 2);
}

#[test]
fn a_sign_out_is_over_though_another_tab_signs_the_same_guest_in() {
    let (home, [tv]) = home_with_tabs();
    waits_beside_the_tab_of(&tv, "guest", "");
    is_for_tab_only(&tv);
    tv.show_form();
    tv.type_into("[name=username]", "guest");
    tv.go_to_tab(0);
    home.fault(LOGOUT, Fault::Delay(6000), 1);
    tv.press("#sign-out");
    until("the sign-out", || home.requests(LOGOUT).first().map(|_| ()));
    tv.go_to_tab(1);
    tv.press("#sign-in");
    tv.wait_for_text("#account", "guest");
    until("the answer", || home.requests(LOGOUT).first().and_then(|it| it.ended));
    tv.go_to_tab(0);
    tv.wait_for_text("#login [role=status]", "Signed out.");
}

#[test]
fn a_sign_out_right_after_a_late_approval_stays_a_sign_out() {
    let (home, [tv]) = home();
    let code = demo_leaves_a_code_behind(&tv);
    home.approve(&code);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    until("no living token", || home.with(living).is_empty().then_some(()));
    assert!(!tv.shows("#settings"));
}

#[test]
fn a_sign_out_that_could_not_be_told_is_not_undone_by_a_reload() {
    let (home, [tv]) = home();
    let code = demo_leaves_a_code_behind(&tv);
    let before = home.token_of(&tv);
    home.approve(&code);
    tv.press("#show-devices");
    tv.wait_for_text("#device-list", "This device");
    assert_ne!(home.token_of(&tv), before);
    home.fault(LOGOUT, Fault::Status(503), 2);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=alert]", "could not be told");
    home.fault(LOGOUT, Fault::Status(503), 20);
    let redeemed = home.requests(REDEEM).len();
    tv.reload();
    let code = tv.code();
    assert_eq!(home.requests(REDEEM).len(), redeemed);
    tv.hurry();
    assert_eq!(tv.code(), code, "still the login");
}

#[test]
fn a_take_over_for_one_tab_leaves_no_token_of_another_tab_with_nobody() {
    let (home, [tv]) = home_with_tabs();
    let its_own = home.with(|fake| fake.sign_in("demo", "jellyfins-own-page"));
    waits_beside_the_tab_of(&tv, "demo", "demo");
    keep(&tv, &[here(&home, &its_own)]);
    tv.reload();
    tv.code();
    is_for_tab_only(&tv);
    tv.press("#take-over");
    tv.wait_for_text("#account", "demo");
    tv.go_to_tab(0);
    tv.wait_for_text("#account", "demo");
    until("one token", || home.with(|fake| fake.tokens() == [its_own.clone()]).then_some(()));
}

#[test]
fn whoever_has_sent_a_name_does_not_become_somebody_else_by_a_closed_tabs_code() {
    let (home, [tv]) = home_with_tabs();
    tv.open("");
    let code = tv.code();
    tv.open_tab();
    tv.open("");
    tv.code_after(&code);
    tv.show_form();
    tv.type_into("[name=username]", "guest");
    tv.go_to_tab(0);
    tv.go("about:blank");
    tv.go_to_tab(1);
    home.approve(&code);
    home.fault(BY_NAME, Fault::Delay(22000), 1);
    tv.press("#sign-in");
    is_redeemed(&home);
    assert!(home.requests(BY_NAME)[0].ended.is_none(), "wrong order");
    tv.wait_for_text("#account", "guest");
    no_token_is_left_with_nobody(&home, &tv);
}

#[test]
fn an_approval_is_answered_though_another_tab_signs_in_at_another_address() {
    let (home, [tv]) = home_with_tabs();
    tv.open("");
    tv.code();
    enters_for_this_tab(&tv, "demo", "demo");
    tv.enter_code(&home.television());
    tv.wait_for("#confirm");
    tv.open_tab();
    tv.open("#/login");
    tv.press("#change-server");
    connect(&tv, &home.localhost());
    tv.wait_for_text("h1", "to attic");
    is_for_tab_only(&tv);
    tv.show_form();
    tv.type_into("[name=username]", "demo");
    tv.type_into("[name=password]", "demo");
    tv.go_to_tab(0);
    home.fault("/QuickConnect/Authorize", Fault::Delay(8000), 1);
    tv.press("#approve");
    until("the approval", || home.approvals().first().map(|_| ()));
    tv.go_to_tab(1);
    tv.press("#sign-in");
    tv.wait_for("#settings");
    tv.go_to_tab(0);
    tv.wait_for_result("approved");
}

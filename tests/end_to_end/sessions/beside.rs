//! Sessions beside the one in use: put aside on another server, or somebody else's on the same one, in a tab of
//! their own. They are not ended by mistake, and nobody becomes somebody else without a word.

use fake_jellyfin::{Fault, Version};
use serde_json::json;

use super::steps::{
    a_moment, comes_back_after, enters_for_this_tab, guest_beside_demo, living, no_token_is_left_with_nobody,
    shares_with_jellyfin, signs_in_at,
};
use crate::support::device::Device;
use crate::support::home::{Home, Setup, home, home_with_tabs, until};
use crate::support::servers::{cellar, connect, press_in_row};

/// The code that a sign-in has left behind is approved, and redeemed a moment later.
fn is_approved_late(home: &Home, code: &str) {
    home.approve(code);
    let redeemed = || home.requests("/Users/AuthenticateWithQuickConnect").first().and_then(|it| it.status);
    assert_eq!(until("the late sign-in", redeemed), 200);
}

/// The session in use is good.
fn approves_something(home: &Home, tv: &Device) {
    let code = home.television();
    tv.approve(&code);
    tv.wait_for_result("approved");
}

/// The guest signs out, in the first tab.
fn the_guest_signs_out(tv: &Device) {
    tv.go_to_tab(0);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
}

fn a_code_left_behind_is_approved_elsewhere(version: Version) {
    let (home, [tv]) = Setup::of(version).start();
    let cellar = cellar();
    tv.open("");
    let code = tv.code();
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    let before = home.token_of(&tv);
    signs_in_at(&tv, &cellar.origin());
    is_approved_late(&home, &code);
    until("the late sign-in is kept", || {
        let kept = tv.kept(".others");
        let mut alive = home.with(living).into_iter();
        alive.any(|token| kept.contains(&token) && (token != before || version == Version::V10_8_13)).then_some(())
    });
    no_token_is_left_with_nobody(&home, &tv);
    tv.wait_for_text("#account", "guest on cellar");
    tv.press("#other-server");
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for_text("#account", "demo on attic");
    tv.press("#show-devices");
    tv.wait_for_text("#device-list", "This device");
}

#[test]
fn a_late_sign_in_takes_the_place_of_the_one_that_is_put_aside() {
    a_code_left_behind_is_approved_elsewhere(Version::V10_11_11);
}

#[test]
fn on_10_8_where_both_have_one_token_it_is_not_ended() {
    a_code_left_behind_is_approved_elsewhere(Version::V10_8_13);
}

#[test]
fn a_password_on_its_way_does_not_cost_the_session_that_is_put_aside() {
    let (home, [tv]) = home();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    signs_in_at(&tv, &cellar.origin());
    tv.press("#other-server");
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for_text("#account", "demo on attic");
    tv.follow("#/login");
    tv.code();
    home.fault("/Users/AuthenticateByName", Fault::Delay(4000), 1);
    tv.enter("demo", "demo");
    until("the request", || (home.requests("/Users/AuthenticateByName").len() > 1).then_some(()));
    tv.press("#change-server");
    press_in_row(&tv, "cellar", ".pick");
    tv.wait_for_text("#account", "guest on cellar");
    until("the answer", || home.requests("/Users/AuthenticateByName")[1].status);
    no_token_is_left_with_nobody(&home, &tv);
    tv.press("#other-server");
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for_text("#account", "demo on attic");
    approves_something(&home, &tv);
}

#[test]
fn a_code_that_a_guests_tab_left_behind_is_for_whoever_it_is_approved_for() {
    let (home, [tv]) = home_with_tabs();
    let code = guest_beside_demo(&tv);
    // What is asked when the settings come up is answered: until the other tab has the new token, this one has a dead one.
    tv.wait_for("#switch-quick-connect");
    is_approved_late(&home, &code);
    until("one session for each", || (home.with(living).len() == 2).then_some(()));
    tv.wait_for_text("#account", "demo");
    approves_something(&home, &tv);
    tv.go_to_tab(0);
    tv.wait_for_text("#account", "guest");
}

#[test]
fn a_sign_in_for_one_tab_leaves_alone_whoever_is_signed_in_for_good() {
    let (home, [tv]) = home_with_tabs();
    tv.sign_in("demo", "demo");
    let token = home.token_of(&tv);
    tv.open_tab();
    tv.open("#/login");
    tv.code();
    enters_for_this_tab(&tv, "guest", "");
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    enters_for_this_tab(&tv, "guest", "");
    tv.go_to_tab(0);
    approves_something(&home, &tv);
    assert!(home.with(|fake| fake.is_token_alive(&token)));
    tv.open_tab();
    tv.open("");
    tv.wait_for_text("#account", "demo");
}

#[test]
fn a_tab_that_has_signed_out_does_not_become_somebody_else_for_a_detail() {
    let (home, [tv]) = home_with_tabs();
    guest_beside_demo(&tv);
    tv.wait_for("#switch-quick-connect");
    the_guest_signs_out(&tv);
    tv.show_form();
    tv.type_into("[name=username]", "anna");
    tv.go_to_tab(1);
    let before = tv.kept(".session");
    home.with(|fake| fake.user_mut("demo").take_administration());
    comes_back_after(&tv, 61);
    until("something else is kept of demo", || (tv.kept(".session") != before).then_some(()));
    tv.go_to_tab(0);
    // What another tab keeps is heard of in turn.
    tv.run("localStorage.setItem('jellyfin-quick-connect.edges', '0')", json!([]));
    assert_eq!(tv.typed("[name=username]"), "anna");
}

#[test]
fn a_guest_whose_session_ends_does_not_become_somebody_else_without_a_word() {
    let (home, [tv]) = home_with_tabs();
    guest_beside_demo(&tv);
    tv.go_to_tab(0);
    tv.wait_for_text("#account", "guest");
    home.with(|fake| fake.revoke_user("guest"));
    tv.press("#show-devices");
    tv.wait_for("#login");
    tv.wait_for_text("#login [role=alert]", "has signed out this device");
    tv.go_to_tab(1);
    tv.wait_for_text("#account", "demo");
}

#[test]
fn a_name_that_is_typed_at_another_server_stays_while_another_tab_signs_in() {
    let (_home, [tv]) = home_with_tabs();
    let cellar = cellar();
    cellar.with(|fake| fake.enable_quick_connect(false));
    tv.open("");
    tv.code();
    tv.press("#change-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.show_form();
    tv.type_into("[name=username]", "guest");
    tv.open_tab();
    tv.open("");
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    tv.go_to_tab(0);
    tv.wait_for_text("h1", "to cellar");
    assert_eq!(tv.typed("[name=username]"), "guest");
}

#[test]
fn what_another_program_clears_away_is_ended_at_its_server() {
    let (home, [tv]) = home_with_tabs();
    tv.sign_in("demo", "demo");
    let id = tv.id();
    tv.open_tab();
    tv.go(&format!("{}config.json", tv.page()));
    tv.run("localStorage.clear()", json!([]));
    tv.go_to_tab(0);
    tv.wait_for("#login");
    until("the session has ended", || home.with(living).is_empty().then_some(()));
    tv.reload();
    tv.code();
    assert_eq!(tv.id(), id, "it is still the same device");
}

#[test]
fn a_lasting_sign_in_that_is_chosen_in_a_guests_tab_goes_on_to_last() {
    let (_home, [tv]) = home_with_tabs();
    guest_beside_demo(&tv);
    shares_with_jellyfin(&tv);
    the_guest_signs_out(&tv);
    assert!(!tv.shows("#take-over"), "it is demo's, who is to choose from");
    a_moment();
    tv.press("#held > button");
    tv.wait_for_text("#account", "demo");
    tv.go_to_tab(1);
    a_moment();
    tv.wait_for_text("#account", "demo");
}

#[test]
fn a_late_approval_for_whoever_lasts_beside_goes_on_to_last() {
    let (home, [tv]) = home_with_tabs();
    let code = guest_beside_demo(&tv);
    the_guest_signs_out(&tv);
    home.approve(&code);
    tv.wait_for_text("#account", "demo");
    tv.go_to_tab(1);
    tv.wait_for_text("#account", "demo");
    approves_something(&home, &tv);
}

#[test]
fn what_is_typed_stays_while_another_tab_comes_back_from_another_server() {
    let (_home, [tv]) = home_with_tabs();
    let cellar = cellar();
    guest_beside_demo(&tv);
    signs_in_at(&tv, &cellar.origin());
    the_guest_signs_out(&tv);
    tv.show_form();
    tv.type_into("[name=username]", "anna");
    tv.go_to_tab(1);
    tv.press("#other-server");
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for_text("#account", "demo on attic");
    tv.go_to_tab(0);
    a_moment();
    assert_eq!(tv.typed("[name=username]"), "anna");
}

#[test]
fn forgetting_a_server_in_a_guests_tab_leaves_alone_whoever_lasts() {
    let (home, [tv]) = home_with_tabs();
    guest_beside_demo(&tv);
    tv.go_to_tab(0);
    tv.press("#other-server");
    tv.wait_for(".known .pick");
    press_in_row(&tv, "attic", ".forget");
    press_in_row(&tv, "attic", ".forget");
    until("the end of the guest's session", || (home.with(living).len() == 1).then_some(()));
    tv.go_to_tab(1);
    tv.wait_for_text("#account", "demo");
    approves_something(&home, &tv);
}

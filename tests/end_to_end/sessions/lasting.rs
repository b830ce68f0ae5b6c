//! How a session lasts and how it ends.

use fake_jellyfin::{Fault, Version};

use crate::support::home::{Setup, home, home_with_tabs, until};

#[test]
fn a_reload_keeps_the_session() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let token = home.token_of(&tv);
    tv.reload();
    tv.wait_for_text("#account", "demo");
    tv.open("");
    tv.wait_for_text("#account", "demo");
    tv.open("#/nowhere");
    tv.wait_for_text("#account", "demo");
    assert_eq!(home.token_of(&tv), token);
}

#[test]
fn a_session_approved_by_code_survives_a_reload_too() {
    let (home, [tv]) = home();
    tv.open("");
    home.approve(&tv.code());
    tv.hurry();
    tv.wait_for("#settings");
    tv.reload();
    tv.wait_for_text("#account", "demo");
}

#[test]
fn signing_out_revokes_the_token_at_the_server() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let token = home.token_of(&tv);
    assert!(home.with(|fake| fake.is_token_alive(&token)));
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    assert!(!home.with(|fake| fake.is_token_alive(&token)));
    assert_eq!(tv.kept(".session"), "");
    tv.reload();
    tv.wait_for_state("waiting");
}

#[test]
fn signing_out_without_the_server_says_that_it_could_not_be_told() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let token = home.token_of(&tv);
    home.fault("/Sessions/Logout", Fault::Drop, 1000);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=alert]", "the server could not be told");
    assert!(home.with(|fake| fake.is_token_alive(&token)));
    assert_eq!(tv.kept(".session"), "");
}

/// They are asked for as soon as there is something to show, which was the outage here.
#[test]
fn the_accounts_are_shown_once_the_server_is_back_after_a_sign_out_without_it() {
    let (home, [tv]) = home();
    tv.sign_in("guest", "");
    let public = home.requests("/Users/Public").len();
    home.fault("/", Fault::Drop, 1000);
    tv.press("#sign-out");
    tv.wait_for("#login");
    until("a question for the accounts", || (home.requests("/Users/Public").len() > public).then_some(()));
    home.clear_faults();
    tv.press("#check-now");
    tv.wait_for_state("waiting");
    tv.wait_for_text("#person-0", "guest");
}

#[test]
fn a_revoked_session_leads_to_the_login_with_the_reason() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    // A page that is still there could notice it, say so, and be loaded again.
    tv.go("about:blank");
    home.with(|fake| fake.revoke_user("demo"));
    tv.open("");
    tv.wait_for_state("waiting");
    tv.wait_for_text("#login [role=alert]", "The server has signed out this device");
    assert!(tv.address().ends_with("#/login"));
    assert_eq!(tv.kept(".session"), "");
    tv.enter("demo", "demo");
    tv.wait_for("#settings");
}

#[test]
fn a_server_that_is_away_does_not_end_the_session() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    home.fault("/Users/Me", Fault::Drop, 1000);
    tv.reload();
    tv.wait_for_text("#account", "demo");
    home.clear_faults();
    tv.reload();
    tv.wait_for_text("#account", "attic");
    assert_eq!(home.requests("/Sessions/Logout").len(), 0);
}

#[test]
fn two_devices_of_one_account_do_not_sign_each_other_out() {
    let (home, [tv, phone]) = home();
    phone.sign_in("demo", "demo");
    tv.open("");
    phone.approve(&tv.code());
    tv.wait_for("#settings");
    for device in [&tv, &phone] {
        let token = home.token_of(device);
        assert!(home.with(|fake| fake.is_token_alive(&token)));
    }
    assert_ne!(tv.id(), phone.id());
}

#[test]
fn a_code_approved_in_another_tab_of_the_same_browser_keeps_both_signed_in() {
    let (home, [tv]) = home_with_tabs();
    tv.sign_in("demo", "demo");
    tv.open_tab();
    tv.open("#/login");
    let code = tv.code();
    tv.go_to_tab(0);
    tv.approve(&code);
    tv.wait_for_result("approved");
    tv.go_to_tab(1);
    tv.wait_for("#settings");
    tv.go_to_tab(0);
    tv.press("#next");
    tv.approve("999999");
    tv.wait_for_result("unknown");
    let token = home.token_of(&tv);
    assert!(tv.kept(".session").contains(&token), "the browser keeps a token that is dead");
}

/// Demo is signed in, and this account signs in over that.
fn a_sign_in_over_another_ends_the_old_token(version: Version, name: &str, password: &str) {
    let (home, [tv]) = Setup::of(version).start();
    tv.sign_in("demo", "demo");
    tv.wait_for_text("#account", "demo on attic");
    let old = home.token_of(&tv);
    tv.open("#/login");
    tv.code();
    tv.enter(name, password);
    tv.wait_for_text("#account", name);
    until("the old token dead", || home.with(|fake| !fake.is_token_alive(&old)).then_some(()));
    tv.reload();
    tv.wait_for_text("#account", name);
}

#[test]
fn a_sign_in_over_another_of_the_same_account_ends_the_old_token() {
    a_sign_in_over_another_ends_the_old_token(Version::default(), "demo", "demo");
}

#[test]
fn on_10_8_a_sign_in_over_that_of_another_account_ends_the_old_token() {
    a_sign_in_over_another_ends_the_old_token(Version::V10_8_13, "guest", "");
}

#[test]
fn on_10_8_another_account_that_signs_in_in_another_tab_is_the_one_here_too() {
    let (home, [tv]) = Setup::of(Version::V10_8_13).with_tabs().start();
    tv.sign_in("demo", "demo");
    tv.wait_for_text("#account", "demo on attic");
    tv.open_tab();
    tv.open("#/login");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest");
    // The sign-in has ended that of demo.
    tv.go_to_tab(0);
    tv.wait_for_text("#account", "guest");
    tv.press("#sign-out");
    tv.wait_for("#login");
    let is_dead = |token: &String| home.with(|fake| !fake.is_token_alive(token));
    until("nobody is signed in", || home.with(|fake| fake.tokens()).iter().all(is_dead).then_some(()));
    tv.go_to_tab(1);
    tv.wait_for("#login");
}

#[test]
fn a_sign_out_is_finished_whatever_the_screen_shows() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let token = home.token_of(&tv);
    home.fault("/Sessions/Logout", Fault::Delay(2000), 1);
    tv.press("#sign-out");
    tv.follow("#/login");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    assert!(home.with(|fake| !fake.is_token_alive(&token)));
    assert_eq!(tv.kept(".session"), "");
}

#[test]
fn a_late_answer_to_a_sign_out_does_not_end_the_next_sign_in() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    home.fault("/Sessions/Logout", Fault::Delay(4000), 1);
    tv.press("#sign-out");
    tv.follow("#/login");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest");
    until("the answer to the sign-out", || home.requests("/Sessions/Logout")[0].ended);
    tv.approve("999999");
    tv.wait_for_result("unknown");
    tv.wait_for_text("#account", "guest");
}

#[test]
fn somebody_signed_in_who_opens_the_login_finds_the_way_back() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let token = home.token_of(&tv);
    tv.open("#/login");
    tv.wait_for_text("#held a[href='#/settings']", "Back to the account of demo");
    tv.press("#login a[href='#/settings']");
    tv.wait_for_text("#account", "demo");
    assert!(home.with(|fake| fake.is_token_alive(&token)));
}

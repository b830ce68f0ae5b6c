//! Answers that come when something else has happened: a sign-in during a sign-out, a refusal after a new sign-in, an
//! approval of a code that no screen shows any more. None of them hangs, ends what is wanted, or leaves a token with nobody.

use fake_jellyfin::{Fault, Version};
use serde_json::json;

use super::steps::{
    BY_NAME, LOGOUT, REDEEM, a_moment, enters_for_this_tab, guest_beside_demo, is_answered, is_asked,
    leaves_a_code_behind, living, no_token_is_left_with_nobody, signs_in_at,
};
use crate::support::device::Device;
use crate::support::home::{Home, Setup, home, until};
use crate::support::servers::{cellar, connect, press_in_row};

/// "Open Jellyfin" hands the session over, and this page stays.
fn shares_with_jellyfin(tv: &Device) {
    tv.run("document.querySelector('#open-jellyfin').addEventListener('click', it => it.preventDefault())", json!([]));
    tv.open_jellyfin();
    until("the entry of Jellyfin's own page", || {
        let kept = tv.run("return localStorage.getItem('jellyfin_credentials')", json!([]));
        kept.as_str().is_some_and(|kept| kept.contains("AccessToken")).then_some(())
    });
}

/// In the second tab, name and password of demo stand ready.
fn stands_ready_in_another_tab(phone: &Device) {
    phone.open_tab();
    phone.open("#/login");
    phone.code();
    phone.show_form();
    phone.type_into("[name=username]", "demo");
    phone.type_into("[name=password]", "demo");
    phone.go_to_tab(0);
}

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
    let (home, [phone]) = home();
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
    let (home, [phone]) = home();
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
        is_answered(&home, REDEEM, 0);
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
    is_answered(&home, REDEEM, 0);
    no_token_is_left_with_nobody(&home, &tv);
    tv.approve(&home.television());
    tv.wait_for_result("approved");
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

#[test]
fn on_10_8_signing_in_again_while_a_sign_out_hangs_is_kept() {
    let (home, [tv]) = Setup::of(Version::V10_8_13).start();
    tv.sign_in("demo", "demo");
    home.fault(LOGOUT, Fault::Hang, 1);
    tv.press("#sign-out");
    is_asked(&home, LOGOUT);
    tv.follow("#/login");
    tv.code();
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    assert!(!tv.text("main").contains("can’t save"), "{}", tv.text("main"));
    no_token_is_left_with_nobody(&home, &tv);
    // After its time the request is given up.
    is_answered(&home, LOGOUT, 0);
    a_moment();
    tv.reload();
    tv.wait_for_text("#account", "demo");
    assert_eq!(home.with(living).len(), 1);
}

#[test]
fn on_10_8_a_tab_that_is_opened_does_not_end_a_sign_in_that_follows_a_sign_out() {
    let (home, [tv]) = Setup::of(Version::V10_8_13).start();
    tv.sign_in("demo", "demo");
    home.fault(LOGOUT, Fault::Hang, 1);
    tv.press("#sign-out");
    is_asked(&home, LOGOUT);
    tv.follow("#/login");
    tv.code();
    enters_for_this_tab(&tv, "demo", "demo");
    tv.open_tab();
    tv.open("");
    tv.code();
    a_moment();
    assert_eq!(home.with(living).len(), 1);
}

#[test]
fn a_sign_in_that_is_used_again_for_a_tab_is_not_ended_by_another_one() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    shares_with_jellyfin(&tv);
    home.fault(LOGOUT, Fault::Status(503), 2);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=alert]", "could not be told");
    tv.press("#stay-signed-in");
    tv.press("#take-over");
    tv.wait_for_text("#account", "demo");
    tv.open_tab();
    tv.open("");
    tv.wait_for("#login");
    a_moment();
    assert_eq!(home.with(living).len(), 1);
}

#[test]
fn a_sign_out_that_is_heard_at_the_second_try_is_said_and_no_longer_offered() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    shares_with_jellyfin(&tv);
    home.fault(LOGOUT, Fault::Status(503), 2);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    until("no offer", || (!tv.shows("#take-over")).then_some(()));
    assert!(!tv.text("#login").contains("could not be told"));
    assert_eq!(home.with(living).len(), 0);
}

#[test]
fn what_is_said_of_a_sign_out_is_not_said_at_another_server() {
    let (home, [tv]) = home();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    home.fault(LOGOUT, Fault::Status(503), 1000);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=alert]", "could not be told");
    tv.press("#change-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.code();
    assert!(!tv.text("main").contains("could not be told"));
}

#[test]
fn where_nothing_more_can_be_kept_a_reload_does_not_bring_back_somebody_else() {
    let long = "Wolfeschlegelsteinhausenbergerdorff".repeat(3);
    let (home, [tv]) = Setup::new()
        .with(|fake| {
            fake.add_user(&long, "horse");
        })
        .start();
    tv.sign_in("demo", "demo");
    let token = home.token_of(&tv);
    tv.run(
        "let size = 4194304;
         for (let n = 0; size >= 1; n += 1) {
             try { localStorage['filler' + n] = 'x'.repeat(size); } catch (full) { size = Math.floor(size / 2); }
         }",
        json!([]),
    );
    tv.follow("#/login");
    tv.code();
    tv.enter(&long, "horse");
    tv.wait_for_text("#account", &long);
    tv.wait_for_text("#settings [role=status]", "can’t save");
    tv.reload();
    tv.code();
    // The session before is still there to be chosen.
    assert!(home.with(|fake| fake.is_token_alive(&token)));
    a_moment();
    tv.press("#held > button");
    tv.wait_for_text("#account", "demo");
}

#[test]
fn a_session_for_a_tab_gives_way_to_a_lasting_one_of_the_same_account() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    enters_for_this_tab(&tv, "demo", "demo");
    tv.open_tab();
    tv.open("");
    tv.code();
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    tv.go_to_tab(0);
    tv.approve(&home.television());
    tv.wait_for_result("approved");
}

#[test]
fn a_lasting_sign_in_that_is_chosen_in_a_guests_tab_goes_on_to_last() {
    let (_home, [tv]) = home();
    guest_beside_demo(&tv);
    shares_with_jellyfin(&tv);
    tv.go_to_tab(0);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
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
    let (home, [tv]) = home();
    let code = guest_beside_demo(&tv);
    tv.go_to_tab(0);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    home.approve(&code);
    tv.wait_for_text("#account", "demo");
    tv.go_to_tab(1);
    tv.wait_for_text("#account", "demo");
    tv.approve(&home.television());
    tv.wait_for_result("approved");
}

#[test]
fn what_is_typed_stays_while_another_tab_comes_back_from_another_server() {
    let (_home, [tv]) = home();
    let cellar = cellar();
    guest_beside_demo(&tv);
    signs_in_at(&tv, &cellar.origin());
    tv.go_to_tab(0);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
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
    let (home, [tv]) = home();
    guest_beside_demo(&tv);
    tv.go_to_tab(0);
    tv.press("#other-server");
    tv.wait_for(".known .pick");
    press_in_row(&tv, "attic", ".forget");
    press_in_row(&tv, "attic", ".forget");
    until("the end of the guest's session", || (home.with(living).len() == 1).then_some(()));
    tv.go_to_tab(1);
    tv.wait_for_text("#account", "demo");
    tv.approve(&home.television());
    tv.wait_for_result("approved");
}

#[test]
fn a_sign_in_for_this_tab_only_is_one_after_a_reload_too() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    tv.press("#stay-signed-in");
    tv.wait_for("#stay-signed-in[aria-checked=false]");
    tv.reload();
    assert_eq!(tv.code(), code);
    home.approve(&code);
    tv.hurry();
    tv.wait_for_text("#account", "demo");
    assert_eq!(tv.kept(".session"), "");
}

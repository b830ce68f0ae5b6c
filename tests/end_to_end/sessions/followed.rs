//! What other tabs, other servers and late answers do to the session here: it is followed, and no living token is left with
//! nobody.

use fake_jellyfin::{Fault, Version};
use serde_json::json;

use super::steps::{comes_back_after, living, no_token_is_left_with_nobody, signs_in_at, stands_ready_in_another_tab};
use crate::support::device::Device;
use crate::support::home::{Setup, home, home_with_tabs, until};
use crate::support::jellyfin_web::{here, keep};
use crate::support::servers::{cellar, connect, press_in_row};

#[test]
fn a_session_that_another_tab_has_put_aside_goes_on_here() {
    let (home, [tv]) = home_with_tabs();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    let token = home.token_of(&tv);
    tv.open_tab();
    tv.open("");
    signs_in_at(&tv, &cellar.origin());
    tv.go_to_tab(0);
    let code = home.television();
    tv.approve(&code);
    tv.wait_for_result("approved");
    assert!(home.with(|fake| fake.is_token_alive(&token)));
}

#[test]
fn a_session_put_aside_is_used_again_where_its_server_is_the_one() {
    let (_home, [tv]) = home();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    signs_in_at(&tv, &cellar.origin());
    tv.press("#sign-out");
    tv.wait_for("#login");
    // The page is in the folder of the first server.
    tv.open("");
    tv.wait_for_text("#account", "demo on attic");
}

#[test]
fn a_session_that_was_ended_in_another_tab_is_not_listed() {
    let (home, [tv]) = home_with_tabs();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    tv.open_tab();
    tv.open("");
    signs_in_at(&tv, &cellar.origin());
    tv.go_to_tab(0);
    tv.press("#sign-out");
    until("the session has ended", || home.with(living).is_empty().then_some(()));
    tv.wait_for("#login");
    tv.press("#change-server");
    tv.wait_for(".known .pick");
    assert!(!tv.text(".known").contains("as demo"), "{}", tv.text(".known"));
}

#[test]
fn signing_out_at_one_server_leaves_the_session_at_another_to_the_next_tab() {
    let (_home, [tv]) = home_with_tabs();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    signs_in_at(&tv, &cellar.origin());
    tv.open_tab();
    tv.open("");
    tv.wait_for("#account");
    tv.press("#other-server");
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for_text("#account", "demo on attic");
    tv.press("#sign-out");
    tv.wait_for("#login");
    tv.go_to_tab(0);
    tv.wait_for_text("#account", "guest on cellar");
    assert!(tv.kept(".others").contains("guest") || tv.kept(".session").contains("guest"));
    assert!(!tv.kept(".others").contains("demo") && !tv.kept(".session").contains("demo"));
}

#[test]
fn a_sign_in_for_one_tab_leaves_the_others_what_they_have() {
    let (_home, [tv]) = home_with_tabs();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    let lasting = tv.kept(".session");
    tv.press("#other-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.press("#stay-signed-in");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest on cellar");
    assert_eq!(tv.run("return localStorage['jellyfin-quick-connect.session']", json!([])), json!(lasting));
    tv.open_tab();
    tv.open("");
    tv.wait_for_text("#account", "demo on attic");
}

#[test]
fn another_address_of_a_server_leads_to_the_session_there() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let token = home.token_of(&tv);
    tv.press("#other-server");
    connect(&tv, &home.localhost());
    tv.wait_for_text("#account", "demo on attic");
    assert_eq!(home.token_of(&tv), token);
    assert!(!tv.kept(".session").contains("localhost"), "the token goes to the address that it came from");
}

#[test]
fn a_refusal_that_comes_late_ends_no_other_sign_in() {
    let (home, [phone]) = home_with_tabs();
    phone.sign_in("demo", "demo");
    stands_ready_in_another_tab(&phone);
    let code = home.television();
    phone.enter_code(&code);
    home.with(|fake| fake.revoke_user("demo"));
    phone.press("#approve");
    phone.wait_for_result("signed-out");
    phone.go_to_tab(1);
    phone.press("#sign-in");
    phone.wait_for("#settings");
    let token = home.token_of(&phone);
    // The news stays to be read for a while.
    phone.go_to_tab(0);
    until("the news is gone", || (!phone.shows("#settings[data-result=signed-out]")).then_some(()));
    assert!(phone.shows("#settings"));
    assert!(phone.kept(".session").contains(&token), "the new session was forgotten");
}

#[test]
fn codes_that_a_sign_in_leaves_behind_are_looked_after_also_after_a_reload() {
    for name in ["guest", "demo"] {
        let (home, [tv]) = home();
        tv.open("");
        let code = tv.code();
        tv.enter("demo", "demo");
        tv.wait_for("#settings");
        tv.reload();
        tv.wait_for("#settings");
        home.with(|fake| assert!(fake.approve(&code, name)));
        let polls = home.polls().len();
        until("another look", || (home.polls().len() > polls).then_some(()));
        no_token_is_left_with_nobody(&home, &tv);
        tv.reload();
        tv.wait_for_text("#account", "demo");
    }
}

#[test]
fn a_sign_out_that_a_reload_cuts_short_goes_on() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    home.fault("/Sessions/Logout", Fault::Hang, 1);
    tv.press("#sign-out");
    until("the request", || home.requests("/Sessions/Logout").first().map(|_| ()));
    tv.reload();
    tv.wait_for("#login");
    until("no living token", || home.with(living).is_empty().then_some(()));
    until("nothing kept of it", || tv.kept(".ending").is_empty().then_some(()));
}

#[test]
fn a_token_that_nobody_wants_is_ended_when_the_server_is_back() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    home.fault("/Sessions/Logout", Fault::Drop, 2);
    home.with(|fake| assert!(fake.approve(&code, "guest")));
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    no_token_is_left_with_nobody(&home, &tv);
    until("nothing kept of it", || tv.kept(".ending").is_empty().then_some(()));
}

#[test]
fn a_sign_out_that_is_tried_again_ends_no_token_that_is_in_use_again() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let stay = "document.querySelector('#open-jellyfin').addEventListener('click', it => it.preventDefault())";
    tv.run(stay, json!([]));
    tv.open_jellyfin();
    home.fault("/Sessions/Logout", Fault::Status(503), 2);
    tv.press("#sign-out");
    // Jellyfin's own page still has it.
    tv.press("#take-over");
    tv.wait_for_text("#account", "demo");
    let token = home.token_of(&tv);
    until("the next try", || tv.kept(".ending").is_empty().then_some(()));
    assert!(home.with(|fake| fake.is_token_alive(&token)));
}

#[test]
fn on_10_8_a_sign_out_that_failed_is_not_tried_again() {
    let (home, [tv]) = Setup::of(Version::V10_8_13).start();
    tv.open("");
    tv.code();
    tv.enter("demo", "demo");
    tv.wait_for("#settings");
    home.fault("/Sessions/Logout", Fault::Drop, 2);
    tv.press("#sign-out");
    home.approve(&tv.code());
    tv.wait_for("#settings");
    tv.reload();
    tv.wait_for_text("#account", "demo");
    assert_eq!(tv.kept(".ending"), "");
}

#[test]
fn a_sign_in_of_jellyfins_own_page_that_has_ended_is_offered_once() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    keep(&tv, &[here(&home, &home.with(|fake| fake.sign_in("demo", "jellyfins-own-page")))]);
    home.with(|fake| fake.revoke_user("demo"));
    tv.reload();
    tv.press("#take-over");
    tv.wait_for_text("#login", "That sign-in has ended");
    tv.reload();
    tv.code();
    tv.wait_for_text("#login", "attic");
    assert!(!tv.shows("#take-over"));
}

#[test]
fn the_offer_follows_jellyfins_own_page() {
    let (home, [tv]) = home_with_tabs();
    tv.open("");
    tv.code();
    tv.open_tab();
    tv.go(&format!("{}config.json", tv.page()));
    keep(&tv, &[here(&home, &home.with(|fake| fake.sign_in("demo", "jellyfins-own-page")))]);
    tv.go_to_tab(0);
    tv.wait_for("#take-over");
    tv.go_to_tab(1);
    tv.run("localStorage.removeItem('jellyfin_credentials')", json!([]));
    tv.go_to_tab(0);
    until("no offer", || (!tv.shows("#take-over")).then_some(()));
}

/// Two windows side by side: neither hears that it comes to the front.
fn stands_beside(tv: &Device) {
    tv.run(
        "Object.defineProperty(document, 'hidden', { get: () => false });
         addEventListener('visibilitychange', event => event.stopImmediatePropagation(), true)",
        json!([]),
    );
}

#[test]
fn the_code_of_a_tab_that_has_stepped_aside_still_signs_in() {
    let (home, [tv]) = home_with_tabs();
    tv.open("");
    let first = tv.code();
    tv.open_tab();
    tv.open("");
    tv.code();
    home.approve(&first);
    // It looks twice a minute.
    let approved = home.with(|fake| fake.now());
    until("some time to pass", || Some(()).filter(|()| home.with(|fake| fake.now()) > approved + 15_000));
    tv.wait_for_text("#account", "demo");
    no_token_is_left_with_nobody(&home, &tv);
}

#[test]
fn the_claim_of_a_tab_that_is_not_heard_of_any_more_lapses() {
    let (_home, [tv]) = home();
    tv.open("");
    tv.code();
    stands_beside(&tv);
    // As if another window had begun to wait, and then crashed.
    tv.run(
        "const key = Object.keys(localStorage).find(key => key.includes('.waiting'));
         localStorage[key] = '12345.1';
         dispatchEvent(new StorageEvent('storage', { key }))",
        json!([]),
    );
    tv.wait_for_state("aside");
    until("it has looked at the claim", || {
        comes_back_after(&tv, 151);
        tv.shows("#login[data-state=waiting]").then_some(())
    });
}

//! Sign-ins, sign-outs and approvals that cross each other.

use std::time::Duration;

use fake_jellyfin::{Fault, Request};
use serde_json::json;

use crate::support::home::{home, until};
use crate::support::servers::{cellar, connect};

/// The sign-in by name is under way for some seconds; meanwhile the code is approved for this account.
fn approved_while_a_password_is_on_its_way(name: &str) {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    home.fault("/Users/AuthenticateByName", Fault::Delay(4000), 1);
    tv.enter("demo", "demo");
    until("the sign-in by name", || home.requests("/Users/AuthenticateByName").first().map(|_| ()));
    home.with(|fake| assert!(fake.approve(&code, name)));
    tv.hurry();
    tv.wait_for_text("#account", name);
    until("the answer to the password", || home.requests("/Users/AuthenticateByName")[0].status);
    let kept = || {
        let tokens = home.with(|fake| fake.tokens());
        let alive: Vec<_> =
            tokens.iter().filter(|token| home.with(|fake| fake.is_token_alive(token))).cloned().collect();
        let is_ours = alive.len() == 1 && tv.kept(".session").contains(&alive[0]);
        is_ours.then_some(())
    };
    until("one token, which this device has", kept);
    tv.reload();
    tv.wait_for_text("#account", name);
}

#[test]
fn a_password_whose_answer_comes_after_the_code_was_approved_leaves_no_token_with_nobody() {
    approved_while_a_password_is_on_its_way("guest");
}

#[test]
fn a_password_of_the_same_account_that_comes_late_does_not_end_the_sign_in() {
    approved_while_a_password_is_on_its_way("demo");
}

#[test]
fn a_sign_in_that_was_cancelled_and_works_all_the_same_is_ended_again() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    home.fault("/Users/AuthenticateByName", Fault::Delay(8000), 1);
    tv.enter("demo", "demo");
    tv.press("#cancel-sign-in");
    until("the answer", || home.requests("/Users/AuthenticateByName")[0].status);
    until("no token", || home.with(|fake| fake.tokens().is_empty()).then_some(()));
    assert!(tv.shows("#login"));
}

#[test]
fn of_two_sign_outs_that_meet_the_one_that_fails_is_told_the_truth() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let itself = format!("MediaBrowser Token=\"{}\"", home.token_of(&tv));
    let another = Request::post("/Sessions/Logout").header("Authorization", &itself);
    let status = home.with(|fake| {
        fake.let_logouts_meet();
        fake.handle(&another).status
    });
    assert_eq!(status, 204);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
}

#[test]
fn a_press_that_was_meant_for_the_login_does_not_open_jellyfin() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    // Somebody presses at the very moment at which the screen changes.
    tv.run(
        "new MutationObserver((changes, observer) => {
             const link = document.querySelector('#open-jellyfin');
             if (link) {
                 observer.disconnect();
                 link.click();
             }
         }).observe(document.body, { childList: true, subtree: true })",
        json!([]),
    );
    home.approve(&code);
    tv.hurry();
    tv.wait_for_text("#account", "demo");
    std::thread::sleep(std::time::Duration::from_millis(700));
    assert!(tv.address().contains("#/settings"), "{}", tv.address());
    tv.open_jellyfin();
    until("Jellyfin's own page", || tv.address().contains("/web/index.html").then_some(()));
}

#[test]
fn nobody_signs_out_while_an_approval_is_on_its_way() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.enter_code(&home.television());
    home.fault("/QuickConnect/Authorize", Fault::Delay(3000), 1);
    phone.press("#approve");
    until("the approval", || home.approvals().first().map(|_| ()));
    phone.run("document.querySelector('#account-menu').click()", json!([]));
    phone.run("document.querySelector('#sign-out').click()", json!([]));
    phone.wait_for_result("approved");
    assert_eq!(home.requests("/Sessions/Logout").len(), 0);
    phone.press("#sign-out");
    phone.wait_for_text("#login [role=status]", "Signed out.");
}

#[test]
fn a_code_that_waits_at_another_server_stays_when_the_session_here_ends() {
    let (home, [tv]) = home();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    home.fault("/Sessions/Logout", Fault::Delay(4000), 1);
    tv.press("#sign-out");
    tv.press("#other-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_state("waiting");
    let code = tv.code();
    until("the end of the session", || home.requests("/Sessions/Logout").first().and_then(|seen| seen.status));
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert_eq!(tv.code(), code);
    assert!(cellar.with(|fake| fake.approve(&code, "demo")));
    tv.hurry();
    tv.wait_for_text("#account", "cellar");
}

#[test]
fn a_late_refusal_of_the_old_token_does_not_end_the_new_sign_in() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.wait_for("#switch-quick-connect");
    home.with(|fake| fake.revoke_user("demo"));
    home.fault("/Devices", Fault::Delay(6000), 1);
    tv.press("#show-devices");
    until("the list asked for", || home.requests("/Devices").first().map(|_| ()));
    tv.follow("#/login");
    tv.enter("demo", "demo");
    tv.wait_for("#settings");
    let token = home.token_of(&tv);
    std::thread::sleep(Duration::from_secs(7));
    assert!(tv.kept(".session").contains(&token), "{}", tv.text("main"));
    assert!(tv.shows("#settings"));
}

//! Several tabs of one browser: what happens in one shows in the others, through the browser and without requests; what is
//! for one tab only stays there.

use std::time::{Duration, Instant};

use serde_json::json;

use super::steps::waits_beside_the_tab_of;
use crate::support::device::Device;
use crate::support::home::{Home, home, home_with_tabs, until};
use crate::support::servers::{cellar, connect};

/// Signs in and opens the settings in a second tab, which becomes the current one.
fn signed_in_twice(tv: &Device) {
    tv.sign_in("demo", "demo");
    tv.open_tab();
    tv.open("");
    tv.wait_for_text("#account", "demo on attic");
}

/// Every request so far except for files.
fn calls(home: &Home) -> Vec<String> {
    let mut seen = home.seen();
    seen.retain(|seen| !seen.path().starts_with("/web/"));
    seen.iter().map(|seen| format!("{} {}", seen.method, seen.path())).collect()
}

#[test]
fn signing_out_in_one_tab_is_seen_in_the_other_at_once_and_without_asking() {
    let (home, [tv]) = home_with_tabs();
    signed_in_twice(&tv);
    until("the server's name", || {
        calls(&home).iter().filter(|it| it.ends_with("/System/Info/Public")).nth(1).map(|_| ())
    });
    // The page itself records the times, because switching tabs takes the test too long.
    tv.run(
        "addEventListener('storage', () => window.told = performance.timeOrigin + performance.now());
         new MutationObserver(() => {
             if (document.querySelector('#login')) window.seen ||= performance.timeOrigin + performance.now();
         }).observe(document.body, { childList: true, subtree: true })",
        json!([]),
    );
    let before = calls(&home);
    tv.go_to_tab(0);
    let quiet = Instant::now();
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(calls(&home), before, "somebody asks the server in {:?}", quiet.elapsed());
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    tv.go_to_tab(1);
    tv.wait_for_text("#login [role=alert]", "Signed out in another tab");
    let late = tv.run("return window.seen - window.told", json!([])).as_f64().expect("both moments");
    assert!(late < 1000.0, "{late} ms after the browser told it");
    let me = calls(&home).iter().filter(|it| it.ends_with("/Users/Me")).count();
    assert_eq!(me, before.iter().filter(|it| it.ends_with("/Users/Me")).count(), "nobody asked about the token");
    assert_eq!(tv.typed("[name=username]"), "demo");
}

#[test]
fn two_tabs_that_wait_end_in_the_same_session_by_one_approval() {
    let (home, [tv]) = home_with_tabs();
    tv.open("");
    let first = tv.code();
    tv.open_tab();
    tv.open("");
    let second = until("a code of its own", || Some(tv.code()).filter(|code| *code != first));
    home.approve(&second);
    tv.hurry();
    tv.wait_for_text("#account", "demo");
    tv.go_to_tab(0);
    tv.wait_for_text("#account", "demo on attic");
    let tokens = home.with(|fake| fake.tokens());
    assert_eq!(tokens.len(), 1);
    assert!(tv.kept(".session").contains(&tokens[0]));
    assert_eq!(home.requests("/Users/AuthenticateWithQuickConnect").len(), 1);
    let polls = home.polls().len();
    std::thread::sleep(Duration::from_secs(6));
    assert_eq!(home.polls().len(), polls, "a code that nobody waits for is still asked about");
    tv.enter_code("999999");
    tv.wait_for("#approve");
}

#[test]
fn signing_in_reaches_a_tab_that_waits() {
    let (home, [tv]) = home_with_tabs();
    tv.open("");
    tv.code();
    tv.open_tab();
    tv.sign_in("guest", "");
    tv.go_to_tab(0);
    tv.wait_for_text("#account", "guest");
    assert_eq!(home.with(|fake| fake.tokens().len()), 1);
}

#[test]
fn a_session_for_this_tab_survives_a_reload_and_is_in_no_other_tab() {
    let (home, [tv]) = home_with_tabs();
    tv.open("");
    tv.wait_for("#stay-signed-in[aria-checked=true]");
    tv.press("#stay-signed-in");
    tv.wait_for("#stay-signed-in[aria-checked=false]");
    home.approve(&tv.code());
    tv.hurry();
    tv.wait_for_text("#account", "demo");
    let token = home.with(|fake| fake.tokens().remove(0));
    let holds =
        |storage: &str| tv.run(&format!("return JSON.stringify({storage}).includes(arguments[0])"), json!([token]));
    assert_eq!((holds("sessionStorage"), holds("localStorage")), (json!(true), json!(false)));
    tv.reload();
    tv.wait_for_text("#account", "demo on attic");
    tv.open_tab();
    tv.open("");
    tv.code();
    assert!(!tv.shows("#settings"));
    tv.go_to_tab(0);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    assert_eq!(holds("sessionStorage"), false);
    tv.reload();
    tv.code();
}

#[test]
fn a_token_that_has_died_leads_to_the_login_with_the_reason_in_every_tab() {
    let (home, [tv]) = home_with_tabs();
    signed_in_twice(&tv);
    home.with(|fake| fake.revoke_user("demo"));
    tv.enter_code("123456");
    tv.press("#approve");
    tv.wait_for_text("#login [role=alert]", "The server has signed out this device");
    tv.wait_for_text("h1", "to attic");
    assert_eq!(tv.typed("[name=username]"), "demo");
    tv.go_to_tab(0);
    tv.wait_for("#login [role=alert]");
    assert_eq!(tv.typed("[name=username]"), "demo");
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
}

#[test]
fn two_windows_at_two_servers_show_a_code_each() {
    let (home, [tv]) = home_with_tabs();
    let cellar = cellar();
    tv.open("");
    let code = tv.code();
    // As a window beside another one is.
    tv.run(
        "Object.defineProperty(document, 'hidden', { get: () => false });
         addEventListener('visibilitychange', event => event.stopImmediatePropagation(), true)",
        json!([]),
    );
    tv.open_tab();
    tv.open("");
    tv.press("#change-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.code();
    tv.go_to_tab(0);
    assert_eq!(tv.code(), code);
    assert!(!tv.text("main").contains("Another tab of this browser"), "that one shows the code of another server");
    home.approve(&code);
    tv.wait_for_text("#account", "demo");
}

#[test]
fn a_session_for_a_tab_gives_way_to_a_lasting_one_of_the_same_account() {
    let (home, [tv]) = home_with_tabs();
    waits_beside_the_tab_of(&tv, "demo", "demo");
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    tv.go_to_tab(0);
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

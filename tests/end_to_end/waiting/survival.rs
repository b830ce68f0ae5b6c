//! What an approval survives: reloads, a network and a page that go away and come back, other tabs, a browser that
//! stores nothing, a busy server, a program that crashes.

use fake_jellyfin::Fault;
use fake_jellyfin::Jellyfin;
use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{Home, home, home_with_tabs, until};

/// Everything that the page stores.
fn everything_kept(device: &Device) -> String {
    let kept = device.run("return JSON.stringify(sessionStorage) + JSON.stringify(localStorage)", json!([]));
    kept.as_str().unwrap_or_default().to_owned()
}

fn secret(home: &Home, device: &Device) -> String {
    home.with(|fake| fake.secret_of(&device.id()).expect("a secret").to_owned())
}

fn redeems(home: &Home) -> usize {
    home.requests("/Users/AuthenticateWithQuickConnect").len()
}

#[test]
fn a_reload_brings_the_same_code_back_and_after_the_sign_in_no_secret_is_kept() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    let secret = secret(&home, &tv);
    tv.reload();
    assert_eq!(tv.code(), code);
    assert_eq!(home.requests("/QuickConnect/Initiate").len(), 1);
    assert!(everything_kept(&tv).contains(&secret), "the search looks in the wrong place");
    home.approve(&code);
    tv.reload();
    tv.wait_for("#settings");
    assert!(!everything_kept(&tv).contains(&secret), "the secret stays behind");
}

#[test]
fn a_code_that_was_replaced_on_the_screen_still_signs_in() {
    let (home, [tv]) = home();
    tv.open("");
    let first = tv.code();
    tv.press("#new-code");
    tv.code_after(&first);
    tv.wait_for_text("#login [role=status]", "The last one still works");
    home.approve(&first);
    tv.wait_for("#settings");
}

#[test]
fn a_network_that_goes_and_comes_back_is_used_at_once() {
    let (home, [tv]) = home();
    let network = |offline| {
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        tv.command("Network.emulateNetworkConditions", conditions);
    };
    tv.open("");
    let code = tv.code();
    tv.command("Network.enable", json!({}));
    network(true);
    tv.wait_for_state("retrying");
    assert_eq!(tv.code(), code);
    home.approve(&code);
    network(false);
    tv.wait_for("#settings");
}

#[test]
fn one_tab_waits_and_the_one_that_is_looked_at_has_its_own_code_again() {
    let (home, [tv]) = home_with_tabs();
    tv.open("");
    let first = tv.code();
    tv.open_tab();
    tv.go(home.page());
    let second = tv.code();
    assert_ne!(first, second);
    tv.go_to_tab(0);
    until("the first code or the word that another tab has one", || {
        tv.press("#check-now");
        Some(tv.code()).filter(|code| *code == first)
    });
    home.approve(&first);
    tv.wait_for("#settings");
    assert_eq!(home.with(|fake| fake.tokens().len()), 1);
}

#[test]
fn another_tab_that_begins_to_wait_makes_this_one_step_aside_without_a_request() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    // As another tab would do it: a tab gets no event for its own change.
    tv.run(
        "const key = Object.keys(localStorage).find(key => key.includes('.waiting'));
         localStorage.setItem(key, 'another');
         window.dispatchEvent(new StorageEvent('storage', { key }))",
        json!([]),
    );
    tv.wait_for_state("aside");
    tv.wait_for_text("#login [role=status]", "Another tab of this browser");
    assert!(!tv.shows("#quick-connect-code"));
    home.forget_seen();
    let left = home.with(|fake| fake.now());
    until("time to pass", || Some(()).filter(|()| home.with(|fake| fake.now()) > left + 6500));
    assert!(home.polls().is_empty());
    tv.press("#check-now");
    home.approve(&tv.code());
    tv.wait_for("#settings");
}

#[test]
fn a_browser_that_keeps_nothing_signs_in_all_the_same() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    tv.run("Storage.prototype.setItem = () => { throw new Error('full') }; sessionStorage.clear()", json!([]));
    let first = tv.code();
    tv.press("#new-code");
    home.approve(&tv.code_after(&first));
    tv.wait_for("#settings");
    assert!(!everything_kept(&tv).contains("AccessToken"));
}

#[test]
fn a_server_with_too_much_to_do_is_named_and_the_code_stays() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    home.fault("/QuickConnect/Connect", Fault::Status(429), 1000);
    until("the reason", || {
        tv.press("#check-now");
        tv.text("#login[data-state=retrying] .by-code").contains("is busy right now").then_some(())
    });
    assert_eq!(tv.code(), code);
    home.approve(&code);
    home.clear_faults();
    tv.hurry();
    tv.wait_for("#settings");
}

#[test]
fn an_approval_for_a_disabled_account_ends_in_a_message_and_a_new_code() {
    let (home, [tv]) = home();
    tv.open("");
    let first = tv.code();
    home.with(|fake: &mut Jellyfin| {
        assert!(fake.approve(&first, "guest"));
        fake.user_mut("guest").disable();
    });
    let second = tv.code_after(&first);
    tv.wait_for_text("#login [role=status]", "That account can’t sign in now");
    assert_eq!((redeems(&home), tv.kept(".session")), (1, String::new()));
    home.approve(&second);
    tv.wait_for("#settings");
    tv.wait_for_text("#account", "demo");
}

#[test]
fn a_program_that_stops_says_so_without_a_secret_and_the_code_comes_back() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    // What the browser reports when the program traps.
    let report = "window.dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('c0ffee') }))";
    tv.run(report, json!([]));
    tv.wait_for_text("#skeleton[role=alert]", "This page has stopped because of an error in it");
    assert!(!tv.text("body").contains("c0ffee"));
    assert!(!tv.shows("main"));
    tv.press("#skeleton button");
    assert_eq!(tv.code(), code);
    home.approve(&code);
    tv.wait_for("#settings");
}

#[test]
fn no_script_but_the_pages_own_runs_and_the_policy_forbids_nothing_that_the_page_does() {
    let (home, [tv]) = home();
    tv.open("");
    home.approve(&tv.code());
    tv.wait_for("#settings");
    let complaints: Vec<_> = tv.console().into_iter().filter(|line| line.contains("Content Security Policy")).collect();
    assert!(complaints.is_empty(), "{complaints:?}");
    for (attack, script) in [
        (
            "an inline script",
            "const it = document.createElement('script'); it.textContent = 'window.ran = 1'; document.head.append(it)",
        ),
        ("an attribute", "document.body.setAttribute('onclick', 'window.ran = 1'); document.body.click()"),
        ("evaluation", "setTimeout('window.ran = 1')"),
    ] {
        tv.run(script, json!([]));
        until(attack, || tv.console().iter().any(|line| line.contains("Content Security Policy")).then_some(()));
        assert!(tv.run("return window.ran", json!([])).is_null(), "{attack} ran");
    }
}

//! Stories that need nothing of a server but its address and an administrator. They are lived with a fake, and by
//! `cargo verify -- --server` with any Jellyfin, through a proxy that puts the page into its web folder. They make people
//! of their own and remove them.

mod household;

use fake_jellyfin::Request;
use household::Household;
use serde_json::json;

use crate::support::home::until;

/// Says which part of a story is left out, and why; `cargo verify` repeats it.
fn skip(what: &str, reason: &str) {
    println!("skipped: {what}: {reason}");
}

#[test]
fn a_code_is_approved_on_another_device_and_the_session_outlives_a_reload() {
    let (household, [tv, phone]) = Household::enter();
    let anna = household.person("anna", "green teapot", &json!({}));
    tv.open("");
    phone.sign_in(&anna, "green teapot");
    phone.approve(&tv.code());
    phone.wait_for_result("approved");
    tv.wait_for_text("#account", &anna);
    tv.reload();
    tv.wait_for_text("#account", &anna);
    phone.press("#show-devices");
    phone.wait_for_text("#device-list", "This device");
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    phone.reload();
    phone.wait_for_text("#account", &anna);
    if !household.has_base_path() {
        skip("a base path", "the server has none");
    }
}

#[test]
fn names_sign_in_with_a_password_and_without_one() {
    let (household, [tv]) = Household::enter();
    let anna = household.person("anna", "pä\\ss, \"wörd\"=%20 ", &json!({}));
    let bert = household.person("bert", "", &json!({}));
    tv.open("#/login");
    tv.enter(&anna, "wrong");
    tv.wait_for_text(".by-name [role=alert]", "Wrong username or password");
    tv.enter(&anna, "pä\\ss, \"wörd\"=%20 ");
    tv.wait_for_text("#account", &anna);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    tv.enter(&bert, "");
    tv.wait_for_text("#account", &bert);
}

#[test]
fn whoever_may_not_sign_in_is_told_so() {
    let (household, [tv]) = Household::enter();
    let never = json!([{"DayOfWeek": "Everyday", "StartHour": 0, "EndHour": 0}]);
    for (name, exceptions) in [
        ("disabled", json!({"IsDisabled": true})),
        ("at-no-hour", json!({"AccessSchedules": never})),
        ("on-no-device", json!({"EnableAllDevices": false, "EnabledDevices": []})),
        ("in-use", json!({"MaxActiveSessions": 1})),
    ] {
        let name = household.person(name, "pw", &exceptions);
        let header = "MediaBrowser Client=\"Other\", Device=\"Other\", DeviceId=\"quick-connect-other\", Version=\"1\"";
        let sign_in = Request::post("/Users/AuthenticateByName").header("Authorization", header);
        let status = household.ask(&sign_in.json(&json!({"Username": name, "Pw": "pw"}).to_string())).status;
        assert_eq!(status, if name.ends_with("in-use") { 200 } else { 403 }, "{name}");
        tv.open("#/login");
        tv.enter(&name, "pw");
        tv.wait_for_text("[role=alert]", "This account can’t sign in now");
    }
}

#[test]
fn an_administrator_switches_quick_connect_off_and_on() {
    let (household, [tv, phone]) = Household::enter();
    let clara = household.person("clara", "pw", &json!({"IsAdministrator": true}));
    phone.sign_in(&clara, "pw");
    phone.wait_for("[role=switch][aria-checked=true]");
    phone.press("#switch-quick-connect");
    phone.press("#task-do");
    phone.wait_for("[role=switch][aria-checked=false]");
    tv.open("");
    tv.wait_for_state("disabled");
    phone.press("#switch-quick-connect");
    phone.wait_for("[role=switch][aria-checked=true]");
    tv.press("#check-now");
    tv.code();
}

#[test]
fn an_administrator_removes_a_device() {
    let (household, [tv, phone]) = Household::enter();
    let clara = household.person("clara", "pw", &json!({"IsAdministrator": true}));
    let anna = household.person("anna", "pw", &json!({}));
    tv.sign_in(&anna, "pw");
    phone.sign_in(&clara, "pw");
    phone.press("#show-devices");
    phone.wait_for_text("#device-list", &anna);
    let mark = "
        const row = [...document.querySelectorAll('#device-list .row')].find(it => it.textContent.includes(arguments[0]));
        row.querySelector('.choice').id = 'hers'";
    phone.run(mark, json!([anna]));
    phone.press("#hers");
    phone.wait_for_text("#task", &anna);
    phone.press("#task-do");
    phone.wait_for_text(".status", "has been removed");
    tv.reload();
    tv.wait_for_text("#login [role=alert]", "The server has signed out this device");
}

#[test]
fn the_session_goes_to_the_servers_own_web_client_and_comes_back() {
    let (household, [tv]) = Household::enter();
    let anna = household.person("anna", "pw", &json!({}));
    tv.sign_in(&anna, "pw");
    tv.open_jellyfin();
    until("the server's own page", || tv.address().starts_with(&household.web_client()).then_some(()));
    if household.has_web_client() {
        until("its home screen", || tv.address().contains("#/home").then_some(()));
    } else {
        skip("what the server's own web client makes of it", "the server has none");
    }
    tv.run("localStorage.removeItem(Object.keys(localStorage).find(it => it.includes('.session')))", json!([]));
    tv.open("#/login");
    tv.press("#take-over");
    tv.wait_for_text("#account", &anna);
}

//! What only an administrator can do: approve for other people, see and remove devices, and switch Quick Connect off.

use fake_jellyfin::Fault;
use fake_jellyfin::http::Server;
use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{Home, Setup, home, until};
use crate::support::servers::{cellar, connect, press_in_row};

/// Requests that only an administrator may make.
fn administrators_requests(home: &Home) -> Vec<String> {
    let mut found = home.requests("/Devices");
    found.extend(home.requests("/Users"));
    found.extend(home.requests("/System/Configuration"));
    found.into_iter().map(|seen| format!("{} {}", seen.method, seen.target)).collect()
}

#[test]
fn somebody_who_is_no_administrator_never_asks_for_what_only_those_may() {
    let (home, [tv, phone]) = home();
    tv.open("");
    phone.sign_in("guest", "");
    phone.enter_code(&tv.code());
    phone.wait_for("#approve");
    assert!(!phone.shows("#for-another"));
    phone.press("#approve");
    phone.wait_for_result("approved");
    phone.press("#show-devices");
    phone.wait_for_text("#device-list", "This device");
    phone.press("#not-you");
    phone.wait_for("#task-do");
    phone.reload();
    phone.wait_for("#show-devices");
    assert!(!phone.shows("#switch-quick-connect"));
    tv.wait_for("#settings");
    assert_eq!(administrators_requests(&home), [""; 0]);
}

/// The controls in the order of the screen, those that leave the screen last: each by id or accessible name.
fn pressable(phone: &Device) -> Vec<String> {
    let script = "
        const last = ['approve', 'next', 'approve-cancel', 'account-menu', 'sign-out', 'other-server'];
        const found = [...document.querySelectorAll('#settings button, #settings a[href]:not([target], #open-jellyfin)')]
            .filter(it => it.getClientRects().length > 0)
            .map(it => it.id || it.ariaLabel || it.textContent);
        return [...found.filter(it => !last.includes(it)), ...last.filter(it => found.includes(it))]";
    let found = phone.run(script, json!([]));
    found.as_array().expect("a list").iter().map(|name| name.as_str().expect("a name").to_owned()).collect()
}

#[test]
fn whoever_is_no_administrator_and_presses_everything_there_is_asks_for_nothing_that_only_those_may() {
    let (home, [phone]) = home();
    // What the keys of the number pad make when they are pressed one after the other.
    home.with(|fake| fake.next_code("123456"));
    home.television();
    phone.be_television();
    phone.sign_in("guest", "");
    phone.wait_for("#show-devices");
    let mut pressed: Vec<String> = Vec::new();
    while let Some(next) = pressable(&phone).into_iter().find(|name| !pressed.contains(name)) {
        assert!(pressed.len() < 60, "no end of {pressed:?}");
        if next == "task-do" {
            phone.type_into("#new-password", "correct horse");
        }
        if next == "sign-out" {
            // This and what comes behind it leave the screen.
            break;
        }
        if next == "switch-account" {
            // So does this, and the session stays.
            pressed.push(next);
            continue;
        }
        phone.run(
            "[...document.querySelectorAll('#settings button')].find(it =>
                 [it.id, it.ariaLabel, it.textContent].includes(arguments[0])).dataset.next = arguments[0]",
            json!([next]),
        );
        phone.press(&format!("[data-next='{next}']"));
        match next.as_str() {
            "6" => phone.wait_for_focus("#approve-cancel"),
            "approve" => phone.wait_for_text(".result", "is signed in as"),
            "show-devices" => phone.wait_for_text("#device-list", "This device"),
            "not-you" => phone.wait_for("#task-do"),
            "task-do" => phone.wait_for_text(".status", "Password changed"),
            _ => (),
        }
        pressed.push(next);
    }
    for name in ["1", "OK: Delete the last digit", "continue", "approve", "not-you", "task-do"] {
        assert!(pressed.iter().any(|it| it == name), "{name} is not among {pressed:?}");
    }
    for name in ["for-another", "switch-quick-connect", "Remove"] {
        assert!(!pressed.iter().any(|it| it.starts_with(name)), "{pressed:?}");
    }
    phone.reload();
    phone.wait_for("#show-devices");
    assert_eq!(administrators_requests(&home), [""; 0]);
    let refused = home.seen().into_iter().find(|seen| seen.status == Some(403));
    assert!(refused.is_none(), "{refused:?}");
}

#[test]
fn an_account_that_is_no_administrators_any_more_is_found_out_before_anything_is_asked() {
    let (home, [phone]) = Setup::new().with(|fake| _ = fake.add_user("boss", "").make_administrator()).start();
    phone.sign_in("boss", "");
    // It comes a moment after the switch is shown, and must not count as one of the page that is loaded next.
    until("the question for the switch", || administrators_requests(&home).pop());
    home.forget_seen();
    home.with(|fake| fake.user_mut("boss").take_administration());
    phone.reload();
    phone.wait_for("#show-devices");
    phone.press("#show-devices");
    phone.wait_for_text("#device-list", "This device");
    assert_eq!(administrators_requests(&home), [""; 0]);
}

#[test]
fn a_code_is_approved_for_another_account_that_is_searched_for() {
    let (home, [tv, phone]) = Setup::new().with(|fake| _ = fake.add_user("Aunt Zoë", "")).start();
    tv.open("");
    phone.sign_in("demo", "demo");
    phone.enter_code(&tv.code());
    phone.press("#for-another");
    phone.wait_for_text("#accounts", "guest");
    let first = "return document.querySelector('#accounts .choice').textContent";
    let first = phone.run(first, json!([]));
    assert!(first.as_str().is_some_and(|text| text.contains("demo") && text.contains("Signed in here")), "{first}");
    phone.type_into("#search", "zoe");
    until("one account", || (phone.text("#accounts") == "AAunt Zoë").then_some(()));
    phone.press("#accounts .choice");
    phone.wait_for_text("#confirm", "Sign in the other device as Aunt Zoë?Another account on attic");
    phone.press("#approve");
    phone.wait_for_text(".result", "is signed in as Aunt Zoë.");
    tv.wait_for_text("#account", "Aunt Zoë");
    assert_eq!(home.approvals().len(), 1);
}

#[test]
fn the_button_for_another_account_stays_while_an_approval_is_sent_and_goes_when_its_answer_is_lost() {
    let (home, [tv, phone]) = home();
    tv.open("");
    phone.sign_in("demo", "demo");
    phone.enter_code(&tv.code());
    phone.wait_for("#for-another");
    home.fault("/QuickConnect/Authorize", Fault::Hang, 1);
    phone.press("#approve");
    phone.wait_for_text("#approve", "Approving…");
    assert!(phone.shows("#for-another"));
    phone.wait_for_text("#approve", "Try again");
    assert!(!phone.shows("#for-another"));
}

#[test]
fn a_disabled_account_is_refused_with_the_reason_and_nothing_is_sent() {
    let (home, [phone]) = Setup::new().with(|fake| _ = fake.add_user("locked", "").disable()).start();
    phone.sign_in("demo", "demo");
    phone.enter_code("123456");
    phone.press("#for-another");
    phone.type_into("#search", "LOCKED");
    until("one account", || (phone.text("#accounts") == "llocked Disabled").then_some(()));
    phone.press("#accounts .choice");
    phone.wait_for_text("[role=alert]", "locked is disabled");
    phone.press("#picker-close");
    phone.wait_for_text("#confirm-heading", "Sign in the other device as demo?");
    assert_eq!(home.approvals().len(), 0);
}

#[test]
fn the_list_of_devices_is_newest_first_marks_this_one_and_removes_one_after_a_question() {
    let (home, [phone]) = home();
    home.with(|fake| {
        fake.sign_in("guest", "old-tablet");
        fake.advance(3_600_000);
        fake.sign_in("demo", "new-tablet");
        fake.advance(3_600_000);
    });
    phone.sign_in("demo", "demo");
    phone.wait_for("#switch-quick-connect");
    phone.press("#show-devices");
    phone.wait_for_text("#device-list", "This device");
    let rows = "return [...document.querySelectorAll('#device-list .row')].map(it => it.textContent)";
    let rows = phone.run(rows, json!([]));
    let row = |place: usize| rows[place].as_str().unwrap_or_default().to_owned();
    assert!(row(0).contains("This device") && !row(0).contains("Remove"), "{}", row(0));
    assert!(row(1).contains("demo · Harness 1.0.0") && row(2).contains("guest"), "{rows}");
    phone.press("#device-list .row:last-child .choice");
    phone.wait_for_text("#device-list .row:last-child #task", "These will be signed out there: guest.");
    phone.wait_for_focus("#task-close");
    phone.press("#task-close");
    phone.wait_for_focus("#device-list .row:last-child .choice");
    assert!(home.with(|fake| fake.devices().iter().any(|device| device.device_id == "old-tablet")));
    phone.press("#device-list .row:last-child .choice");
    phone.press("#task-do");
    phone.wait_for_text(".status", "has been removed");
    until("two rows", || (phone.text(".devices > .status + .status") == "2 devices").then_some(()));
    assert!(!home.with(|fake| fake.devices().iter().any(|device| device.device_id == "old-tablet")));
}

fn switch_off(phone: &Device) {
    phone.sign_in("demo", "demo");
    phone.wait_for(ON);
    phone.press("#switch-quick-connect");
    phone.press("#task-do");
}

const ON: &str = "#switch-quick-connect[role=switch][aria-checked=true]";
const OFF: &str = "#switch-quick-connect[role=switch][aria-checked=false]";

#[test]
fn the_switch_changes_one_value_of_what_it_has_just_read_and_shows_the_truth() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.wait_for(ON);
    phone.press("#switch-quick-connect");
    phone.wait_for_text("#task", "Codes that are waiting stop working");
    // A change that somebody else makes meanwhile must not be undone.
    home.with(|fake| fake.rename("cellar"));
    let before = home.with(|fake| fake.configuration());
    phone.press("#task-do");
    phone.wait_for(OFF);
    phone.wait_for_text(".on-off [role=status]", "Saved.");
    phone.wait_for_focus("#switch-quick-connect");
    let mut after = home.with(|fake| fake.configuration());
    assert_eq!(after["QuickConnectAvailable"], false);
    after["QuickConnectAvailable"] = true.into();
    assert_eq!(after, before);
    let requests = home.requests("/System/Configuration");
    let methods: Vec<_> = requests.iter().map(|seen| seen.method.as_str()).collect();
    assert_eq!(methods, ["GET", "GET", "POST", "GET"]);
    phone.press("#switch-quick-connect");
    phone.wait_for(ON);
    phone.wait_for_text(".on-off [role=status]", "Saved.");
}

#[test]
fn a_configuration_with_odd_content_goes_back_byte_for_byte() {
    let odd = r#"{"Unknown":{"QuickConnectAvailable":true},"Big":123456789012345678901234567890.10,"Nothing":null,
        "Escapes":"\u0041\/\ud83d\ude00 é","QuickConnectAvailable" : true ,"E":1E+2}"#;
    let (home, [phone]) = home();
    home.fault("/System/Configuration", Fault::body(200, "application/json; charset=utf-8", odd), 2);
    switch_off(&phone);
    let sent = until("a changed configuration", || {
        home.requests("/System/Configuration").into_iter().find(|seen| seen.method == "POST")
    });
    assert_eq!(sent.text(), odd.replace("\"QuickConnectAvailable\" : true", "\"QuickConnectAvailable\" : false"));
}

#[test]
fn a_switch_that_was_not_taken_shows_what_is_true() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.wait_for(ON);
    phone.press("#switch-quick-connect");
    phone.wait_for("#task-do");
    home.fault("/System/Configuration", Fault::Status(500), 1);
    phone.press("#task-do");
    phone.wait_for_text("#task [role=alert]", "This may not have worked");
    phone.wait_for(ON);
}

#[test]
fn an_administrator_who_is_none_any_more_is_told_so_and_has_no_switch() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.wait_for(ON);
    phone.press("#switch-quick-connect");
    phone.wait_for("#task-do");
    home.with(|fake| fake.user_mut("demo").take_administration());
    phone.press("#task-do");
    phone.wait_for_text("[role=alert]", "no longer an administrator");
    assert!(!phone.shows("#switch-quick-connect"));
    assert!(!phone.shows("#task"));
    home.with(|fake| assert!(fake.quick_connect_is_enabled()));
}

/// Signs "demo" in on the other server too and comes back. Returns what the browser stored for the sign-in there.
fn signed_in_on_two_servers(phone: &Device, cellar: &Server) -> String {
    phone.sign_in("demo", "demo");
    phone.press("#other-server");
    connect(phone, &cellar.origin());
    phone.wait_for_text("h1", "to cellar");
    phone.enter("demo", "demo");
    phone.wait_for_text("#account", "demo on cellar");
    let kept = phone.kept(".session");
    phone.press("#other-server");
    press_in_row(phone, "attic", ".pick");
    phone.wait_for_text("#account", "demo on attic");
    phone.wait_for("#switch-quick-connect");
    kept
}

#[test]
fn what_a_server_answers_late_is_not_shown_for_another_one() {
    let cellar = cellar();
    let (home, [phone]) = home();
    home.with(|fake| _ = fake.sign_in("guest", "old-tablet"));
    signed_in_on_two_servers(&phone, &cellar);
    home.fault("/Devices", Fault::Delay(2_000), 1);
    phone.press("#show-devices");
    phone.press("#other-server");
    press_in_row(&phone, "cellar", ".pick");
    phone.wait_for_text("#account", "demo on cellar");
    phone.wait_for("#show-devices");
    until("attic’s answer", || home.requests("/Devices")[0].ended);
    // By the time another answer is here, the page has dealt with this one.
    phone.run("return fetch('../System/Info/Public').then(answer => answer.text())", json!([]));
    assert!(!phone.shows("#device-list .row"), "{}", phone.text("#device-list"));
    assert_eq!(phone.text("#show-devices"), "Show devices");
    phone.press("#show-devices");
    phone.wait_for_text("#device-list", "This device");
    assert!(!phone.text("#device-list").contains("guest"));
}

#[test]
fn a_call_goes_to_the_server_that_its_token_is_for_whatever_another_tab_does_at_that_moment() {
    let cellar = cellar();
    let (home, [phone]) = home();
    let kept = signed_in_on_two_servers(&phone, &cellar);
    phone.run(
        "const name = 'jellyfin-quick-connect.session';
         const told = (oldValue, newValue) => dispatchEvent(new StorageEvent('storage', { key: name, oldValue, newValue }));
         const before = localStorage.getItem(name);
         document.querySelector('#show-devices').click();
         localStorage.removeItem(name);
         told(before, null);
         localStorage.setItem(name, arguments[0]);
         told(null, arguments[0]);",
        json!([kept]),
    );
    // The tab stays at the server that it was at, and somebody is signed in.
    phone.wait_for("#login a[href='#/settings']");
    until("the call", || home.requests("/Devices").pop());
    assert!(cellar.seen().iter().all(|seen| !seen.path().ends_with("/Devices")), "attic’s token went to cellar");
}

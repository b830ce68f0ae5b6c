//! The session, the code and Jellyfin's own sign-in change elsewhere while the page is open.

use fake_jellyfin::{Fault, Jellyfin, Request, Version};
use serde_json::json;

use super::steps::comes_back_after;
use crate::support::device::Device;
use crate::support::home::{Home, Setup, home, home_with_tabs, until};
use crate::support::jellyfin_web::{here, keep};

fn jellyfins_own_token(tv: &Device) -> String {
    let token = "return JSON.parse(localStorage.getItem('jellyfin_credentials') || '{\"Servers\":[]}')
        .Servers.map(server => server.AccessToken || '').join(' ').trim()";
    tv.run(token, json!([])).as_str().unwrap_or_default().to_owned()
}

/// An entry of Jellyfin's own page in which somebody else is signed in.
fn somebody_else(home: &Home, token: &str) -> serde_json::Value {
    let mut entry = here(home, token);
    entry["UserId"] = json!(home.with(|fake| fake.user_named("guest").expect("guest").id().to_owned()));
    entry
}

#[test]
fn a_code_waits_on_while_another_server_is_looked_for_and_comes_back_with_a_change_of_mind() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    tv.press("#change-server");
    tv.wait_for("[name=server]");
    assert!(!tv.shows("#quick-connect-code"));
    let polls = home.polls().len();
    until("a poll meanwhile", || (home.polls().len() > polls).then_some(()));
    tv.back();
    tv.wait_for_state("waiting");
    assert_eq!(tv.code(), code);
    assert_eq!(home.requests("/QuickConnect/Initiate").len(), 1);
}

#[test]
fn an_approval_that_comes_while_another_server_is_looked_for_signs_in() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    tv.press("#change-server");
    tv.wait_for("[name=server]");
    home.approve(&code);
    tv.wait_for_text("#account", "demo");
    assert_eq!(home.with(|fake| fake.tokens().len()), 1);
}

#[test]
fn on_10_8_an_administrator_cannot_approve_for_another_account_and_is_told_why() {
    let (home, [phone]) = Setup::of(Version::V10_8_13).start();
    phone.sign_in("demo", "demo");
    let code = home.with(|fake| {
        let itself = "MediaBrowser Client=\"TV\", Device=\"TV\", DeviceId=\"tv\", Version=\"1\"";
        let request = Request::new("GET", "/QuickConnect/Initiate").header("Authorization", itself);
        fake.handle(&request).json()["Code"].as_str().expect("a code").to_owned()
    });
    phone.enter_code(&code);
    phone.wait_for_text("#confirm .hint", "Approving for another account needs Jellyfin 10.9");
    assert!(!phone.shows("#for-another"));
    phone.press("#approve");
    phone.wait_for_result("approved");
}

#[test]
fn where_the_servers_release_is_not_known_nobody_approves_for_another_account() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.wait_for("#switch-quick-connect, #show-devices");
    home.fault("/System/Info/Public", Fault::Status(500), 1000);
    phone.reload();
    phone.wait_for_text("#account", "demo");
    until("the administrator's card", || phone.shows("#switch-quick-connect").then_some(()));
    phone.enter_code(&home.television());
    phone.wait_for("#approve");
    assert!(!phone.shows("#for-another"));
}

#[test]
fn somebody_elses_sign_in_of_jellyfins_own_page_is_not_overwritten() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let theirs = home.with(|fake| fake.sign_in("guest", "jellyfins-own-page"));
    keep(&tv, &[somebody_else(&home, &theirs)]);
    tv.reload();
    tv.wait_for_text(".account .hint", "signed in here as somebody else");
    tv.open_jellyfin();
    tv.open("");
    assert_eq!(jellyfins_own_token(&tv), theirs);
    assert!(home.with(|fake| fake.is_token_alive(&theirs)));
}

#[test]
fn a_session_that_ends_with_another_sign_in_on_jellyfins_own_page_is_over_here_too() {
    let (home, [tv]) = home_with_tabs();
    tv.sign_in("demo", "demo");
    tv.open_tab();
    tv.go(&format!("{}config.json", tv.page()));
    // There somebody signs out, which ends the token that both share, and somebody else signs in.
    home.with(|fake| fake.revoke_user("demo"));
    let theirs = home.with(|fake| fake.sign_in("guest", "jellyfins-own-page"));
    keep(&tv, &[somebody_else(&home, &theirs)]);
    tv.go_to_tab(0);
    tv.wait_for_text("#login [role=alert]", "The server has signed out this device");
    assert_eq!(jellyfins_own_token(&tv), theirs);
}

#[test]
fn a_session_that_was_ended_here_is_not_offered_again() {
    let (_home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.run("document.querySelector('#open-jellyfin').addEventListener('click', it => it.preventDefault())", json!([]));
    tv.open_jellyfin();
    assert_ne!(jellyfins_own_token(&tv), "");
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    assert_eq!(jellyfins_own_token(&tv), "");
    assert!(!tv.shows("#take-over"));
}

#[test]
fn a_sign_in_that_was_taken_over_and_ended_can_be_taken_over_again() {
    let (home, [tv]) = home();
    for _ in 0..2 {
        tv.open("#/login");
        tv.code();
        keep(&tv, &[here(&home, &home.with(|fake| fake.sign_in("demo", "jellyfins-own-page")))]);
        tv.reload();
        tv.press("#take-over");
        tv.wait_for_text("#account", "demo");
        tv.press("#sign-out");
        tv.wait_for_text("#login [role=status]", "Signed out.");
    }
}

#[test]
fn an_entry_of_another_server_at_the_same_address_is_never_offered() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    let mut entry = here(&home, &home.with(|fake| fake.sign_in("demo", "jellyfins-own-page")));
    entry["Id"] = json!("d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0");
    keep(&tv, &[entry]);
    let asked = home.requests("/System/Info/Public").len();
    tv.reload();
    until("the server's id", || (home.requests("/System/Info/Public").len() > asked).then_some(()));
    tv.wait_for_text("#login .place, #login", "attic");
    assert!(!tv.shows("#take-over"));
}

#[test]
fn a_page_that_comes_back_after_a_minute_asks_whether_its_session_is_still_good() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.wait_for("#switch-quick-connect");
    let asked = home.requests("/Users/Me").len();
    comes_back_after(&tv, 30);
    home.with(|fake| fake.revoke_user("demo"));
    comes_back_after(&tv, 31);
    tv.wait_for_text("#login [role=alert]", "The server has signed out this device");
    assert_eq!(home.requests("/Users/Me").len(), asked + 1, "once, and not after half a minute");
}

#[test]
fn an_administrator_who_is_none_any_more_gets_the_plain_page() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.wait_for("#switch-quick-connect");
    home.with(|fake| fake.user_mut("demo").take_administration());
    comes_back_after(&tv, 61);
    until("the plain page", || (!tv.shows("#switch-quick-connect")).then_some(()));
    tv.wait_for_text("[role=alert]", "no longer an administrator");
    tv.wait_for_text("#account", "demo");
}

#[test]
fn a_window_that_stepped_aside_goes_on_when_the_one_that_waits_is_closed() {
    let (home, [tv]) = home_with_tabs();
    tv.open("");
    let first = tv.code();
    tv.open_tab();
    tv.open("");
    let second = tv.code();
    // Two windows side by side are both visible; for the browser of this test only one of two tabs is.
    tv.run("Object.defineProperty(document, 'hidden', { get: () => false })", json!([]));
    tv.go_to_tab(0);
    tv.wait_for_state("waiting");
    assert_eq!(tv.code(), first);
    tv.go("about:blank");
    home.approve(&second);
    until("the sign-in of the other window", || {
        home.requests("/Users/AuthenticateWithQuickConnect").first().map(|_| ())
    });
    tv.go_to_tab(1);
    tv.wait_for_text("#account", "demo");
}

#[test]
fn a_code_is_found_among_invisible_marks_and_words() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    for around in ["\u{2066}%\u{2069}", "Code: %", "(%)", "\u{202a}%\u{202c}"] {
        let code = home.television();
        phone.run(
            "const field = document.querySelector('[name=code]');
             field.focus();
             const data = new DataTransfer();
             data.setData('text/plain', arguments[0]);
             const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
             if (field.dispatchEvent(event)) {
                 field.value = arguments[0];
                 field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
             }",
            json!([around.replace('%', &code)]),
        );
        until("the confirm step", || {
            if phone.shows("#continue") {
                phone.press("#continue");
            }
            phone.shows("#approve").then_some(())
        });
        phone.press("#approve-cancel");
        phone.wait_for("[name=code]");
    }
}

#[test]
fn a_long_name_without_a_space_wraps_in_the_confirm_step() {
    let (home, [phone]) = Setup::new()
        .with(|fake: &mut Jellyfin| {
            fake.add_user(&"Wolfeschlegelsteinhausenbergerdorff".repeat(2), "horse");
        })
        .start();
    phone.set_screen(320, 640, "light");
    phone.sign_in(&"Wolfeschlegelsteinhausenbergerdorff".repeat(2), "horse");
    phone.enter_code(&home.television());
    phone.wait_for("#approve");
    let width = phone.run("return document.documentElement.scrollWidth", json!([]));
    assert_eq!(width, 320);
    let is_cut = "const text = document.querySelector('#confirm-heading');
        const range = document.createRange();
        range.selectNodeContents(text);
        return range.getBoundingClientRect().right > document.querySelector('#confirm').getBoundingClientRect().right";
    assert_eq!(phone.run(is_cut, json!([])), false);
}

#[test]
fn a_window_that_stepped_aside_goes_on_when_the_one_that_waited_has_signed_in_for_itself() {
    let (_home, [tv]) = home_with_tabs();
    // Two windows side by side are both visible; for the browser of this test only one of two tabs is.
    let stays_visible = || {
        tv.run(
            "Object.defineProperty(document, 'hidden', { get: () => false });
             addEventListener('visibilitychange', event => event.stopImmediatePropagation(), true)",
            json!([]),
        );
    };
    tv.open("");
    tv.code();
    tv.open_tab();
    tv.open("");
    tv.code();
    stays_visible();
    tv.go_to_tab(0);
    stays_visible();
    tv.run("document.querySelector('#check-now').click()", json!([]));
    tv.wait_for_state("waiting");
    tv.press("#stay-signed-in");
    tv.enter("guest", "");
    tv.wait_for("#settings");
    tv.go_to_tab(1);
    tv.wait_for_state("waiting");
}

#[test]
fn another_account_here_leaves_jellyfins_own_page_no_dead_sign_in() {
    let (home, [tv]) = home();
    let stays = "document.querySelector('#open-jellyfin').addEventListener('click', it => it.preventDefault())";
    tv.sign_in("demo", "demo");
    tv.run(stays, json!([]));
    tv.open_jellyfin();
    tv.open("#/login");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest");
    tv.run(stays, json!([]));
    tv.open_jellyfin();
    let is_guests = |token: &str| home.with(|fake| fake.owner_of(token) == Some("guest") && fake.is_token_alive(token));
    until("the sign-in handed over", || is_guests(&jellyfins_own_token(&tv)).then_some(()));
}

//! Several accounts of one server in one browser: each stays signed in, a press goes from one to the other, and whoever
//! signs out is the only one who does.

use fake_jellyfin::{Fault, Jellyfin};
use serde_json::{Value, json};

use crate::sessions::steps::{BY_NAME, LOGOUT, a_moment};
use crate::support::device::Device;
use crate::support::home::{Home, home, home_with_tabs, until};
use crate::support::person::{Person, Way};
use crate::support::servers::press_in_row;

const ME: &str = "/Users/Me";

pub fn is_alive(home: &Home, name: &str) -> bool {
    home.with(|fake: &mut Jellyfin| {
        let tokens = fake.tokens();
        tokens.iter().any(|token| fake.is_token_alive(token) && fake.owner_of(token) == Some(name))
    })
}

/// Signs in as another account, beside whoever is signed in.
pub fn adds(tv: &Device, name: &str, password: &str) {
    tv.press("#switch-account");
    tv.wait_for("#login");
    tv.enter(name, password);
    tv.wait_for_text("#account", name);
}

/// Demo and guest are signed in, and guest is in use.
pub fn demo_and_guest() -> (Home, Device) {
    let (home, [tv]) = home_with_tabs();
    tv.sign_in("demo", "demo");
    tv.wait_for_text("#account", "demo on attic");
    adds(&tv, "guest", "");
    (home, tv)
}

/// Who can be chosen, in their order.
pub fn choices(tv: &Device) -> Vec<String> {
    let all = "return [...document.querySelectorAll('#held > .choice')].map(it => it.textContent)";
    let all = tv.run(all, json!([]));
    let name = |it: &Value| it.as_str().unwrap_or_default().rsplit(' ').next().unwrap_or_default().to_owned();
    all.as_array().expect("a list").iter().map(name).collect()
}

/// Presses the choice of an account, as soon as it accepts a press.
pub fn chooses(tv: &Device, name: &str) {
    until(name, || {
        if tv.shows("#held") && choices(tv).iter().any(|choice| choice == name) {
            let press = "[...document.querySelectorAll('#held > .choice')]
                .find(it => it.textContent.endsWith(' ' + arguments[0])).click()";
            tv.run(press, json!([name]));
        }
        tv.shows("#settings").then_some(())
    });
    tv.wait_for_text("#account", name);
}

/// Signs out and comes to the login.
pub fn signs_out(tv: &Device) {
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
}

#[test]
fn a_second_account_signs_in_beside_the_first_and_a_press_leads_back_without_a_password() {
    let (home, tv) = demo_and_guest();
    assert!(is_alive(&home, "demo") && is_alive(&home, "guest"));
    let signed_in = home.requests(BY_NAME).len();
    for name in ["demo", "guest", "demo"] {
        tv.press("#switch-account");
        chooses(&tv, name);
        tv.reload();
        tv.wait_for_text("#account", name);
    }
    assert_eq!(home.requests(BY_NAME).len(), signed_in, "nobody enters a password");
    assert_eq!(home.requests(LOGOUT).len(), 0, "nobody signs out");
    assert_eq!(home.with(|fake| fake.tokens().len()), 2);
    tv.approve(&home.television());
    tv.wait_for_result("approved");
}

#[test]
fn the_one_in_use_stands_first_and_leads_back_without_asking() {
    let (home, tv) = demo_and_guest();
    tv.wait_for("#account");
    tv.press("#switch-account");
    tv.wait_for("#held");
    assert_eq!(choices(&tv), ["guest", "demo"]);
    tv.wait_for_text("#held a[href='#/settings']", "Back to the account of guest");
    home.fault(ME, Fault::Drop, 1000);
    tv.press("#held a[href='#/settings']");
    tv.wait_for_text("#account", "guest");
    tv.press("#switch-account");
    tv.wait_for("#held");
    tv.back();
    tv.wait_for_text("#account", "guest");
}

#[test]
fn whoever_signs_out_leaves_the_others_who_wait_to_be_chosen() {
    let (home, tv) = demo_and_guest();
    signs_out(&tv);
    assert!(is_alive(&home, "demo") && !is_alive(&home, "guest"));
    assert_eq!(choices(&tv), ["demo"]);
    // Nobody becomes demo by loading the page again, in another tab, or by a change of mind about the server.
    a_moment();
    assert!(tv.shows("#login"));
    tv.reload();
    tv.wait_for("#held");
    tv.press("#change-server");
    tv.wait_for("[name=server]");
    tv.press("#keep-server");
    tv.wait_for("#held");
    tv.press("#change-server");
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for("#held");
    tv.open_tab();
    tv.open("");
    tv.wait_for("#held");
    a_moment();
    assert!(tv.shows("#login"));
    chooses(&tv, "demo");
    tv.approve(&home.television());
    tv.wait_for_result("approved");
}

#[test]
fn a_press_that_was_meant_for_the_sign_out_makes_nobody_somebody_else() {
    let (_home, tv) = demo_and_guest();
    // Somebody presses once more at the very moment at which the screen changes.
    tv.run(
        "new MutationObserver((changes, observer) => {
             const choice = document.querySelector('#held > button');
             if (choice) {
                 observer.disconnect();
                 choice.click();
             }
         }).observe(document.body, { childList: true, subtree: true })",
        json!([]),
    );
    signs_out(&tv);
    a_moment();
    assert!(tv.shows("#login"));
    chooses(&tv, "demo");
}

#[test]
fn one_whose_session_has_ended_is_said_so_and_has_the_name_filled_in() {
    let (home, tv) = demo_and_guest();
    home.with(|fake| fake.revoke_user("demo"));
    signs_out(&tv);
    a_moment();
    tv.press("#held > button");
    tv.wait_for_text("#login [role=alert]", "That sign-in has ended. Sign in with a code or a password.");
    until("no choice", || (!tv.shows("#held")).then_some(()));
    assert_eq!(tv.typed("[name=username]"), "demo");
    tv.wait_for_focus("[name=password]");
    tv.keys("demo");
    tv.press("#sign-in");
    tv.wait_for_text("#account", "demo");
    tv.press("#switch-account");
    tv.wait_for("#held");
    assert_eq!(choices(&tv), ["demo"]);
}

#[test]
fn one_who_cannot_be_asked_about_stays_and_so_does_one_who_may_not_come_now() {
    let (home, tv) = demo_and_guest();
    tv.press("#switch-account");
    chooses(&tv, "demo");
    signs_out(&tv);
    a_moment();
    home.fault(ME, Fault::Status(503), 1);
    tv.press("#held > button");
    tv.wait_for_text("#login [role=alert]", "503");
    assert_eq!(choices(&tv), ["guest"]);
    home.with(|fake| {
        fake.user_mut("guest").allow_only_between(0.0, 0.0);
    });
    tv.press("#held > button");
    tv.wait_for_text("#login [role=alert]", "That account can’t sign in now.");
    assert_eq!(choices(&tv), ["guest"]);
    home.with(|fake| {
        fake.user_mut("guest").allow_at_any_time();
    });
    chooses(&tv, "guest");
}

#[test]
fn with_arrows_and_ok_somebody_adds_an_account_switches_and_signs_out() {
    let (home, [tv]) = home();
    tv.be_television();
    tv.set_screen(1920, 1080, "dark");
    tv.open("");
    home.approve(&tv.code());
    tv.wait_for_text("#account", "demo");
    let person = Person { device: &tv, way: Way::Remote };
    person.press("#account-menu");
    person.press("#switch-account");
    person.sign_in("guest", |code| home.with(|fake| assert!(fake.approve(code, "guest"))));
    tv.wait_for_text("#account", "guest");
    person.press("#account-menu");
    person.press("#switch-account");
    tv.wait_for("#held > button");
    a_moment();
    person.press("#held > button");
    tv.wait_for_text("#account", "demo");
    person.press("#account-menu");
    person.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    tv.wait_for_focus("#held > button");
    a_moment();
    person.press("#held > button");
    tv.wait_for_text("#account", "guest");
    assert!(!is_alive(&home, "demo") && is_alive(&home, "guest"));
}

#[test]
fn on_a_television_one_whose_session_has_ended_leaves_the_way_to_the_form_with_the_name() {
    let (home, tv) = demo_and_guest();
    tv.be_television();
    home.with(|fake| fake.revoke_user("demo"));
    tv.open("#/login");
    tv.wait_for("#held > button");
    a_moment();
    let person = Person { device: &tv, way: Way::Remote };
    person.press("#held > button");
    tv.wait_for_text("#login [role=alert]", "That sign-in has ended.");
    tv.wait_for_focus("#other-ways");
    person.press("#other-ways");
    tv.wait_for("[name=username]");
    assert_eq!(tv.typed("[name=username]"), "demo");
}

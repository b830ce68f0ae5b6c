//! Several accounts of one server in one browser: each stays signed in, a press goes from one to the other, and whoever
//! signs out is the only one who does.

use std::time::Duration;

use fake_jellyfin::{Fault, Jellyfin, Version};
use serde_json::{Value, json};

use crate::support::device::Device;
use crate::support::home::{Home, Setup, home, until};
use crate::support::person::{Person, Way};
use crate::support::servers::{cellar, connect, press_in_row};

const ME: &str = "/Users/Me";
const BY_NAME: &str = "/Users/AuthenticateByName";

fn is_alive(home: &Home, name: &str) -> bool {
    home.with(|fake: &mut Jellyfin| {
        let tokens = fake.tokens();
        tokens.iter().any(|token| fake.is_token_alive(token) && fake.owner_of(token) == Some(name))
    })
}

/// Signs in as another account, beside whoever is signed in.
fn adds(tv: &Device, name: &str, password: &str) {
    tv.press("#switch-account");
    tv.wait_for("#login");
    tv.enter(name, password);
    tv.wait_for_text("#account", name);
}

/// Demo and guest are signed in, and guest is in use.
fn demo_and_guest() -> (Home, Device) {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.wait_for_text("#account", "demo on attic");
    adds(&tv, "guest", "");
    (home, tv)
}

/// Who can be chosen, in their order.
fn choices(tv: &Device) -> Vec<String> {
    let all = "return [...document.querySelectorAll('#held > .choice')].map(it => it.textContent)";
    let all = tv.run(all, json!([]));
    let name = |it: &Value| it.as_str().unwrap_or_default().rsplit(' ').next().unwrap_or_default().to_owned();
    all.as_array().expect("a list").iter().map(name).collect()
}

/// Presses the choice of an account, as soon as it accepts a press.
fn chooses(tv: &Device, name: &str) {
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
fn signs_out(tv: &Device) {
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
}

/// Long enough for what is not to happen, and for a press to count.
fn a_moment() {
    std::thread::sleep(Duration::from_secs(2));
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
    assert_eq!(home.requests("/Sessions/Logout").len(), 0, "nobody signs out");
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

#[test]
fn two_tabs_are_at_two_accounts_and_stay_so() {
    let (home, tv) = demo_and_guest();
    tv.open_tab();
    tv.open("#/login");
    chooses(&tv, "demo");
    tv.go_to_tab(0);
    tv.wait_for_text("#account", "guest");
    tv.approve(&home.television());
    tv.wait_for_result("approved");
    for (tab, name) in [(0, "guest"), (1, "demo"), (0, "guest")] {
        tv.go_to_tab(tab);
        tv.reload();
        tv.wait_for_text("#account", name);
    }
    signs_out(&tv);
    assert_eq!(choices(&tv), ["demo"]);
    tv.reload();
    tv.wait_for("#held");
    assert!(is_alive(&home, "demo"));
    tv.go_to_tab(1);
    tv.approve(&home.television());
    tv.wait_for_result("approved");
    tv.wait_for_text("#account", "demo");
}

#[test]
fn a_sign_in_beside_in_another_tab_leaves_this_one_what_it_has() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.wait_for("#switch-quick-connect");
    tv.open_tab();
    tv.open("");
    tv.wait_for_text("#account", "demo");
    adds(&tv, "guest", "");
    tv.go_to_tab(0);
    tv.approve(&home.television());
    tv.wait_for_result("approved");
    tv.wait_for_text("#account", "demo");
    // Neither is signed out with the other.
    tv.go_to_tab(1);
    signs_out(&tv);
    tv.go_to_tab(0);
    tv.press("#next");
    tv.approve(&home.television());
    tv.wait_for_result("approved");
}

#[test]
fn on_10_8_a_second_account_ends_the_first_and_nobody_is_to_choose_from() {
    let (home, [tv]) = Setup::of(Version::V10_8_13).start();
    tv.sign_in("demo", "demo");
    tv.wait_for_text("#account", "demo on attic");
    adds(&tv, "guest", "");
    assert!(!is_alive(&home, "demo"));
    assert_eq!(tv.kept(".others"), "");
    tv.press("#switch-account");
    tv.wait_for_text("#login [role=status]", "Back to the account of guest");
    assert!(!tv.shows("#held"));
    tv.press("#login a[href='#/settings']");
    signs_out(&tv);
    assert!(!tv.shows("#held"));
    tv.reload();
    tv.code();
    assert!(!tv.shows("#held"));
}

#[test]
fn on_10_8_a_guests_tab_does_not_offer_the_session_that_it_has_ended() {
    let (_home, [tv]) = Setup::of(Version::V10_8_13).start();
    tv.sign_in("demo", "demo");
    tv.wait_for_text("#account", "demo on attic");
    tv.press("#switch-account");
    tv.press("#stay-signed-in");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest");
    signs_out(&tv);
    a_moment();
    assert!(!tv.shows("#held"));
}

#[test]
fn a_browser_that_keeps_nothing_has_them_all_until_the_page_is_closed() {
    let (home, [tv]) = Setup::new()
        .with(|fake| {
            fake.add_user("anna", "horse");
        })
        .start();
    tv.prepare("Storage.prototype.setItem = () => { throw new Error('full') }");
    tv.open("");
    tv.code();
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    adds(&tv, "guest", "");
    adds(&tv, "anna", "horse");
    signs_out(&tv);
    assert_eq!(choices(&tv), ["guest", "demo"]);
    chooses(&tv, "demo");
    tv.wait_for_text("#settings [role=status]", "can’t save");
    tv.press("#switch-account");
    chooses(&tv, "guest");
    signs_out(&tv);
    assert_eq!(choices(&tv), ["demo"]);
    assert!(is_alive(&home, "demo") && !is_alive(&home, "guest") && !is_alive(&home, "anna"));
}

#[test]
fn an_account_that_is_added_for_this_tab_is_a_choice_here_and_nowhere_else() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.wait_for_text("#account", "demo on attic");
    tv.press("#switch-account");
    tv.press("#stay-signed-in");
    tv.wait_for("#stay-signed-in[aria-checked=false]");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest");
    tv.press("#switch-account");
    chooses(&tv, "demo");
    tv.open_tab();
    tv.open("#/login");
    tv.wait_for("#held");
    assert_eq!(choices(&tv), ["demo"]);
    tv.go_to_tab(0);
    tv.press("#switch-account");
    chooses(&tv, "guest");
    assert!(!tv.kept(".session").contains("guest") && !tv.kept(".others").contains("guest"));
    // The same account for good takes its place.
    tv.press("#switch-account");
    tv.press("#stay-signed-in");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest");
    until("one session of each", || (home.with(|fake| fake.tokens().len()) == 2).then_some(()));
    tv.press("#switch-account");
    tv.wait_for("#held");
    assert_eq!(choices(&tv), ["guest", "demo"]);
}

#[test]
fn whoever_is_put_aside_at_another_server_is_a_choice_there() {
    let (home, tv) = demo_and_guest();
    let cellar = cellar();
    tv.press("#other-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    assert!(!tv.shows("#held"), "they are at another server");
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo on cellar");
    tv.press("#other-server");
    tv.wait_for_text(".known .pick", "Signed in as guest · Signed in as demo");
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for_text("#account", "guest on attic");
    tv.press("#switch-account");
    chooses(&tv, "demo");
    tv.press("#other-server");
    press_in_row(&tv, "cellar", ".pick");
    tv.wait_for_text("#account", "demo on cellar");
    tv.press("#other-server");
    press_in_row(&tv, "attic", ".forget");
    press_in_row(&tv, "attic", ".forget");
    until("the end of both", || (!is_alive(&home, "demo") && !is_alive(&home, "guest")).then_some(()));
}

#[test]
fn jellyfins_own_page_goes_on_with_the_one_in_use() {
    let (home, tv) = demo_and_guest();
    let shared = || {
        let entry = "return JSON.parse(localStorage.getItem('jellyfin_credentials')).Servers[0].AccessToken || ''";
        let token = tv.run(entry, json!([])).as_str().expect("a token").to_owned();
        home.with(|fake| fake.owner_of(&token).map(str::to_owned)).unwrap_or_default()
    };
    tv.run("document.querySelector('#open-jellyfin').addEventListener('click', it => it.preventDefault())", json!([]));
    tv.open_jellyfin();
    until("the session handed over", || (shared() == "guest").then_some(()));
    tv.press("#switch-account");
    chooses(&tv, "demo");
    assert_eq!(shared(), "demo");
    assert!(!tv.shows(".account .hint"), "nothing is in the way");
    tv.open_tab();
    tv.open("#/login");
    chooses(&tv, "guest");
    assert_eq!(shared(), "guest");
    signs_out(&tv);
    assert_eq!(shared(), "");
    assert!(!tv.shows("#take-over"), "demo is to choose from, and once");
    assert_eq!(choices(&tv), ["demo"]);
}

#[test]
#[ignore = "pictures"]
fn w18_pictures() {
    let (home, [tv]) = Setup::new()
        .with(|fake| {
            fake.add_user("Christopher Montgomery", "horse");
        })
        .start();
    tv.sign_in("demo", "demo");
    tv.wait_for_text("#account", "demo on attic");
    adds(&tv, "Christopher Montgomery", "horse");
    let shot = |name: &str| {
        std::thread::sleep(Duration::from_secs(2));
        tv.take_picture(std::path::Path::new(&format!("/tmp/keep/w18-{name}.png")));
    };
    for (name, width, height) in [("television", 1920, 1080), ("phone", 390, 844), ("desktop", 1280, 800)] {
        if name == "television" {
            tv.be_television();
        } else {
            let agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36";
            tv.command("Emulation.setUserAgentOverride", json!({ "userAgent": agent }));
        }
        tv.set_screen(width, height, "dark");
        tv.open("#/settings");
        tv.press("#account-menu");
        shot(&format!("{name}-menu"));
        tv.open("#/login");
        tv.code();
        shot(&format!("{name}-login-in-use"));
    }
    tv.open("");
    signs_out(&tv);
    adds_pictures(&tv, &home);
    for (name, width, height) in [("phone", 390, 844), ("desktop", 1280, 800), ("television", 1920, 1080)] {
        if name == "television" {
            tv.be_television();
        }
        tv.set_screen(width, height, "dark");
        tv.open("#/login");
        tv.code();
        shot(&format!("{name}-login-after-sign-out"));
    }
    home.with(|fake| fake.revoke_user("demo"));
    tv.press("#held > button");
    shot("television-ended");
    tv.press("#other-ways");
    shot("television-ended-form");
}

fn adds_pictures(tv: &Device, _home: &Home) {
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest");
    adds(tv, "Christopher Montgomery", "horse");
    signs_out(tv);
}

#[test]
fn a_code_that_was_left_behind_and_approved_is_no_reason_to_enter_a_password() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    adds(&tv, "guest", "");
    tv.press("#switch-account");
    tv.wait_for("#held");
    a_moment();
    // It ends the token that is held, and the new one is not fetched yet.
    home.approve(&code);
    tv.press("#held > button");
    tv.wait_for_text("#account", "demo");
    assert!(is_alive(&home, "demo") && is_alive(&home, "guest"));
}

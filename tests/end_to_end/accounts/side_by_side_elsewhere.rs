//! Several accounts of one server in several tabs, beside other servers and Jellyfin's own page, on 10.8, and where nothing
//! is kept.

use fake_jellyfin::Version;
use serde_json::json;

use super::side_by_side::{adds, choices, chooses, demo_and_guest, is_alive, signs_out};
use crate::sessions::steps::a_moment;
use crate::support::home::{Setup, home, home_with_tabs, until};
use crate::support::servers::{cellar, connect, press_in_row};

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
    let (home, [tv]) = home_with_tabs();
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
    let (home, [tv]) = home_with_tabs();
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

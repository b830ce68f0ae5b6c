//! A code that somebody may have read, an approval, a session and what is being typed are not lost, whatever else happens.

use std::time::Duration;

use fake_jellyfin::{Fault, Jellyfin};

use crate::support::home::{Home, Setup, home, home_with_tabs, until};
use crate::support::servers::{cellar, connect, press_in_row};

fn tokens_alive(home: &Home) -> Vec<String> {
    home.with(|fake: &mut Jellyfin| {
        let tokens = fake.tokens();
        tokens.into_iter().filter(|token| fake.is_token_alive(token)).collect()
    })
}

#[test]
fn the_first_code_still_signs_in_after_two_new_ones() {
    let (home, [tv]) = home();
    tv.open("");
    let first = tv.code();
    tv.press("#new-code");
    let second = tv.code_after(&first);
    tv.press("#new-code");
    tv.code_after(&second);
    std::thread::sleep(Duration::from_secs(3));
    home.approve(&first);
    tv.wait_for_text("#account", "demo");
    assert_eq!(tokens_alive(&home).len(), 1);
}

#[test]
fn a_fifth_code_waits_until_one_of_the_four_is_over_and_says_so() {
    let (home, [tv]) = home();
    tv.open("");
    let mut code = tv.code();
    for _ in 0..3 {
        tv.press("#new-code");
        code = tv.code_after(&code);
    }
    tv.press("#new-code");
    tv.wait_for_text("#login [role=status]", "The last four codes still work.");
    assert_eq!((tv.code(), home.requests("/QuickConnect/Initiate").len()), (code, 4));
}

#[test]
fn an_approval_that_a_sign_in_by_name_overtakes_leaves_no_token_with_nobody() {
    for name in ["guest", "demo"] {
        let (home, [tv]) = home();
        tv.open("");
        let code = tv.code();
        home.with(|fake| assert!(fake.approve(&code, name)));
        tv.enter("demo", "demo");
        tv.wait_for("#settings");
        let is_ours = |tokens: &[String]| tokens.len() == 1 && tv.kept(".session").contains(&tokens[0]);
        until("one token, which this device has", || is_ours(&tokens_alive(&home)).then_some(()));
    }
}

#[test]
fn a_code_waits_on_while_somebody_waits_at_another_server_and_comes_back() {
    let (home, [tv]) = home();
    let cellar = cellar();
    tv.open("");
    let code = tv.code();
    tv.press("#change-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    let there = tv.code();
    home.approve(&code);
    tv.press("#change-server");
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for_text("#account", "demo on attic");
    tv.press("#other-server");
    press_in_row(&tv, "cellar", ".pick");
    tv.wait_for_text("h1", "to cellar");
    assert_eq!(tv.code(), there);
}

#[test]
fn where_the_host_offers_no_code_none_is_asked_for_from_the_second_visit_on() {
    let (home, [tv]) = Setup::new().with_config(r#"{ "signIn": "password" }"#).start();
    tv.open("");
    tv.wait_for("[name=username]");
    let asked = home.requests("/QuickConnect/Initiate").len();
    assert!(asked <= 1, "{asked}");
    for _ in 0..2 {
        tv.reload();
        tv.wait_for("[name=username]");
    }
    assert_eq!(home.requests("/QuickConnect/Initiate").len(), asked);
}

#[test]
fn the_first_code_stays_in_a_browser_whose_storage_cannot_be_read() {
    let (home, [tv]) = home();
    tv.prepare("Storage.prototype.getItem = () => { throw new Error('corrupted') }");
    tv.open("");
    let code = tv.code();
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!((tv.code(), home.requests("/QuickConnect/Initiate").len()), (code.clone(), 1));
    home.approve(&code);
    tv.wait_for_text("#account", "demo");
}

#[test]
fn a_link_to_a_server_is_kept_when_somebody_signs_in_in_another_tab() {
    let (_home, [tv]) = home_with_tabs();
    tv.open("#/login?server=cellar.local");
    tv.wait_for("[name=server]");
    tv.open_tab();
    tv.open("#/login");
    tv.press("#change-server");
    press_in_row(&tv, "attic", ".pick");
    tv.enter("demo", "demo");
    tv.wait_for("#settings");
    tv.go_to_tab(0);
    tv.wait_for_text("#login [role=status]", "Back to the account of demo");
    assert_eq!(tv.typed("[name=server]"), "cellar.local");
}

#[test]
fn a_link_to_a_server_says_that_it_changes_nothing_where_the_host_has_set_one() {
    let (_home, [tv]) = Setup::new().apart().start();
    tv.open("#/login?server=cellar.local");
    tv.wait_for_text("#login [role=status]", "This page always uses its own.");
    tv.enter("demo", "demo");
    tv.wait_for("#settings");
    tv.follow("#/login?server=cellar.local");
    tv.wait_for_text("#login [role=status]", "This page always uses its own.");
}

#[test]
fn a_code_from_a_link_comes_after_the_approval_that_is_on_its_way() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.enter_code(&home.television());
    home.fault("/QuickConnect/Authorize", Fault::Delay(2000), 1);
    phone.press("#approve");
    until("the approval", || home.approvals().first().map(|_| ()));
    phone.follow("#/settings?code=123456");
    phone.wait_for_text(".approve [role=status]", "A link has brought another code");
    phone.wait_for_result("approved");
    phone.press("#next");
    phone.wait_for_text("#confirm-code", "123");
    assert_eq!(home.approvals().len(), 1);
}

#[test]
fn a_configuration_that_cannot_be_loaded_is_said_with_the_way_out() {
    let (home, [tv]) = home();
    home.fault("/config.json", Fault::Status(503), 1000);
    tv.open("");
    tv.wait_for_text("#login [role=status]", "config.json can’t be loaded (status 503)");
    home.clear_faults();
    tv.code();
}

#[test]
fn a_half_typed_address_stays_when_the_session_ends_in_another_tab() {
    let (_home, [tv]) = home_with_tabs();
    tv.sign_in("demo", "demo");
    tv.press("#other-server");
    tv.type_into("[name=server]", "cellar.lo");
    tv.open_tab();
    tv.open("");
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    tv.go_to_tab(0);
    tv.wait_for_text("#login [role=alert]", "Signed out in another tab");
    assert_eq!(tv.typed("[name=server]"), "cellar.lo");
}

#[test]
fn forgetting_a_server_with_a_session_takes_a_second_press() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.press("#other-server");
    let cellar = cellar();
    connect(&tv, &cellar.origin());
    tv.press("#change-server");
    press_in_row(&tv, "attic", ".forget");
    tv.wait_for_text(".forget", "Sign out and remove?");
    assert_eq!(tokens_alive(&home).len(), 1);
    press_in_row(&tv, "attic", ".forget");
    until("the end of the session", || tokens_alive(&home).is_empty().then_some(()));
}

#[test]
fn back_closes_what_was_opened_last() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.press("#switch-quick-connect");
    phone.wait_for("#task");
    phone.enter_code(&home.television());
    phone.wait_for("#approve");
    phone.back();
    phone.wait_for("[name=code]");
    assert!(phone.shows("#task"));
    phone.back();
    until("the question closed", || (!phone.shows("#task")).then_some(()));
}

#[test]
fn while_nothing_answers_a_lost_poll_is_one_request() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    home.fault("/", Fault::Drop, 1000);
    let before = home.seen().len();
    let polls = home.polls().len();
    let lost = until("five lost polls", || {
        Some(home.polls().len() - polls).filter(|lost| {
            tv.hurry();
            *lost >= 5
        })
    });
    let all = home.seen().len() - before;
    for seen in home.seen().iter().skip(before) {
        println!("{} {}", seen.method, seen.path());
    }
    // Other questions are under way, too, and the browser repeats some by itself.
    assert!(all <= 2 * lost + 5, "{all} requests for {lost} lost polls");
}

#[test]
fn whoever_signs_out_while_another_tab_approves_hears_what_may_have_become_of_it() {
    let (home, [phone]) = home_with_tabs();
    phone.sign_in("demo", "demo");
    phone.open_tab();
    phone.open("");
    phone.wait_for("#settings");
    phone.go_to_tab(0);
    let code = home.television();
    phone.enter_code(&code);
    home.fault("/QuickConnect/Authorize", Fault::Delay(20_000), 1);
    phone.press("#approve");
    until("the approval", || home.approvals().first().map(|_| ()));
    phone.go_to_tab(1);
    phone.press("#sign-out");
    phone.wait_for_text("#login [role=status]", "Signed out.");
    phone.go_to_tab(0);
    phone.wait_for_text("#login [role=status]", &format!("The code {code} may have been approved"));
}

#[test]
fn whoever_loads_the_page_again_during_an_approval_hears_what_may_have_become_of_it() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    let code = home.television();
    phone.enter_code(&code);
    home.fault("/QuickConnect/Authorize", Fault::Delay(20_000), 1);
    phone.press("#approve");
    until("the approval", || home.approvals().first().map(|_| ()));
    phone.reload();
    phone.wait_for_text("#settings [role=status]", &format!("The code {code} may have been approved"));
    phone.approve(&home.television());
    phone.wait_for_result("approved");
    assert!(!phone.shows("#settings > [role=status]"));
}

#[test]
fn no_server_is_asked_for_the_codes_of_another() {
    let (home, [tv]) = home();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    tv.press("#other-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    // The first code of each fake server is the same.
    let first = tv.code();
    tv.press("#new-code");
    let code = tv.code_after(&first);
    let secret = cellar.with(|fake| fake.secret_of(&tv.id()).map(str::to_owned)).expect("a secret");
    let asked = home.requests("/Users/Me").len();
    tv.press("#change-server");
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for_text("#account", "demo on attic");
    until("the settings have asked who this is", || (home.requests("/Users/Me").len() > asked).then_some(()));
    let told: Vec<_> =
        home.requests("/QuickConnect/Connect").into_iter().filter(|it| it.target.contains(&secret)).collect();
    assert!(told.is_empty(), "{told:?}");
    tv.press("#other-server");
    press_in_row(&tv, "cellar", ".pick");
    tv.wait_for_text("h1", "to cellar");
    assert_eq!(tv.code(), code);
}

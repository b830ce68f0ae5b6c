//! How the waiting device polls: seldom, one at a time, without preflights, and only while its screen is shown.

use crate::home::{Home, Setup, home, until};

/// What the contract asks for, less what timers and sockets may differ.
const LEAST_PAUSE: u64 = 4900;

#[test]
fn polls_are_five_seconds_apart_and_never_overlap() {
    let (home, [tv]) = home();
    tv.open("");
    let polls = until("three polls", || Some(home.polls()).filter(|polls| polls.len() >= 3));
    for pair in polls.windows(2) {
        assert!(!pair[0].overlaps(&pair[1]));
        let apart = pair[1].arrived - pair[0].arrived;
        assert!(apart >= LEAST_PAUSE, "{apart} ms between two polls");
    }
}

#[test]
fn polls_of_a_slow_server_do_not_overlap_either() {
    let (home, [tv]) = home();
    home.fault("/QuickConnect/Connect", harness::http::Fault::Delay(2500), 2);
    tv.open("");
    tv.code();
    until("two polls", || {
        tv.press("#check-now");
        Some(()).filter(|()| home.polls().len() >= 2)
    });
    let polls = home.polls();
    assert!(!polls[0].overlaps(&polls[1]));
}

#[test]
fn a_page_of_another_origin_polls_without_preflights_and_signs_in() {
    let (home, [tv, phone]) = Setup::new().apart().start();
    tv.open("");
    let code = tv.code();
    until("two polls", || Some(()).filter(|()| home.polls().len() >= 2));
    phone.sign_in("guest", "");
    phone.approve(&code);
    phone.wait_for_result("approved");
    tv.wait_for("#settings");
    tv.wait_for_text("#account", "guest");
    let preflights = |path: &str| {
        let seen = home.seen();
        seen.iter().filter(|seen| seen.method == "OPTIONS" && seen.path().ends_with(path)).count()
    };
    assert_eq!(preflights("/QuickConnect/Connect"), 0);
    assert!(preflights("/QuickConnect/Initiate") > 0, "the count of preflights counts nothing");
}

#[test]
fn polling_stops_when_somebody_signs_in_by_name() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    until("a poll", || Some(()).filter(|()| !home.polls().is_empty()));
    tv.enter("demo", "demo");
    tv.wait_for("#settings");
    stays_silent(&home);
}

#[test]
fn polling_stops_when_somebody_goes_to_the_other_screen() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.follow("#/login");
    tv.code();
    tv.follow("#/settings");
    tv.wait_for("#settings");
    stays_silent(&home);
}

#[test]
fn reopening_the_screen_again_and_again_leaves_one_poll_at_a_time() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    for _ in 0..5 {
        tv.follow("#/login");
        tv.code();
        tv.follow("#/settings");
        tv.wait_for("#settings");
    }
    home.forget_seen();
    tv.follow("#/login");
    let polls = until("two polls", || Some(home.polls()).filter(|polls| polls.len() >= 2));
    assert!(polls[1].arrived - polls[0].arrived >= LEAST_PAUSE);
}

/// No poll for longer than the pause between two, by the server's clock.
fn stays_silent(home: &Home) {
    let before = home.polls().len();
    let left = home.with(|fake| fake.now());
    until("time to pass", || Some(()).filter(|()| home.with(|fake| fake.now()) > left + 6500));
    assert_eq!(home.polls().len(), before, "polls after the screen was left");
}

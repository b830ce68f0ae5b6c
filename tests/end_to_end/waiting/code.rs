//! The code on the waiting device, its buttons, and what happens when the server goes away and comes back.

use fake_jellyfin::Fault;
use fake_jellyfin::Phase;
use serde_json::json;

use crate::support::home::{Setup, home, until};

#[test]
fn a_new_code_is_another_code_and_the_old_one_is_polled_a_last_time() {
    let (home, [tv]) = home();
    tv.open("");
    let first = tv.code();
    tv.press("#new-code");
    let second = tv.code_after(&first);
    tv.wait_for_text("#login [role=status]", "This is a new code");
    assert!(!home.polls().is_empty());
    home.approve(&second);
    tv.hurry();
    tv.wait_for("#settings");
}

#[test]
fn check_now_does_not_wait_for_the_next_poll() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    let polls = until("three polls", || {
        tv.press("#check-now");
        Some(home.polls()).filter(|polls| polls.len() >= 3)
    });
    let is_early = |pair: &[fake_jellyfin::http::Seen]| pair[1].arrived - pair[0].arrived < 4900;
    assert!(polls.windows(2).any(is_early), "every poll waited for its turn");
    home.approve(&code);
    tv.hurry();
    tv.wait_for("#settings");
}

#[test]
fn check_now_right_after_an_answer_is_not_forgotten() {
    let (home, [tv]) = home();
    home.fault("/QuickConnect/Connect", Fault::Status(502), 1000);
    tv.open("");
    tv.code();
    // By a script, so that the press comes as early as possible.
    let press_at_once = "const status = document.querySelector('.by-code .status');
        new MutationObserver(() => {
            if (read(status).includes('can’t reach Jellyfin')) document.querySelector('#check-now').click();
        }).observe(status, { childList: true, characterData: true, subtree: true })";
    tv.run(&(tv.reader() + press_at_once), json!([]));
    until("three polls", || {
        tv.press("#check-now");
        (home.polls().len() >= 3).then_some(())
    });
    let polls = until("four polls", || Some(home.polls()).filter(|polls| polls.len() >= 4));
    let apart = polls[3].arrived - polls[2].arrived;
    assert!(apart < 9900, "{apart} ms, the whole rest, which is 10 s at least");
}

#[test]
fn a_new_code_right_after_an_approval_does_not_lose_the_approval() {
    let (home, [tv, phone]) = home();
    tv.open("");
    phone.sign_in("demo", "demo");
    phone.approve(&tv.code());
    phone.wait_for_result("approved");
    let before = home.requests("/QuickConnect/Initiate").len();
    tv.press("#new-code");
    tv.wait_for("#settings");
    assert_eq!(home.requests("/QuickConnect/Initiate").len(), before);
}

#[test]
fn a_new_code_during_a_slow_poll_does_not_lose_an_approval_given_since() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    home.fault("/QuickConnect/Connect", Fault::Delay(3000), 1);
    tv.press("#check-now");
    until("a poll", || Some(()).filter(|()| !home.polls().is_empty()));
    home.approve(&code);
    tv.press("#new-code");
    tv.wait_for("#settings");
}

#[test]
fn a_feature_that_is_off_gives_a_code_by_itself_once_it_is_on() {
    let (home, [tv]) = Setup::new().with(|fake| fake.enable_quick_connect(false)).start();
    tv.open("");
    tv.wait_for_state("disabled");
    tv.wait_for_text("#login [role=status]", "Quick Connect is off on this server");
    assert!(!tv.shows("#quick-connect-code"));
    home.with(|fake| fake.enable_quick_connect(true));
    tv.wait_for_state("waiting");
    tv.wait_for_text("#login [role=status]", "Quick Connect is on again");
    home.approve(&tv.code());
}

#[test]
fn a_feature_switched_off_midway_takes_the_code_away_until_it_is_on_again_and_the_same_code_counts() {
    let (home, [tv]) = home();
    tv.open("");
    let first = tv.code();
    home.with(|fake| fake.enable_quick_connect(false));
    tv.press("#check-now");
    tv.wait_for_state("disabled");
    assert!(!tv.shows("#quick-connect-code"));
    home.with(|fake| fake.enable_quick_connect(true));
    assert_eq!(tv.code(), first);
    home.approve(&first);
    tv.wait_for("#settings");
}

#[test]
fn three_lost_polls_in_a_row_are_named_and_the_approval_still_counts() {
    let (home, [tv, phone]) = home();
    phone.sign_in("demo", "demo");
    tv.open("");
    let code = tv.code();
    home.fault("/QuickConnect/Connect", Fault::Drop, 1000);
    tv.wait_for_state("retrying");
    tv.wait_for_text("#login [role=status]", "Trying to reconnect");
    assert_eq!(tv.code(), code);
    phone.approve(&code);
    phone.wait_for_result("approved");
    tv.wait_for_text("#login [role=status]", "Can’t connect to attic");
    home.clear_faults();
    tv.wait_for("#settings");
}

#[test]
fn a_restarted_server_brings_a_new_code_and_the_reason() {
    let (home, [tv]) = home();
    tv.open("");
    let first = tv.code();
    home.with(fake_jellyfin::Jellyfin::restart);
    tv.press("#check-now");
    let second = tv.code_after(&first);
    tv.wait_for_text("#login [role=status]", "has forgotten the last code");
    home.approve(&second);
    tv.hurry();
    tv.wait_for("#settings");
}

#[test]
fn a_code_whose_time_is_over_brings_a_new_one_and_the_reason() {
    let (home, [tv]) = home();
    tv.open("");
    let first = tv.code();
    // Only the server's clock is advanced, so to the page the code expires early.
    home.with(|fake| fake.advance(11 * 60 * 1000));
    tv.press("#check-now");
    tv.code_after(&first);
    tv.wait_for_text("#login [role=status]", "has forgotten the last code");
}

#[test]
fn a_redeem_call_that_gets_lost_is_made_again() {
    let (home, [tv]) = home();
    tv.open("");
    home.approve(&tv.code());
    home.fault("/Users/AuthenticateWithQuickConnect", Fault::Drop, 1000);
    tv.hurry();
    tv.wait_for_text("#login[data-state=redeeming] [role=status]", "Approved. Trying to reconnect");
    home.clear_faults();
    tv.wait_for("#settings");
}

#[test]
fn a_server_that_does_not_answer_at_first_is_named_and_asked_again() {
    let (home, [tv]) = home();
    home.fault("/QuickConnect/Initiate", Fault::Drop, 1000);
    tv.open("");
    tv.wait_for_state("unreachable");
    tv.wait_for_text("#login [role=status]", "Can’t connect to");
    home.clear_faults();
    tv.wait_for_state("waiting");
    tv.code();
}

#[test]
fn a_server_that_is_still_starting_is_waited_for() {
    let (home, [tv]) = Setup::new().with(|fake| fake.set_phase(Phase::Loading)).start();
    tv.open("");
    tv.wait_for_state("unreachable");
    tv.wait_for_text("#login [role=status]", "is still starting");
    home.with(|fake| fake.set_phase(Phase::Running));
    tv.wait_for_state("waiting");
}

#[test]
fn a_server_that_starts_anew_while_a_code_is_shown_is_waited_for() {
    let (home, [tv]) = home();
    tv.open("");
    let first = tv.code();
    home.with(|fake| {
        fake.restart();
        fake.set_phase(Phase::Starting);
    });
    until("the reason", || {
        tv.press("#check-now");
        tv.text("#login[data-state=retrying] .by-code").contains("is still starting").then_some(())
    });
    home.with(|fake| fake.set_phase(Phase::Running));
    tv.press("#check-now");
    tv.code_after(&first);
}

//! The waiting device when something goes wrong: restarts, lost answers, busy servers, and Quick Connect switched off.

use fake_jellyfin::Fault;
use fake_jellyfin::{Jellyfin, Version};
use quick_connect_client::jellyfin::MOST_BYTES;

use crate::stage::{Button, Conversation, Twist};
use crate::transcript::{OPENED, SIGNED_IN};

#[test]
fn a_server_that_restarts_gives_a_new_code_one_pause_later() {
    let conversation = Conversation::new(Version::V10_11_11).at(6, Twist::Restarts).at(16, Twist::Approves);
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        "rest 5 s
         GET /QuickConnect/Connect -> 200
         rest 5 s
         -- Restarts
         GET /QuickConnect/Connect -> 404
         shows requesting (Forgotten)
         rest 5 s
         POST /QuickConnect/Initiate -> 200
         shows waiting (Forgotten)
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn a_restart_between_the_approval_and_the_poll_leads_to_a_new_code() {
    let conversation =
        Conversation::new(Version::V12_0).at(1, Twist::Approves).at(2, Twist::Restarts).at(11, Twist::Approves);
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        "rest 5 s
         -- Approves
         -- Restarts
         GET /QuickConnect/Connect -> 404
         shows requesting (Forgotten)
         rest 5 s
         POST /QuickConnect/Initiate -> 200
         shows waiting (Forgotten)
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn a_feature_that_is_off_at_first_is_waited_for() {
    let mut fake = Jellyfin::new(Version::V12_0);
    fake.enable_quick_connect(false);
    let conversation = Conversation::with(fake).at(20, Twist::SwitchesOn).at(31, Twist::Approves);
    conversation.sign_in();
    conversation.reads(&[
        "shows requesting (Opened)
         POST /QuickConnect/Initiate -> 401
         shows disabled
         rest 15 s
         GET /QuickConnect/Enabled -> 200
         rest 15 s
         -- SwitchesOn
         GET /QuickConnect/Enabled -> 200
         shows requesting (SwitchedOn)
         POST /QuickConnect/Initiate -> 200
         shows waiting (SwitchedOn)
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn a_feature_that_is_switched_off_midway_is_waited_for_and_the_same_code_goes_on() {
    let conversation =
        Conversation::new(Version::V12_0).at(2, Twist::Approves).at(3, Twist::SwitchesOff).at(15, Twist::SwitchesOn);
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        "rest 5 s
         -- Approves
         -- SwitchesOff
         GET /QuickConnect/Connect -> 401
         shows disabled
         rest 15 s
         -- SwitchesOn
         GET /QuickConnect/Enabled -> 200
         shows waiting (SwitchedOn)",
        SIGNED_IN,
    ]);
}

#[test]
fn a_feature_that_is_switched_off_before_the_redeem_is_waited_for() {
    let conversation = Conversation::new(Version::V12_0)
        .spoil("/AuthenticateWithQuickConnect", &Fault::Drop, 1)
        .at(4, Twist::Approves)
        .at(6, Twist::SwitchesOff)
        .at(7, Twist::SwitchesOn);
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        "rest 5 s
         -- Approves
         GET /QuickConnect/Connect -> 200
         shows redeeming
         POST /Users/AuthenticateWithQuickConnect -> NoAnswer
         rest 1 to 2 s
         -- SwitchesOff
         POST /Users/AuthenticateWithQuickConnect -> 401
         shows disabled
         rest 15 s
         -- SwitchesOn
         GET /QuickConnect/Enabled -> 200
         shows waiting (SwitchedOn)",
        SIGNED_IN,
    ]);
}

#[test]
fn an_approval_for_an_account_that_may_not_sign_in_ends_in_a_message_and_another_code() {
    let conversation =
        Conversation::new(Version::V12_0).at(2, Twist::ApprovesForADisabledAccount).at(9, Twist::Approves);
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        "rest 5 s
         -- ApprovesForADisabledAccount
         GET /QuickConnect/Connect -> 200
         shows redeeming
         POST /Users/AuthenticateWithQuickConnect -> 200
         GET /Users/Me -> 401
         shows requesting (Refused)
         POST /QuickConnect/Initiate -> 200
         shows waiting (Refused)
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn a_server_that_has_too_much_to_do_is_left_alone_for_as_long_as_it_asks() {
    let conversation =
        Conversation::new(Version::V12_0).spoil("/Connect", &Fault::Status(429), 2).at(20, Twist::Approves);
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        "rest 5 s
         GET /QuickConnect/Connect -> Busy { seconds: 30 }
         shows retrying (Opened)
         rest 30 to 35 s
         -- Approves
         GET /QuickConnect/Connect -> Busy { seconds: 30 }
         rest 30 to 40 s",
        SIGNED_IN,
    ]);
}

#[test]
fn an_approval_that_is_seen_but_too_old_to_redeem_leads_to_a_new_code() {
    let conversation =
        Conversation::new(Version::V12_0).at(2, Twist::Approves).at(3, Twist::Sleeps(630)).at(11, Twist::Approves);
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        "rest 5 s
         -- Approves
         -- Sleeps(630)
         GET /QuickConnect/Connect -> 200
         shows redeeming
         POST /Users/AuthenticateWithQuickConnect -> 404
         shows requesting (Forgotten)
         rest 5 s
         POST /QuickConnect/Initiate -> 200
         shows waiting (Forgotten)
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn three_lost_polls_do_not_lose_the_approval() {
    let conversation = Conversation::new(Version::V12_0).spoil("/Connect", &Fault::Drop, 3).at(8, Twist::Approves);
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        "rest 5 s
         GET /QuickConnect/Connect -> NoAnswer
         shows retrying (Opened)
         rest 5 to 10 s
         -- Approves
         GET /QuickConnect/Connect -> NoAnswer
         rest 5 to 15 s
         GET /QuickConnect/Connect -> NoAnswer
         rest 10 to 30 s",
        SIGNED_IN,
    ]);
}

#[test]
fn whatever_a_poll_brings_but_the_servers_word_is_only_a_lost_poll() {
    let page = "<!DOCTYPE html><title>Router</title>";
    for fault in [
        Fault::Drop,
        Fault::LostAnswer,
        Fault::CutOff,
        Fault::Endless,
        Fault::Hang,
        Fault::Delay(14_999),
        Fault::Delay(15_000),
        Fault::Status(200),
        Fault::Status(500),
        Fault::Status(503),
        Fault::body(200, "text/html", page),
        Fault::body(401, "text/html", page),
        Fault::body(502, "text/html", page),
        Fault::body(200, "application/json", "{}"),
        Fault::body(200, "application/json", vec![b' '; MOST_BYTES + 1]),
    ] {
        let conversation = Conversation::new(Version::V12_0).spoil("/Connect", &fault, 4).at(6, Twist::Approves);
        conversation.sign_in();
        let asked = conversation.lines.borrow().iter().filter(|line| line.contains("Initiate")).count();
        assert_eq!(asked, 1, "after {fault:?} the code was given up");
    }
}

#[test]
fn a_code_that_a_proxy_hides_gets_a_successor_and_still_counts_when_it_was_approved() {
    for body in ["<!DOCTYPE html><title>Router</title>", "404 page not found", ""] {
        let fault = Fault::body(404, "text/html", body);
        let conversation = Conversation::new(Version::V12_0).spoil("/Connect", &fault, 2).at(6, Twist::Approves);
        conversation.sign_in();
        let lines = conversation.lines.borrow();
        let asked = lines.iter().filter(|line| line.contains("Initiate")).count();
        let redeemed = lines.iter().filter(|line| line.contains("AuthenticateWithQuickConnect")).count();
        assert_eq!((asked, redeemed), (2, 1), "{body}");
    }
}

#[test]
fn a_proxys_404_at_the_redeem_is_no_verdict() {
    let fault = Fault::body(404, "text/plain", "404 page not found");
    for times in [1, 4] {
        let conversation = Conversation::new(Version::V12_0)
            .spoil("/AuthenticateWithQuickConnect", &fault, times)
            .at(3, Twist::Approves);
        conversation.sign_in();
    }
}

#[test]
fn a_redeem_whose_answer_is_lost_is_done_again_and_gives_the_same_token() {
    let conversation = Conversation::new(Version::V12_0)
        .spoil("/AuthenticateWithQuickConnect", &Fault::LostAnswer, 2)
        .at(3, Twist::Approves);
    let authentication = conversation.sign_in();
    conversation.reads(&[
        OPENED,
        "rest 5 s
         -- Approves
         GET /QuickConnect/Connect -> 200
         shows redeeming
         POST /Users/AuthenticateWithQuickConnect -> NoAnswer
         rest 1 to 2 s
         POST /Users/AuthenticateWithQuickConnect -> NoAnswer
         rest 1 to 3 s
         POST /Users/AuthenticateWithQuickConnect -> 200
         GET /Users/Me -> 200
         shows demo’s account",
    ]);
    assert_eq!(conversation.fake.borrow().tokens(), [authentication.token.reveal()]);
}

#[test]
fn a_server_that_is_still_starting_is_asked_again_with_growing_pauses() {
    let conversation =
        Conversation::new(Version::V12_0).spoil("/Initiate", &Fault::Status(503), 6).at(28, Twist::Approves);
    conversation.sign_in();
    conversation.reads(&[
        "shows requesting (Opened)
         POST /QuickConnect/Initiate -> 503
         shows unreachable (Opened)
         rest 1 to 2 s
         POST /QuickConnect/Initiate -> 503
         rest 1 to 3 s
         POST /QuickConnect/Initiate -> 503
         rest 2 to 6 s
         POST /QuickConnect/Initiate -> 503
         rest 4 to 12 s
         POST /QuickConnect/Initiate -> 503
         rest 8 to 24 s
         POST /QuickConnect/Initiate -> 503
         rest 10 to 30 s
         POST /QuickConnect/Initiate -> 200
         shows waiting (Opened)
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn a_lost_last_look_does_not_throw_away_an_approval_either() {
    let conversation = Conversation::new(Version::V12_0)
        .spoil("/Connect", &Fault::Drop, 1)
        .at(2, Twist::Approves)
        .at(3, Twist::Presses(Button::NewCode));
    conversation.sign_in();
    conversation.reads(&[
        OPENED,
        "rest 5 s
         -- Approves
         -- Presses(NewCode)
         GET /QuickConnect/Connect -> NoAnswer
         shows retrying (Opened)
         rest 5 to 10 s",
        SIGNED_IN,
    ]);
}

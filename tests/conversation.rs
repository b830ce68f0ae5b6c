//! Whole sign-ins of the core against the fake Jellyfin, as transcripts: what is sent, what comes back, how long the
//! device rests, and what it shows.
//!
//! Every conversation also checks that at most one effect is under way, and that nothing that is shown, logged or
//! debugged holds a secret, a token or a code.

#![cfg(not(target_family = "wasm"))]

mod exchange;
mod talk;

use exchange::{exchange, waiting_device};
use fake_jellyfin::Fault;
use fake_jellyfin::{Jellyfin, Phase, Version};
use quick_connect_client::flow::approval::{self, Request};
use quick_connect_client::jellyfin::code::Code;
use quick_connect_client::jellyfin::device::Device;
use quick_connect_client::jellyfin::quick_connect::initiate;
use quick_connect_client::jellyfin::secret::{Password, Token};
use quick_connect_client::jellyfin::sessions::{LoggedOut, logout, read_logged_out};
use quick_connect_client::jellyfin::users::{ByName, Me, User, authenticate_by_name, me, read_by_name, read_me};
use quick_connect_client::jellyfin::{Lost, MOST_BYTES, Method};
use talk::{Button, Talk, Twist};

/// How every conversation begins.
const OPENED: &str = "shows requesting (Opened)
                      POST /QuickConnect/Initiate -> 200
                      shows waiting (Opened)";

/// How it ends once an approval was given.
const SIGNED_IN: &str = "GET /QuickConnect/Connect -> 200
                         shows redeeming
                         POST /Users/AuthenticateWithQuickConnect -> 200
                         GET /Users/Me -> 200
                         shows demo’s account";

#[test]
fn an_approval_signs_in_at_the_next_poll() {
    let talk = Talk::new(Version::V12_0).at(12, Twist::Approves);
    talk.sign_in();
    talk.reads(&[
        OPENED,
        "rest 5 s
         GET /QuickConnect/Connect -> 200
         rest 5 s
         GET /QuickConnect/Connect -> 200
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

/// Until a code is about to run out.
const NINE_MINUTES: &str = "107 × rest 5 s, GET /QuickConnect/Connect -> 200
                            rest 5 s";

#[test]
fn a_code_that_runs_out_is_replaced_in_time_and_both_are_polled_until_the_server_forgets_the_old_one() {
    let talk = Talk::new(Version::V12_0).at(620, Twist::Approves);
    talk.sign_in();
    talk.reads(&[
        OPENED,
        NINE_MINUTES,
        "POST /QuickConnect/Initiate -> 200
         shows waiting (RunningOut)
         12 × rest 5 s, GET /QuickConnect/Connect -> 200
         rest 5 s
         GET /QuickConnect/Connect -> 404
         rest 5 s
         GET /QuickConnect/Connect -> 200
         rest 5 s
         GET /QuickConnect/Connect -> 200
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn an_approval_in_the_last_second_of_a_code_signs_in() {
    let talk = Talk::new(Version::V12_0).at(599, Twist::ApprovesTheLastCode);
    talk.sign_in();
    talk.reads(&[
        OPENED,
        NINE_MINUTES,
        "POST /QuickConnect/Initiate -> 200
         shows waiting (RunningOut)
         11 × rest 5 s, GET /QuickConnect/Connect -> 200
         rest 5 s
         -- ApprovesTheLastCode
         GET /QuickConnect/Connect -> 200
         rest 5 s",
        SIGNED_IN,
    ]);
}

#[test]
fn a_code_that_was_typed_slowly_counts_although_the_next_one_is_on_the_screen() {
    let talk = Talk::new(Version::V12_0).at(561, Twist::ApprovesTheLastCode);
    talk.sign_in();
    talk.reads(&[
        OPENED,
        NINE_MINUTES,
        "POST /QuickConnect/Initiate -> 200
         shows waiting (RunningOut)
         4 × rest 5 s, GET /QuickConnect/Connect -> 200
         rest 5 s
         -- ApprovesTheLastCode",
        SIGNED_IN,
    ]);
}

#[test]
fn a_server_that_restarts_gives_a_new_code_one_pause_later() {
    let talk = Talk::new(Version::V10_11_11).at(6, Twist::Restarts).at(16, Twist::Approves);
    talk.sign_in();
    talk.reads(&[
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
    let talk = Talk::new(Version::V12_0).at(1, Twist::Approves).at(2, Twist::Restarts).at(11, Twist::Approves);
    talk.sign_in();
    talk.reads(&[
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
    let talk = Talk::with(fake).at(20, Twist::SwitchesOn).at(31, Twist::Approves);
    talk.sign_in();
    talk.reads(&[
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
    let talk = Talk::new(Version::V12_0).at(2, Twist::Approves).at(3, Twist::SwitchesOff).at(15, Twist::SwitchesOn);
    talk.sign_in();
    talk.reads(&[
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
    let talk = Talk::new(Version::V12_0)
        .spoil("/AuthenticateWithQuickConnect", &Fault::Drop, 1)
        .at(4, Twist::Approves)
        .at(6, Twist::SwitchesOff)
        .at(7, Twist::SwitchesOn);
    talk.sign_in();
    talk.reads(&[
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
    let talk = Talk::new(Version::V12_0).at(2, Twist::ApprovesForADisabledAccount).at(9, Twist::Approves);
    talk.sign_in();
    talk.reads(&[
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
    let talk = Talk::new(Version::V12_0).spoil("/Connect", &Fault::Status(429), 2).at(20, Twist::Approves);
    talk.sign_in();
    talk.reads(&[
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
    let talk = Talk::new(Version::V12_0).at(2, Twist::Approves).at(3, Twist::Sleeps(630)).at(11, Twist::Approves);
    talk.sign_in();
    talk.reads(&[
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
    let talk = Talk::new(Version::V12_0).spoil("/Connect", &Fault::Drop, 3).at(8, Twist::Approves);
    talk.sign_in();
    talk.reads(&[
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
        Fault::body(404, "text/html", page),
        Fault::body(502, "text/html", page),
        Fault::body(200, "application/json", "{}"),
        Fault::body(200, "application/json", vec![b' '; MOST_BYTES + 1]),
    ] {
        let talk = Talk::new(Version::V12_0).spoil("/Connect", &fault, 4).at(6, Twist::Approves);
        talk.sign_in();
        let asked = talk.lines.borrow().iter().filter(|line| line.contains("Initiate")).count();
        assert_eq!(asked, 1, "after {fault:?} the code was given up");
    }
}

#[test]
fn a_redeem_whose_answer_is_lost_is_done_again_and_gives_the_same_token() {
    let talk =
        Talk::new(Version::V12_0).spoil("/AuthenticateWithQuickConnect", &Fault::LostAnswer, 2).at(3, Twist::Approves);
    let authentication = talk.sign_in();
    talk.reads(&[
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
    assert_eq!(talk.fake.borrow().tokens(), [authentication.token.reveal()]);
}

#[test]
fn a_server_that_is_still_starting_is_asked_again_with_growing_pauses() {
    let talk = Talk::new(Version::V12_0).spoil("/Initiate", &Fault::Status(503), 6).at(28, Twist::Approves);
    talk.sign_in();
    talk.reads(&[
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
fn a_code_that_another_device_was_given_is_replaced() {
    let talk = Talk::new(Version::V12_0).at(1, Twist::CodeIsGivenAway).at(11, Twist::Approves);
    talk.sign_in();
    talk.reads(&[
        OPENED,
        "rest 5 s
         -- CodeIsGivenAway
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
fn a_wish_for_a_new_code_does_not_throw_away_an_approval() {
    let talk = Talk::new(Version::V12_0).at(2, Twist::Approves).at(3, Twist::Presses(Button::NewCode));
    talk.sign_in();
    talk.reads(&[
        OPENED,
        "rest 5 s
         -- Approves
         -- Presses(NewCode)",
        SIGNED_IN,
    ]);
}

#[test]
fn a_lost_last_look_does_not_throw_away_an_approval_either() {
    let talk = Talk::new(Version::V12_0)
        .spoil("/Connect", &Fault::Drop, 1)
        .at(2, Twist::Approves)
        .at(3, Twist::Presses(Button::NewCode));
    talk.sign_in();
    talk.reads(&[
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

#[test]
fn a_wish_for_a_new_code_is_granted_at_once() {
    let talk = Talk::new(Version::V12_0).at(2, Twist::Presses(Button::NewCode)).at(3, Twist::Approves);
    talk.sign_in();
    talk.reads(&[
        OPENED,
        "rest 5 s
         -- Presses(NewCode)
         GET /QuickConnect/Connect -> 200
         POST /QuickConnect/Initiate -> 200
         shows waiting (Asked)
         rest 5 s
         -- Approves
         GET /QuickConnect/Connect -> 200
         rest 5 s",
        SIGNED_IN,
    ]);
}

#[test]
fn check_now_cuts_the_rest_short_and_never_doubles_a_poll() {
    let talk = Talk::new(Version::V12_0)
        .spoil("/Connect", &Fault::Delay(3000), 1)
        .at(1, Twist::Presses(Button::CheckNow))
        .at(2, Twist::Presses(Button::CheckNow))
        .at(3, Twist::Approves);
    talk.sign_in();
    talk.reads(&[
        OPENED,
        "rest 5 s
         -- Presses(CheckNow)
         -- Presses(CheckNow)
         -- Approves
         GET /QuickConnect/Connect -> 200
         rest 5 s",
        SIGNED_IN,
    ]);
}

#[test]
fn a_10_8_server_is_asked_by_get_after_it_refused_post_and_by_get_ever_after() {
    let talk = Talk::new(Version::V10_8_13).at(1, Twist::Restarts).at(11, Twist::Approves);
    talk.sign_in();
    talk.reads(&[
        "shows requesting (Opened)
         POST /QuickConnect/Initiate -> 405
         GET /QuickConnect/Initiate -> 200
         shows waiting (Opened)
         rest 5 s
         -- Restarts
         GET /QuickConnect/Connect -> 404
         shows requesting (Forgotten)
         rest 5 s
         GET /QuickConnect/Initiate -> 200
         shows waiting (Forgotten)
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn every_version_signs_in_in_its_folder_too() {
    for version in Version::ALL {
        for base_path in ["", "/jellyfin", "/a/b"] {
            let mut fake = Jellyfin::new(version);
            fake.set_base_path(base_path);
            let server_id = fake.server_id().to_owned();
            let talk = Talk::with(fake).at(3, Twist::Approves);
            let authentication = talk.sign_in();
            assert_eq!(authentication.server_id, server_id, "{version} in {base_path:?}");
            let asked = talk.lines.borrow().iter().filter(|line| line.contains("/Initiate")).count();
            assert_eq!(asked, if version == Version::V10_8_13 { 2 } else { 1 }, "{version} in {base_path:?}");
        }
    }
}

#[test]
fn the_device_goes_by_its_own_name_at_the_server() {
    let talk = Talk::new(Version::V12_0).at(3, Twist::Approves);
    talk.sign_in();
    let fake = talk.fake.borrow();
    let [device] = fake.devices() else { panic!("not one device") };
    let Device { id, name } = waiting_device();
    assert_eq!((&device.device_id, &device.name), (&id, &name));
}

/// A device on which that account is signed in, and a press on "Approve" for the code that another device waits with.
fn approver(fake: &mut Jellyfin, name: &str) -> ((Device, Token), [approval::Event; 2]) {
    approver_by(fake, name, Method::Post)
}

fn approver_by(fake: &mut Jellyfin, name: &str, method: Method) -> ((Device, Token), [approval::Event; 2]) {
    let device = Device { id: "phone-1".into(), name: "Phone".into() };
    let token = Token::new(fake.sign_in(name, &device.id));
    exchange(fake, &initiate(method, &waiting_device()));
    let code = Code::parse(&waiting_code(fake)).expect("six digits");
    let request = Request::new(code, account(fake, name), device.id.clone());
    ((device, token), [approval::Event::Entered(request), approval::Event::Pressed])
}

fn account(fake: &Jellyfin, name: &str) -> User {
    let id = fake.user_named(name).expect("a user").id().to_owned();
    User { id, name: name.into(), is_administrator: false, image_tag: None }
}

fn waiting_code(fake: &Jellyfin) -> String {
    fake.code_of(&waiting_device().id).expect("a code").to_owned()
}

/// The approval of a waiting code after something was changed at the server.
#[track_caller]
fn approval_reads(name: &str, change: fn(&mut Jellyfin), look: u16, status: u16, shown: &str) {
    let mut fake = Jellyfin::new(Version::V12_0);
    let (approver, events) = approver(&mut fake, name);
    change(&mut fake);
    Talk::with(fake).approve(approver, &events).reads(&[&format!(
        "shows a question
         GET /Sessions -> {look}
         shows approving
         POST /QuickConnect/Authorize -> {status}
         shows {shown}"
    )]);
}

const PROVEN: &str = "approved
                      GET /Sessions -> 200
                      shows approved: Jellyfin Quick Connect 0.1.0";

#[test]
fn approving_ends_with_the_servers_word_and_its_proof() {
    approval_reads("demo", |_| {}, 200, 200, PROVEN);
    approval_reads("guest", |_| {}, 200, 200, PROVEN);
    approval_reads("demo", Jellyfin::restart, 200, 404, "unknown");
    approval_reads("demo", |fake| fake.advance(600_001), 200, 404, "unknown");
    approval_reads(
        "demo",
        |fake| assert!(fake.approve(&waiting_code(fake), "guest")),
        200,
        500,
        "doubt
         GET /Sessions -> 200
         shows used",
    );
    approval_reads("demo", |fake| fake.enable_quick_connect(false), 200, 401, "disabled");
    approval_reads("guest", |fake| _ = fake.user_mut("guest").limit_sessions(1), 200, 403, "forbidden (limited)");
    approval_reads("guest", |fake| _ = fake.user_mut("guest").allow_only_between(0.0, 0.0), 403, 403, "forbidden");
    approval_reads("demo", Jellyfin::revoke_all, 401, 401, "signed-out");
    approval_reads("guest", |fake| _ = fake.user_mut("guest").disable(), 401, 401, "signed-out");
}

#[test]
fn an_approval_is_proven_in_every_version_also_on_a_device_that_was_signed_in_before() {
    for version in Version::ALL {
        let method = if version == Version::V10_8_13 { Method::Get } else { Method::Post };
        let mut fake = Jellyfin::new(version);
        exchange(&mut fake, &initiate(method, &waiting_device()));
        assert!(fake.approve(&waiting_code(&fake), "demo"));
        fake.sign_in("guest", "guests-own");
        fake.advance(1000);
        let (approver, events) = approver_by(&mut fake, "demo", method);
        Talk::with(fake).approve(approver, &events).reads(&[&format!(
            "shows a question
             GET /Sessions -> 200
             shows approving
             POST /QuickConnect/Authorize -> 200
             shows {PROVEN}"
        )]);
    }
}

#[test]
fn an_administrator_approves_for_another_account_and_sees_its_device() {
    let mut fake = Jellyfin::new(Version::V12_0);
    let (approver, [entered, pressed]) = approver(&mut fake, "demo");
    let chosen = approval::Event::Chosen { account: account(&fake, "guest"), is_for_another: true };
    let talk = Talk::with(fake).approve(approver, &[entered, chosen, pressed]);
    talk.reads(&[&format!(
        "shows a question
         GET /Sessions -> 200
         shows approving
         POST /QuickConnect/Authorize -> 200
         shows {PROVEN}"
    )]);
    let fake = talk.fake.borrow();
    let device = fake.devices().iter().find(|device| device.device_id == waiting_device().id).expect("the television");
    assert_eq!(device.user_id, fake.user_named("guest").expect("a guest").id());
}

#[test]
fn an_approval_that_does_not_show_is_looked_for_some_seconds() {
    let mut fake = Jellyfin::new(Version::V12_0);
    let (approver, events) = approver(&mut fake, "demo");
    let talk = Talk::with(fake).spoil("/Sessions", &Fault::body(200, "application/json", *b"[]"), 6);
    talk.approve(approver, &events).reads(&["shows a question
         GET /Sessions -> 200
         shows approving
         POST /QuickConnect/Authorize -> 200
         shows approved
         4 × GET /Sessions -> 200, rest 1 s
         GET /Sessions -> 200
         shows approved, not proven"]);
}

#[test]
fn a_lost_approval_can_be_pressed_again_and_ends_in_what_is_true() {
    let doubted = "500
             shows doubt
             GET /Sessions -> 200
             shows approved: Jellyfin Quick Connect 0.1.0";
    let at_once = format!("200\nshows {PROVEN}");
    for (fault, first, second) in [
        (Fault::Drop, "NoAnswer", &*at_once),
        (Fault::LostAnswer, "NoAnswer", doubted),
        (Fault::Hang, "TimedOut", &at_once),
        (Fault::Status(503), "503", &at_once),
        (Fault::body(404, "text/html", "<html>"), "404", &at_once),
        (Fault::CutOff, "200", doubted),
    ] {
        let mut fake = Jellyfin::new(Version::V12_0);
        let (who, [entered, pressed]) = approver(&mut fake, "demo");
        let events = [entered, pressed.clone(), pressed];
        Talk::with(fake).spoil("/Authorize", &fault, 1).approve(who, &events).reads(&[&format!(
            "shows a question
             GET /Sessions -> 200
             shows approving
             POST /QuickConnect/Authorize -> {first}
             shows offline
             shows approving
             POST /QuickConnect/Authorize -> {second}"
        )]);
    }
}

#[test]
fn a_lost_approval_that_arrived_is_found_without_another_press() {
    let mut fake = Jellyfin::new(Version::V12_0);
    let (approver, events) = approver(&mut fake, "demo");
    Talk::with(fake).spoil("/Authorize", &Fault::LostAnswer, 1).approve(approver, &events).reads(&["shows a question
         GET /Sessions -> 200
         shows approving
         POST /QuickConnect/Authorize -> NoAnswer
         shows offline
         rest 4 s
         GET /Sessions -> 200
         shows approved: Jellyfin Quick Connect 0.1.0"]);
}

#[test]
fn a_lost_approval_that_did_not_arrive_is_not_made_up_nor_sent_again_without_a_press() {
    let mut fake = Jellyfin::new(Version::V12_0);
    let (approver, events) = approver(&mut fake, "demo");
    Talk::with(fake).spoil("/Authorize", &Fault::Drop, 1).approve(approver, &events).reads(&["shows a question
         GET /Sessions -> 200
         shows approving
         POST /QuickConnect/Authorize -> NoAnswer
         shows offline
         5 × rest 4 s, GET /Sessions -> 200"]);
}

#[test]
fn nothing_is_sent_without_the_press() {
    let mut fake = Jellyfin::new(Version::V12_0);
    let (approver, [entered, pressed]) = approver(&mut fake, "demo");
    let events = [pressed.clone(), entered, approval::Event::Cancelled, pressed];
    Talk::with(fake).approve(approver, &events).reads(&["shows a question
         GET /Sessions -> 200"]);
}

/// What signing in by name comes to after something was changed at the server.
fn by_name(name: &str, password: &str, change: fn(&mut Jellyfin)) -> ByName {
    let mut fake = Jellyfin::new(Version::V12_0);
    change(&mut fake);
    let call = authenticate_by_name(name, &Password::new(password), &waiting_device());
    read_by_name(Ok(exchange(&mut fake, &call)))
}

#[test]
fn signing_in_by_name_tells_what_the_server_says() {
    for (name, password) in [("demo", "demo"), ("DEMO", "demo"), ("guest", "")] {
        let outcome = by_name(name, password, |_| {});
        let ByName::SignedIn(authentication) = outcome else { panic!("{name}: {outcome:?}") };
        assert_eq!(authentication.user.is_administrator, name != "guest", "{name}");
    }
    let disabled = |fake: &mut Jellyfin| _ = fake.user_mut("demo").disable();
    let locked = |fake: &mut Jellyfin| fake.fail_sign_ins(1);
    let elsewhere = |fake: &mut Jellyfin| _ = fake.user_mut("guest").allow_only_devices(&["phone-1"]);
    for (name, password, change, outcome) in [
        ("demo", "Demo", (|_| {}) as fn(&mut Jellyfin), ByName::WrongNameOrPassword),
        ("demo", "", |_| {}, ByName::WrongNameOrPassword),
        ("nobody", "demo", |_| {}, ByName::WrongNameOrPassword),
        ("demo", "demo", disabled, ByName::NotAllowed),
        ("guest", "", elsewhere, ByName::NotAllowed),
        ("demo", "demo", locked, ByName::Lost(Lost::Status(500))),
        ("demo", "demo", |fake| fake.set_phase(Phase::Starting), ByName::Lost(Lost::Starting)),
    ] {
        assert_eq!(by_name(name, password, change), outcome, "{name} with {password:?}");
    }
}

#[test]
fn a_password_may_hold_anything() {
    let password = "\"\\ %2B+é\u{1f600}\t</script>";
    let mut fake = Jellyfin::new(Version::V10_8_13);
    fake.add_user("Zoë \"Z\"", password);
    let call = authenticate_by_name("zoë \"z\"", &Password::new(password), &waiting_device());
    assert!(matches!(read_by_name(Ok(exchange(&mut fake, &call))), ByName::SignedIn(_)));
}

#[test]
fn signing_out_revokes_the_token_in_every_version() {
    for version in Version::ALL {
        let mut fake = Jellyfin::new(version);
        let (device, token) = (waiting_device(), Token::new(fake.sign_in("demo", &waiting_device().id)));
        let whose = |fake: &mut Jellyfin| read_me(Ok(exchange(fake, &me(&device, &token))));
        assert!(matches!(whose(&mut fake), Me::User(user) if user.name == "demo"), "{version}");
        for _ in 0..2 {
            let left = read_logged_out(Ok(exchange(&mut fake, &logout(&device, &token))));
            assert_eq!(left, LoggedOut::Revoked, "{version}");
            assert_eq!(whose(&mut fake), Me::SignedOut, "{version}");
        }
    }
}

//! The approving device: nothing is sent before the press, and what became of it is proven.

use fake_jellyfin::Fault;
use fake_jellyfin::{Jellyfin, Version};
use quick_connect_client::flow::approval::{self, Request};
use quick_connect_client::jellyfin::Method;
use quick_connect_client::jellyfin::code::Code;
use quick_connect_client::jellyfin::device::Device;
use quick_connect_client::jellyfin::quick_connect::initiate;
use quick_connect_client::jellyfin::secret::Token;
use quick_connect_client::jellyfin::users::User;

use crate::exchange::{exchange, waiting_device};
use crate::stage::Conversation;

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
    Conversation::with(fake).approve(approver, &events).reads(&[&format!(
        "shows a question
         GET /Sessions -> {look}
         shows approving
         POST /QuickConnect/Authorize -> {status}
         shows {shown}"
    )]);
}

const PROVEN: &str = concat!(
    "approved
                      GET /Sessions -> 200
                      shows approved: Jellyfin Quick Connect ",
    env!("CARGO_PKG_VERSION")
);

#[test]
fn approving_ends_with_the_servers_word_and_its_proof() {
    approval_reads("demo", |_| {}, 200, 200, PROVEN);
    approval_reads("guest", |_| {}, 200, 200, PROVEN);
    approval_reads("demo", Jellyfin::restart, 200, 404, "unknown");
    approval_reads("demo", |fake| fake.advance(600_001), 200, 404, "unknown");
    approval_reads("demo", |fake| fake.enable_quick_connect(false), 200, 401, "disabled");
    approval_reads("guest", |fake| _ = fake.user_mut("guest").limit_sessions(1), 200, 403, "forbidden (limited)");
    approval_reads("guest", |fake| _ = fake.user_mut("guest").allow_only_between(0.0, 0.0), 403, 403, "forbidden");
    approval_reads("demo", Jellyfin::revoke_all, 401, 401, "signed-out");
    approval_reads("guest", |fake| _ = fake.user_mut("guest").disable(), 401, 401, "signed-out");
}

#[test]
fn a_code_that_was_used_is_so_at_the_second_try_too() {
    let mut fake = Jellyfin::new(Version::V12_0);
    let (approver, events) = approver(&mut fake, "demo");
    assert!(fake.approve(&waiting_code(&fake), "guest"));
    Conversation::with(fake).approve(approver, &events).reads(&["shows a question
         GET /Sessions -> 200
         shows approving
         POST /QuickConnect/Authorize -> 500
         rest 1 s
         POST /QuickConnect/Authorize -> 500
         shows doubt
         GET /Sessions -> 200
         shows used"]);
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
        Conversation::with(fake).approve(approver, &events).reads(&[&format!(
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
    let conversation = Conversation::with(fake).approve(approver, &[entered, chosen, pressed]);
    conversation.reads(&[&format!(
        "shows a question
         GET /Sessions -> 200
         shows approving
         POST /QuickConnect/Authorize -> 200
         shows {PROVEN}"
    )]);
    let fake = conversation.fake.borrow();
    let device = fake.devices().iter().find(|device| device.device_id == waiting_device().id).expect("the television");
    assert_eq!(device.user_id, fake.user_named("guest").expect("a guest").id());
}

#[test]
fn an_approval_that_does_not_show_is_looked_for_some_seconds() {
    let mut fake = Jellyfin::new(Version::V12_0);
    let (approver, events) = approver(&mut fake, "demo");
    let conversation = Conversation::with(fake).spoil("/Sessions", &Fault::body(200, "application/json", *b"[]"), 6);
    conversation.approve(approver, &events).reads(&["shows a question
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
    let doubted = concat!(
        "500
             rest 1 s
             POST /QuickConnect/Authorize -> 500
             shows doubt
             GET /Sessions -> 200
             shows approved: Jellyfin Quick Connect ",
        env!("CARGO_PKG_VERSION")
    );
    let at_once = format!("200\nshows {PROVEN}");
    for (fault, first, second) in [
        (Fault::Drop, "NoAnswer", &*at_once),
        (Fault::LostAnswer, "NoAnswer", doubted),
        (Fault::Hang, "TimedOut", &at_once),
        (Fault::Status(503), "503", &at_once),
        (Fault::CutOff, "200", doubted),
    ] {
        let mut fake = Jellyfin::new(Version::V12_0);
        let (who, [entered, pressed]) = approver(&mut fake, "demo");
        let events = [entered, pressed.clone(), pressed];
        Conversation::with(fake).spoil("/Authorize", &fault, 1).approve(who, &events).reads(&[&format!(
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
fn what_may_be_chance_is_tried_once_more_by_the_same_press() {
    // A locked database says the same as a used code, and a proxy that cannot reach the server may say 404.
    let text = "Error processing request.";
    for (fault, first) in [
        (Fault::body(500, "text/plain", text), "500"),
        (Fault::body(404, "text/plain", "404 page not found"), "404"),
        (Fault::body(404, "text/html", "<html>"), "404"),
    ] {
        let mut fake = Jellyfin::new(Version::V12_0);
        let (approver, events) = approver(&mut fake, "demo");
        Conversation::with(fake).spoil("/Authorize", &fault, 1).approve(approver, &events).reads(&[&format!(
            "shows a question
             GET /Sessions -> 200
             shows approving
             POST /QuickConnect/Authorize -> {first}
             rest 1 s
             POST /QuickConnect/Authorize -> 200
             shows {PROVEN}"
        )]);
    }
}

#[test]
fn a_proxy_that_answers_twice_in_the_servers_place_says_nothing_about_the_code() {
    let mut fake = Jellyfin::new(Version::V12_0);
    let (approver, events) = approver(&mut fake, "demo");
    let fault = Fault::body(404, "text/plain", "404 page not found");
    Conversation::with(fake).spoil("/Authorize", &fault, 2).approve(approver, &events).reads(&["shows a question
         GET /Sessions -> 200
         shows approving
         POST /QuickConnect/Authorize -> 404
         rest 1 s
         POST /QuickConnect/Authorize -> 404
         shows offline
         4 × rest 4 s, GET /Sessions -> 200"]);
}

#[test]
fn a_lost_approval_that_arrived_is_found_without_another_press() {
    let mut fake = Jellyfin::new(Version::V12_0);
    let (approver, events) = approver(&mut fake, "demo");
    Conversation::with(fake).spoil("/Authorize", &Fault::LostAnswer, 1).approve(approver, &events).reads(&[concat!(
        "shows a question
         GET /Sessions -> 200
         shows approving
         POST /QuickConnect/Authorize -> NoAnswer
         shows offline
         rest 4 s
         GET /Sessions -> 200
         shows approved: Jellyfin Quick Connect ",
        env!("CARGO_PKG_VERSION")
    )]);
}

#[test]
fn a_lost_approval_that_did_not_arrive_is_not_made_up_nor_sent_again_without_a_press() {
    let mut fake = Jellyfin::new(Version::V12_0);
    let (approver, events) = approver(&mut fake, "demo");
    Conversation::with(fake).spoil("/Authorize", &Fault::Drop, 1).approve(approver, &events).reads(&[
        "shows a question
         GET /Sessions -> 200
         shows approving
         POST /QuickConnect/Authorize -> NoAnswer
         shows offline
         5 × rest 4 s, GET /Sessions -> 200",
    ]);
}

#[test]
fn nothing_is_sent_without_the_press() {
    let mut fake = Jellyfin::new(Version::V12_0);
    let (approver, [entered, pressed]) = approver(&mut fake, "demo");
    let events = [pressed.clone(), entered, approval::Event::Cancelled, pressed];
    Conversation::with(fake).approve(approver, &events).reads(&["shows a question
         GET /Sessions -> 200"]);
}

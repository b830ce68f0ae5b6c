//! Whole sign-ins of the core against the fake Jellyfin, as transcripts: what is sent, what comes back, how long the
//! device rests, and what it shows. Time is virtual; a request takes none unless it is spoiled.
//!
//! Every conversation also checks that at most one effect is under way, and that nothing that is shown, logged or
//! debugged holds a secret, a token or a code.

#![cfg(not(target_family = "wasm"))]

mod exchange;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use exchange::{call_for, event_for, exchange, run, waiting_device};
use harness::fake::{Jellyfin, Phase, Version};
use harness::http::Fault;
use quick_connect_client::approval;
use quick_connect_client::code::Code;
use quick_connect_client::device::Device;
use quick_connect_client::jellyfin::quick_connect::{authorize, initiate, read_authorized};
use quick_connect_client::jellyfin::sessions::{LoggedOut, logout, read_logged_out};
use quick_connect_client::jellyfin::users::{
    Authentication, ByName, Me, authenticate_by_name, me, read_by_name, read_me,
};
use quick_connect_client::jellyfin::{Answer, Call, Lost, MOST_BYTES, Method, Reply, TIMEOUT_MS};
use quick_connect_client::json::Json;
use quick_connect_client::machine::{World, drive};
use quick_connect_client::quick_connect::{Effect, Event, State};
use quick_connect_client::secret::{Password, Token};

/// What happens from outside, at a second of the waiting device's own clock.
#[derive(Clone, Copy, Debug)]
enum Fate {
    /// "demo" approves the code that is shown.
    Approves,
    /// The server stops and starts.
    Restarts,
    SwitchesOff,
    SwitchesOn,
    /// The person presses a button.
    Presses(Button),
    /// The waiting device stands still for so many seconds, and its clock with it.
    Sleeps(u64),
    /// Another device asks for a code and happens to get the one that is shown here.
    CodeIsGivenAway,
}

#[derive(Clone, Copy, Debug)]
enum Button {
    CheckNow,
    NewCode,
}

/// How every conversation begins.
const OPENED: &str = "shows requesting (Opened)
                      POST /QuickConnect/Initiate -> 200
                      shows waiting (Opened)";

/// How it ends once an approval was given.
const SIGNED_IN: &str = "GET /QuickConnect/Connect -> 200
                         shows redeeming
                         POST /Users/AuthenticateWithQuickConnect -> 200
                         shows demo’s account";

/// The one device and its server.
struct Talk {
    fake: RefCell<Jellyfin>,
    /// The device's clock, in milliseconds.
    clock: Cell<u64>,
    script: RefCell<VecDeque<(u64, Fate)>>,
    faults: RefCell<Vec<(&'static str, Fault)>>,
    presses: RefCell<VecDeque<Event>>,
    entries: RefCell<VecDeque<approval::Event>>,
    approver: Option<(Device, Token)>,
    code: Cell<Option<Code>>,
    is_busy: Cell<bool>,
    /// The transcript.
    lines: RefCell<Vec<String>>,
    /// All that a log could have caught.
    debugged: RefCell<String>,
    /// What must not be in it.
    hidden: RefCell<Vec<String>>,
}

impl Talk {
    fn new(version: Version) -> Self {
        Self::with(Jellyfin::new(version))
    }

    fn with(fake: Jellyfin) -> Self {
        Self {
            fake: RefCell::new(fake),
            clock: Cell::new(0),
            script: RefCell::default(),
            faults: RefCell::default(),
            presses: RefCell::default(),
            entries: RefCell::default(),
            approver: None,
            code: Cell::new(None),
            is_busy: Cell::new(false),
            lines: RefCell::default(),
            debugged: RefCell::default(),
            hidden: RefCell::default(),
        }
    }

    /// In the order of time.
    fn at(self, second: u64, fate: Fate) -> Self {
        self.script.borrow_mut().push_back((second * 1000, fate));
        self
    }

    /// Spoils the next requests, this many, whose path ends like this.
    fn spoil(self, path: &'static str, fault: &Fault, times: usize) -> Self {
        self.faults.borrow_mut().extend(std::iter::repeat_n((path, fault.clone()), times));
        self
    }

    /// The waiting device from opening its screen to being signed in.
    fn sign_in(&self) -> Authentication {
        let end = run(drive(State::start(), self), 5000);
        self.check_that_nothing_leaked();
        let Some(State::SignedIn(authentication)) = end else { panic!("never signed in:\n{}", self.transcript()) };
        let token = authentication.token.reveal();
        assert!(self.fake.borrow().is_token_alive(token), "the token is dead");
        authentication
    }

    /// The approving device, from these events to the last thing it shows.
    fn approve(mut self, approver: (Device, Token), events: &[approval::Event]) -> Self {
        self.hidden.borrow_mut().push(approver.1.reveal().to_owned());
        self.approver = Some(approver);
        self.entries.borrow_mut().extend(events);
        assert!(run(drive(approval::State::Entering, &self), 100).is_none(), "approving has no end");
        self.check_that_nothing_leaked();
        self
    }

    fn transcript(&self) -> String {
        folded(&self.lines.borrow()).join("\n")
    }

    #[track_caller]
    fn reads(&self, blocks: &[&str]) {
        let expected: Vec<&str> = blocks.iter().flat_map(|block| block.lines()).map(str::trim).collect();
        let (found, expected) = (self.transcript(), expected.join("\n"));
        assert!(found == expected, "found:\n{found}\n\nexpected:\n{expected}");
    }

    fn check_that_nothing_leaked(&self) {
        let log = format!("{}\n{}", self.transcript(), self.debugged.borrow());
        for hidden in &*self.hidden.borrow() {
            assert!(!log.contains(hidden), "{hidden} in\n{log}");
        }
    }

    fn line(&self, line: String) {
        self.lines.borrow_mut().push(line);
    }

    fn note(&self, debugged: &impl std::fmt::Debug) {
        self.debugged.borrow_mut().push_str(&format!("{debugged:?}\n"));
    }

    /// Says what a state looks like, once.
    fn caption(&self, caption: String) {
        let last = self.lines.borrow().iter().rfind(|line| line.starts_with("shows ")).cloned();
        if last.as_ref() != Some(&caption) {
            self.line(caption);
        }
    }

    fn happen(&self, fate: Fate) {
        self.line(format!("-- {fate:?}"));
        let mut fake = self.fake.borrow_mut();
        match fate {
            Fate::Approves => assert!(fake.approve(&self.code.get().expect("a code").digits(), "demo")),
            Fate::Restarts => fake.restart(),
            Fate::SwitchesOff => fake.enable_quick_connect(false),
            Fate::SwitchesOn => fake.enable_quick_connect(true),
            Fate::Presses(Button::CheckNow) => self.presses.borrow_mut().push_back(Event::Nudged),
            Fate::Presses(Button::NewCode) => self.presses.borrow_mut().push_back(Event::NewCode),
            Fate::Sleeps(seconds) => fake.advance(seconds * 1000),
            Fate::CodeIsGivenAway => {
                fake.next_code(&self.code.get().expect("a code").digits());
                let other = Device { id: "phone-9".into(), ..waiting_device() };
                exchange(&mut fake, &initiate(Method::Post, &other));
            }
        }
    }

    /// Lets time pass, with whatever happens meanwhile; after each thing that happens the person is asked.
    async fn pass(&self, milliseconds: u64) {
        let end = self.clock.get() + milliseconds;
        let move_to = |moment: u64| {
            self.fake.borrow_mut().advance(moment - self.clock.replace(moment));
        };
        poll_fn(|_| {
            let next = self.script.borrow().front().copied().filter(|(moment, _)| *moment <= end);
            let Some((moment, fate)) = next else {
                move_to(end);
                return Poll::Ready(());
            };
            self.script.borrow_mut().pop_front();
            move_to(moment);
            self.happen(fate);
            Poll::Pending
        })
        .await;
    }

    /// A call over the wire, spoiled if it has to be.
    async fn send(&self, call: &Call) -> Reply {
        self.note(call);
        let path = call.target.split('?').next().unwrap_or_default();
        let fault = {
            let mut faults = self.faults.borrow_mut();
            faults.iter().position(|(end, _)| path.ends_with(end)).map(|place| faults.remove(place).1)
        };
        let reply = match fault {
            None => Ok(self.answer(call)),
            Some(Fault::Drop) => Err(Lost::NoAnswer),
            Some(Fault::LostAnswer) => {
                self.answer(call);
                Err(Lost::NoAnswer)
            }
            Some(Fault::Delay(milliseconds)) => {
                let answer = self.answer(call);
                self.pass(milliseconds.min(TIMEOUT_MS.into())).await;
                if milliseconds < TIMEOUT_MS.into() { Ok(answer) } else { Err(Lost::TimedOut) }
            }
            Some(Fault::Hang) => {
                self.pass(TIMEOUT_MS.into()).await;
                Err(Lost::TimedOut)
            }
            Some(Fault::Status(status)) => Ok(Answer { status, body: String::new() }),
            Some(Fault::Body { body, .. }) if body.len() > MOST_BYTES => Err(Lost::TooLarge),
            Some(Fault::Body { status, body, .. }) => {
                Ok(Answer { status, body: String::from_utf8_lossy(&body).into_owned() })
            }
            Some(Fault::CutOff) => {
                let mut answer = self.answer(call);
                answer.body.truncate(answer.body.len() / 2);
                Ok(answer)
            }
            Some(Fault::Endless) => Err(Lost::TooLarge),
        };
        let outcome = match &reply {
            Ok(answer) => answer.status.to_string(),
            Err(lost) => format!("{lost:?}"),
        };
        self.line(format!("{} {path} -> {outcome}", call.method.as_str()));
        self.note(&reply);
        reply
    }

    fn answer(&self, call: &Call) -> Answer {
        let answer = exchange(&mut self.fake.borrow_mut(), call);
        let body = Json::read(&answer.body);
        let texts = ["Secret", "AccessToken", "Code"].iter().filter_map(|name| body.as_ref()?.text(name));
        self.hidden.borrow_mut().extend(texts);
        answer
    }
}

/// The waiting device's world.
impl World<State> for Talk {
    async fn perform(&self, effect: &Effect) -> Event {
        let _busy = Busy::begin(&self.is_busy);
        self.note(effect);
        let event = match (call_for(effect), effect) {
            (Some(call), _) => event_for(effect, self.send(&call).await),
            (None, Effect::Rest(time)) => {
                self.line(format!("rest {} s", time.as_secs_f64()));
                self.pass(u64::try_from(time.as_millis()).expect("a short rest")).await;
                Event::Rested
            }
            (None, other) => panic!("{other:?} sends nothing"),
        };
        self.note(&event);
        event
    }

    async fn person(&self) -> Event {
        poll_fn(|_| self.presses.borrow_mut().pop_front().map_or(Poll::Pending, Poll::Ready)).await
    }

    fn now(&self) -> Duration {
        Duration::from_millis(self.clock.get())
    }

    fn show(&self, state: &State) {
        self.note(state);
        self.code.set(state.request().map(|request| request.code));
        self.caption(match state {
            State::Requesting { why, .. } => format!("shows {} ({why:?})", state.name()),
            State::Waiting { request, .. } => format!("shows {} ({:?})", state.name(), request.why),
            State::SignedIn(authentication) => format!("shows {}’s account", authentication.user.name),
            _ => format!("shows {}", state.name()),
        });
    }
}

/// The approving device's world.
impl World<approval::State> for Talk {
    async fn perform(&self, effect: &approval::Effect) -> approval::Event {
        let _busy = Busy::begin(&self.is_busy);
        self.note(effect);
        let approval::Effect::Authorize(code) = effect;
        let (device, token) = self.approver.as_ref().expect("somebody who approves");
        approval::Event::Authorized(read_authorized(self.send(&authorize(*code, device, token)).await))
    }

    async fn person(&self) -> approval::Event {
        poll_fn(|_| self.entries.borrow_mut().pop_front().map_or(Poll::Pending, Poll::Ready)).await
    }

    fn now(&self) -> Duration {
        Duration::from_millis(self.clock.get())
    }

    fn show(&self, state: &approval::State) {
        self.note(state);
        self.caption(match state {
            approval::State::Authorizing { .. } => "shows approving".to_owned(),
            approval::State::Decided(approval::Outcome::Used { again: true }) => "shows used (by us)".to_owned(),
            _ => format!("shows {}", state.result().unwrap_or("a question")),
        });
    }
}

/// At most one effect is under way.
struct Busy<'a>(&'a Cell<bool>);

impl<'a> Busy<'a> {
    fn begin(is_busy: &'a Cell<bool>) -> Self {
        assert!(!is_busy.replace(true), "two effects at once");
        Self(is_busy)
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

/// A pair of lines that comes three times or more is written once.
fn folded(lines: &[String]) -> Vec<String> {
    let mut folded = Vec::new();
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let pair = &rest[..rest.len().min(2)];
        let times = rest.chunks_exact(2).take_while(|other| *other == pair).count();
        if times > 2 {
            folded.push(format!("{times} × {}, {}", pair[0], pair[1]));
            rest = &rest[2 * times..];
        } else {
            folded.push(first.clone());
            rest = &rest[1..];
        }
    }
    folded
}

#[test]
fn an_approval_signs_in_at_the_next_poll() {
    let talk = Talk::new(Version::V12_0).at(12, Fate::Approves);
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

#[test]
fn an_approval_in_the_last_second_signs_in() {
    let talk = Talk::new(Version::V12_0).at(599, Fate::Approves);
    talk.sign_in();
    talk.reads(&[
        OPENED,
        "119 × rest 5 s, GET /QuickConnect/Connect -> 200
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn a_code_that_nobody_approves_is_replaced_and_said_to_have_expired() {
    let talk = Talk::new(Version::V12_0).at(607, Fate::Approves);
    talk.sign_in();
    talk.reads(&[
        OPENED,
        "120 × rest 5 s, GET /QuickConnect/Connect -> 200
         rest 5 s
         GET /QuickConnect/Connect -> 404
         shows requesting (Expired)
         POST /QuickConnect/Initiate -> 200
         shows waiting (Expired)
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn a_server_that_restarts_gives_a_new_code_at_once() {
    let talk = Talk::new(Version::V10_11_11).at(6, Fate::Restarts).at(11, Fate::Approves);
    talk.sign_in();
    talk.reads(&[
        OPENED,
        "rest 5 s
         GET /QuickConnect/Connect -> 200
         rest 5 s
         -- Restarts
         GET /QuickConnect/Connect -> 404
         shows requesting (Forgotten)
         POST /QuickConnect/Initiate -> 200
         shows waiting (Forgotten)
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn a_restart_between_the_approval_and_the_poll_leads_to_a_new_code() {
    let talk = Talk::new(Version::V12_0).at(1, Fate::Approves).at(2, Fate::Restarts).at(6, Fate::Approves);
    talk.sign_in();
    talk.reads(&[
        OPENED,
        "rest 5 s
         -- Approves
         -- Restarts
         GET /QuickConnect/Connect -> 404
         shows requesting (Forgotten)
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
    let talk = Talk::with(fake).at(20, Fate::SwitchesOn).at(31, Fate::Approves);
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
fn a_feature_that_is_switched_off_midway_is_waited_for() {
    let talk = Talk::new(Version::V12_0).at(3, Fate::SwitchesOff).at(15, Fate::SwitchesOn).at(21, Fate::Approves);
    talk.sign_in();
    talk.reads(&[
        OPENED,
        "rest 5 s
         -- SwitchesOff
         GET /QuickConnect/Connect -> 401
         shows disabled
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
fn a_feature_that_is_switched_off_before_the_redeem_is_waited_for() {
    let talk = Talk::new(Version::V12_0)
        .spoil("/AuthenticateWithQuickConnect", &Fault::Drop, 1)
        .at(4, Fate::Approves)
        .at(6, Fate::SwitchesOff)
        .at(7, Fate::SwitchesOn)
        .at(22, Fate::Approves);
    talk.sign_in();
    talk.reads(&[
        OPENED,
        "rest 5 s
         -- Approves
         GET /QuickConnect/Connect -> 200
         shows redeeming
         POST /Users/AuthenticateWithQuickConnect -> NoAnswer
         rest 1 s
         -- SwitchesOff
         POST /Users/AuthenticateWithQuickConnect -> 401
         shows disabled
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
fn an_approval_that_is_seen_but_too_old_to_redeem_leads_to_a_new_code() {
    let talk = Talk::new(Version::V12_0).at(2, Fate::Approves).at(3, Fate::Sleeps(630)).at(9, Fate::Approves);
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
         POST /QuickConnect/Initiate -> 200
         shows waiting (Forgotten)
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn three_lost_polls_do_not_lose_the_approval() {
    let talk = Talk::new(Version::V12_0).spoil("/Connect", &Fault::Drop, 3).at(8, Fate::Approves);
    talk.sign_in();
    talk.reads(&[
        OPENED,
        "rest 5 s
         GET /QuickConnect/Connect -> NoAnswer
         shows retrying (Opened)
         rest 5 s
         -- Approves
         GET /QuickConnect/Connect -> NoAnswer
         rest 5 s
         GET /QuickConnect/Connect -> NoAnswer
         rest 5 s",
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
        let talk = Talk::new(Version::V12_0).spoil("/Connect", &fault, 4).at(6, Fate::Approves);
        talk.sign_in();
        let asked = talk.lines.borrow().iter().filter(|line| line.contains("Initiate")).count();
        assert_eq!(asked, 1, "after {fault:?} the code was given up");
    }
}

#[test]
fn a_redeem_whose_answer_is_lost_is_done_again_and_gives_the_same_token() {
    let talk =
        Talk::new(Version::V12_0).spoil("/AuthenticateWithQuickConnect", &Fault::LostAnswer, 2).at(3, Fate::Approves);
    let authentication = talk.sign_in();
    talk.reads(&[
        OPENED,
        "rest 5 s
         -- Approves
         GET /QuickConnect/Connect -> 200
         shows redeeming
         POST /Users/AuthenticateWithQuickConnect -> NoAnswer
         rest 1 s
         POST /Users/AuthenticateWithQuickConnect -> NoAnswer
         rest 2 s
         POST /Users/AuthenticateWithQuickConnect -> 200
         shows demo’s account",
    ]);
    assert_eq!(talk.fake.borrow().tokens(), [authentication.token.reveal()]);
}

#[test]
fn a_server_that_is_still_starting_is_asked_again_with_growing_pauses() {
    let talk = Talk::new(Version::V12_0).spoil("/Initiate", &Fault::Status(503), 6).at(36, Fate::Approves);
    talk.sign_in();
    talk.reads(&[
        "shows requesting (Opened)
         POST /QuickConnect/Initiate -> 503
         shows unreachable (Opened)
         rest 1 s
         POST /QuickConnect/Initiate -> 503
         rest 2 s
         POST /QuickConnect/Initiate -> 503
         rest 4 s
         POST /QuickConnect/Initiate -> 503
         rest 8 s
         POST /QuickConnect/Initiate -> 503
         rest 10 s
         POST /QuickConnect/Initiate -> 503
         rest 10 s
         POST /QuickConnect/Initiate -> 200
         shows waiting (Opened)
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn a_code_that_another_device_was_given_is_replaced() {
    let talk = Talk::new(Version::V12_0).at(1, Fate::CodeIsGivenAway).at(6, Fate::Approves);
    talk.sign_in();
    talk.reads(&[
        OPENED,
        "rest 5 s
         -- CodeIsGivenAway
         GET /QuickConnect/Connect -> 404
         shows requesting (Forgotten)
         POST /QuickConnect/Initiate -> 200
         shows waiting (Forgotten)
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn a_wish_for_a_new_code_does_not_throw_away_an_approval() {
    let talk = Talk::new(Version::V12_0).at(2, Fate::Approves).at(3, Fate::Presses(Button::NewCode));
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
fn a_wish_for_a_new_code_is_granted_at_once() {
    let talk = Talk::new(Version::V12_0).at(2, Fate::Presses(Button::NewCode)).at(3, Fate::Approves);
    talk.sign_in();
    talk.reads(&[
        OPENED,
        "rest 5 s
         -- Presses(NewCode)
         GET /QuickConnect/Connect -> 200
         shows requesting (Asked)
         POST /QuickConnect/Initiate -> 200
         shows waiting (Asked)
         rest 5 s
         -- Approves",
        SIGNED_IN,
    ]);
}

#[test]
fn check_now_cuts_the_rest_short_and_never_doubles_a_poll() {
    let talk = Talk::new(Version::V12_0)
        .spoil("/Connect", &Fault::Delay(3000), 1)
        .at(1, Fate::Presses(Button::CheckNow))
        .at(2, Fate::Presses(Button::CheckNow))
        .at(3, Fate::Approves);
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
    let talk = Talk::new(Version::V10_8_13).at(1, Fate::Restarts).at(6, Fate::Approves);
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
            let talk = Talk::with(fake).at(3, Fate::Approves);
            let authentication = talk.sign_in();
            assert_eq!(authentication.server_id, server_id, "{version} in {base_path:?}");
            let asked = talk.lines.borrow().iter().filter(|line| line.contains("/Initiate")).count();
            assert_eq!(asked, if version == Version::V10_8_13 { 2 } else { 1 }, "{version} in {base_path:?}");
        }
    }
}

#[test]
fn the_device_goes_by_its_own_name_at_the_server() {
    let talk = Talk::new(Version::V12_0).at(3, Fate::Approves);
    talk.sign_in();
    let fake = talk.fake.borrow();
    let [device] = fake.devices() else { panic!("not one device") };
    let Device { id, name } = waiting_device();
    assert_eq!((&device.device_id, &device.name), (&id, &name));
}

/// A device on which that account is signed in, and a press on "Approve" for the code that another device waits with.
fn approver(fake: &mut Jellyfin, name: &str) -> ((Device, Token), [approval::Event; 2]) {
    let device = Device { id: "phone-1".into(), name: "Phone".into() };
    let token = Token::new(fake.sign_in(name, &device.id));
    exchange(fake, &initiate(Method::Post, &waiting_device()));
    let code = Code::parse(&waiting_code(fake)).expect("six digits");
    ((device, token), [approval::Event::Entered(code), approval::Event::Pressed])
}

fn waiting_code(fake: &Jellyfin) -> String {
    fake.code_of(&waiting_device().id).expect("a code").to_owned()
}

/// The approval of a waiting code after something was changed at the server.
#[track_caller]
fn approval_reads(name: &str, change: fn(&mut Jellyfin), expected: &str) {
    let mut fake = Jellyfin::new(Version::V12_0);
    let (approver, events) = approver(&mut fake, name);
    change(&mut fake);
    let (status, shown) = expected.split_once(' ').expect("a status and a result");
    Talk::with(fake).approve(approver, &events).reads(&[&format!(
        "shows a question
         shows approving
         POST /QuickConnect/Authorize -> {status}
         shows {shown}"
    )]);
}

#[test]
fn approving_ends_with_the_servers_word() {
    approval_reads("demo", |_| {}, "200 approved");
    approval_reads("guest", |_| {}, "200 approved");
    approval_reads("demo", Jellyfin::restart, "404 unknown");
    approval_reads("demo", |fake| fake.advance(600_001), "404 unknown");
    approval_reads("demo", |fake| assert!(fake.approve(&waiting_code(fake), "guest")), "500 used");
    approval_reads("demo", |fake| fake.enable_quick_connect(false), "401 disabled");
    approval_reads("guest", |fake| _ = fake.user_mut("guest").limit_sessions(1), "403 forbidden");
    approval_reads("guest", |fake| _ = fake.user_mut("guest").allow_only_between(0.0, 0.0), "403 forbidden");
    approval_reads("demo", Jellyfin::revoke_all, "401 signed-out");
    approval_reads("guest", |fake| _ = fake.user_mut("guest").disable(), "401 signed-out");
}

#[test]
fn a_lost_approval_asks_again_and_the_second_press_finishes_it() {
    for (fault, first, second) in [
        (Fault::Drop, "NoAnswer", "200\nshows approved"),
        (Fault::LostAnswer, "NoAnswer", "500\nshows used (by us)"),
        (Fault::Hang, "TimedOut", "200\nshows approved"),
        (Fault::Status(503), "503", "200\nshows approved"),
        (Fault::body(404, "text/html", "<html>"), "404", "200\nshows approved"),
        (Fault::CutOff, "200", "500\nshows used (by us)"),
    ] {
        let mut fake = Jellyfin::new(Version::V12_0);
        let (approver, [entered, pressed]) = approver(&mut fake, "demo");
        let talk = Talk::with(fake).spoil("/Authorize", &fault, 1).approve(approver, &[entered, pressed, pressed]);
        talk.reads(&[&format!(
            "shows a question
             shows approving
             POST /QuickConnect/Authorize -> {first}
             shows offline
             shows approving
             POST /QuickConnect/Authorize -> {second}"
        )]);
    }
}

#[test]
fn nothing_is_sent_without_the_press() {
    let mut fake = Jellyfin::new(Version::V12_0);
    let (approver, [entered, pressed]) = approver(&mut fake, "demo");
    let events = [pressed, entered, approval::Event::Cancelled, pressed];
    Talk::with(fake).approve(approver, &events).reads(&["shows a question"]);
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

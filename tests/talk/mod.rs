//! The two devices and their server, and the transcript of what passes between them. Time is virtual; a request takes
//! none unless it is spoiled.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::exchange::{Busy, call_for, event_for, exchange, waiting_device};
use fake_jellyfin::Fault;
use fake_jellyfin::{Jellyfin, Version};
use quick_connect_client::flow::approval::{self, Proof};
use quick_connect_client::flow::machine::{World, drive};
use quick_connect_client::flow::quick_connect::{Effect, Event, State, Waiting};
use quick_connect_client::jellyfin::code::Code;
use quick_connect_client::jellyfin::device::Device;
use quick_connect_client::jellyfin::quick_connect::{authorize, initiate, read_authorized};
use quick_connect_client::jellyfin::secret::Token;
use quick_connect_client::jellyfin::sessions::{read_signed_in, sessions};
use quick_connect_client::jellyfin::users::Authentication;
use quick_connect_client::jellyfin::{Answer, Call, Lost, MOST_BYTES, Method, Reply, TIMEOUT_MS};

/// After so many rests nobody watches an approval any more.
const MOST_RESTS: usize = 5;

/// What happens from outside, at a second of the waiting device's own clock.
#[derive(Clone, Copy, Debug)]
pub enum Twist {
    /// "demo" approves the code that is shown.
    Approves,
    /// The same with the code that was shown before it.
    ApprovesTheLastCode,
    /// An administrator approves the code that is shown for an account that is disabled.
    ApprovesForADisabledAccount,
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
pub enum Button {
    CheckNow,
    NewCode,
}

/// The one device and its server.
pub struct Talk {
    pub fake: RefCell<Jellyfin>,
    /// The device's clock, in milliseconds.
    clock: Cell<u64>,
    script: RefCell<VecDeque<(u64, Twist)>>,
    faults: RefCell<Vec<(&'static str, Fault)>>,
    presses: RefCell<VecDeque<Event>>,
    entries: RefCell<VecDeque<approval::Event>>,
    approver: Option<(Device, Token)>,
    code: Cell<Option<Code>>,
    last_code: Cell<Option<Code>>,
    is_busy: Cell<bool>,
    /// The transcript.
    pub lines: RefCell<Vec<String>>,
    /// All that a log could have caught.
    debugged: RefCell<Vec<String>>,
    /// What must not be in it.
    hidden: RefCell<Vec<String>>,
}

impl Talk {
    /// With a fresh server.
    pub fn new(version: Version) -> Self {
        Self::with(Jellyfin::new(version))
    }

    /// With this server.
    pub fn with(fake: Jellyfin) -> Self {
        Self {
            fake: RefCell::new(fake),
            clock: Cell::new(0),
            script: RefCell::default(),
            faults: RefCell::default(),
            presses: RefCell::default(),
            entries: RefCell::default(),
            approver: None,
            code: Cell::new(None),
            last_code: Cell::new(None),
            is_busy: Cell::new(false),
            lines: RefCell::default(),
            debugged: RefCell::default(),
            hidden: RefCell::default(),
        }
    }

    /// In the order of time.
    pub fn at(self, second: u64, twist: Twist) -> Self {
        self.script.borrow_mut().push_back((second * 1000, twist));
        self
    }

    /// Spoils the next requests, this many, whose path ends like this.
    pub fn spoil(self, path: &'static str, fault: &Fault, times: usize) -> Self {
        self.faults.borrow_mut().extend(std::iter::repeat_n((path, fault.clone()), times));
        self
    }

    /// The waiting device from opening its screen to being signed in.
    pub fn sign_in(&self) -> Authentication {
        let end = run(drive(State::start(), self), 5000);
        self.check_that_nothing_leaked();
        let Some(State::SignedIn(authentication)) = end else { panic!("never signed in:\n{}", self.transcript()) };
        let token = authentication.token.reveal();
        assert!(self.fake.borrow().is_token_alive(token), "the token is dead");
        authentication
    }

    /// The approving device, from these events to the last thing it shows.
    pub fn approve(mut self, approver: (Device, Token), events: &[approval::Event]) -> Self {
        self.hidden.borrow_mut().push(approver.1.reveal().to_owned());
        self.approver = Some(approver);
        self.entries.borrow_mut().extend(events.iter().cloned());
        assert!(run(drive(approval::State::Entering, &self), 100).is_none(), "approving has no end");
        self.check_that_nothing_leaked();
        self
    }

    fn transcript(&self) -> String {
        folded(&self.lines.borrow()).join("\n")
    }

    /// The transcript is made of these blocks of lines.
    #[track_caller]
    pub fn reads(&self, blocks: &[&str]) {
        let expected: Vec<&str> = blocks.iter().flat_map(|block| block.lines()).map(str::trim).collect();
        let (found, expected) = (self.transcript(), expected.join("\n"));
        assert!(found == expected, "found:\n{found}\n\nexpected:\n{expected}");
    }

    fn check_that_nothing_leaked(&self) {
        let log = format!("{}\n{}", self.transcript(), self.debugged.borrow().join("\n"));
        for hidden in &*self.hidden.borrow() {
            assert!(!log.contains(hidden), "{hidden} in\n{log}");
        }
    }

    fn line(&self, line: String) {
        assert!(self.lines.borrow().len() < 1000, "it never comes to an end:\n{}", self.transcript());
        self.lines.borrow_mut().push(line);
    }

    fn note(&self, debugged: &impl std::fmt::Debug) {
        self.debugged.borrow_mut().push(format!("{debugged:?}"));
    }

    /// Says what a state looks like, once.
    fn caption(&self, caption: String) {
        let last = self.lines.borrow().iter().rfind(|line| line.starts_with("shows ")).cloned();
        if last.as_ref() != Some(&caption) {
            self.line(caption);
        }
    }

    fn happen(&self, twist: Twist) {
        self.line(format!("-- {twist:?}"));
        let mut fake = self.fake.borrow_mut();
        match twist {
            Twist::Approves => assert!(fake.approve(&self.code.get().expect("a code").digits(), "demo")),
            Twist::ApprovesTheLastCode => {
                assert!(fake.approve(&self.last_code.get().expect("two codes").digits(), "demo"));
            }
            Twist::ApprovesForADisabledAccount => {
                assert!(fake.approve(&self.code.get().expect("a code").digits(), "guest"));
                fake.user_mut("guest").disable();
            }
            Twist::Restarts => fake.restart(),
            Twist::SwitchesOff => fake.enable_quick_connect(false),
            Twist::SwitchesOn => fake.enable_quick_connect(true),
            Twist::Presses(Button::CheckNow) => self.presses.borrow_mut().push_back(Event::Nudged),
            Twist::Presses(Button::NewCode) => self.presses.borrow_mut().push_back(Event::NewCode),
            Twist::Sleeps(seconds) => fake.advance(seconds * 1000),
            Twist::CodeIsGivenAway => {
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
            let Some((moment, twist)) = next else {
                move_to(end);
                return Poll::Ready(());
            };
            self.script.borrow_mut().pop_front();
            move_to(moment);
            self.happen(twist);
            Poll::Pending
        })
        .await;
    }

    /// A person is quicker than a rest, and leaves after some of them.
    async fn give_the_person_a_chance(&self) {
        poll_fn(|_| {
            let rests = self.lines.borrow().iter().filter(|line| line.starts_with("rest")).count();
            if self.entries.borrow().is_empty() && rests < MOST_RESTS { Poll::Ready(()) } else { Poll::Pending }
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
            Some(Fault::Status(429)) => Err(Lost::busy(Some("30"))),
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
        let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
        let texts = ["Secret", "AccessToken", "Code"].iter().filter_map(|name| body[name].as_str().map(str::to_owned));
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
            (None, Effect::Rest(pause)) => {
                let [least, most] = [pause.least, pause.most].map(|time| time.as_secs_f64());
                let range = if least < most { format!("{least} to {most}") } else { least.to_string() };
                self.line(format!("rest {range} s"));
                // The shortest, so that a conversation can be written down.
                self.pass(u64::try_from(pause.pick(0).as_millis()).expect("a short rest")).await;
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
        let code = state.request().map(|request| request.code);
        if code.is_some() && code != self.code.get() {
            self.last_code.set(self.code.replace(code));
        }
        self.caption(match state {
            State::Requesting { why, .. } => format!("shows {} ({why:?})", state.name()),
            State::Waiting(Waiting { request, .. }) => format!("shows {} ({:?})", state.name(), request.why),
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
        let (device, token) = self.approver.as_ref().expect("somebody who approves");
        match effect {
            approval::Effect::Authorize { code, for_another } => {
                let call = authorize(*code, for_another.as_deref(), device, token);
                approval::Event::Authorized(read_authorized(self.send(&call).await))
            }
            approval::Effect::LookAtSessions => {
                approval::Event::Sessions(read_signed_in(self.send(&sessions(device, token)).await))
            }
            approval::Effect::Rest(time) => {
                self.give_the_person_a_chance().await;
                self.line(format!("rest {} s", time.as_secs()));
                self.pass(u64::try_from(time.as_millis()).expect("a short rest")).await;
                approval::Event::Rested
            }
        }
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
            approval::State::Authorizing(_) => "shows approving".to_owned(),
            approval::State::Doubting(..) => "shows doubt".to_owned(),
            approval::State::Approved(_, Proof::Shown(arrival)) => format!("shows approved: {}", arrival.client),
            approval::State::Approved(_, Proof::NotShown) => "shows approved, not proven".to_owned(),
            approval::State::Refused(approval::Outcome::Limited) => "shows forbidden (limited)".to_owned(),
            approval::State::Refused(approval::Outcome::Used { perhaps_by_us: true }) => {
                "shows used (perhaps by us)".to_owned()
            }
            _ => format!("shows {}", state.result().unwrap_or("a question")),
        });
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

/// Runs a future whose time is virtual; none when it is still waiting after that many turns.
fn run<T>(future: impl Future<Output = T>, turns: usize) -> Option<T> {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..turns {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return Some(value);
        }
    }
    None
}

//! The two devices, their server, and what happens to them. Time is virtual: a request takes none unless it is spoiled.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use fake_jellyfin::Fault;
use fake_jellyfin::{Jellyfin, Version};
use quick_connect_client::flow::approval;
use quick_connect_client::flow::machine::drive;
use quick_connect_client::flow::quick_connect::{Event, State};
use quick_connect_client::jellyfin::Method;
use quick_connect_client::jellyfin::code::Code;
use quick_connect_client::jellyfin::device::Device;
use quick_connect_client::jellyfin::quick_connect::initiate;
use quick_connect_client::jellyfin::secret::Token;
use quick_connect_client::jellyfin::users::Authentication;

use crate::exchange::{exchange, waiting_device};
use crate::transcript::folded;

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

/// A device and its server.
pub struct Conversation {
    pub fake: RefCell<Jellyfin>,
    /// The device's clock, in milliseconds.
    pub clock: Cell<u64>,
    script: RefCell<VecDeque<(u64, Twist)>>,
    pub faults: RefCell<Vec<(&'static str, Fault)>>,
    pub presses: RefCell<VecDeque<Event>>,
    pub entries: RefCell<VecDeque<approval::Event>>,
    pub approver: Option<(Device, Token)>,
    pub code: Cell<Option<Code>>,
    pub last_code: Cell<Option<Code>>,
    pub is_busy: Cell<bool>,
    /// The transcript.
    pub lines: RefCell<Vec<String>>,
    /// Everything that a log could have caught.
    debugged: RefCell<Vec<String>>,
    /// What must not be in there.
    pub hidden: RefCell<Vec<String>>,
}

impl Conversation {
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

    /// Something happens at this second. To be called in the order of time.
    pub fn at(self, second: u64, twist: Twist) -> Self {
        self.script.borrow_mut().push_back((second * 1000, twist));
        self
    }

    /// Spoils the next requests whose path ends like this, this many of them.
    pub fn spoil(self, path: &'static str, fault: &Fault, times: usize) -> Self {
        self.faults.borrow_mut().extend(std::iter::repeat_n((path, fault.clone()), times));
        self
    }

    /// The waiting device from opening its screen to being signed in.
    pub fn sign_in(&self) -> Authentication {
        let end = run(drive(State::start(), self), 5000);
        self.check_that_nothing_leaked();
        let Some(State::SignedIn(authentication, _)) = end else { panic!("never signed in:\n{}", self.transcript()) };
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

    /// The transcript consists of these blocks of lines.
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

    pub fn line(&self, line: String) {
        assert!(self.lines.borrow().len() < 1000, "it never comes to an end:\n{}", self.transcript());
        self.lines.borrow_mut().push(line);
    }

    pub fn note(&self, debugged: &impl std::fmt::Debug) {
        self.debugged.borrow_mut().push(format!("{debugged:?}"));
    }

    /// Writes down what a state looks like, unless it looked the same before.
    pub fn caption(&self, caption: String) {
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

    /// Lets time pass, with whatever happens meanwhile. The person gets a turn after each event.
    pub async fn pass(&self, milliseconds: u64) {
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
}

/// Runs a future whose time is virtual; none if it is still waiting after that many turns.
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

//! One sign-in: a server, a device with a browser and its tabs, and a person, on one virtual clock.

mod approvals;
mod beside;
mod ending;
mod errands;
mod left_behind;
mod signing_in;
mod signing_out;
mod tabs;
mod twists;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, VecDeque};
use std::fmt::Write;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use fake_jellyfin::{Jellyfin, Version};
use quick_connect_client::account::session::Session;
use quick_connect_client::account::sessions::Sessions;
use quick_connect_client::flow::quick_connect::{State, WORTH_NAMING};
use quick_connect_client::jellyfin::secret::{Secret, Token};
use quick_connect_client::jellyfin::users::Authentication;

use self::approvals::Approval;
use self::errands::Errand;
use self::tabs::Tab;
use crate::SECOND;
use crate::bug::Bug;
use crate::exchange::waiting_device;
use crate::front::Front;
use crate::random::Random;
use crate::script::{Twist, draw};

/// How long a sign-in may take once nothing goes wrong any more: what is under way then (a request that times out, the
/// longest pause that a server can ask for), one turn of the polls, and the last step.
const ENOUGH: u64 = 90 * SECOND;

/// How a sign-in ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Milliseconds from the first approval that counted to the sign-in; none if nobody approved.
    pub latency: Option<u64>,
    /// Whether the approval was given while things went wrong, or something went wrong after it.
    pub is_rescued: bool,
    pub requests: u64,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Story {
    pub random: Random,
    pub fake: RefCell<Jellyfin>,
    /// The device's clock, in milliseconds.
    pub clock: Cell<u64>,
    /// The wall clock's lead over the server's, in milliseconds.
    wall: Cell<i64>,
    /// The earliest moment for which somebody waits.
    next: Cell<u64>,
    pub faults: Cell<u64>,
    /// Whether the next sign-out is lost.
    pub loses_a_sign_out: Cell<bool>,
    pub requests: Cell<u64>,
    pub is_told: bool,
    /// Whether the page is of another origin than the server.
    pub is_apart: bool,
    pub front_of_server: Cell<Option<Front>>,
    bug: Bug,
    script: RefCell<VecDeque<(u64, Twist)>>,
    is_approved: bool,
    tabs: RefCell<Vec<Tab>>,
    tab_count: Cell<usize>,
    front: Cell<usize>,
    /// The tab that waits, as local storage has it.
    pub waiting_tab: Cell<Option<usize>>,
    /// Codes that were on the screen before the present one, the last one last.
    old_codes: RefCell<Vec<String>>,
    approval: RefCell<Option<Approval>>,
    /// Whether a code may have been forgotten with what the browser kept, or with a wrong clock.
    is_forgetful: Cell<bool>,
    /// How many approvals the server took.
    approvals: Cell<u32>,
    calm_since: Cell<Option<u64>>,
    /// Whether the story goes on after the sign-in.
    lives_on: bool,
    /// The sign-ins that the browser holds.
    pub sessions: RefCell<Sessions>,
    errands: RefCell<Vec<Errand>>,
    /// The codes that sign-ins and closed tabs have left behind, as the browser keeps them.
    left_behind: RefCell<Option<String>>,
    /// Those that a tab looks after.
    looked_after: RefCell<Vec<(usize, Secret)>>,
    /// The sessions of which no server has said yet that they are over, as the browser keeps them.
    ending: RefCell<Vec<Session>>,
    /// Whom somebody has approved for or signed in as by name.
    names: RefCell<BTreeSet<String>>,
    has_signed_in: Cell<bool>,
    /// Whether an administrator has ended sessions of this device.
    is_revoked: Cell<bool>,
    /// Whether the person has come back to the page once more, when all was over.
    has_come_back: Cell<bool>,
    /// Whether the tab in front is a window of its own, which was on the screen beside another one that is closed now.
    is_beside: Cell<bool>,
    /// The session that was asked about last, when all was over.
    last_look: RefCell<Option<Token>>,
    /// Milliseconds from the first approval that counted to the first sign-in.
    latency: Cell<Option<u64>>,
    /// Whether the server may hold a token that this browser cannot know of: an answer was lost, or a code forgotten.
    pub may_leave_tokens: Cell<bool>,
    transcript: RefCell<String>,
}

thread_local! {
    /// A server of each release, to be copied: making one takes longer than a sign-in.
    static SERVERS: Vec<Jellyfin> = Version::ALL.map(Jellyfin::new).into();
}

impl Story {
    /// Lives through the sign-in of this seed.
    pub fn live(seed: u64, bug: Bug, is_told: bool) -> (Rc<Self>, impl FnOnce() -> Ending) {
        let random = Random::new(seed);
        let version = random.below(Version::ALL.len() as u64);
        let mut fake = SERVERS.with(|servers| servers[usize::try_from(version).expect("a place")].clone());
        fake.seed(seed);
        let script = draw(&random);
        let story = Rc::new(Self {
            random,
            fake: RefCell::new(fake),
            clock: Cell::new(0),
            wall: Cell::new(0),
            next: Cell::new(0),
            faults: Cell::new(script.faults),
            loses_a_sign_out: Cell::new(false),
            requests: Cell::new(0),
            is_told,
            is_apart: seed.is_multiple_of(2),
            front_of_server: Cell::new(None),
            bug,
            script: RefCell::new(script.twists.into()),
            is_approved: script.is_approved,
            tabs: RefCell::default(),
            tab_count: Cell::new(0),
            front: Cell::new(0),
            waiting_tab: Cell::new(None),
            old_codes: RefCell::default(),
            approval: RefCell::default(),
            is_forgetful: Cell::new(false),
            approvals: Cell::new(0),
            calm_since: Cell::new(None),
            lives_on: script.lives_on,
            sessions: RefCell::default(),
            errands: RefCell::default(),
            left_behind: RefCell::default(),
            looked_after: RefCell::default(),
            ending: RefCell::default(),
            names: RefCell::default(),
            has_signed_in: Cell::new(false),
            is_revoked: Cell::new(false),
            has_come_back: Cell::new(false),
            is_beside: Cell::new(false),
            last_look: RefCell::default(),
            latency: Cell::new(None),
            may_leave_tokens: Cell::new(false),
            transcript: RefCell::default(),
        });
        let to_run = story.clone();
        (story, move || to_run.run())
    }

    /// What happened, if it was to be told.
    pub fn transcript(&self) -> String {
        self.transcript.borrow().clone()
    }

    pub fn tell(&self, tab: usize, what: &dyn std::fmt::Debug) {
        if self.is_told {
            let mut transcript = self.transcript.borrow_mut();
            let _ = writeln!(transcript, "{:>9} ms  tab {tab}  {what:?}", self.clock.get());
        }
    }

    /// Whether the device's clock has come this far.
    pub fn reached(&self, moment: u64) -> Poll<()> {
        if self.clock.get() >= moment {
            return Poll::Ready(());
        }
        self.next.set(self.next.get().min(moment));
        Poll::Pending
    }

    pub fn tabs(&self) -> usize {
        self.tab_count.get()
    }

    fn run(self: Rc<Self>) -> Ending {
        self.open_a_tab();
        loop {
            while let Some(twist) = self.due() {
                self.tell(self.front.get(), &twist);
                if twist == Twist::Leaves {
                    return self.leave();
                }
                self.happen(twist);
                if let Some(ending) = self.turn() {
                    return ending;
                }
            }
            if let Some(ending) = self.turn() {
                return ending;
            }
            let script = self.script.borrow().front().map_or(u64::MAX, |(moment, _)| *moment);
            let next = self.next.get().min(script);
            let late =
                self.calm_since.get().filter(|_| !self.is_signed_in()).map_or(u64::MAX, |since| since + self.enough());
            let state = || self.front_page().map(|page| page.state.borrow().clone());
            assert!(next <= late, "[lost] still not signed in: {:?}", state());
            assert!(next < u64::MAX, "[lost] nobody waits for anything");
            self.fake.borrow_mut().advance(next - self.clock.replace(next));
        }
    }

    /// How long the sign-in may take from here on. Where a proxy hides the server's words, it takes twice as many polls to
    /// notice that a code is gone, and of two codes it may be either.
    fn enough(&self) -> u64 {
        if self.front_of_server.get().is_some() { 2 * ENOUGH } else { ENOUGH }
    }

    fn due(&self) -> Option<Twist> {
        let mut script = self.script.borrow_mut();
        let is_due = script.front().is_some_and(|(moment, _)| *moment <= self.clock.get());
        if is_due { script.pop_front().map(|(_, twist)| twist) } else { None }
    }

    /// Lets every page go on until it waits.
    fn turn(self: &Rc<Self>) -> Option<Ending> {
        self.next.set(u64::MAX);
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..3 {
            for tab in 0..self.tab_count.get() {
                // Taken out meanwhile, because the page reaches for its tab.
                let Some((page, mut life)) = self.tabs.borrow_mut()[tab].page.take() else { continue };
                let polled = life.as_mut().poll(&mut context);
                if let Poll::Ready(core) = polled {
                    let State::SignedIn(authentication, _) = core.state else {
                        panic!("[lost] an end without a sign-in")
                    };
                    if self.lives_on {
                        let approval = self.approval.borrow().as_ref().map(|it| self.clock.get() - it.since);
                        self.latency.set(self.latency.get().or(approval));
                        self.begin_session(tab, authentication);
                        self.leave_codes_behind(tab);
                        continue;
                    }
                    let is_excused = page.lost_checks.get() >= WORTH_NAMING || self.approvals.get() > 1;
                    if is_excused && !self.is_alive(&authentication) {
                        // Nobody could know: the question was lost three times, or the person approved a second code in
                        // the same moment, which ends the token of the first. The settings ask again, say so, and lead
                        // back.
                        self.void(|_| true);
                        self.tabs.borrow_mut()[tab].take_kept();
                        self.load(tab);
                        if self.calm_since.get().is_some() {
                            // Somebody has to approve what is shown now.
                            self.calm();
                        }
                        continue;
                    }
                    return Some(self.sign_in(tab, &authentication));
                }
                self.tabs.borrow_mut()[tab].page = Some((page, life));
            }
            self.run_errands(&mut context);
        }
        self.ending()
    }

    fn is_alive(&self, authentication: &Authentication) -> bool {
        self.fake.borrow().is_token_alive(authentication.token.reveal())
    }

    /// Exactly one session is stored.
    fn sign_in(&self, tab: usize, authentication: &Authentication) -> Ending {
        self.tell(tab, &"signed in");
        assert_eq!(authentication.user.name, "demo", "[session] somebody else is signed in");
        let fake = self.fake.borrow();
        assert!(fake.is_token_alive(authentication.token.reveal()), "[session] the token is dead");
        let mine = waiting_device().id;
        let sessions = fake.devices().iter().filter(|it| it.device_id == mine && fake.is_token_alive(&it.token));
        assert_eq!(sessions.count(), 1, "[session] not one session");
        // Every tab takes the session over and leaves the screen.
        self.tabs.borrow_mut().iter_mut().for_each(|tab| tab.page = None);
        let approval = self.approval.borrow();
        Ending {
            latency: approval.as_ref().map(|approval| self.clock.get() - approval.since),
            is_rescued: approval.as_ref().is_some_and(|approval| approval.is_disturbed),
            requests: self.requests.get(),
        }
    }

    /// The person closes everything; what is asked after that would be asked of pages that are gone.
    fn leave(&self) -> Ending {
        assert!(!self.is_approved, "[lost] somebody who approved has left");
        self.tabs.borrow_mut().iter_mut().for_each(|tab| tab.page = None);
        Ending { latency: None, is_rescued: false, requests: self.requests.get() }
    }
}

//! One sign-in: a server, a device with a browser, its tabs, and a person, on one virtual clock.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt::Write;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use fake_jellyfin::{Jellyfin, Phase, Version};
use quick_connect_client::flow::machine::{Machine, drive};
use quick_connect_client::flow::quick_connect::{Event, State, WORTH_NAMING};
use quick_connect_client::jellyfin::Method;
use quick_connect_client::jellyfin::secret::Secret;
use quick_connect_client::jellyfin::users::Authentication;
use quick_connect_client::server::address::Address;

use crate::bug::{Bug, Core, ShellBug};
use crate::exchange::waiting_device;
use crate::page::Page;
use crate::random::Random;
use crate::script::{Twist, draw};
use crate::{MINUTE, SECOND};

/// How long a server keeps an approval.
const LIFETIME: u64 = 10 * MINUTE;

/// How long a sign-in may take once nothing goes wrong any more: what is under way then (a request that times out, the
/// longest pause that a server can ask for), one turn of the polls, and the last step.
const ENOUGH: u64 = 90 * SECOND;

/// When the wall clock of every device shows this, its story begins.
const WALL: u64 = 1_795_000_000_000;

/// How a sign-in ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Milliseconds from the first approval that counted to the sign-in; none if nobody approved.
    pub latency: Option<u64>,
    /// Whether the approval was given while things went wrong, or something went wrong after it.
    pub is_rescued: bool,
    pub requests: u64,
}

/// An approval that the server took, for a code that a tab held at that moment.
struct Approval {
    secret: Secret,
    tab: usize,
    /// When, by the server's clock.
    at: u64,
    /// When, by the device's clock.
    since: u64,
    /// Whether something has happened since that may cost it: the server or the browser has forgotten.
    is_void: bool,
    is_disturbed: bool,
}

struct Tab {
    page: Option<(Rc<Page>, Life)>,
    /// What the tab keeps.
    pending: Option<String>,
    can_keep: bool,
    /// Whether what is kept is what was last to be kept.
    is_up_to_date: bool,
}

type Life = Pin<Box<dyn Future<Output = Core>>>;

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
    pub requests: Cell<u64>,
    pub is_told: bool,
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
    /// Whether somebody has asked for a new code, or set the clock.
    is_hurried: Cell<bool>,
    /// How many approvals the server took.
    approvals: Cell<u32>,
    calm_since: Cell<Option<u64>>,
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
            requests: Cell::new(0),
            is_told,
            bug,
            script: RefCell::new(script.twists.into()),
            is_approved: script.is_approved,
            tabs: RefCell::default(),
            tab_count: Cell::new(0),
            front: Cell::new(0),
            waiting_tab: Cell::new(None),
            old_codes: RefCell::default(),
            approval: RefCell::default(),
            is_hurried: Cell::new(false),
            approvals: Cell::new(0),
            calm_since: Cell::new(None),
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
            let late = self.calm_since.get().map_or(u64::MAX, |since| since + ENOUGH);
            assert!(next <= late, "[lost] still not signed in: {:?}", self.front_page().state.borrow());
            assert!(next < u64::MAX, "[lost] nobody waits for anything");
            self.fake.borrow_mut().advance(next - self.clock.replace(next));
        }
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
                    let State::SignedIn(authentication) = core.state else { panic!("[lost] an end without a sign-in") };
                    let is_excused = page.lost_checks.get() >= WORTH_NAMING || self.approvals.get() > 1;
                    if is_excused && !self.is_alive(&authentication) {
                        // Nobody could know: the question was lost three times, or the person approved a second code in
                        // the same moment, which ends the token of the first. The settings ask again, say so, and lead
                        // back.
                        self.void(|_| true);
                        self.tabs.borrow_mut()[tab].pending = None;
                        self.load(tab);
                        continue;
                    }
                    return Some(self.sign_in(tab, &authentication));
                }
                self.tabs.borrow_mut()[tab].page = Some((page, life));
            }
        }
        None
    }

    fn is_alive(&self, authentication: &Authentication) -> bool {
        self.fake.borrow().is_token_alive(authentication.token.reveal())
    }

    fn front_page(&self) -> Rc<Page> {
        self.page(self.front.get())
    }

    fn page(&self, tab: usize) -> Rc<Page> {
        self.tabs.borrow()[tab].page.as_ref().expect("a page").0.clone()
    }

    fn wall(&self) -> Duration {
        let server = self.fake.borrow().now() + WALL;
        Duration::from_millis(server.saturating_add_signed(self.wall.get()))
    }

    fn open_a_tab(self: &Rc<Self>) {
        let tab = self.tab_count.get();
        self.tabs.borrow_mut().push(Tab { page: None, pending: None, can_keep: true, is_up_to_date: true });
        self.tab_count.set(tab + 1);
        self.front.set(tab);
        self.load(tab);
    }

    /// As the app does it: what was kept comes back, and this tab waits now.
    fn load(self: &Rc<Self>, tab: usize) {
        let pending = {
            let mut tabs = self.tabs.borrow_mut();
            tabs[tab].page = None;
            tabs[tab].pending.clone()
        };
        let page = Page::new(self, tab);
        let state = State::resume(&pending.unwrap_or_default(), &server(), Method::Post, page.now(), self.wall());
        let core = Core { state, bug: self.bug };
        let life: Life = Box::pin({
            let page = page.clone();
            async move { drive(core, &*page).await }
        });
        self.tabs.borrow_mut()[tab].page = Some((page.clone(), life));
        self.begin_to_wait(&page);
    }

    /// The other tabs step aside for this one; unless nobody looks at it, then it does so itself.
    fn begin_to_wait(&self, page: &Page) {
        let tab = page.tab;
        if tab != self.front.get() {
            return page.hear(Event::SteppedAside);
        }
        self.waiting_tab.set(Some(tab));
        if self.bug.shell == ShellBug::LeavesTheOtherTabsAlone {
            return;
        }
        for other in (0..self.tab_count.get()).filter(|other| *other != tab) {
            if let Some((page, _)) = &self.tabs.borrow()[other].page {
                page.hear(Event::SteppedAside);
            }
        }
    }

    /// What the app does when a state is shown.
    pub fn keep(&self, page: &Page, before: &State, state: &State) {
        if before.request().map(|it| it.code) != state.request().map(|it| it.code) {
            self.old_codes.borrow_mut().extend(before.request().map(|it| it.code.digits()));
        }
        let mut tabs = self.tabs.borrow_mut();
        let tab = &mut tabs[page.tab];
        if before.secrets() != state.secrets() && !state.is_over() && self.bug.shell != ShellBug::KeepsNothing {
            if tab.can_keep {
                tab.pending = state.kept(&server(), page.now(), self.wall());
            }
            tab.is_up_to_date = tab.can_keep;
        }
        drop(tabs);
        if state.is_looking_out() && !before.is_looking_out() {
            self.begin_to_wait(page);
        }
    }

    fn happen(self: &Rc<Self>, twist: Twist) {
        if matches!(twist, Twist::PressesNewCode | Twist::SetsTheClock(_)) {
            self.is_hurried.set(true);
        }
        self.disturb(twist);
        match twist {
            Twist::Approves => self.approve(self.shown_code(), "demo"),
            Twist::ApprovesAnOldCode => {
                let old = self.old_codes.borrow().last().cloned();
                self.approve(old, "demo");
            }
            Twist::ApprovesForADisabledAccount => {
                if let Some(code) = self.shown_code() {
                    self.fake.borrow_mut().approve(&code, "guest");
                    self.fake.borrow_mut().user_mut("guest").disable();
                }
            }
            Twist::PressesCheckNow => self.front_page().hear(Event::Nudged),
            Twist::PressesNewCode => self.front_page().hear(Event::NewCode),
            Twist::Stirs(times) => (0..times).for_each(|_| self.front_page().hear(Event::Nudged)),
            Twist::Reloads => {
                let tab = self.front.get();
                if !self.tabs.borrow()[tab].is_up_to_date {
                    self.void(|approval| approval.tab == tab);
                }
                self.load(tab);
            }
            Twist::OpensATab if self.tab_count.get() < 3 => self.open_a_tab(),
            Twist::TurnsToTab(tab) => {
                if tab < self.tab_count.get() {
                    self.front.set(tab);
                    self.front_page().hear(Event::Nudged);
                }
            }
            Twist::Restarts => {
                self.fake.borrow_mut().restart();
                self.void(|_| true);
            }
            Twist::SwitchesOff => self.fake.borrow_mut().enable_quick_connect(false),
            Twist::SwitchesOn => self.fake.borrow_mut().enable_quick_connect(true),
            Twist::Enters(phase) => self.fake.borrow_mut().set_phase(phase),
            Twist::Sleeps { milliseconds, clock_goes_on } => {
                self.fake.borrow_mut().advance(milliseconds);
                if clock_goes_on {
                    self.clock.set(self.clock.get() + milliseconds);
                    let mut script = self.script.borrow_mut();
                    script.iter_mut().for_each(|(moment, _)| *moment += milliseconds);
                }
                self.front_page().hear(Event::Nudged);
            }
            Twist::SetsTheClock(by) => self.wall.set(self.wall.get() + by),
            Twist::ClearsStorage => {
                let tab = self.front.get();
                let mut tabs = self.tabs.borrow_mut();
                tabs[tab].pending = None;
                tabs[tab].is_up_to_date = false;
            }
            Twist::StorageWorks(works) => self.tabs.borrow_mut()[self.front.get()].can_keep = works,
            Twist::Calms => self.calm(),
            Twist::OpensATab | Twist::Leaves => {}
        }
    }

    /// Nothing goes wrong any more. If an approval is there that the server will still redeem, nobody does anything
    /// but look at the tab that it was given to; else somebody approves what is shown, once a second.
    fn calm(self: &Rc<Self>) {
        self.fake.borrow_mut().enable_quick_connect(true);
        self.fake.borrow_mut().set_phase(Phase::Running);
        self.faults.set(0);
        let now = self.clock.get();
        self.calm_since.set(Some(now));
        let good = self.approval.borrow().as_ref().filter(|approval| self.is_good(approval, ENOUGH)).map(|it| it.tab);
        if let Some(tab) = good {
            self.front.set(tab);
        } else {
            self.script.borrow_mut().extend((1..ENOUGH / SECOND).map(|n| (now + n * SECOND, Twist::Approves)));
        }
        if matches!(*self.front_page().state.borrow(), State::Aside { .. }) {
            self.front_page().hear(Event::Nudged);
        }
    }

    /// Whether the server will redeem an approval for so long.
    fn is_good(&self, approval: &Approval, ahead: u64) -> bool {
        !approval.is_void && self.fake.borrow().now() + ahead <= approval.at + LIFETIME
    }

    fn shown_code(&self) -> Option<String> {
        self.front_page().state.borrow().request().map(|request| request.code.digits())
    }

    fn approve(&self, code: Option<String>, name: &str) {
        let Some(code) = code else { return };
        let tab = self.front.get();
        let held = self.secret_of(tab, &code);
        let mut fake = self.fake.borrow_mut();
        if !fake.approve(&code, name) {
            return;
        }
        let at = fake.now();
        drop(fake);
        self.approvals.set(self.approvals.get() + 1);
        // A second approval for the same account ends the token of the first: the server knows one a device.
        if let Some(secret) = held {
            let is_disturbed = self.faults.get() > 0 && self.calm_since.get().is_none();
            let since = self.clock.get();
            let first = self.approval.borrow().as_ref().filter(|it| self.is_good(it, 0)).map(|it| it.since);
            let since = first.unwrap_or(since);
            self.approval.replace(Some(Approval { secret, tab, at, since, is_void: false, is_disturbed }));
        } else {
            self.void(|_| true);
        }
    }

    /// The secret of a code that a tab shows, or has shown last. The one before the present one counts until the server
    /// forgets it, unless somebody or a wrong clock makes codes follow each other faster than they run out.
    fn secret_of(&self, tab: usize, code: &str) -> Option<Secret> {
        let page = self.page(tab);
        let state = page.state.borrow();
        let [newest, older] = state.secrets();
        let shown = state.request().filter(|request| request.code.digits() == code);
        if shown.is_some() {
            return newest.cloned();
        }
        let is_last = self.old_codes.borrow().last().is_some_and(|last| last == code);
        older.filter(|_| is_last && self.tab_count.get() == 1 && !self.is_hurried.get()).cloned()
    }

    fn void(&self, which: impl Fn(&Approval) -> bool) {
        for approval in self.approval.borrow_mut().iter_mut().filter(|approval| which(approval)) {
            approval.is_void = true;
        }
    }

    fn disturb(&self, twist: Twist) {
        let is_disturbing = !matches!(
            twist,
            Twist::Approves | Twist::ApprovesAnOldCode | Twist::PressesCheckNow | Twist::Calms | Twist::Leaves
        );
        if let (true, Some(approval)) = (is_disturbing, &mut *self.approval.borrow_mut()) {
            approval.is_disturbed = true;
        }
    }

    /// Invariant 1, where it can be broken: a page lets go of a secret that has been approved.
    pub fn check_that_it_may_be_given_up(&self, secret: &Secret) {
        let approval = self.approval.borrow();
        let Some(approval) = approval.as_ref().filter(|approval| approval.secret == *secret) else { return };
        assert!(!self.is_good(approval, 0), "[lost] an approval was thrown away");
    }

    /// Exactly one session is stored, and afterwards no secret remains anywhere.
    fn sign_in(&self, tab: usize, authentication: &Authentication) -> Ending {
        self.tell(tab, &"signed in");
        assert_eq!(authentication.user.name, "demo", "[session] somebody else is signed in");
        let fake = self.fake.borrow();
        assert!(fake.is_token_alive(authentication.token.reveal()), "[session] the token is dead");
        let mine = waiting_device().id;
        let sessions = fake.devices().iter().filter(|it| it.device_id == mine && fake.is_token_alive(&it.token));
        assert_eq!(sessions.count(), 1, "[session] not one session");
        let mut tabs = self.tabs.borrow_mut();
        for tab in tabs.iter_mut() {
            // Every tab takes the session over and leaves the screen, which forgets what was kept for it.
            tab.page = None;
            if self.bug.shell != ShellBug::LeavesTheSecretBehind {
                tab.pending = None;
            }
            assert_eq!(tab.pending, None, "[session] a secret stays behind");
        }
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

fn server() -> Address {
    Address::parse("http://attic.local:8096").expect("an address")
}

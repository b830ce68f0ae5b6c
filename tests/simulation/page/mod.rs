//! One page of a tab, from loading to its end: the shell around the core as in the app.

mod network;
mod rules;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use quick_connect_client::flow::machine::World;
use quick_connect_client::flow::quick_connect::{Effect, Event, State, Waiting};
use quick_connect_client::jellyfin::quick_connect::{Initiated, Polled, Redeemed};
use quick_connect_client::jellyfin::secret::Secret;
use quick_connect_client::jellyfin::system::send_and_settle;
use quick_connect_client::jellyfin::users::Me;

use self::rules::Truth;
use crate::HOUR;
use crate::bug::Core;
use crate::exchange::{Busy, call_for, event_for};
use crate::story::Story;

/// A loaded page.
pub struct Page {
    pub story: Rc<Story>,
    pub tab: usize,
    /// When it was loaded, by the device's clock.
    born: u64,
    pub inbox: RefCell<VecDeque<Event>>,
    pub state: RefCell<State>,
    is_busy: Cell<bool>,
    /// When the last poll ended, by the device's clock.
    last_poll: Cell<Option<u64>>,
    /// Whether somebody or something has nudged since the last poll.
    is_nudged: Cell<bool>,
    /// Whether the next poll may follow at once: the person wants another code or has turned to
    /// this tab, or an approval came to nothing.
    is_chained: Cell<bool>,
    requests: Cell<u64>,
    pub presses: Cell<u64>,
    pub nudges: Cell<u64>,
    /// What the server truly said, on its way here and here, until what comes of it has been shown.
    said: Cell<Option<Truth>>,
    truth: Cell<Option<Truth>>,
    /// Whether the last answer to a request came through.
    came_through: Cell<bool>,
    /// Secrets of which the server has said that it does not know them.
    gone: RefCell<Vec<Secret>>,
    /// Lost questions whether the token is good.
    pub lost_checks: Cell<u32>,
    /// Requests since another tab waits.
    stray_requests: Cell<u32>,
}

impl Page {
    pub fn new(story: &Rc<Story>, tab: usize) -> Rc<Self> {
        Rc::new(Self {
            story: story.clone(),
            tab,
            born: story.clock.get(),
            inbox: RefCell::default(),
            state: RefCell::new(State::start()),
            is_busy: Cell::new(false),
            last_poll: Cell::new(None),
            is_nudged: Cell::new(true),
            is_chained: Cell::new(true),
            requests: Cell::new(0),
            presses: Cell::new(0),
            nudges: Cell::new(0),
            said: Cell::new(None),
            truth: Cell::new(None),
            came_through: Cell::new(true),
            gone: RefCell::default(),
            lost_checks: Cell::new(0),
            stray_requests: Cell::new(0),
        })
    }

    /// The time since the page was opened, and an hour, as `clock::now` has it.
    pub fn now(&self) -> Duration {
        Duration::from_millis(HOUR + self.story.clock.get() - self.born)
    }

    /// Something that makes the core look up: a press, or an event of the browser.
    pub fn hear(&self, event: Event) {
        match event {
            Event::Nudged => self.nudges.set(self.nudges.get() + 1),
            Event::NewCode => self.presses.set(self.presses.get() + 1),
            _ => {}
        }
        self.is_nudged.set(true);
        self.inbox.borrow_mut().push_back(event);
    }

    pub async fn pass(&self, milliseconds: u64) {
        let end = self.story.clock.get() + milliseconds;
        poll_fn(|_| self.story.reached(end)).await;
    }
}

impl World<Core> for Page {
    async fn perform(&self, effect: &Effect) -> Event {
        let _busy = Busy::begin(&self.is_busy);
        let state = self.state.borrow().clone();
        assert!(!matches!(state, State::SignedIn(..)), "[leaving] {effect:?} after the end");
        if let Effect::Rest(pause) = effect {
            let time = pause.pick(self.story.random.number());
            self.pass(u64::try_from(time.as_millis()).expect("a short rest")).await;
            return Event::Rested;
        }
        self.check_that_this_tab_waits(&state, effect);
        let call = call_for(effect).expect("a call");
        let is_new_wanted = matches!(state, State::Waiting(Waiting { is_new_wanted: true, .. }));
        if is_new_wanted && !state.has_enough_codes() {
            self.is_chained.set(true);
        }
        self.check_the_pace(effect);
        let reply = send_and_settle(call, async |call| self.send(&call).await).await;
        let now = self.story.clock.get();
        let event = event_for(effect, reply);
        let mut said = self.said.take();
        self.story.tell(self.tab, &event);
        // What was approved in vain, and what was switched on again, is asked about at once.
        if matches!(event, Event::Redeemed(_) | Event::Checked(_) | Event::Enabled(_)) {
            self.is_chained.set(true);
        }
        match (effect, &event) {
            (Effect::Initiate(_), Event::Initiated(Initiated::Code(..))) => {
                said = said.map(|_| Truth::Code);
            }
            (Effect::Initiate(_), _) => said = said.filter(|said| *said == Truth::Disabled),
            (Effect::Poll(secret), Event::Polled(polled)) => {
                self.last_poll.set(Some(now));
                if said == Some(Truth::Forgotten) {
                    self.gone.borrow_mut().push(secret.clone());
                }
                // An older code that is gone says nothing about what is shown.
                if *polled == Polled::Forgotten && state.request().is_some_and(|request| request.secret != *secret) {
                    said = None;
                }
            }
            (Effect::Redeem(secret), Event::Redeemed(Redeemed::Forgotten)) if self.came_through.get() => {
                self.gone.borrow_mut().push(secret.clone());
            }
            (Effect::Check(_), _) => {
                said = None;
                if matches!(event, Event::Checked(Me::Lost(_))) {
                    self.lost_checks.set(self.lost_checks.get() + 1);
                }
                if matches!(event, Event::Checked(Me::SignedOut)) {
                    let redeemed = state.request().map(|request| request.secret.clone());
                    self.gone.borrow_mut().extend(redeemed);
                }
            }
            _ => {}
        }
        self.truth.set(said);
        event
    }

    async fn person(&self) -> Event {
        poll_fn(|_| self.inbox.borrow_mut().pop_front().map_or(Poll::Pending, Poll::Ready)).await
    }

    fn now(&self) -> Duration {
        Self::now(self)
    }

    fn show(&self, core: &Core) {
        let state = &core.state;
        let before = self.state.replace(state.clone());
        if matches!(before, State::Aside { .. }) {
            self.is_chained.set(true);
        }
        self.check_the_truth(&before, state);
        self.check_that_the_code_is_known(state);
        self.check_that_no_approval_is_given_up(&before, state);
        self.story.keep(self, &before, state);
        if self.story.is_told {
            let secrets = state.secrets().len();
            self.story.tell(self.tab, &format_args!("shows {} ({secrets} secrets)", state.name()));
        }
    }
}

//! One page of a tab, from loading to its end: the shell around the core as in the app, a bad network, and what must hold
//! at every step.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use fake_jellyfin::Version;
use quick_connect_client::flow::machine::World;
use quick_connect_client::flow::quick_connect::{ASIDE_PAUSE, Effect, Event, NUDGE_PAUSE, POLL_PAUSE, State, Waiting};
use quick_connect_client::jellyfin::quick_connect::{Initiated, Polled, Redeemed};
use quick_connect_client::jellyfin::secret::Secret;
use quick_connect_client::jellyfin::system::send_and_settle;
use quick_connect_client::jellyfin::users::Me;
use quick_connect_client::jellyfin::{Answer, Call, Headers, Lost, Reply, TIMEOUT_MS};

use crate::bug::Core;
use crate::exchange::{Busy, call_for, event_for, exchange};
use crate::front::Front;
use crate::story::Story;
use crate::{HOUR, SECOND};

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

/// The server's word, read by status and text, without the client's own reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Truth {
    Pending,
    Approved,
    Forgotten,
    Disabled,
    Code,
    Token,
    Other,
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

    /// A call over a bad network, perhaps with something in front of the server. It takes its time before the server has it and before the answer is back.
    pub async fn send(&self, call: &Call) -> Reply {
        let random = &self.story.random;
        let is_sign_out = call.target.ends_with("/Sessions/Logout");
        let is_spoiled = random.happens(self.story.faults.get()) || (is_sign_out && self.story.loses_a_sign_out.take());
        self.came_through.set(!is_spoiled);
        let is_clean = !is_spoiled && self.story.front_of_server.get().is_none();
        // A sign-out is tried again, but for 10.8.
        let is_old = self.story.fake.borrow().version() == Version::V10_8_13;
        let may_leave = !is_clean && (is_old || !is_sign_out);
        self.story.may_leave_tokens.set(self.story.may_leave_tokens.get() || may_leave);
        self.said.set(None);
        // At least one, so that whatever has happened to the page is heard of before the answer.
        self.pass(1 + random.below(300)).await;
        if let Some(reply) = self.story.front_of_server.get().and_then(Front::own_reply) {
            self.came_through.set(false);
            return reply;
        }
        if !is_spoiled {
            let answer = self.answer(call);
            let passed_on = self.story.front_of_server.get().map_or(answer.clone(), |front| front.passes_on(&answer));
            self.said.set(Some(truth(&answer)).filter(|_| passed_on == answer));
            self.pass(random.below(300)).await;
            return Ok(passed_on);
        }
        let page = "<!DOCTYPE html><title>Not Jellyfin</title>";
        let foreign = |status, body: &str| Ok(Answer::new(status, body));
        match random.below(12) {
            0 => Err(Lost::NoAnswer),
            1 => {
                self.answer(call);
                Err(Lost::NoAnswer)
            }
            2 => {
                self.pass(TIMEOUT_MS.into()).await;
                Err(Lost::TimedOut)
            }
            3 => {
                self.answer(call);
                self.pass(TIMEOUT_MS.into()).await;
                Err(Lost::TimedOut)
            }
            4 | 5 => {
                // Late, on either way; but the answer comes through.
                self.came_through.set(true);
                let late = random.below(u64::from(TIMEOUT_MS) / 2);
                self.pass(late).await;
                let answer = self.answer(call);
                self.said.set(Some(truth(&answer)));
                self.pass(random.below(u64::from(TIMEOUT_MS) / 2)).await;
                Ok(answer)
            }
            6 => foreign(random.pick(&[500, 502, 503, 504]), page),
            7 => foreign(random.pick(&[200, 401, 403, 404]), page),
            8 => foreign(random.pick(&[200, 500, 503]), ""),
            9 => foreign(200, random.pick(&["{}", "null", "{\"Authenticated\":\"yes\"}", "{\"Code\":\"12\"}"])),
            10 => Err(Lost::busy(random.pick(&[None, Some("0"), Some("7"), Some("30"), Some("soon")]))),
            _ => {
                let mut answer = self.answer(call);
                answer.body.truncate(answer.body.len() / 2);
                Ok(answer)
            }
        }
    }

    fn answer(&self, call: &Call) -> Answer {
        let answer = exchange(&mut self.story.fake.borrow_mut(), call);
        if self.story.is_apart { answer.with_headers(Headers::Hidden) } else { answer }
    }

    /// Never more than one poll in 5 s apart from nudges, and those bounded.
    fn check_the_pace(&self, effect: &Effect) {
        let now = self.story.clock.get();
        self.requests.set(self.requests.get() + 1);
        self.story.requests.set(self.story.requests.get() + 1);
        if let Effect::Poll(_) = effect {
            if let (Some(last), false) = (self.last_poll.get(), self.is_chained.get()) {
                let least = if self.is_nudged.get() { NUDGE_PAUSE } else { POLL_PAUSE };
                assert!(u128::from(now - last) >= least.as_millis(), "[pace] a poll {} ms after the last", now - last);
            }
            self.is_nudged.set(false);
            self.is_chained.set(false);
        }
        let seconds = (now - self.born) / SECOND;
        let nudges = self.nudges.get().min(seconds / NUDGE_PAUSE.as_secs());
        let most = 12 + 5 * self.presses.get() + 2 * nudges + seconds / 2;
        assert!(self.requests.get() <= most, "[pace] {} requests in {seconds} s", self.requests.get());
    }

    /// A tab that has stepped aside does no more than look at its codes, twice a minute; one request may be out or on its way
    /// out at that moment. One that has been approved finishes.
    fn check_that_this_tab_waits(&self, state: &State, effect: &Effect) {
        assert!(!self.story.is_signed_in(), "[leaving] a code is asked about though somebody is signed in");
        if matches!((state, effect), (State::Aside { .. }, Effect::Poll(_))) {
            let now = self.story.clock.get();
            let is_early = self.last_poll.get().is_some_and(|last| u128::from(now - last) < ASIDE_PAUSE.as_millis());
            assert!(!is_early, "[pace] a tab that has stepped aside polls too often");
            return;
        }
        let is_approved = matches!(state, State::Redeeming { .. } | State::Checking { .. });
        let is_stray = self.story.waiting_tab.get() != Some(self.tab) && !is_approved;
        self.stray_requests.set(if is_stray { self.stray_requests.get() + 1 } else { 0 });
        assert!(self.stray_requests.get() < 2, "[leaving] a request from a tab that has stepped aside");
    }

    /// A code that the server has forgotten is not shown longer than one good poll.
    fn check_that_the_code_is_known(&self, state: &State) {
        let Some(request) = state.request() else { return };
        assert!(!self.gone.borrow().contains(&request.secret), "[stale] a code that the server has said to be unknown");
    }

    /// What is shown is what the server said last.
    fn check_the_truth(&self, before: &State, state: &State) {
        let Some(truth) = self.truth.take() else { return };
        let name = state.name();
        let is_true = match truth {
            Truth::Pending | Truth::Disabled if matches!(before, State::Aside { .. }) => name == "aside",
            Truth::Pending => matches!(name, "waiting" | "requesting"),
            Truth::Disabled => name == "disabled",
            Truth::Code => name == "waiting" && self.is_newest(state),
            Truth::Forgotten => name != "redeeming" || matches!(before, State::Redeeming { .. }),
            Truth::Approved | Truth::Token => name == "redeeming",
            Truth::Other => true,
        };
        assert!(is_true, "[truth] the server said {truth:?}, and {before:?} became {state:?}");
    }

    fn is_newest(&self, state: &State) -> bool {
        let fake = self.story.fake.borrow();
        let newest = fake.code_of(&crate::exchange::waiting_device().id).map(str::to_owned);
        // A restart, or another tab, may have come between.
        newest.is_none() || self.story.tabs() > 1 || state.request().map(|request| request.code.digits()) == newest
    }

    /// An approval that the server has and would redeem is not given up.
    fn check_that_no_approval_is_given_up(&self, before: &State, state: &State) {
        if matches!(state, State::SignedIn(..)) {
            return;
        }
        let kept = state.secrets();
        for secret in before.secrets() {
            if !kept.contains(&secret) && !self.gone.borrow().contains(secret) {
                self.story.check_that_it_may_be_given_up(secret);
            }
        }
    }
}

fn truth(answer: &Answer) -> Truth {
    match answer.status {
        200 if answer.body.contains("\"AccessToken\":") => Truth::Token,
        200 if answer.body.contains("\"Authenticated\":true") => Truth::Approved,
        // Asking for a code and polling answer alike; the state before tells.
        200 if answer.body.contains("\"Authenticated\":false") => Truth::Pending,
        404 if !answer.body.is_empty() => Truth::Forgotten,
        401 if !answer.body.is_empty() => Truth::Disabled,
        _ => Truth::Other,
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

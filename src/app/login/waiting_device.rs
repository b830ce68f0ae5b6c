//! The browser as the waiting device's world: drives [`crate::flow::quick_connect`] for as long as the login screen is
//! there.

use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use futures::StreamExt;
use futures::channel::mpsc::{self, UnboundedReceiver, UnboundedSender};
use leptos::ev::{self, Custom};
use leptos::prelude::*;

use super::welcome::Welcome;
use crate::app::browser::{clock, fetch, random, storage, wake_lock};
use crate::app::state::{Account, Connection, listen, spawn};
use crate::flow::machine::{Won, World, drive, race};
use crate::flow::quick_connect::{Effect as Wanted, Event, POLL_PAUSE, State};
use crate::jellyfin::quick_connect as calls;
use crate::jellyfin::users;
use crate::server::address::Address;

/// How often the tab that waits says so. A browser lets a page that nobody looks at do something once a minute.
const CLAIM_AGAIN: Duration = Duration::from_secs(60);

/// A tab that has not said so for this long does not wait any more.
const CLAIM_LASTS: Duration = Duration::from_secs(150);

/// This device, as far as it waits for an approval.
#[derive(Clone, Copy)]
pub struct WaitingDevice {
    /// Where it stands.
    pub state: RwSignal<State>,
    /// The monotonic clock, as of the last second.
    pub now: RwSignal<Duration>,
    /// This tab, among those of this browser.
    tab: StoredValue<String>,
    /// Where it waits.
    server: StoredValue<Option<Address>>,
    events: StoredValue<Option<UnboundedSender<Event>>>,
}

impl WaitingDevice {
    /// Not waiting yet.
    pub fn new() -> Self {
        Self {
            state: RwSignal::new(State::start()),
            now: RwSignal::new(clock::now()),
            tab: StoredValue::new(random::number().to_string()),
            server: StoredValue::new(None),
            events: StoredValue::new(None),
        }
    }

    /// Which tab waits there.
    fn waiting_tab(self) -> Option<String> {
        self.server.with_value(|server| storage::waiting_tab(server.as_ref()?))
    }

    /// Another tab may wait now.
    pub fn release(self) {
        if let (Some(Some(server)), Some(tab)) = (self.server.try_get_value(), self.tab.try_get_value()) {
            storage::release_waiting(&server, &tab);
        }
    }

    /// Hands an event to the flow; without effect when none is driven.
    pub fn tell(self, event: Event) {
        self.events.with_value(|events| {
            if let Some(events) = events {
                let _ = events.unbounded_send(event);
            }
        });
    }

    /// A page that nobody looks at has time.
    fn nudge(self) {
        if !document().hidden() {
            self.tell(Event::Nudged);
        }
    }
}

/// A page that comes back to the front, or gets its network back, does not sit out its pause; one steps back when
/// another tab begins to wait.
pub fn hear_reasons_to_check(device: WaitingDevice) {
    listen(ev::visibilitychange, move |_| device.nudge());
    listen(ev::online, move |_| device.nudge());
    listen(Custom::<web_sys::Event>::new("pageshow"), move |_| device.nudge());
    listen(ev::storage, move |_| match device.waiting_tab() {
        Some(waiting) if device.tab.with_value(|tab| *tab != waiting) => device.tell(Event::SteppedAside),
        // The tab that waited is gone.
        None if device.state.with_untracked(|state| matches!(state, State::Aside { .. })) => device.nudge(),
        _ => {}
    });
    listen(Custom::<web_sys::Event>::new("pagehide"), move |_| device.release());
}

/// Drives the flow to its end, from where this tab had come with it, and signs in.
pub async fn wait_for_approval(
    device: WaitingDevice,
    account: Account,
    connection: Connection,
    welcome: Welcome,
    server: Address,
) {
    let (sender, events) = mpsc::unbounded();
    device.events.set_value(Some(sender));
    device.release();
    device.server.set_value(Some(server.clone()));
    let method = connection.known.with_untracked(|known| known.initiate(&server));
    let state = State::resume(&storage::pending(), &server, method, clock::now(), clock::wall());
    let page = Page {
        device,
        account,
        connection,
        welcome,
        server,
        events: RefCell::new(events),
        wake_lock: Rc::default(),
        is_nudged: Cell::new(false),
        claimed: Cell::new(Duration::ZERO),
        heard_of: RefCell::default(),
    };
    page.begin_to_wait();
    if let State::SignedIn(authentication, _) = drive(state, &page).await {
        account.sign_in(page.server, authentication);
    }
}

struct Page {
    device: WaitingDevice,
    account: Account,
    connection: Connection,
    welcome: Welcome,
    server: Address,
    events: RefCell<UnboundedReceiver<Event>>,
    /// Keeps the screen on while there is a code.
    wake_lock: Rc<RefCell<Option<wake_lock::Lock>>>,
    /// Somebody wants to know before the rest is over.
    is_nudged: Cell<bool>,
    /// When this tab last said that it waits.
    claimed: Cell<Duration>,
    /// The last claim of another tab, and since when it is there.
    heard_of: RefCell<(Option<String>, Duration)>,
}

impl Page {
    /// The other tabs step aside for this one; unless nobody looks at it, then it does so itself.
    fn begin_to_wait(&self) {
        if document().hidden() {
            self.device.tell(Event::SteppedAside);
        } else {
            self.claim();
        }
    }

    fn claim(&self) {
        self.claimed.set(clock::now());
        self.device.tab.with_value(|tab| storage::claim_waiting(&self.server, tab, clock::minutes_since_1970()));
    }

    /// Says that this tab still waits, unless another one does by now.
    fn claim_again(&self) {
        let is_ours = || self.device.tab.with_value(|tab| storage::waiting_tab(&self.server).as_ref() == Some(tab));
        if clock::now() >= self.claimed.get() + CLAIM_AGAIN && is_ours() {
            self.claim();
        }
    }

    /// A tab that waited may have crashed. Whoever has stepped aside for it waits again when it has not been heard of for
    /// long.
    fn notice_a_claim_that_lapses(&self) {
        if !self.device.state.with_untracked(|state| matches!(state, State::Aside { .. })) {
            return;
        }
        let (claim, now) = (storage::waiting_claim(&self.server), clock::now());
        let mut heard_of = self.heard_of.borrow_mut();
        if heard_of.0 != claim {
            *heard_of = (claim, now);
        } else if now > heard_of.1 + CLAIM_LASTS {
            heard_of.1 = now;
            self.device.nudge();
        }
    }

    /// Asks the browser for it, again after it has ended it: each answer to a poll comes by here.
    fn keep_screen_on(&self) {
        if self.wake_lock.borrow().as_ref().is_none_or(wake_lock::Lock::is_over) {
            let place = self.wake_lock.clone();
            spawn(async move {
                let lock = wake_lock::Lock::take().await;
                place.replace(lock);
            });
        }
    }

    /// Counts the seconds that are shown until then, and notices when the device has slept: then a second was many by
    /// the wall clock. (So it was when that clock was set, which does no harm.) The last second ends with the wait
    /// itself, so that a waiting page wakes up once a second and no more. A rest also ends with the first second that is
    /// over after a nudge: one that came too early for the flow is not forgotten.
    async fn count_seconds(&self, until: Duration) {
        self.is_nudged.set(false);
        loop {
            let left = until.saturating_sub(clock::now());
            if left.is_zero() || (self.is_nudged.get() && until < Duration::MAX) {
                return;
            }
            let before = clock::wall();
            clock::sleep(left.min(Duration::from_secs(1))).await;
            self.device.now.set(clock::now());
            self.notice_a_claim_that_lapses();
            if clock::wall() > before + POLL_PAUSE {
                self.device.nudge();
            }
        }
    }
}

impl World<State> for Page {
    async fn perform(&self, effect: &Wanted) -> Event {
        let device = self.account.device.get_value();
        let mut until = Duration::MAX;
        let call = match effect {
            Wanted::Initiate(method) => Some(calls::initiate(*method, &device)),
            Wanted::Poll(secret) => Some(calls::connect(secret)),
            Wanted::Redeem(secret) => Some(calls::redeem(secret, &device)),
            Wanted::Check(token) => Some(users::me(&device, token)),
            Wanted::LookWhetherEnabled => Some(calls::enabled()),
            Wanted::Rest(pause) => {
                until = clock::now() + pause.pick(random::number());
                None
            }
        };
        let answer = async {
            match call {
                Some(call) => fetch::send(&self.server, call).await,
                None => pending().await,
            }
        };
        let Won::First(reply) = race(pin!(answer), pin!(self.count_seconds(until))).await else {
            return Event::Rested;
        };
        match effect {
            Wanted::Initiate(_) => Event::Initiated(calls::read_initiated(reply)),
            Wanted::Poll(_) => Event::Polled(calls::read_polled(reply)),
            Wanted::Redeem(_) => Event::Redeemed(calls::read_redeemed(reply)),
            Wanted::Check(_) => Event::Checked(users::read_me(reply)),
            Wanted::LookWhetherEnabled => Event::Enabled(calls::read_enabled(reply)),
            Wanted::Rest(_) => Event::Rested,
        }
    }

    async fn person(&self) -> Event {
        let next = poll_fn(|context| match self.events.borrow_mut().poll_next_unpin(context) {
            Poll::Ready(Some(event)) => Poll::Ready(event),
            Poll::Ready(None) | Poll::Pending => Poll::Pending,
        });
        let event = next.await;
        self.is_nudged.set(event == Event::Nudged);
        event
    }

    fn now(&self) -> Duration {
        clock::now()
    }

    /// What a reload needs is kept before it is shown. What the server says about itself is learned once there is a
    /// code, which it must not delay, or trouble, which it may explain.
    fn show(&self, state: &State) {
        let now = clock::now();
        let shown = self.device.state;
        if shown.with_untracked(|shown| shown.secrets() != state.secrets()) {
            storage::keep_pending(&self.server, state.kept(&self.server, now, clock::wall()));
        }
        if state.is_looking_out() && shown.with_untracked(|shown| !shown.is_looking_out()) {
            self.begin_to_wait();
        } else if state.is_looking_out() {
            self.claim_again();
        }
        // While there is trouble, once is enough.
        if is_news(state) && (state.trouble().is_none() || shown.with_untracked(|shown| !is_news(shown))) {
            self.welcome.learn(self.account, self.server.clone());
        }
        if let Some(request) = state.request() {
            storage::keep_shown_code(&request.code.digits());
            self.connection.took(&self.server, request.method);
            self.keep_screen_on();
        } else {
            self.wake_lock.take();
        }
        shown.set(state.clone());
        self.device.now.set(now);
    }
}

/// Whether there is something to show for the first request.
fn is_news(state: &State) -> bool {
    state.request().is_some() || state.trouble().is_some() || matches!(state, State::Disabled { .. })
}

//! The waiting device on the screen: drives [`crate::flow::quick_connect`] for as long as the panel is there, and shows the
//! code, how long it is good for, and what is happening.

use std::cell::{Cell, RefCell};
use std::future::pending;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;

use super::inbox::Inbox;
use super::model::{Model, Server};
use super::shell::{Shell, spawn};
use super::{awake, clock, fetch, location, parts, qr, random, server, storage};
use crate::flow::machine::{Machine, Won, World, drive, race};
use crate::flow::quick_connect::{self as flow, Event, LIFETIME, State, Waiting};
use crate::jellyfin::quick_connect as calls;
use crate::jellyfin::users;
use crate::server::address::Address;
use crate::text::{self, login as words};

/// The panel.
pub fn code_panel(shell: Shell) -> AnyView {
    let inbox = Inbox::new();
    shell.connect_waiting(inbox.clone());
    shell.change(|model| model.waiting = State::start());
    let tab = random::number().to_string();
    hear_from_outside(shell, tab.clone());
    spawn(wait_for_approval(shell, inbox, tab));
    on_cleanup(|| storage::keep_pending(None));

    parts::card(
        "card by-code",
        "by-code",
        words::BY_CODE,
        vec![
            parts::paragraph(shell, "hint", "paragraph", |_| words::WHERE_TO_ENTER.to_owned()),
            shell.part(|model| model.waiting.request().map(|it| it.code.digits()).unwrap_or_default(), code),
            time_left(shell),
            parts::paragraph(shell, "status", "status", |model| match model.server {
                Server::Looking(lost) => words::looking(lost),
                // Said above the cards; what such a server answers to a call that it does not know says nothing.
                _ if model.info.as_ref().is_some_and(|info| !info.is_recent_enough()) => String::new(),
                _ => words::status(&model.waiting, model.server_label()),
            }),
            parts::details(shell, details),
            parts::paragraph(shell, "spoken", "status", |model| {
                model.waiting.request().map(|request| text::code_label(Some(request.code))).unwrap_or_default()
            }),
            parts::buttons(vec![
                parts::button(
                    shell,
                    "check-now",
                    "",
                    |_| words::CHECK_NOW.into(),
                    parts::never,
                    |shell| {
                        shell.tell_waiting(Event::Nudged);
                    },
                ),
                parts::button(
                    shell,
                    "new-code",
                    "",
                    |_| words::NEW_CODE.into(),
                    parts::never,
                    |shell| {
                        shell.tell_waiting(Event::NewCode);
                    },
                ),
            ]),
        ],
    )
}

/// What helps whoever is asked for help, while something is wrong.
fn details(model: &Model) -> String {
    match (model.waiting.trouble(), model.address()) {
        (Some(trouble), Some(address)) => words::details(address, &location::page(), trouble, &clock::date()),
        _ => String::new(),
    }
}

fn code(shell: Shell) -> AnyView {
    let code = shell.read(|model| model.waiting.request().map(|request| request.code));
    if let Some(code) = code {
        storage::keep_shown_code(&code.digits());
    }
    let tiles = parts::tiles(if code.is_some() { "quick-connect-code" } else { "no-code" }, code);
    vec![tiles, qr::qr(shell)].into_any()
}

/// How long a code that waits is still good for, in words and as a line that grows shorter.
fn time_left(shell: Shell) -> AnyView {
    let left =
        |model: &Model| waiting(model).map_or(0, |request| text::seconds(request.time_left(model.now))).to_string();
    let words = parts::paragraph(shell, "time-left", "timer", |model| {
        let words = |request: &flow::Request| {
            words::time_left(request.time_left(model.now), model.now.saturating_sub(request.checked))
        };
        waiting(model).map(words).unwrap_or_default()
    });
    let line = vec![
        parts::fixed("class", "time-line"),
        parts::fixed("aria-hidden", "true"),
        parts::fixed("max", &text::seconds(LIFETIME).to_string()),
        parts::following(shell, "value", left),
    ];
    parts::group(vec![words, parts::element("progress", line, vec![])])
}

/// An approved request has another time of its own, which is nobody's concern.
fn waiting(model: &Model) -> Option<&flow::Request> {
    match &model.waiting {
        State::Waiting(Waiting { request, .. }) => Some(request),
        _ => None,
    }
}

/// Whether there is something to show for the first request.
fn is_news(state: &State) -> bool {
    state.request().is_some() || state.trouble().is_some() || matches!(state, State::Disabled { .. })
}

/// Waits for the server, then drives the flow to its end, from where this tab had come with it.
async fn wait_for_approval(shell: Shell, inbox: Inbox<Event>, tab: String) {
    let server = shell.server().await;
    let method = shell.read(|model| model.servers.initiate(&server));
    let state = State::resume(&storage::pending(), &server, method, clock::now(), clock::wall());
    let page = Page { shell, server, inbox, tab, lock: Rc::default(), is_nudged: Cell::new(false) };
    page.begin_to_wait();
    if let State::SignedIn(authentication) = drive(state, &page).await {
        shell.sign_in(page.server, authentication);
    }
}

/// A page that comes back to the front, or gets its network back, does not sit out its pause; one steps back when
/// another tab begins to wait.
fn hear_from_outside(shell: Shell, tab: String) {
    let hear = move |event: web_sys::Event| {
        if event.type_() != "storage" {
            nudge(shell);
        } else if storage::waiting_tab().is_some_and(|waiting| waiting != tab) {
            shell.tell_waiting(Event::SteppedAside);
        }
    };
    let listeners = ["visibilitychange", "online", "pageshow", "storage"]
        .map(|event| window_event_listener_untyped(event, hear.clone()));
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
}

/// A page that nobody looks at has time.
fn nudge(shell: Shell) {
    if !document().hidden() {
        shell.tell_waiting(Event::Nudged);
    }
}

/// The browser as the waiting device's world.
struct Page {
    shell: Shell,
    server: Address,
    inbox: Inbox<Event>,
    /// This tab, among those of this browser.
    tab: String,
    /// Keeps the screen on while there is a code.
    lock: Rc<RefCell<Option<awake::Lock>>>,
    /// Somebody wants to know before the rest is over.
    is_nudged: Cell<bool>,
}

impl Page {
    /// The other tabs step aside for this one; unless nobody looks at it, then it does so itself.
    fn begin_to_wait(&self) {
        if document().hidden() {
            self.inbox.put(Event::SteppedAside);
        } else {
            storage::claim_waiting(&self.tab);
        }
    }

    /// Asks the browser for it, again after it has ended it: each answer to a poll comes by here.
    fn keep_screen_on(&self) {
        if self.lock.borrow().as_ref().is_none_or(awake::Lock::is_over) {
            let place = self.lock.clone();
            spawn(async move {
                let lock = awake::Lock::take().await;
                place.replace(lock);
            });
        }
    }

    /// Counts the seconds that are shown until then, and notices when the device has slept: then a second was many by
    /// the wall clock. (So it was when that clock was set, which does no harm.) The last second ends with the wait
    /// itself, so that a waiting page wakes up once a second and no more. A rest also ends with the first
    /// second that is over after a nudge: one that came too early for the flow is not forgotten.
    async fn count_seconds(&self, until: Duration) {
        self.is_nudged.set(false);
        loop {
            let left = until.saturating_sub(clock::now());
            if left.is_zero() || (self.is_nudged.get() && until < Duration::MAX) {
                return;
            }
            let before = clock::wall();
            clock::sleep(left.min(Duration::from_secs(1))).await;
            self.shell.change(|model| model.now = clock::now());
            if clock::wall() > before + flow::POLL_PAUSE {
                nudge(self.shell);
            }
        }
    }
}

impl World<State> for Page {
    async fn perform(&self, effect: &flow::Effect) -> Event {
        let device = self.shell.read(|model| model.device.clone());
        let mut until = Duration::MAX;
        let call = match effect {
            flow::Effect::Initiate(method) => Some(calls::initiate(*method, &device)),
            flow::Effect::Poll(secret) => Some(calls::connect(secret)),
            flow::Effect::Redeem(secret) => Some(calls::redeem(secret, &device)),
            flow::Effect::Check(token) => Some(users::me(&device, token)),
            flow::Effect::LookWhetherEnabled => Some(calls::enabled()),
            flow::Effect::Rest(pause) => {
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
            flow::Effect::Initiate(_) => Event::Initiated(calls::read_initiated(reply)),
            flow::Effect::Poll(_) => Event::Polled(calls::read_polled(reply)),
            flow::Effect::Redeem(_) => Event::Redeemed(calls::read_redeemed(reply)),
            flow::Effect::Check(_) => Event::Checked(users::read_me(reply)),
            flow::Effect::LookWhetherEnabled => Event::Enabled(calls::read_enabled(reply)),
            flow::Effect::Rest(_) => Event::Rested,
        }
    }

    async fn person(&self) -> Event {
        let event = self.inbox.next().await;
        self.is_nudged.set(event == Event::Nudged);
        event
    }

    fn now(&self) -> Duration {
        clock::now()
    }

    /// What a reload needs is kept before it is shown. What the server says about itself is learned once there is a
    /// code, which it must not delay, or trouble, which it may explain.
    fn show(&self, state: &State) {
        let shell = self.shell;
        let now = clock::now();
        if shell.read(|model| model.waiting.secrets() != state.secrets()) && !state.is_over() {
            storage::keep_pending(state.kept(&self.server, now, clock::wall()).as_deref());
        }
        if state.is_looking_out() && shell.read(|model| !model.waiting.is_looking_out()) {
            self.begin_to_wait();
        }
        if is_news(state) && shell.read(|model| !is_news(&model.waiting) && model.info.is_none()) {
            spawn(server::learn_login(shell, self.server.clone()));
        }
        if let Some(request) = state.request() {
            shell.remember_method(&self.server, request.method);
            self.keep_screen_on();
        } else {
            self.lock.take();
        }
        shell.change(|model| {
            model.waiting = state.clone();
            model.now = now;
        });
    }
}

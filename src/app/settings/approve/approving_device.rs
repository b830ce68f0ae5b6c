//! The browser as the approving device's world: drives [`crate::flow::approval`] for as long as the panel is there.

use std::cell::RefCell;
use std::future::{pending, poll_fn};
use std::task::Poll;
use std::time::Duration;

use futures::StreamExt;
use futures::channel::mpsc::{self, UnboundedReceiver, UnboundedSender};
use leptos::prelude::*;

use super::number_pad;
use crate::account::session::Ended;
use crate::app::browser::{clock, spatial_focus, storage};
use crate::app::state::{Account, Navigation, spawn};
use crate::flow::approval::{Effect as Wanted, Event, Outcome, Request, State};
use crate::flow::machine::{World, drive};
use crate::jellyfin::code::Code;
use crate::jellyfin::quick_connect::{Authorized, authorize, read_authorized};
use crate::jellyfin::secret::Token;
use crate::jellyfin::sessions::{read_signed_in, sessions};

/// How long the news that the own session has ended stays before the login follows by itself.
const READING_TIME: Duration = Duration::from_secs(4);

/// How long after an answer a press is taken for the second one of a double press, which was meant for what stood there
/// before: it must neither send a lost approval again nor take the result away.
const SETTLING: Duration = Duration::from_millis(600);

/// This device, as far as it approves others.
#[derive(Clone, Copy)]
pub struct ApprovingDevice {
    /// Where the approval stands.
    pub state: RwSignal<State>,
    /// Whether the answer to a press has come this very moment.
    pub is_settling: RwSignal<bool>,
    /// Whether another account is being chosen.
    pub is_picking: RwSignal<bool>,
    /// Whether a link has brought another code while an approval was on its way.
    pub has_next: RwSignal<bool>,
    /// How often an answer has come or something was typed: ends only its own moment.
    moment: StoredValue<u32>,
    events: StoredValue<Option<UnboundedSender<Event>>>,
    /// The token that the server does not accept any more.
    refused: StoredValue<Option<Token>>,
    account: Account,
    navigation: Navigation,
}

impl ApprovingDevice {
    /// Without a code.
    pub fn new(account: Account, navigation: Navigation) -> Self {
        Self {
            state: RwSignal::new(State::Entering),
            is_settling: RwSignal::new(false),
            is_picking: RwSignal::new(false),
            has_next: RwSignal::new(false),
            moment: StoredValue::new(0),
            events: StoredValue::new(None),
            refused: StoredValue::new(None),
            account,
            navigation,
        }
    }

    /// Drives the flow for as long as the part of the screen that asks for it is there.
    pub fn start(self) {
        on_cleanup(move || {
            if self.state.with_untracked(State::is_under_way) {
                self.navigation.leaves_unanswered();
            }
        });
        let (sender, events) = mpsc::unbounded();
        self.events.set_value(Some(sender));
        let page = Page { device: self, events: RefCell::new(events) };
        spawn(async move {
            drive(State::Entering, &page).await;
        });
    }

    /// Hands an event to the flow; without effect when none is driven.
    pub fn tell(self, event: Event) {
        self.events.with_value(|events| {
            if let Some(events) = events {
                let _ = events.unbounded_send(event);
            }
        });
    }

    /// Leads to the confirm step. Whoever presses Enter behind the last digit does not mean what stands there then, and
    /// a link may come while somebody is about to press something else.
    pub fn enter(self, code: Code) {
        self.settle();
        let account = self.account.session.with_untracked(|session| session.as_ref().map(|it| it.user.clone()));
        let own_device = self.account.device.with_value(|device| device.id.clone());
        if let Some(account) = account {
            self.tell(Event::Entered(Request::new(code, account, own_device)));
        }
    }

    /// Whether a code can be entered. One that no device shows stays in the field, to be put right.
    pub fn is_entering(self) -> bool {
        self.state.with(|state| *state == State::Entering) || self.is_unknown()
    }

    /// Whether the code in the field is one that no device shows. Not when another one waits: this one is told first.
    pub fn is_unknown(self) -> bool {
        self.state.with(|state| *state == State::Refused(Outcome::Unknown)) && !self.has_next.get()
    }

    /// Whether nothing may be pressed now.
    pub fn is_busy(self) -> bool {
        self.state.with(State::is_under_way) || self.is_settling.get()
    }

    /// Back to entering a code, from any other step. Back is no press that was meant for the step before.
    pub fn leave(self) {
        if self.state.with_untracked(State::is_under_way) {
            return;
        }
        match self.state.get_untracked() {
            State::Refused(Outcome::SignedOut) => return self.end_refused_session(),
            State::Confirming { .. } if !self.has_next.get_untracked() => self.navigation.forget_code(),
            _ => {}
        }
        self.tell(Event::Cancelled);
        spatial_focus::on_arrival(number_pad::entry());
    }

    /// A code that the server has decided on is done with; one that met a dead session is kept for the next.
    fn take_answer(self, code: Code, answer: &State) {
        let is_linked = untrack(move || self.navigation.is_linked(code));
        match answer {
            State::Refused(Outcome::SignedOut) => {
                if !self.has_next.get_untracked() {
                    self.navigation.keep_code(code.digits(), !is_linked);
                }
                self.refused.set_value(self.account.session_untracked().map(|session| session.token));
                spawn(async move {
                    clock::sleep(READING_TIME).await;
                    self.end_refused_session();
                });
            }
            // A link that was opened meanwhile may have brought another one.
            State::Refused(_) | State::Approved(..) if is_linked => self.navigation.forget_code(),
            _ => {}
        }
        if *answer == State::Refused(Outcome::Unknown) && !self.has_next.get_untracked() {
            spatial_focus::on_arrival(number_pad::entry());
        }
        self.settle();
    }

    /// Somebody may have signed in anew meanwhile: only the session that was refused is over.
    fn end_refused_session(self) {
        if let Some(token) = self.refused.get_value() {
            self.account.end_session_of(&token, Ended::ByServer);
        }
        if self.state.with_untracked(|state| *state == State::Refused(Outcome::SignedOut)) {
            self.tell(Event::Cancelled);
        }
    }

    /// Takes no press for a moment.
    fn settle(self) {
        self.is_settling.set(true);
        let moment = self.begin_moment();
        spawn(async move {
            clock::sleep(SETTLING).await;
            if self.moment.get_value() == moment {
                self.is_settling.set(false);
            }
        });
    }

    /// Takes presses again: whoever has typed something since the answer means what is there now.
    pub fn is_settled(self) {
        self.begin_moment();
        self.is_settling.set(false);
    }

    fn begin_moment(self) -> u32 {
        self.moment.update_value(|moment| *moment += 1);
        self.moment.get_value()
    }
}

struct Page {
    device: ApprovingDevice,
    events: RefCell<UnboundedReceiver<Event>>,
}

impl World<State> for Page {
    async fn perform(&self, effect: &Wanted) -> Event {
        let account = self.device.account;
        let reply = match effect {
            Wanted::Rest(time) => {
                clock::sleep(*time).await;
                return Event::Rested;
            }
            Wanted::Authorize { code, for_another } => {
                account.ask(|device, token| authorize(*code, for_another.as_deref(), device, token))
            }
            Wanted::LookAtSessions => account.ask(sessions),
        };
        match (reply.await, effect) {
            (Some(reply), Wanted::Authorize { for_another, .. }) => {
                let authorized = read_authorized(reply);
                let is_refused = matches!(authorized, Authorized::Forbidden | Authorized::Limited);
                if is_refused {
                    account.doubt.notify();
                }
                // The server says the same of a limit and to whoever is not an administrator any more.
                if is_refused && for_another.is_some() && account.is_no_administrator().await {
                    return Event::Authorized(Authorized::NotAdministrator);
                }
                Event::Authorized(authorized)
            }
            (Some(reply), _) => Event::Sessions(read_signed_in(reply)),
            // The account has changed, and the screen goes with it.
            (None, _) => pending().await,
        }
    }

    async fn person(&self) -> Event {
        let next = poll_fn(|context| match self.events.borrow_mut().poll_next_unpin(context) {
            Poll::Ready(Some(event)) => Poll::Ready(event),
            Poll::Ready(None) | Poll::Pending => Poll::Pending,
        });
        next.await
    }

    fn now(&self) -> Duration {
        clock::now()
    }

    fn show(&self, state: &State) {
        let shown = self.device.state;
        match state.request().filter(|_| state.is_under_way()) {
            // Nobody would see the answer if the page were left now.
            Some(request) => storage::keep_approving(Some(&request.code.digits())),
            None if state.result().is_some() => self.device.navigation.knows_the_answer(),
            None => {}
        }
        let sent =
            shown.with_untracked(|shown| shown.request().filter(|_| shown.is_under_way()).map(|request| request.code));
        if let Some(code) = sent.filter(|_| !state.is_under_way()) {
            self.device.take_answer(code, state);
        }
        shown.set(state.clone());
        if !matches!(state, State::Confirming { .. }) {
            self.device.is_picking.set(false);
        }
    }
}

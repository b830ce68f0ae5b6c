//! The worlds of the two devices: they do what a state wants, and write down what it shows.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use quick_connect_client::flow::approval::{self, Proof};
use quick_connect_client::flow::machine::World;
use quick_connect_client::flow::quick_connect::{Effect, Event, State, Waiting};
use quick_connect_client::jellyfin::quick_connect::{authorize, read_authorized};
use quick_connect_client::jellyfin::sessions::{read_signed_in, sessions};

use crate::exchange::{Busy, call_for, event_for};
use crate::stage::Conversation;

/// After this many rests nobody watches an approval any more.
const MOST_RESTS: usize = 5;

/// The waiting device's world.
impl World<State> for Conversation {
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
            State::SignedIn(authentication, _) => format!("shows {}’s account", authentication.user.name),
            _ => format!("shows {}", state.name()),
        });
    }
}

/// The approving device's world.
impl World<approval::State> for Conversation {
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
            approval::State::Authorizing(_) | approval::State::Retrying(_) => "shows approving".to_owned(),
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

impl Conversation {
    /// A person is quicker than a rest, and leaves after a few of them.
    async fn give_the_person_a_chance(&self) {
        poll_fn(|_| {
            let rests = self.lines.borrow().iter().filter(|line| line.starts_with("rest")).count();
            if self.entries.borrow().is_empty() && rests < MOST_RESTS { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

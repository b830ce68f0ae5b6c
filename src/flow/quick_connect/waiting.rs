//! A code on the screen: whose turn it is to be asked about, and when the next code is fetched.

use std::time::Duration;

use super::{Event, Initiated, Lost, Pace, Polled, Request, State, Trouble, Why, ends, one_more};
use crate::jellyfin::Method;

/// A device that shows a code.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// What is shown.
    pub request: Box<Request>,
    /// What was shown before and may still be approved.
    pub older: Option<Box<Request>>,
    /// What is being asked for, or was last.
    pub turn: Turn,
    /// Whether a call is out or waits for its turn.
    pub pace: Pace,
    /// Whether the person wants another code.
    pub is_new_wanted: bool,
    /// The calls lost since the last good one.
    pub trouble: Option<Trouble>,
}

/// What a device that shows a code asks for, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Whether the code that is shown has been approved.
    Newest,
    /// Whether the code that was shown before has been approved.
    Older,
    /// Another code, while the present one stays on the screen.
    Successor,
}

impl Waiting {
    /// Asking at once whether `request` has been approved.
    pub(super) fn polling(request: Box<Request>, older: Option<Box<Request>>) -> Self {
        Self { request, older, turn: Turn::Newest, pace: Pace::Asking, is_new_wanted: false, trouble: None }
    }

    pub(super) fn next(self, event: Event, now: Duration) -> State {
        use Pace::{Asking, Resting};
        match (self.pace, event) {
            (_, Event::SteppedAside) => State::Aside { request: Some(self.request), older: self.older },
            (Resting(_), Event::NewCode) => {
                State::Waiting(Self { turn: Turn::Newest, pace: Asking, is_new_wanted: true, ..self })
            }
            (Asking, Event::NewCode) => State::Waiting(Self { is_new_wanted: true, ..self }),
            (Resting(since), event) if ends(since, &event, now) => {
                let turn = match self.following(now) {
                    // Whoever nudges wants to know: a device that wakes up may have been approved meanwhile.
                    Turn::Successor if event == Event::Nudged => Turn::Newest,
                    turn => turn,
                };
                State::Waiting(Self { turn, pace: Asking, ..self })
            }
            (Asking, Event::Polled(polled)) if self.turn != Turn::Successor => self.polled(polled, now),
            (Asking, Event::Initiated(initiated)) if self.turn == Turn::Successor => self.succeeded(initiated, now),
            _ => State::Waiting(self),
        }
    }

    /// Newest, older, successor and around again, without those that are not there or not wanted.
    fn following(&self, now: Duration) -> Turn {
        match self.turn {
            Turn::Newest if self.older.is_some() => Turn::Older,
            Turn::Newest | Turn::Older if self.wants_successor(now) => Turn::Successor,
            _ => Turn::Newest,
        }
    }

    /// Whether to fetch another code now: after a good answer, so that an approval that is there already is seen first.
    /// The older request makes room, but not before the server has said once, after its code had left the screen, that
    /// nobody had approved it.
    fn wants_successor(&self, now: Duration) -> bool {
        let has_room = self.older.as_ref().is_none_or(|older| older.checked > self.request.received);
        has_room && self.trouble.is_none() && (self.is_new_wanted || self.request.is_running_out(now))
    }

    fn polled(mut self, polled: Polled, now: Duration) -> State {
        let asked = match (self.turn, &mut self.older) {
            (Turn::Older, Some(older)) => older,
            _ => &mut self.request,
        };
        match polled {
            Polled::Pending => {
                asked.checked = now;
                self.answered(now)
            }
            Polled::Approved => {
                let (request, other) = match (self.turn, self.older) {
                    (Turn::Older, Some(older)) => (older, Some(self.request)),
                    (_, older) => (self.request, older),
                };
                State::Redeeming { request, other, pace: Pace::Asking, trouble: None }
            }
            Polled::Forgotten if self.turn == Turn::Older => {
                self.older = None;
                self.answered(now)
            }
            Polled::Forgotten => {
                let why = if self.is_new_wanted { Why::Asked } else { self.request.why_forgotten(now) };
                State::starting_over(why, self.request.method, self.older, now)
            }
            Polled::Disabled => self.disabled(now),
            Polled::Lost(lost) => self.lost(lost, now),
        }
    }

    fn succeeded(mut self, initiated: Initiated, now: Duration) -> State {
        match initiated {
            Initiated::Code(code, secret) => {
                let why = if self.is_new_wanted { Why::Asked } else { Why::RunningOut };
                let method = self.request.method;
                let request = Box::new(Request { code, secret, received: now, checked: now, why, method });
                State::Waiting(Self { pace: Pace::Resting(now), ..Self::polling(request, Some(self.request)) })
            }
            Initiated::Disabled => self.disabled(now),
            Initiated::WrongMethod => {
                self.request.method = match self.request.method {
                    Method::Post => Method::Get,
                    _ => Method::Post,
                };
                self.lost(Lost::NotFound, now)
            }
            Initiated::Lost(lost) => self.lost(lost, now),
        }
    }

    /// A good answer. The way to a code that the person wants is gone without a rest.
    fn answered(self, now: Duration) -> State {
        let well = Self { trouble: None, ..self };
        let turn = well.following(now);
        State::Waiting(if well.is_new_wanted && turn != Turn::Newest {
            Self { turn, ..well }
        } else {
            Self { pace: Pace::Resting(now), ..well }
        })
    }

    fn lost(self, lost: Lost, now: Duration) -> State {
        State::Waiting(Self { pace: Pace::Resting(now), trouble: Some(one_more(self.trouble, lost)), ..self })
    }

    fn disabled(self, now: Duration) -> State {
        State::Disabled { pace: Pace::Resting(now), request: Some(self.request), older: self.older }
    }
}

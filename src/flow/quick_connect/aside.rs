//! How a tab moves on that has left it to another one to show a code. It looks at its own codes in turn, because somebody
//! may have read one of them before.

use std::time::Duration;

use super::event::Event;
use super::older::Older;
use super::request::{Request, Why};
use super::state::{Pace, State, Turn};
use crate::jellyfin::Lost;
use crate::jellyfin::quick_connect::Polled;

/// The fields of [`State::Aside`].
pub(super) struct Aside {
    pub request: Option<Request>,
    pub older: Older,
    pub turn: Turn,
    pub pace: Pace,
}

impl Aside {
    pub(super) fn next(self, event: Event, now: Duration) -> State {
        match (self.pace, event) {
            (_, Event::Nudged | Event::NewCode) => State::going_on(self.request, self.older, Why::Opened),
            (Pace::Resting(_), Event::Rested) => match self.following() {
                Some(turn) => Self { turn, pace: Pace::Asking, ..self }.into(),
                None => self.into(),
            },
            (Pace::Asking, Event::Polled(polled)) => self.polled(polled, now),
            _ => self.into(),
        }
    }

    /// The newest, one of the older, and again, as far as they exist.
    fn following(&self) -> Option<Turn> {
        match (&self.request, self.older.first()) {
            (None, None) => None,
            (Some(_), None) => Some(Turn::Newest),
            (None, Some(_)) => Some(Turn::Older),
            (Some(_), Some(_)) if self.turn == Turn::Newest => Some(Turn::Older),
            (Some(_), Some(_)) => Some(Turn::Newest),
        }
    }

    fn polled(mut self, polled: Polled, now: Duration) -> State {
        let is_older = self.turn == Turn::Older;
        match polled {
            Polled::Approved => {
                let approved = if is_older { self.older.take_first() } else { self.request.take() };
                let others = self.request.into_iter().fold(self.older, Older::and);
                match approved {
                    Some(request) => State::Redeeming { request, others, pace: Pace::Asking, trouble: None },
                    None => State::stepping_aside(None, others, now),
                }
            }
            Polled::Forgotten if is_older => {
                self.older.take_first();
                self.rests(now)
            }
            Polled::Forgotten => Self { request: None, ..self }.rests(now),
            Polled::Pending | Polled::Disabled | Polled::Lost(_) => {
                let asked = if is_older { self.older.first_mut() } else { self.request.as_mut() };
                if let Some(asked) = asked {
                    match polled {
                        Polled::Pending => (asked.checked, asked.misses) = (now, 0),
                        Polled::Lost(Lost::NotFound) => asked.misses = asked.misses.saturating_add(1),
                        _ => {}
                    }
                }
                if is_older {
                    self.older.turn();
                }
                self.rests(now)
            }
        }
    }

    fn rests(self, now: Duration) -> State {
        Self { pace: Pace::Resting(now), ..self }.into()
    }
}

impl From<Aside> for State {
    fn from(aside: Aside) -> Self {
        let Aside { request, older, turn, pace } = aside;
        Self::Aside { request, older, turn, pace }
    }
}

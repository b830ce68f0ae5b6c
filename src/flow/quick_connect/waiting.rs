//! How a code on the screen moves on: which of the two codes is asked about next, and when another one is fetched.

use std::time::Duration;

use super::event::Event;
use super::request::{Request, Why};
use super::state::{Pace, State, Trouble, Turn, Waiting};
use crate::jellyfin::quick_connect::{Initiated, Polled};
use crate::jellyfin::{Lost, Method};

impl Waiting {
    pub(super) fn next(self, event: Event, now: Duration) -> State {
        use Pace::{Asking, Resting};
        match (self.pace, event) {
            (_, Event::SteppedAside) => State::Aside { request: Some(self.request), older: self.older },
            // There is no hurry where it has to wait.
            (Resting(_), Event::NewCode) if !self.older.makes_room(now) => {
                State::Waiting(Self { is_new_wanted: true, ..self })
            }
            (Resting(_), Event::NewCode) => {
                State::Waiting(Self { turn: Turn::Newest, pace: Asking, is_new_wanted: true, ..self })
            }
            (Asking, Event::NewCode) => State::Waiting(Self { is_new_wanted: true, ..self }),
            (Resting(since), event) if event.ends_rest(since, now) => {
                let turn = match self.following(now) {
                    // A nudge asks about the code: a device that wakes up may have been approved meanwhile.
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

    /// Newest, one of the older, successor, and again, without those that do not exist or are not wanted.
    fn following(&self, now: Duration) -> Turn {
        match self.turn {
            Turn::Newest if self.older.first().is_some() => Turn::Older,
            Turn::Newest | Turn::Older if self.wants_successor(now) => Turn::Successor,
            _ => Turn::Newest,
        }
    }

    /// Whether to fetch another code now. Only after a good answer, so that an approval that is there already is seen
    /// first; or when the server has most likely forgotten the present one.
    fn wants_successor(&self, now: Duration) -> bool {
        let is_due = if self.trouble.is_none() {
            self.is_new_wanted || self.request.is_running_out(now)
        } else {
            self.is_new_wanted && self.request.misses > 0
        };
        (is_due || self.request.is_missed()) && self.older.makes_room(now)
    }

    fn polled(mut self, polled: Polled, now: Duration) -> State {
        let asked = match self.older.first_mut() {
            Some(older) if self.turn == Turn::Older => older,
            _ => &mut self.request,
        };
        match polled {
            Polled::Pending => {
                asked.checked = now;
                asked.misses = 0;
                self.had_its_turn();
                self.answered(now)
            }
            Polled::Approved => {
                let approved = if self.turn == Turn::Older { self.older.take_first() } else { None };
                let (request, others) = match approved {
                    Some(older) => (older, self.older.and(self.request, now)),
                    None => (self.request, self.older),
                };
                State::Redeeming { request, others, pace: Pace::Asking, trouble: None }
            }
            Polled::Forgotten if self.turn == Turn::Older => {
                self.older.take_first();
                self.answered(now)
            }
            Polled::Forgotten => {
                let why = if self.is_new_wanted { Why::Asked } else { self.request.why_forgotten(now) };
                State::starting_over(why, self.request.method, self.older, now)
            }
            Polled::Disabled => self.disabled(now),
            Polled::Lost(Lost::NotFound) => {
                asked.misses = asked.misses.saturating_add(1);
                // An older request that is missed is of no concern to the code that is shown.
                if self.turn != Turn::Older {
                    self.trouble = Some(Trouble::and(self.trouble, Lost::NotFound));
                }
                self.had_its_turn();
                self.rests(now)
            }
            Polled::Lost(lost) => self.lost(lost, now),
        }
    }

    fn succeeded(mut self, initiated: Initiated, now: Duration) -> State {
        match initiated {
            Initiated::Code(code, secret) => {
                let why = match self.is_new_wanted {
                    true => Why::Asked,
                    false if self.request.is_missed() => Why::Forgotten,
                    false => Why::RunningOut,
                };
                let method = self.request.method;
                let request = Request { code, secret, received: now, checked: now, why, method, misses: 0 };
                State::Waiting(Self {
                    pace: Pace::Resting(now),
                    ..Self::polling(request, self.older.and(self.request, now))
                })
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

    /// Of the older ones, the next is asked about in the next round.
    fn had_its_turn(&mut self) {
        if self.turn == Turn::Older {
            self.older.turn();
        }
    }

    /// After a good answer.
    fn answered(self, now: Duration) -> State {
        Self { trouble: None, ..self }.rests(now)
    }

    /// Rests, but not on the way to a code that the person wants.
    fn rests(self, now: Duration) -> State {
        let turn = self.following(now);
        State::Waiting(if self.is_new_wanted && self.older.makes_room(now) && turn != Turn::Newest {
            Self { turn, ..self }
        } else {
            Self { pace: Pace::Resting(now), ..self }
        })
    }

    fn lost(self, lost: Lost, now: Duration) -> State {
        State::Waiting(Self { pace: Pace::Resting(now), trouble: Some(Trouble::and(self.trouble, lost)), ..self })
    }

    fn disabled(self, now: Duration) -> State {
        State::Disabled { pace: Pace::Resting(now), request: Some(self.request), older: self.older }
    }
}

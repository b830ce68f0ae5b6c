//! The signed-in device: a code is entered, confirmed by a deliberate press, sent, and the outcome shown. Knows that
//! nothing is sent before the press and that one press is one request; does not know whose account it is.

use std::time::Duration;

use crate::code::Code;
use crate::jellyfin::Lost;
use crate::jellyfin::quick_connect::Authorized;
use crate::machine::Machine;

/// Where the approval stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// No code yet.
    Entering,
    /// A code, shown once more with the account it would sign in; nothing is sent before the press.
    Confirming {
        /// What would be approved.
        code: Code,
        /// How the last try was lost, if there was one.
        lost: Option<Lost>,
    },
    /// The approval is on its way.
    Authorizing {
        /// What is being approved.
        code: Code,
        /// Whether an earlier try was lost, so that it may have arrived.
        again: bool,
    },
    /// The server has decided.
    Decided(Outcome),
}

/// What the server decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The other device is signed in.
    Approved,
    /// No device is waiting with this code.
    Unknown,
    /// The code had been approved before.
    Used {
        /// Whether an earlier try of ours was lost: then it was most likely that one.
        again: bool,
    },
    /// Quick Connect is switched off.
    Disabled,
    /// The account may not do this.
    Forbidden,
    /// This device's own session has ended.
    SignedOut,
}

/// What can happen to the approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Six digits were entered and sent off.
    Entered(Code),
    /// The person pressed "Approve".
    Pressed,
    /// The person went back.
    Cancelled,
    /// The answer to [`Effect::Authorize`].
    Authorized(Authorized),
}

/// What the approval can want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Approve this code.
    Authorize(Code),
}

impl State {
    /// The result's name on the settings screen, which scripts and tests hold on to.
    #[must_use]
    pub fn result(&self) -> Option<&'static str> {
        match self {
            Self::Confirming { lost: Some(_), .. } => Some("offline"),
            Self::Decided(outcome) => Some(match outcome {
                Outcome::Approved => "approved",
                Outcome::Unknown => "unknown",
                Outcome::Used { .. } => "used",
                Outcome::Disabled => "disabled",
                Outcome::Forbidden => "forbidden",
                Outcome::SignedOut => "signed-out",
            }),
            _ => None,
        }
    }
}

impl Machine for State {
    type Event = Event;
    type Effect = Effect;

    /// - a code that is entered is shown for confirmation, also after a result;
    /// - the press sends it once; while it is on its way nothing else counts;
    /// - the server's word is the result; a lost answer leads back to the confirmation, where the same press retries.
    fn next(self, event: Event, _now: Duration) -> Self {
        match (self, event) {
            (Self::Entering | Self::Decided(_), Event::Entered(code)) => Self::Confirming { code, lost: None },
            (Self::Confirming { code, lost }, Event::Pressed) => Self::Authorizing { code, again: lost.is_some() },
            (Self::Confirming { .. } | Self::Decided(_), Event::Cancelled) => Self::Entering,
            (Self::Authorizing { code, again }, Event::Authorized(authorized)) => match authorized {
                Authorized::Approved => Self::Decided(Outcome::Approved),
                Authorized::Unknown => Self::Decided(Outcome::Unknown),
                Authorized::Used => Self::Decided(Outcome::Used { again }),
                Authorized::Disabled => Self::Decided(Outcome::Disabled),
                Authorized::Forbidden => Self::Decided(Outcome::Forbidden),
                Authorized::SignedOut => Self::Decided(Outcome::SignedOut),
                Authorized::Lost(lost) => Self::Confirming { code, lost: Some(lost) },
            },
            (unmoved, _) => unmoved,
        }
    }

    fn effect(&self) -> Option<Effect> {
        match self {
            Self::Authorizing { code, .. } => Some(Effect::Authorize(*code)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> Code {
        Code::parse("123456").unwrap()
    }

    fn other() -> Code {
        Code::parse("654321").unwrap()
    }

    /// One state of every kind, with the name used in the table below.
    fn states() -> Vec<(&'static str, State)> {
        vec![
            ("entering", State::Entering),
            ("confirming", State::Confirming { code: code(), lost: None }),
            ("lost", State::Confirming { code: code(), lost: Some(Lost::NoAnswer) }),
            ("authorizing", State::Authorizing { code: code(), again: false }),
            ("authorizing again", State::Authorizing { code: code(), again: true }),
            ("decided", State::Decided(Outcome::Unknown)),
        ]
    }

    fn events() -> Vec<(&'static str, Event)> {
        vec![
            ("entered", Event::Entered(other())),
            ("pressed", Event::Pressed),
            ("cancelled", Event::Cancelled),
            ("approved", Event::Authorized(Authorized::Approved)),
            ("unknown", Event::Authorized(Authorized::Unknown)),
            ("used", Event::Authorized(Authorized::Used)),
            ("disabled", Event::Authorized(Authorized::Disabled)),
            ("forbidden", Event::Authorized(Authorized::Forbidden)),
            ("signed out", Event::Authorized(Authorized::SignedOut)),
            ("lost", Event::Authorized(Authorized::Lost(Lost::TimedOut))),
        ]
    }

    #[test]
    fn every_pair_of_state_and_event_moves_only_where_listed() {
        use Outcome::{Approved, Disabled, Forbidden, SignedOut, Unknown, Used};
        let fresh = State::Confirming { code: other(), lost: None };
        let sent = |again| State::Authorizing { code: code(), again };
        let lost = State::Confirming { code: code(), lost: Some(Lost::TimedOut) };
        let mut moves = vec![
            ("entering", "entered", fresh),
            ("confirming", "pressed", sent(false)),
            ("confirming", "cancelled", State::Entering),
            ("lost", "pressed", sent(true)),
            ("lost", "cancelled", State::Entering),
            ("decided", "entered", fresh),
            ("decided", "cancelled", State::Entering),
        ];
        for (state, again) in [("authorizing", false), ("authorizing again", true)] {
            for (event, outcome) in [
                ("approved", Approved),
                ("unknown", Unknown),
                ("used", Used { again }),
                ("disabled", Disabled),
                ("forbidden", Forbidden),
                ("signed out", SignedOut),
            ] {
                moves.push((state, event, State::Decided(outcome)));
            }
            moves.push((state, "lost", lost));
        }
        for (state_name, state) in states() {
            for (event_name, event) in events() {
                let listed = moves.iter().find(|(from, by, _)| (*from, *by) == (state_name, event_name));
                let expected = listed.map_or(state, |(_, _, to)| *to);
                assert_eq!(state.next(event, Duration::ZERO), expected, "{state_name} × {event_name}");
            }
        }
    }

    #[test]
    fn only_a_press_on_a_confirmed_code_sends_anything() {
        for (name, state) in states() {
            let sends = state.effect().is_some();
            assert_eq!(sends, name.starts_with("authorizing"), "{name}");
            for (event_name, event) in events() {
                let after = state.next(event, Duration::ZERO);
                if !sends && after.effect().is_some() {
                    assert!(
                        matches!(state, State::Confirming { .. }) && event == Event::Pressed,
                        "{name} × {event_name}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_result_has_its_name() {
        let names: Vec<_> = states().into_iter().filter_map(|(_, state)| state.result()).collect();
        assert_eq!(names, ["offline", "unknown"]);
        assert_eq!(State::Decided(Outcome::SignedOut).result(), Some("signed-out"));
    }
}

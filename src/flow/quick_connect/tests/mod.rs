//! One state and one event of every kind, for the table and for the facts.

mod facts;
mod moves;

use std::time::Duration;

use super::*;
use crate::jellyfin::code::Code;
use crate::jellyfin::quick_connect::{Initiated, Polled, Redeemed};
use crate::jellyfin::secret::{Secret, Token};
use crate::jellyfin::users::{Authentication, Me, SecondStep, User};
use crate::jellyfin::{Lost, Method};

const NOW: Duration = Duration::from_secs(1000);

fn code() -> Code {
    Code::parse("123456").unwrap()
}

fn none() -> Older {
    Older::default()
}

fn one(request: Request) -> Older {
    Older::from_iter([request])
}

/// The older one, and what was shown.
fn both() -> Older {
    Older::from_iter([older(), request()])
}

fn request() -> Request {
    Request {
        code: code(),
        secret: Secret::new("AB"),
        received: NOW,
        checked: NOW,
        why: Why::Opened,
        misses: 0,
        method: Method::Get,
    }
}

fn authentication() -> Authentication {
    Authentication {
        user: User { id: "7d".into(), name: "demo".into(), is_administrator: true, image_tag: None },
        token: Token::new("9b"),
        server_id: "4f".into(),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "as its users need it")]
fn trouble(count: u32) -> Option<Trouble> {
    Some(Trouble { count, last: Lost::NoAnswer })
}

fn requesting(method: Method, pace: Pace, trouble: Option<Trouble>) -> State {
    State::Requesting { why: Why::Opened, method, pace, trouble, older: none() }
}

fn redeeming(pace: Pace, trouble: Option<Trouble>) -> State {
    State::Redeeming { request: request(), others: one(older()), pace, trouble }
}

fn step() -> SecondStep {
    SecondStep { page: Some("/TwoFactorAuth/Challenge?id=7".into()) }
}

fn second_step(pace: Pace) -> State {
    let Pace::Resting(since) = pace else { panic!("it always rests") };
    State::SecondStep { request: request(), others: one(older()), step: step(), since }
}

fn checking(pace: Pace, trouble: Option<Trouble>) -> State {
    let (request, others, authentication) = (request(), one(older()), authentication());
    State::Checking { request, others, authentication, pace, trouble }
}

/// What was shown before; the server has not been asked about it since it left the screen.
fn older() -> Request {
    let (checked, received) = (NOW.saturating_sub(SECOND), NOW.saturating_sub(60 * SECOND));
    Request { secret: Secret::new("OLD"), checked, received, ..request() }
}

const SECOND: Duration = Duration::from_secs(1);

/// Rested for long enough for a nudge to count.
const RESTED: Pace = Pace::Resting(Duration::from_secs(1000));

/// Only just come to rest.
const FRESH: Pace = Pace::Resting(Duration::from_millis(1_009_500));

/// When the events of the table happen.
const LATER: Duration = Duration::from_secs(1010);

/// Resting since then.
const NOW_RESTING: Pace = Pace::Resting(LATER);

/// In trouble and with nothing else to tell.
fn plain() -> Waiting {
    Waiting { pace: RESTED, trouble: trouble(1), ..Waiting::polling(request(), none()) }
}

fn asks(turn: Turn) -> Waiting {
    let older = (turn == Turn::Older).then(older).into_iter().collect();
    Waiting { turn, pace: Pace::Asking, older, ..plain() }
}

fn wants_new(waiting: Waiting) -> Waiting {
    Waiting { is_new_wanted: true, ..waiting }
}

/// One state of every kind.
fn states() -> Vec<(&'static str, State)> {
    use Pace::Asking;
    let kept = || (Some(request()), one(older()));
    let (shown, before) = kept();
    let (shown_too, before_too) = kept();
    vec![
        ("asking by POST", requesting(Method::Post, Asking, None)),
        ("asking by GET", requesting(Method::Get, Asking, None)),
        ("resting to ask", requesting(Method::Post, RESTED, trouble(1))),
        ("just resting to ask", requesting(Method::Post, FRESH, trouble(1))),
        ("waiting", State::Waiting(plain())),
        ("just waiting", State::Waiting(Waiting { pace: FRESH, ..plain() })),
        ("polling", State::Waiting(asks(Turn::Newest))),
        ("polling, new wanted", State::Waiting(wants_new(asks(Turn::Newest)))),
        ("polling the older", State::Waiting(asks(Turn::Older))),
        ("polling the older, new wanted", State::Waiting(wants_new(asks(Turn::Older)))),
        ("succeeding", State::Waiting(asks(Turn::Successor))),
        ("redeeming", redeeming(Asking, trouble(1))),
        ("resting to redeem", redeeming(RESTED, trouble(1))),
        ("resting to redeem in trouble", redeeming(FRESH, trouble(3))),
        ("redeeming in trouble", redeeming(Asking, trouble(2))),
        ("wanting a second step", second_step(RESTED)),
        ("just wanting a second step", second_step(FRESH)),
        ("checking", checking(Asking, None)),
        ("checking a last time", checking(Asking, trouble(2))),
        ("resting to check", checking(RESTED, trouble(1))),
        ("disabled", State::Disabled { pace: RESTED, request: shown, older: before }),
        ("disabled from the start", State::Disabled { pace: Asking, request: None, older: none() }),
        ("looking", State::Disabled { pace: Asking, request: Some(request()), older: none() }),
        ("aside", State::Aside { request: shown_too, older: before_too }),
        ("aside from the start", State::Aside { request: None, older: none() }),
        ("signed in", State::SignedIn(authentication())),
    ]
}

/// One event of every kind.
fn events() -> Vec<(&'static str, Event)> {
    vec![
        ("a code", Event::Initiated(Initiated::Code(code(), Secret::new("NEW")))),
        ("no code: disabled", Event::Initiated(Initiated::Disabled)),
        ("wrong method", Event::Initiated(Initiated::WrongMethod)),
        ("no code: lost", Event::Initiated(Initiated::Lost(Lost::NoAnswer))),
        ("pending", Event::Polled(Polled::Pending)),
        ("approved", Event::Polled(Polled::Approved)),
        ("forgotten", Event::Polled(Polled::Forgotten)),
        ("poll: disabled", Event::Polled(Polled::Disabled)),
        ("poll: lost", Event::Polled(Polled::Lost(Lost::NoAnswer))),
        ("poll: not found, said by a proxy", Event::Polled(Polled::Lost(Lost::NotFound))),
        ("a token", Event::Redeemed(Redeemed::SignedIn(authentication()))),
        ("no token: forgotten", Event::Redeemed(Redeemed::Forgotten)),
        ("no token: disabled", Event::Redeemed(Redeemed::Disabled)),
        ("no token: second step", Event::Redeemed(Redeemed::SecondStep(step()))),
        ("no token: not found, said by a proxy", Event::Redeemed(Redeemed::Lost(Lost::NotFound))),
        ("no token: lost", Event::Redeemed(Redeemed::Lost(Lost::NoAnswer))),
        ("good token", Event::Checked(Me::User(authentication().user))),
        ("token at a bad hour", Event::Checked(Me::NotAllowed)),
        ("dead token", Event::Checked(Me::SignedOut)),
        ("token: lost", Event::Checked(Me::Lost(Lost::NoAnswer))),
        ("on", Event::Enabled(true)),
        ("off", Event::Enabled(false)),
        ("rested", Event::Rested),
        ("nudged", Event::Nudged),
        ("new code", Event::NewCode),
        ("stepped aside", Event::SteppedAside),
    ]
}

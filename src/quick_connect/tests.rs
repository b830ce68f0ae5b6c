use super::*;
use crate::jellyfin::users::User;
use crate::secret::Token;

const NOW: Duration = Duration::from_secs(1000);

fn code() -> Code {
    Code::parse("123456").unwrap()
}

fn request() -> Request {
    Request {
        code: code(),
        secret: Secret::new("AB"),
        received: NOW,
        checked: NOW,
        why: Why::Opened,
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
    State::Requesting { why: Why::Opened, method, pace, trouble }
}

fn waiting(poll: Poll, trouble: Option<Trouble>) -> State {
    State::Waiting { request: request(), poll, trouble }
}

fn redeeming(pace: Pace, trouble: Option<Trouble>) -> State {
    State::Redeeming { request: request(), pace, trouble }
}

/// One state of every kind.
fn states() -> Vec<(&'static str, State)> {
    use Pace::{Asking, Resting};
    vec![
        ("asking by POST", requesting(Method::Post, Asking, None)),
        ("asking by GET", requesting(Method::Get, Asking, None)),
        ("resting to ask", requesting(Method::Post, Resting, trouble(1))),
        ("waiting", waiting(Poll::Resting, trouble(1))),
        ("polling", waiting(Poll::Asking, trouble(1))),
        ("polling before the last time", waiting(Poll::AskingBeforeLast, trouble(1))),
        ("polling a last time", waiting(Poll::LastAsking, trouble(1))),
        ("redeeming", redeeming(Asking, trouble(1))),
        ("resting to redeem", redeeming(Resting, trouble(1))),
        ("polling a last time in trouble", waiting(Poll::LastAsking, trouble(2))),
        ("resting to redeem in trouble", redeeming(Resting, trouble(3))),
        ("disabled", State::Disabled { pace: Resting }),
        ("looking", State::Disabled { pace: Asking }),
        ("signed in", State::SignedIn(authentication())),
    ]
}

/// One event of every kind.
fn events() -> Vec<(&'static str, Event)> {
    vec![
        ("a code", Event::Initiated(Initiated::Code(code(), Secret::new("AB")))),
        ("no code: disabled", Event::Initiated(Initiated::Disabled)),
        ("wrong method", Event::Initiated(Initiated::WrongMethod)),
        ("no code: lost", Event::Initiated(Initiated::Lost(Lost::NoAnswer))),
        ("pending", Event::Polled(Polled::Pending)),
        ("approved", Event::Polled(Polled::Approved)),
        ("forgotten", Event::Polled(Polled::Forgotten)),
        ("poll: disabled", Event::Polled(Polled::Disabled)),
        ("poll: lost", Event::Polled(Polled::Lost(Lost::NoAnswer))),
        ("a token", Event::Redeemed(Redeemed::SignedIn(authentication()))),
        ("no token: forgotten", Event::Redeemed(Redeemed::Forgotten)),
        ("no token: disabled", Event::Redeemed(Redeemed::Disabled)),
        ("no token: lost", Event::Redeemed(Redeemed::Lost(Lost::NoAnswer))),
        ("on", Event::Enabled(true)),
        ("off", Event::Enabled(false)),
        ("rested", Event::Rested),
        ("nudged", Event::Nudged),
        ("new code", Event::NewCode),
    ]
}

/// Every pair that moves, and where to. All others must stay as they are.
fn moves() -> Vec<(&'static str, &'static str, State)> {
    use Pace::{Asking, Resting};
    let ask = |why, method| State::Requesting { why, method, pace: Asking, trouble: None };
    let off = State::Disabled { pace: Resting };
    let got = |method| State::Waiting { request: Request { method, ..request() }, poll: Poll::Resting, trouble: None };
    let tried = Some(Trouble { count: 1, last: Lost::NotFound });
    vec![
        ("asking by POST", "a code", got(Method::Post)),
        ("asking by POST", "no code: disabled", off.clone()),
        ("asking by POST", "wrong method", requesting(Method::Get, Asking, None)),
        ("asking by POST", "no code: lost", requesting(Method::Post, Resting, trouble(1))),
        ("asking by GET", "a code", got(Method::Get)),
        ("asking by GET", "no code: disabled", off.clone()),
        ("asking by GET", "wrong method", requesting(Method::Post, Resting, tried)),
        ("asking by GET", "no code: lost", requesting(Method::Get, Resting, trouble(1))),
        ("resting to ask", "rested", requesting(Method::Post, Asking, trouble(1))),
        ("resting to ask", "nudged", requesting(Method::Post, Asking, trouble(1))),
        ("resting to ask", "new code", requesting(Method::Post, Asking, trouble(1))),
        ("waiting", "rested", waiting(Poll::Asking, trouble(1))),
        ("waiting", "nudged", waiting(Poll::Asking, trouble(1))),
        ("waiting", "new code", waiting(Poll::LastAsking, trouble(1))),
        ("polling", "pending", waiting(Poll::Resting, None)),
        ("polling", "approved", redeeming(Asking, None)),
        ("polling", "forgotten", ask(Why::Forgotten, Method::Get)),
        ("polling", "poll: disabled", off.clone()),
        ("polling", "poll: lost", waiting(Poll::Resting, trouble(2))),
        ("polling", "new code", waiting(Poll::AskingBeforeLast, trouble(1))),
        ("polling before the last time", "pending", waiting(Poll::LastAsking, None)),
        ("polling before the last time", "approved", redeeming(Asking, None)),
        ("polling before the last time", "forgotten", ask(Why::Asked, Method::Get)),
        ("polling before the last time", "poll: disabled", off.clone()),
        ("polling before the last time", "poll: lost", waiting(Poll::Resting, trouble(2))),
        ("polling a last time", "pending", ask(Why::Asked, Method::Get)),
        ("polling a last time", "approved", redeeming(Asking, None)),
        ("polling a last time", "forgotten", ask(Why::Asked, Method::Get)),
        ("polling a last time", "poll: disabled", off.clone()),
        ("polling a last time", "poll: lost", waiting(Poll::Resting, trouble(2))),
        ("polling a last time in trouble", "pending", ask(Why::Asked, Method::Get)),
        ("polling a last time in trouble", "approved", redeeming(Asking, None)),
        ("polling a last time in trouble", "forgotten", ask(Why::Asked, Method::Get)),
        ("polling a last time in trouble", "poll: disabled", off.clone()),
        ("polling a last time in trouble", "poll: lost", ask(Why::Asked, Method::Get)),
        ("redeeming", "a token", State::SignedIn(authentication())),
        ("redeeming", "no token: forgotten", ask(Why::Forgotten, Method::Get)),
        ("redeeming", "no token: disabled", off.clone()),
        ("redeeming", "no token: lost", redeeming(Resting, trouble(2))),
        ("resting to redeem", "rested", redeeming(Asking, trouble(1))),
        ("resting to redeem", "nudged", redeeming(Asking, trouble(1))),
        ("resting to redeem", "new code", redeeming(Asking, trouble(1))),
        ("resting to redeem in trouble", "rested", redeeming(Asking, trouble(3))),
        ("resting to redeem in trouble", "nudged", redeeming(Asking, trouble(3))),
        ("resting to redeem in trouble", "new code", ask(Why::Asked, Method::Get)),
        ("disabled", "rested", State::Disabled { pace: Asking }),
        ("disabled", "nudged", State::Disabled { pace: Asking }),
        ("disabled", "new code", ask(Why::Asked, Method::Post)),
        ("looking", "on", ask(Why::SwitchedOn, Method::Post)),
        ("looking", "off", off),
        ("looking", "new code", ask(Why::Asked, Method::Post)),
    ]
}

#[test]
fn every_pair_of_state_and_event_moves_only_where_listed() {
    let moves = moves();
    let mut walked = 0;
    for (state_name, state) in states() {
        for (event_name, event) in events() {
            let listed = moves.iter().find(|(from, by, _)| (*from, *by) == (state_name, event_name));
            walked += usize::from(listed.is_some());
            let expected = listed.map_or(&state, |(_, _, to)| to);
            assert_eq!(&state.clone().next(event, NOW), expected, "{state_name} × {event_name}");
        }
    }
    assert_eq!(walked, moves.len(), "the table names a pair that does not exist");
}

#[test]
fn what_is_wanted_follows_from_the_state_alone() {
    for (name, state) in states() {
        let expected = match name {
            "asking by POST" => Some(Effect::Initiate(Method::Post)),
            "asking by GET" => Some(Effect::Initiate(Method::Get)),
            "resting to ask" | "resting to redeem" => Some(Effect::Rest(Duration::from_secs(1))),
            "waiting" => Some(Effect::Rest(POLL_PAUSE)),
            "resting to redeem in trouble" => Some(Effect::Rest(Duration::from_secs(4))),
            name if name.starts_with("polling") => Some(Effect::Poll(Secret::new("AB"))),
            "redeeming" => Some(Effect::Redeem(Secret::new("AB"))),
            "disabled" => Some(Effect::Rest(DISABLED_PAUSE)),
            "looking" => Some(Effect::LookWhetherEnabled),
            _ => None,
        };
        assert_eq!(state.effect(), expected, "{name}");
        assert_eq!(state.is_over(), expected.is_none(), "{name}");
    }
}

#[test]
fn the_screen_names_each_state() {
    for (name, state) in states() {
        let shown = match name {
            "asking by POST" | "asking by GET" => "requesting",
            "resting to ask" => "unreachable",
            name if name == "waiting" || name.starts_with("polling") => "retrying",
            "disabled" | "looking" => "disabled",
            _ => "redeeming",
        };
        assert_eq!(state.name(), shown, "{name}");
    }
    assert_eq!(waiting(Poll::Asking, None).name(), "waiting");
}

#[test]
fn a_forgotten_code_is_called_expired_only_when_its_time_was_over() {
    for (seconds, why) in [(0, Why::Forgotten), (560, Why::Forgotten), (575, Why::Expired), (900, Why::Expired)] {
        let after =
            waiting(Poll::Asking, None).next(Event::Polled(Polled::Forgotten), NOW + Duration::from_secs(seconds));
        assert!(matches!(after, State::Requesting { why: found, .. } if found == why), "after {seconds} s");
    }
}

#[test]
fn every_word_of_the_server_is_remembered_with_its_time() {
    let later = NOW + Duration::from_secs(5);
    let checked = |polled| waiting(Poll::Asking, None).next(Event::Polled(polled), later).request().unwrap().checked;
    assert_eq!(checked(Polled::Pending), later);
    assert_eq!(checked(Polled::Lost(Lost::NoAnswer)), NOW);
}

#[test]
fn time_left_counts_down_to_zero_and_survives_a_clock_that_jumps_back() {
    let left = |seconds| request().time_left(Duration::from_secs(seconds)).as_secs();
    assert_eq!((left(1000), left(1001), left(1600), left(9999), left(0)), (600, 599, 0, 0, 600));
}

#[test]
fn pauses_grow_to_ten_seconds_and_no_further() {
    let pauses: Vec<_> = [0, 1, 2, 3, 4, 5, 6, u32::MAX].map(|count| pause_after(trouble(count)).as_secs()).into();
    assert_eq!(pauses, [1, 1, 2, 4, 8, 10, 10, 10]);
}

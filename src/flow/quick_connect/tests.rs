#![expect(clippy::unnecessary_box_returns, reason = "as its users need it")]

use super::*;
use crate::jellyfin::secret::Token;
use crate::jellyfin::users::User;

const NOW: Duration = Duration::from_secs(1000);

fn code() -> Code {
    Code::parse("123456").unwrap()
}

fn request() -> Box<Request> {
    Box::new(Request {
        code: code(),
        secret: Secret::new("AB"),
        received: NOW,
        checked: NOW,
        why: Why::Opened,
        method: Method::Get,
    })
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
    State::Requesting { why: Why::Opened, method, pace, trouble, older: None }
}

fn redeeming(pace: Pace, trouble: Option<Trouble>) -> State {
    State::Redeeming { request: request(), other: Some(older()), pace, trouble }
}

fn checking(pace: Pace, trouble: Option<Trouble>) -> State {
    let (request, other, authentication) = (request(), Some(older()), authentication());
    State::Checking { request, other, authentication, pace, trouble }
}

/// What was shown before; the server has not been asked about it since it left the screen.
fn older() -> Box<Request> {
    let (checked, received) = (NOW.saturating_sub(SECOND), NOW.saturating_sub(60 * SECOND));
    Box::new(Request { secret: Secret::new("OLD"), checked, received, ..*request() })
}

/// The same, about which the server has been asked since.
fn older_asked() -> Box<Request> {
    Box::new(Request { checked: NOW + SECOND, ..*older() })
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
    Waiting { pace: RESTED, trouble: trouble(1), ..Waiting::polling(request(), None) }
}

fn asks(turn: Turn) -> Waiting {
    let older = (turn == Turn::Older).then(older);
    Waiting { turn, pace: Pace::Asking, older, ..plain() }
}

fn wants_new(waiting: Waiting) -> Waiting {
    Waiting { is_new_wanted: true, ..waiting }
}

/// One state of every kind.
fn states() -> Vec<(&'static str, State)> {
    use Pace::Asking;
    let kept = || (Some(request()), Some(older()));
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
        ("checking", checking(Asking, None)),
        ("checking a last time", checking(Asking, trouble(2))),
        ("resting to check", checking(RESTED, trouble(1))),
        ("disabled", State::Disabled { pace: RESTED, request: shown, older: before }),
        ("disabled from the start", State::Disabled { pace: Asking, request: None, older: None }),
        ("looking", State::Disabled { pace: Asking, request: Some(request()), older: None }),
        ("aside", State::Aside { request: shown_too, older: before_too }),
        ("aside from the start", State::Aside { request: None, older: None }),
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
        ("a token", Event::Redeemed(Redeemed::SignedIn(authentication()))),
        ("no token: forgotten", Event::Redeemed(Redeemed::Forgotten)),
        ("no token: disabled", Event::Redeemed(Redeemed::Disabled)),
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

/// Every pair that moves, and where to. All others must stay as they are.
#[expect(clippy::too_many_lines, reason = "a table")]
fn moves() -> Vec<(&'static str, &'static str, State)> {
    use Pace::Asking;
    let ask = |why, older| State::Requesting { why, method: Method::Get, pace: Asking, trouble: None, older };
    let forgotten =
        |older| State::Requesting { why: Why::Forgotten, method: Method::Get, pace: NOW_RESTING, trouble: None, older };
    let off = |request, older| State::Disabled { pace: NOW_RESTING, request, older };
    let fresh = |method, why| {
        Box::new(Request { secret: Secret::new("NEW"), received: LATER, checked: LATER, why, method, ..*request() })
    };
    let got =
        |method| State::Waiting(Waiting { pace: NOW_RESTING, ..Waiting::polling(fresh(method, Why::Opened), None) });
    let succeeded = |why| {
        let next = Waiting::polling(fresh(Method::Get, why), Some(request()));
        State::Waiting(Waiting { pace: NOW_RESTING, ..next })
    };
    let tried = Some(Trouble { count: 1, last: Lost::NotFound });
    let checked = |request: Box<Request>| Box::new(Request { checked: LATER, ..*request });
    let rests = |waiting: Waiting| State::Waiting(Waiting { pace: NOW_RESTING, trouble: None, ..waiting });
    let lost = |waiting: Waiting| State::Waiting(Waiting { pace: NOW_RESTING, trouble: trouble(2), ..waiting });
    let redeem = |request, other| State::Redeeming { request, other, pace: Asking, trouble: None };
    let aside = |request, older| State::Aside { request, older };
    let newest = asks(Turn::Newest);
    let old = asks(Turn::Older);
    let next = asks(Turn::Successor);
    let wanted = State::Waiting(wants_new(newest.clone()));
    vec![
        ("asking by POST", "a code", got(Method::Post)),
        ("asking by POST", "no code: disabled", off(None, None)),
        ("asking by POST", "wrong method", requesting(Method::Get, Asking, None)),
        ("asking by POST", "no code: lost", requesting(Method::Post, NOW_RESTING, trouble(1))),
        ("asking by POST", "stepped aside", aside(None, None)),
        ("asking by GET", "a code", got(Method::Get)),
        ("asking by GET", "no code: disabled", off(None, None)),
        ("asking by GET", "wrong method", requesting(Method::Post, NOW_RESTING, tried)),
        ("asking by GET", "no code: lost", requesting(Method::Get, NOW_RESTING, trouble(1))),
        ("asking by GET", "stepped aside", aside(None, None)),
        ("resting to ask", "rested", requesting(Method::Post, Asking, trouble(1))),
        ("resting to ask", "nudged", requesting(Method::Post, Asking, trouble(1))),
        ("resting to ask", "new code", requesting(Method::Post, Asking, trouble(1))),
        ("resting to ask", "stepped aside", aside(None, None)),
        ("just resting to ask", "rested", requesting(Method::Post, Asking, trouble(1))),
        ("just resting to ask", "stepped aside", aside(None, None)),
        ("waiting", "rested", State::Waiting(newest.clone())),
        ("waiting", "nudged", State::Waiting(newest.clone())),
        ("waiting", "new code", wanted.clone()),
        ("waiting", "stepped aside", aside(Some(request()), None)),
        ("just waiting", "rested", State::Waiting(newest.clone())),
        ("just waiting", "new code", wanted.clone()),
        ("just waiting", "stepped aside", aside(Some(request()), None)),
        ("polling", "pending", rests(Waiting { request: checked(request()), ..newest.clone() })),
        ("polling", "approved", redeem(request(), None)),
        ("polling", "forgotten", forgotten(None)),
        ("polling", "poll: disabled", off(Some(request()), None)),
        ("polling", "poll: lost", lost(newest.clone())),
        ("polling", "new code", wanted),
        ("polling", "stepped aside", aside(Some(request()), None)),
        (
            "polling, new wanted",
            "pending",
            State::Waiting(Waiting { request: checked(request()), trouble: None, ..wants_new(next.clone()) }),
        ),
        ("polling, new wanted", "approved", redeem(request(), None)),
        ("polling, new wanted", "forgotten", ask(Why::Asked, None)),
        ("polling, new wanted", "poll: disabled", off(Some(request()), None)),
        ("polling, new wanted", "poll: lost", lost(wants_new(newest))),
        ("polling, new wanted", "stepped aside", aside(Some(request()), None)),
        ("polling the older", "pending", rests(Waiting { older: Some(checked(older())), ..old.clone() })),
        ("polling the older", "approved", redeem(older(), Some(request()))),
        ("polling the older", "forgotten", rests(Waiting { older: None, ..old.clone() })),
        ("polling the older", "poll: disabled", off(Some(request()), Some(older()))),
        ("polling the older", "poll: lost", lost(old.clone())),
        ("polling the older", "new code", State::Waiting(wants_new(old.clone()))),
        ("polling the older", "stepped aside", aside(Some(request()), Some(older()))),
        (
            "polling the older, new wanted",
            "pending",
            State::Waiting(Waiting { older: Some(checked(older())), trouble: None, ..wants_new(next.clone()) }),
        ),
        ("polling the older, new wanted", "approved", redeem(older(), Some(request()))),
        (
            "polling the older, new wanted",
            "forgotten",
            State::Waiting(Waiting { trouble: None, ..wants_new(next.clone()) }),
        ),
        ("polling the older, new wanted", "poll: disabled", off(Some(request()), Some(older()))),
        ("polling the older, new wanted", "poll: lost", lost(wants_new(old))),
        ("polling the older, new wanted", "stepped aside", aside(Some(request()), Some(older()))),
        ("succeeding", "a code", succeeded(Why::RunningOut)),
        ("succeeding", "no code: disabled", off(Some(request()), None)),
        (
            "succeeding",
            "wrong method",
            State::Waiting(Waiting {
                request: Box::new(Request { method: Method::Post, ..*request() }),
                pace: NOW_RESTING,
                trouble: Some(Trouble { count: 2, last: Lost::NotFound }),
                ..next.clone()
            }),
        ),
        ("succeeding", "no code: lost", lost(next.clone())),
        ("succeeding", "new code", State::Waiting(wants_new(next))),
        ("succeeding", "stepped aside", aside(Some(request()), None)),
        ("redeeming", "a token", checking(Asking, None)),
        ("redeeming", "no token: forgotten", forgotten(Some(older()))),
        ("redeeming", "no token: disabled", off(Some(request()), Some(older()))),
        ("redeeming", "no token: lost", redeeming(NOW_RESTING, trouble(2))),
        ("resting to redeem", "rested", redeeming(Asking, trouble(1))),
        ("resting to redeem", "nudged", redeeming(Asking, trouble(1))),
        ("resting to redeem", "new code", redeeming(Asking, trouble(1))),
        ("resting to redeem in trouble", "rested", redeeming(Asking, trouble(3))),
        ("resting to redeem in trouble", "new code", ask(Why::Asked, Some(request()))),
        ("checking", "good token", State::SignedIn(authentication())),
        ("checking", "token at a bad hour", State::SignedIn(authentication())),
        ("checking", "token: lost", checking(NOW_RESTING, trouble(1))),
        ("checking a last time", "good token", State::SignedIn(authentication())),
        ("checking a last time", "token at a bad hour", State::SignedIn(authentication())),
        ("checking a last time", "token: lost", State::SignedIn(authentication())),
        (
            "checking a last time",
            "dead token",
            State::Waiting(Waiting::polling(Box::new(Request { why: Why::Refused, ..*older() }), None)),
        ),
        ("resting to check", "rested", checking(Asking, trouble(1))),
        ("resting to check", "nudged", checking(Asking, trouble(1))),
        ("resting to check", "new code", checking(Asking, trouble(1))),
        (
            "checking",
            "dead token",
            State::Waiting(Waiting::polling(Box::new(Request { why: Why::Refused, ..*older() }), None)),
        ),
        ("disabled", "rested", State::Disabled { pace: Asking, request: Some(request()), older: Some(older()) }),
        ("disabled", "nudged", State::Disabled { pace: Asking, request: Some(request()), older: Some(older()) }),
        ("disabled", "new code", State::Disabled { pace: Asking, request: Some(request()), older: Some(older()) }),
        ("disabled", "stepped aside", aside(Some(request()), Some(older()))),
        (
            "disabled from the start",
            "on",
            State::Requesting { why: Why::SwitchedOn, method: Method::Post, pace: Asking, trouble: None, older: None },
        ),
        ("disabled from the start", "off", off(None, None)),
        ("disabled from the start", "stepped aside", aside(None, None)),
        (
            "looking",
            "on",
            State::Waiting(Waiting::polling(Box::new(Request { why: Why::SwitchedOn, ..*request() }), None)),
        ),
        ("looking", "off", off(Some(request()), None)),
        ("looking", "stepped aside", aside(Some(request()), None)),
        ("aside", "nudged", State::Waiting(Waiting::polling(request(), Some(older())))),
        ("aside", "new code", State::Waiting(Waiting::polling(request(), Some(older())))),
        ("aside from the start", "nudged", State::start()),
        ("aside from the start", "new code", State::start()),
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
            assert_eq!(&state.clone().next(event, LATER), expected, "{state_name} × {event_name}");
        }
    }
    assert_eq!(walked, moves.len(), "the table names a pair that does not exist");
}

#[test]
fn what_is_wanted_follows_from_the_state_alone() {
    let seconds = Duration::from_secs;
    let rest = |least, most| Some(Effect::Rest(Pause { least: seconds(least), most: seconds(most) }));
    for (name, state) in states() {
        let expected = match name {
            "asking by POST" => Some(Effect::Initiate(Method::Post)),
            "asking by GET" | "succeeding" => Some(Effect::Initiate(Method::Get)),
            "resting to ask" | "just resting to ask" | "resting to redeem" | "resting to check" => rest(1, 2),
            "waiting" | "just waiting" => rest(5, 10),
            "resting to redeem in trouble" => rest(2, 6),
            name if name.starts_with("polling the older") => Some(Effect::Poll(Secret::new("OLD"))),
            name if name.starts_with("polling") => Some(Effect::Poll(Secret::new("AB"))),
            "redeeming" => Some(Effect::Redeem(Secret::new("AB"))),
            "checking" | "checking a last time" => Some(Effect::Check(Token::new("9b"))),
            "disabled" => rest(15, 15),
            "looking" | "disabled from the start" => Some(Effect::LookWhetherEnabled),
            _ => None,
        };
        assert_eq!(state.effect(), expected, "{name}");
    }
    assert_eq!(State::Waiting(Waiting { trouble: None, ..plain() }).effect(), rest(5, 5));
    let restarted = State::starting_over(Why::Forgotten, Method::Post, None, NOW);
    assert_eq!(restarted.effect(), rest(5, 5), "thousands of screens would ask twice within one pause");
    assert_eq!(
        State::starting_over(Why::Expired, Method::Post, None, NOW).effect(),
        Some(Effect::Initiate(Method::Post))
    );
    let State::Requesting { method, pace, older, .. } = restarted else { panic!("not asking") };
    let failed = State::Requesting { why: Why::Forgotten, method, pace, trouble: trouble(1), older };
    assert_eq!(failed.effect(), rest(5, 10), "nobody waits for just this answer");
}

#[test]
fn only_a_sign_in_is_the_end_and_only_a_tab_that_stepped_aside_wants_nothing() {
    for (name, state) in states() {
        assert_eq!(state.is_over(), name == "signed in", "{name}");
        assert_eq!(state.effect().is_none(), name == "signed in" || name.starts_with("aside"), "{name}");
    }
}

#[test]
fn the_screen_names_each_state_and_shows_a_code_only_while_it_can_be_approved() {
    for (name, state) in states() {
        let (shown, has_code) = match name {
            "asking by POST" | "asking by GET" => ("requesting", false),
            "resting to ask" | "just resting to ask" => ("unreachable", false),
            "waiting" | "just waiting" | "succeeding" => ("retrying", true),
            name if name.starts_with("polling") => ("retrying", true),
            name if name.starts_with("aside") => ("aside", false),
            "disabled" | "disabled from the start" | "looking" => ("disabled", false),
            "signed in" => ("redeeming", false),
            _ => ("redeeming", true),
        };
        assert_eq!((state.name(), state.request().is_some()), (shown, has_code), "{name}");
        assert_eq!(state.is_looking_out(), !matches!(shown, "redeeming" | "aside"), "{name}");
        let in_trouble =
            matches!(shown, "unreachable" | "retrying") || shown == "redeeming" && name != "checking" && has_code;
        assert_eq!(state.trouble().is_some(), in_trouble, "{name}");
    }
    assert_eq!(State::Waiting(Waiting { trouble: None, ..plain() }).name(), "waiting");
}

/// What is asked for next, in this many turns of a waiting device whose every answer is "pending".
fn turns(mut waiting: Waiting, count: usize) -> Vec<Turn> {
    let mut now = LATER;
    (0..count)
        .map(|_| {
            now += POLL_PAUSE;
            let State::Waiting(asking) = State::Waiting(waiting.clone()).next(Event::Rested, now) else {
                panic!("not waiting")
            };
            let turn = asking.turn;
            let answer = if turn == Turn::Successor {
                Event::Initiated(Initiated::Lost(Lost::NoAnswer))
            } else {
                Event::Polled(Polled::Pending)
            };
            let State::Waiting(after) = State::Waiting(asking).next(answer, now) else { panic!("not waiting") };
            waiting = after;
            turn
        })
        .collect()
}

#[test]
fn both_codes_are_polled_in_turn_and_a_successor_waits_until_the_older_one_has_been_asked_about() {
    use Turn::{Newest, Older, Successor};
    let nearly_over = Box::new(Request { received: (LATER + LEAD).saturating_sub(LIFETIME), ..*request() });
    let with =
        |request: &Request, older| Waiting { request: Box::new(request.clone()), older, trouble: None, ..plain() };
    assert_eq!(turns(with(&request(), None), 3), [Newest, Newest, Newest]);
    assert_eq!(turns(with(&request(), Some(older())), 4), [Older, Newest, Older, Newest]);
    assert_eq!(turns(with(&nearly_over, None), 4), [Successor, Newest, Successor, Newest]);
    let asked_before = Box::new(Request { checked: nearly_over.received, ..*older() });
    assert_eq!(turns(with(&nearly_over, Some(asked_before)), 4), [Older, Successor, Newest, Older]);
    let nudged = State::Waiting(with(&nearly_over, None)).next(Event::Nudged, LATER);
    assert_eq!(nudged.effect(), Some(Effect::Poll(Secret::new("AB"))), "whoever nudges wants to know");
    let in_trouble = Waiting { trouble: trouble(1), ..with(&nearly_over, None) };
    assert_eq!(turns(in_trouble, 3), [Newest, Successor, Newest], "an approval that is there is seen first");
}

#[test]
fn a_code_is_running_out_in_its_last_minute() {
    let at = |second| request().is_running_out(NOW + Duration::from_secs(second));
    assert_eq!([at(0), at(539), at(540), at(9999)], [false, false, true, true]);
}

#[test]
fn a_person_who_wants_a_new_code_gets_it_without_a_rest_after_a_look_at_the_old_ones() {
    let waiting = Waiting { turn: Turn::Older, older: Some(older()), ..plain() };
    let pressed = State::Waiting(waiting).next(Event::NewCode, LATER);
    assert_eq!(pressed.effect(), Some(Effect::Poll(Secret::new("AB"))));
    let looked = pressed.next(Event::Polled(Polled::Pending), LATER);
    assert_eq!(looked.effect(), Some(Effect::Poll(Secret::new("OLD"))));
    let asks = looked.next(Event::Polled(Polled::Pending), LATER);
    assert_eq!(asks.effect(), Some(Effect::Initiate(Method::Get)));
    let new = asks.next(Event::Initiated(Initiated::Code(code(), Secret::new("NEW"))), LATER);
    assert_eq!(new.request().map(|request| request.why), Some(Why::Asked));
    assert_eq!(new.secrets(), [Some(&Secret::new("NEW")), Some(&Secret::new("AB"))]);
}

#[test]
fn an_older_request_is_given_up_only_after_it_was_asked_about() {
    let asked_at_the_same_time = Box::new(Request { checked: request().received, ..*older() });
    for (older, gives_up) in [(older(), false), (asked_at_the_same_time, false), (older_asked(), true)] {
        let waiting = Waiting { turn: Turn::Older, older: Some(older), is_new_wanted: true, trouble: None, ..plain() };
        assert_eq!(waiting.next(Event::Rested, LATER).effect() == Some(Effect::Initiate(Method::Get)), gives_up);
    }
}

#[test]
fn a_forgotten_code_is_called_expired_only_when_its_time_was_over() {
    for (seconds, why) in [(0, Why::Forgotten), (569, Why::Forgotten), (570, Why::Expired), (900, Why::Expired)] {
        let polling = State::Waiting(asks(Turn::Newest));
        let after = polling.next(Event::Polled(Polled::Forgotten), NOW + Duration::from_secs(seconds));
        assert!(matches!(after, State::Requesting { why: found, .. } if found == why), "after {seconds} s");
    }
}

#[test]
fn an_approval_that_cannot_be_redeemed_came_too_late_only_when_the_codes_time_was_over() {
    let after = |seconds, other| {
        let redeeming = State::Redeeming { request: request(), other, pace: Pace::Asking, trouble: None };
        redeeming.next(Event::Redeemed(Redeemed::Forgotten), NOW + Duration::from_secs(seconds))
    };
    assert!(matches!(after(599, None), State::Requesting { why: Why::Forgotten, .. }));
    assert!(matches!(after(600, None), State::Requesting { why: Why::TooLate, .. }));
    let going_on = after(600, Some(older()));
    assert_eq!(going_on.request().map(|request| request.why), Some(Why::TooLate));
    assert_eq!(going_on.secrets(), [Some(&Secret::new("OLD")), None]);
}

#[test]
fn a_nudge_counts_from_a_second_after_the_last_answer_on() {
    let nudged = |milliseconds| {
        let at = NOW + Duration::from_millis(milliseconds);
        State::Waiting(plain()).next(Event::Nudged, at) != State::Waiting(plain())
    };
    assert_eq!([nudged(0), nudged(999), nudged(1000)], [false, false, true]);
}

#[test]
fn every_word_of_the_server_is_remembered_with_its_time() {
    let checked = |polled| {
        let after = State::Waiting(asks(Turn::Newest)).next(Event::Polled(polled), LATER);
        after.request().unwrap().checked
    };
    assert_eq!(checked(Polled::Pending), LATER);
    assert_eq!(checked(Polled::Lost(Lost::NoAnswer)), NOW);
}

#[test]
fn time_left_counts_down_to_zero_and_survives_a_clock_that_jumps_back() {
    let left = |seconds| request().time_left(Duration::from_secs(seconds)).as_secs();
    assert_eq!((left(1000), left(1001), left(1600), left(9999), left(0)), (600, 599, 0, 0, 600));
}

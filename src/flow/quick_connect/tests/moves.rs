//! The table of all moves: every pair of a state and an event leads where it is listed, or nowhere.

use super::*;
use crate::flow::machine::Machine;

/// Every pair that moves, and where to. All others must stay as they are.
#[expect(clippy::too_many_lines, reason = "a table")]
fn moves() -> Vec<(&'static str, &'static str, State)> {
    use Pace::Asking;
    let ask = |why, older| State::Requesting { why, method: Method::Get, pace: Asking, trouble: None, older };
    let forgotten =
        |older| State::Requesting { why: Why::Forgotten, method: Method::Get, pace: NOW_RESTING, trouble: None, older };
    let off = |request, older| State::Disabled { pace: NOW_RESTING, request, older };
    let fresh =
        |method, why| Request { secret: Secret::new("NEW"), received: LATER, checked: LATER, why, method, ..request() };
    let got =
        |method| State::Waiting(Waiting { pace: NOW_RESTING, ..Waiting::polling(fresh(method, Why::Opened), none()) });
    let succeeded = |why| {
        let next = Waiting::polling(fresh(Method::Get, why), one(request()));
        State::Waiting(Waiting { pace: NOW_RESTING, ..next })
    };
    let tried = Some(Trouble { count: 1, last: Lost::NotFound });
    let checked = |request: Request| Request { checked: LATER, ..request };
    let rests = |waiting: Waiting| State::Waiting(Waiting { pace: NOW_RESTING, trouble: None, ..waiting });
    let lost = |waiting: Waiting| State::Waiting(Waiting { pace: NOW_RESTING, trouble: trouble(2), ..waiting });
    let not_found = |count| Some(Trouble { count, last: Lost::NotFound });
    let missed_once = |request| Request { misses: 1, ..request };
    let missed = |waiting: Waiting| {
        let (pace, trouble) = (NOW_RESTING, not_found(2));
        State::Waiting(Waiting { request: missed_once(waiting.request), pace, trouble, ..waiting })
    };
    let at_once = |state| match state {
        State::Waiting(waiting) => State::Waiting(Waiting { turn: Turn::Successor, pace: Asking, ..waiting }),
        other => other,
    };
    let old_missed = |waiting: Waiting| {
        State::Waiting(Waiting {
            older: waiting.older.iter().cloned().map(missed_once).collect(),
            pace: NOW_RESTING,
            ..waiting
        })
    };
    let redeem = |request, others| State::Redeeming { request, others, pace: Asking, trouble: None };
    let aside = |request, older| State::Aside { request, older };
    let newest = asks(Turn::Newest);
    let old = asks(Turn::Older);
    let next = asks(Turn::Successor);
    let wanted = State::Waiting(wants_new(newest.clone()));
    vec![
        ("asking by POST", "a code", got(Method::Post)),
        ("asking by POST", "no code: disabled", off(None, none())),
        ("asking by POST", "wrong method", requesting(Method::Get, Asking, None)),
        ("asking by POST", "no code: lost", requesting(Method::Post, NOW_RESTING, trouble(1))),
        ("asking by POST", "stepped aside", aside(None, none())),
        ("asking by GET", "a code", got(Method::Get)),
        ("asking by GET", "no code: disabled", off(None, none())),
        ("asking by GET", "wrong method", requesting(Method::Post, NOW_RESTING, tried)),
        ("asking by GET", "no code: lost", requesting(Method::Get, NOW_RESTING, trouble(1))),
        ("asking by GET", "stepped aside", aside(None, none())),
        ("resting to ask", "rested", requesting(Method::Post, Asking, trouble(1))),
        ("resting to ask", "nudged", requesting(Method::Post, Asking, trouble(1))),
        ("resting to ask", "new code", requesting(Method::Post, Asking, trouble(1))),
        ("resting to ask", "stepped aside", aside(None, none())),
        ("just resting to ask", "rested", requesting(Method::Post, Asking, trouble(1))),
        ("just resting to ask", "stepped aside", aside(None, none())),
        ("waiting", "rested", State::Waiting(newest.clone())),
        ("waiting", "nudged", State::Waiting(newest.clone())),
        ("waiting", "new code", wanted.clone()),
        ("waiting", "stepped aside", aside(Some(request()), none())),
        ("just waiting", "rested", State::Waiting(newest.clone())),
        ("just waiting", "new code", wanted.clone()),
        ("just waiting", "stepped aside", aside(Some(request()), none())),
        ("polling", "pending", rests(Waiting { request: checked(request()), ..newest.clone() })),
        ("polling", "approved", redeem(request(), none())),
        ("polling", "forgotten", forgotten(none())),
        ("polling", "poll: disabled", off(Some(request()), none())),
        ("polling", "poll: lost", lost(newest.clone())),
        ("polling", "poll: not found, said by a proxy", missed(newest.clone())),
        ("polling", "new code", wanted),
        ("polling", "stepped aside", aside(Some(request()), none())),
        (
            "polling, new wanted",
            "pending",
            State::Waiting(Waiting { request: checked(request()), trouble: None, ..wants_new(next.clone()) }),
        ),
        ("polling, new wanted", "approved", redeem(request(), none())),
        ("polling, new wanted", "forgotten", ask(Why::Asked, none())),
        ("polling, new wanted", "poll: disabled", off(Some(request()), none())),
        ("polling, new wanted", "poll: lost", lost(wants_new(newest))),
        ("polling, new wanted", "poll: not found, said by a proxy", at_once(missed(wants_new(asks(Turn::Newest))))),
        ("polling, new wanted", "stepped aside", aside(Some(request()), none())),
        ("polling the older", "pending", rests(Waiting { older: one(checked(older())), ..old.clone() })),
        ("polling the older", "approved", redeem(older(), one(request()))),
        ("polling the older", "forgotten", rests(Waiting { older: none(), ..old.clone() })),
        ("polling the older", "poll: disabled", off(Some(request()), one(older()))),
        ("polling the older", "poll: lost", lost(old.clone())),
        ("polling the older", "poll: not found, said by a proxy", old_missed(old.clone())),
        ("polling the older", "new code", State::Waiting(wants_new(old.clone()))),
        ("polling the older", "stepped aside", aside(Some(request()), one(older()))),
        (
            "polling the older, new wanted",
            "pending",
            State::Waiting(Waiting { older: one(checked(older())), trouble: None, ..wants_new(next.clone()) }),
        ),
        ("polling the older, new wanted", "approved", redeem(older(), one(request()))),
        (
            "polling the older, new wanted",
            "forgotten",
            State::Waiting(Waiting { trouble: None, ..wants_new(next.clone()) }),
        ),
        ("polling the older, new wanted", "poll: disabled", off(Some(request()), one(older()))),
        ("polling the older, new wanted", "poll: lost", lost(wants_new(old))),
        ("polling the older, new wanted", "poll: not found, said by a proxy", old_missed(wants_new(asks(Turn::Older)))),
        ("polling the older, new wanted", "stepped aside", aside(Some(request()), one(older()))),
        ("succeeding", "a code", succeeded(Why::RunningOut)),
        ("succeeding", "no code: disabled", off(Some(request()), none())),
        (
            "succeeding",
            "wrong method",
            State::Waiting(Waiting {
                request: Request { method: Method::Post, ..request() },
                pace: NOW_RESTING,
                trouble: Some(Trouble { count: 2, last: Lost::NotFound }),
                ..next.clone()
            }),
        ),
        ("succeeding", "no code: lost", lost(next.clone())),
        ("succeeding", "new code", State::Waiting(wants_new(next))),
        ("succeeding", "stepped aside", aside(Some(request()), none())),
        ("redeeming", "a token", checking(Asking, None)),
        ("redeeming", "no token: forgotten", forgotten(one(older()))),
        ("redeeming", "no token: disabled", off(Some(request()), one(older()))),
        ("redeeming", "no token: lost", redeeming(NOW_RESTING, trouble(2))),
        ("redeeming", "no token: second step", second_step(NOW_RESTING)),
        ("redeeming", "no token: not found, said by a proxy", redeeming(NOW_RESTING, not_found(2))),
        ("redeeming in trouble", "a token", checking(Asking, None)),
        ("redeeming in trouble", "no token: forgotten", forgotten(one(older()))),
        ("redeeming in trouble", "no token: disabled", off(Some(request()), one(older()))),
        ("redeeming in trouble", "no token: second step", second_step(NOW_RESTING)),
        ("redeeming in trouble", "no token: lost", redeeming(NOW_RESTING, trouble(3))),
        (
            "redeeming in trouble",
            "no token: not found, said by a proxy",
            State::Waiting(Waiting { pace: NOW_RESTING, ..Waiting::polling(older(), one(request().missed())) }),
        ),
        ("wanting a second step", "rested", redeeming(Asking, None)),
        ("wanting a second step", "nudged", redeeming(Asking, None)),
        ("wanting a second step", "new code", ask(Why::Asked, both())),
        ("just wanting a second step", "rested", redeeming(Asking, None)),
        ("just wanting a second step", "new code", ask(Why::Asked, both())),
        ("resting to redeem", "rested", redeeming(Asking, trouble(1))),
        ("resting to redeem", "nudged", redeeming(Asking, trouble(1))),
        ("resting to redeem", "new code", redeeming(Asking, trouble(1))),
        ("resting to redeem in trouble", "rested", redeeming(Asking, trouble(3))),
        ("resting to redeem in trouble", "new code", ask(Why::Asked, both())),
        ("checking", "good token", State::SignedIn(authentication(), one(older()))),
        ("checking", "token at a bad hour", State::SignedIn(authentication(), one(older()))),
        ("checking", "token: lost", checking(NOW_RESTING, trouble(1))),
        ("checking a last time", "good token", State::SignedIn(authentication(), one(older()))),
        ("checking a last time", "token at a bad hour", State::SignedIn(authentication(), one(older()))),
        ("checking a last time", "token: lost", State::SignedIn(authentication(), one(older()))),
        (
            "checking a last time",
            "dead token",
            State::Waiting(Waiting::polling(Request { why: Why::Refused, ..older() }, none())),
        ),
        ("resting to check", "rested", checking(Asking, trouble(1))),
        ("resting to check", "nudged", checking(Asking, trouble(1))),
        ("resting to check", "new code", checking(Asking, trouble(1))),
        ("checking", "dead token", State::Waiting(Waiting::polling(Request { why: Why::Refused, ..older() }, none()))),
        ("disabled", "rested", State::Disabled { pace: Asking, request: Some(request()), older: one(older()) }),
        ("disabled", "nudged", State::Disabled { pace: Asking, request: Some(request()), older: one(older()) }),
        ("disabled", "new code", State::Disabled { pace: Asking, request: Some(request()), older: one(older()) }),
        ("disabled", "stepped aside", aside(Some(request()), one(older()))),
        (
            "disabled from the start",
            "on",
            State::Requesting {
                why: Why::SwitchedOn,
                method: Method::Post,
                pace: Asking,
                trouble: None,
                older: none(),
            },
        ),
        ("disabled from the start", "off", off(None, none())),
        ("disabled from the start", "stepped aside", aside(None, none())),
        ("looking", "on", State::Waiting(Waiting::polling(Request { why: Why::SwitchedOn, ..request() }, none()))),
        ("looking", "off", off(Some(request()), none())),
        ("looking", "stepped aside", aside(Some(request()), none())),
        ("aside", "nudged", State::Waiting(Waiting::polling(request(), one(older())))),
        ("aside", "new code", State::Waiting(Waiting::polling(request(), one(older())))),
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

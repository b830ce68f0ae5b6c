//! Facts that the table does not show.

use super::*;
use crate::flow::machine::Machine;

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
            "wanting a second step" | "just wanting a second step" => rest(15, 15),
            name if name.starts_with("polling the older") => Some(Effect::Poll(Secret::new("OLD"))),
            name if name.starts_with("polling") => Some(Effect::Poll(Secret::new("AB"))),
            "redeeming" | "redeeming in trouble" => Some(Effect::Redeem(Secret::new("AB"))),
            "checking" | "checking a last time" => Some(Effect::Check(Token::new("9b"))),
            "disabled" => rest(15, 15),
            "aside" | "aside from the start" => rest(30, 30),
            "looking aside" => Some(Effect::Poll(Secret::new("AB"))),
            "looking aside at the older" => Some(Effect::Poll(Secret::new("OLD"))),
            "looking" | "disabled from the start" => Some(Effect::LookWhetherEnabled),
            _ => None,
        };
        assert_eq!(state.effect(), expected, "{name}");
    }
    assert_eq!(State::Waiting(Waiting { trouble: None, ..plain() }).effect(), rest(5, 5));
    let restarted = State::starting_over(Why::Forgotten, Method::Post, none(), NOW);
    assert_eq!(restarted.effect(), rest(5, 5), "thousands of screens would ask twice within one pause");
    assert_eq!(
        State::starting_over(Why::Expired, Method::Post, none(), NOW).effect(),
        Some(Effect::Initiate(Method::Post))
    );
    let State::Requesting { method, pace, older, .. } = restarted else { panic!("not asking") };
    let failed = State::Requesting { why: Why::Forgotten, method, pace, trouble: trouble(1), older };
    assert_eq!(failed.effect(), rest(5, 10), "nobody waits for just this answer");
}

#[test]
fn only_a_sign_in_is_the_end_and_wants_nothing() {
    for (name, state) in states() {
        assert_eq!(state.is_over(), name == "signed in", "{name}");
        assert_eq!(state.effect().is_none(), name == "signed in", "{name}");
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
            name if name.contains("aside") => ("aside", false),
            "disabled" | "disabled from the start" | "looking" => ("disabled", false),
            "signed in" => ("redeeming", false),
            _ => ("redeeming", true),
        };
        assert_eq!((state.name(), state.request().is_some()), (shown, has_code), "{name}");
        assert_eq!(state.is_looking_out(), !matches!(shown, "redeeming" | "aside"), "{name}");
        let in_trouble = matches!(shown, "unreachable" | "retrying")
            || shown == "redeeming" && name != "checking" && !name.contains("second step") && has_code;
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
fn both_codes_are_polled_in_turn_before_a_successor_is_asked_for() {
    use Turn::{Newest, Older, Successor};
    let nearly_over = Request { received: (LATER + LEAD).saturating_sub(LIFETIME), ..request() };
    let with = |request: &Request, older| Waiting { request: request.clone(), older, trouble: None, ..plain() };
    assert_eq!(turns(with(&request(), none()), 3), [Newest, Newest, Newest]);
    assert_eq!(turns(with(&request(), one(older())), 4), [Older, Newest, Older, Newest]);
    assert_eq!(turns(with(&nearly_over, none()), 4), [Successor, Newest, Successor, Newest]);
    assert_eq!(turns(with(&nearly_over, one(older())), 4), [Older, Successor, Newest, Older]);
    let nudged = State::Waiting(with(&nearly_over, none())).next(Event::Nudged, LATER);
    assert_eq!(nudged.effect(), Some(Effect::Poll(Secret::new("AB"))), "whoever nudges wants to know");
    let in_trouble = Waiting { trouble: trouble(1), ..with(&nearly_over, none()) };
    assert_eq!(turns(in_trouble, 3), [Newest, Successor, Newest], "an approval that is there is seen first");
}

#[test]
fn a_code_is_running_out_in_its_last_minute() {
    let at = |second| request().is_running_out(NOW + Duration::from_secs(second));
    assert_eq!([at(0), at(539), at(540), at(9999)], [false, false, true, true]);
}

#[test]
fn a_person_who_wants_a_new_code_gets_it_without_a_rest_after_a_look_at_the_old_ones() {
    let waiting = Waiting { turn: Turn::Older, older: one(older()), ..plain() };
    let pressed = State::Waiting(waiting).next(Event::NewCode, LATER);
    assert_eq!(pressed.effect(), Some(Effect::Poll(Secret::new("AB"))));
    let looked = pressed.next(Event::Polled(Polled::Pending), LATER);
    assert_eq!(looked.effect(), Some(Effect::Poll(Secret::new("OLD"))));
    let asks = looked.next(Event::Polled(Polled::Pending), LATER);
    assert_eq!(asks.effect(), Some(Effect::Initiate(Method::Get)));
    let new = asks.next(Event::Initiated(Initiated::Code(code(), Secret::new("NEW"))), LATER);
    assert_eq!(new.request().map(|request| request.why), Some(Why::Asked));
    assert_eq!(new.secrets(), [&Secret::new("NEW"), &Secret::new("OLD"), &Secret::new("AB")]);
}

/// A person who presses "New code" this often, each time until the new one is there or has to be waited for.
fn pressing_new_code(times: usize) -> State {
    let mut state = State::Waiting(Waiting { trouble: None, ..plain() });
    for number in 0..times {
        state = state.next(Event::NewCode, LATER);
        while !matches!(state.effect(), Some(Effect::Rest(_))) {
            let answer = match state.effect() {
                Some(Effect::Initiate(_)) => Event::Initiated(Initiated::Code(code(), Secret::new(number.to_string()))),
                _ => Event::Polled(Polled::Pending),
            };
            state = state.next(answer, LATER);
        }
    }
    state
}

#[test]
fn however_often_a_new_code_is_wanted_none_that_is_good_is_given_up() {
    let secrets = |state: &State| state.secrets().iter().map(|it| it.reveal().to_owned()).collect::<Vec<_>>();
    assert_eq!(secrets(&pressing_new_code(2)), ["1", "AB", "0"]);
    let pressed = pressing_new_code(9);
    assert_eq!((secrets(&pressed).len(), pressed.has_enough_codes()), (4, true));
    // The first has run out, and makes room as soon as the server says so.
    let later = NOW + LIFETIME;
    let mut asked = pressed;
    while asked.has_enough_codes() {
        let answer = match asked.effect() {
            Some(Effect::Poll(secret)) if secret == Secret::new("AB") => Event::Polled(Polled::Forgotten),
            Some(Effect::Poll(_)) => Event::Polled(Polled::Pending),
            _ => Event::Rested,
        };
        asked = asked.next(answer, later);
    }
    assert_eq!(asked.effect(), Some(Effect::Initiate(Method::Get)));
    let new = asked.next(Event::Initiated(Initiated::Code(code(), Secret::new("NEW"))), later);
    assert_eq!(new.secrets().len(), 4);
    assert!(!secrets(&new).contains(&"AB".to_owned()));
}

#[test]
fn of_several_older_codes_each_has_its_turn() {
    let mut state = pressing_new_code(3);
    let asked: Vec<_> = (0..6)
        .map(|_| {
            state = std::mem::replace(&mut state, State::start()).next(Event::Rested, LATER);
            let Some(Effect::Poll(secret)) = state.effect() else { panic!("not polling") };
            state = std::mem::replace(&mut state, State::start()).next(Event::Polled(Polled::Pending), LATER);
            secret.reveal().to_owned()
        })
        .collect();
    assert_eq!(asked.iter().filter(|it| *it == "2").count(), 3, "every other time the one that is shown");
    assert!(["AB", "0", "1"].iter().all(|old| asked.contains(&(*old).to_owned())), "{asked:?}");
}

/// A poll that a proxy answers with its own 404, and the rest after it.
fn missed(state: State, now: Duration) -> State {
    let state = state.next(Event::Polled(Polled::Lost(Lost::NotFound)), now);
    state.next(Event::Rested, now + Duration::from_secs(30))
}

#[test]
fn a_code_that_is_not_found_twice_in_a_row_gets_a_successor_and_is_still_polled() {
    let polling = || State::Waiting(Waiting { trouble: None, ..asks(Turn::Newest) });
    let once = missed(polling(), LATER);
    assert_eq!(once.effect(), Some(Effect::Poll(Secret::new("AB"))), "once may be chance");
    let pending = once.clone().next(Event::Polled(Polled::Pending), LATER).next(Event::Rested, LATER);
    assert_eq!(missed(pending, LATER).effect(), Some(Effect::Poll(Secret::new("AB"))), "twice, but not in a row");
    let State::Waiting(tired) = once.clone() else { panic!("not waiting") };
    let tired = State::Waiting(Waiting { trouble: trouble(9), ..tired });
    let rests = tired.next(Event::Polled(Polled::Lost(Lost::NotFound)), LATER).effect();
    assert_eq!(rests, Some(Effect::Rest(Pause { least: POLL_PAUSE, most: 2 * POLL_PAUSE })), "whatever was before");
    let twice = missed(once, LATER);
    assert_eq!(twice.effect(), Some(Effect::Initiate(Method::Get)));
    let new = twice.next(Event::Initiated(Initiated::Code(code(), Secret::new("NEW"))), LATER);
    assert_eq!(new.request().map(|request| request.why), Some(Why::Forgotten));
    assert_eq!(new.secrets(), [&Secret::new("NEW"), &Secret::new("AB")]);
    let old = new.next(Event::Rested, LATER);
    assert_eq!(old.effect(), Some(Effect::Poll(Secret::new("AB"))));
    let State::Waiting(after) = old.next(Event::Polled(Polled::Lost(Lost::NotFound)), LATER) else {
        panic!("not waiting")
    };
    assert_eq!(after.trouble, None, "the code that is shown is well");
}

#[test]
fn whoever_wants_a_new_code_gets_it_at_once_when_the_old_one_is_not_found() {
    let once = missed(State::Waiting(Waiting { trouble: None, ..asks(Turn::Newest) }), LATER);
    let pressed = once.next(Event::NewCode, LATER).next(Event::Polled(Polled::Lost(Lost::NotFound)), LATER);
    assert_eq!(pressed.effect(), Some(Effect::Initiate(Method::Get)));
    let well = State::Waiting(Waiting { trouble: None, ..wants_new(asks(Turn::Newest)) });
    let lost = well.next(Event::Polled(Polled::Lost(Lost::NoAnswer)), LATER);
    assert!(matches!(lost.effect(), Some(Effect::Rest(_))), "a server that is out of reach has none to give");
}

#[test]
fn an_older_code_that_the_server_has_forgotten_makes_room_for_a_new_one() {
    let missing = Request { misses: 2, ..older() };
    // It may have been approved in its last moment, before its turn in the polls.
    let expired = Request { received: LATER.saturating_sub(LIFETIME), ..older() };
    for (older, makes_room) in [(missing, true), (expired, false), (older(), false)] {
        let full = Older::from_iter([super::older(), older, super::older()]);
        let waiting = Waiting { turn: Turn::Older, older: full, is_new_wanted: true, trouble: None, ..plain() };
        let wanted = State::Waiting(waiting).next(Event::Rested, LATER).effect();
        assert_eq!(wanted == Some(Effect::Initiate(Method::Get)), makes_room);
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
    let after = |seconds, others| {
        let redeeming = State::Redeeming { request: request(), others, pace: Pace::Asking, trouble: None };
        redeeming.next(Event::Redeemed(Redeemed::Forgotten), NOW + Duration::from_secs(seconds))
    };
    assert!(matches!(after(599, none()), State::Requesting { why: Why::Forgotten, .. }));
    assert!(matches!(after(600, none()), State::Requesting { why: Why::TooLate, .. }));
    let going_on = after(600, one(older()));
    assert_eq!(going_on.request().map(|request| request.why), Some(Why::TooLate));
    assert_eq!(going_on.secrets(), [&Secret::new("OLD")]);
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

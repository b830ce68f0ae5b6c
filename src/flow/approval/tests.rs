//! The table of all moves, and the facts that it does not show.

use std::time::Duration;

use super::request::Before;
use super::*;
use crate::flow::machine::Machine;
use crate::jellyfin::Lost;
use crate::jellyfin::code::Code;
use crate::jellyfin::quick_connect::Authorized;
use crate::jellyfin::sessions::SignedInDevice;
use crate::jellyfin::users::User;

fn user(id: &str) -> User {
    User { id: id.into(), name: id.into(), is_administrator: false, image_tag: None }
}

fn fresh(code: &str) -> Request {
    Request::new(Code::parse(code).unwrap(), user("demo"), "phone".into())
}

fn session(id: &str) -> SignedInDevice {
    SignedInDevice {
        session_id: id.into(),
        device_id: id.into(),
        device: id.into(),
        client: "App 1".into(),
        user_id: "demo".into(),
        user: "demo".into(),
        last_activity: "1".into(),
        has_called: true,
    }
}

/// A request whose sessions before the press are known.
fn known() -> Request {
    Request { before: Before::Known(vec![session("laptop")]), ..fresh("123456") }
}

fn second(request: Request) -> Request {
    Request { is_second_try: true, ..request }
}

fn again() -> Request {
    Request { is_again: true, ..known() }
}

#[expect(clippy::unnecessary_wraps, reason = "as its users need it")]
fn lost(is_resting: bool, shows_nothing: bool) -> Option<LostTry> {
    Some(LostTry { lost: Lost::TimedOut, shows_nothing, is_resting })
}

fn other() -> Event {
    Event::Chosen { account: user("guest"), is_for_another: true }
}

const USED: Outcome = Outcome::Used { perhaps_by_us: false };

/// One state of every kind, with the name used in the table below.
fn states() -> Vec<(&'static str, State)> {
    let confirming = |request, lost| State::Confirming { request, lost };
    vec![
        ("entering", State::Entering),
        ("new", confirming(fresh("123456"), None)),
        ("confirming", confirming(known(), None)),
        ("lost", confirming(again(), lost(true, false))),
        ("looking into it", confirming(again(), lost(false, false))),
        ("authorizing, not looked", State::Authorizing(fresh("123456"))),
        ("authorizing", State::Authorizing(known())),
        ("authorizing again", State::Authorizing(again())),
        ("authorizing, second try", State::Authorizing(second(known()))),
        ("authorizing again, second try", State::Authorizing(second(again()))),
        ("retrying", State::Retrying(second(known()))),
        ("doubting", State::Doubting(again(), USED)),
        ("approved", State::Approved(known(), Proof::Looking { looks: 0, is_resting: false })),
        ("last look", State::Approved(known(), Proof::Looking { looks: LOOKS - 1, is_resting: false })),
        ("approved, resting", State::Approved(known(), Proof::Looking { looks: 1, is_resting: true })),
        ("proven", State::Approved(known(), Proof::Shown(session("tv")))),
        ("refused", State::Refused(Outcome::Unknown)),
    ]
}

fn events() -> Vec<(&'static str, Event)> {
    let looked = |ids: &[&str]| Event::Sessions(Ok(ids.iter().map(|id| session(id)).collect()));
    vec![
        ("entered", Event::Entered(fresh("654321"))),
        ("chosen", other()),
        ("pressed", Event::Pressed),
        ("cancelled", Event::Cancelled),
        ("said approved", Event::Authorized(Authorized::Approved)),
        ("said unknown", Event::Authorized(Authorized::Unknown)),
        ("said used", Event::Authorized(Authorized::Used)),
        ("said disabled", Event::Authorized(Authorized::Disabled)),
        ("said forbidden", Event::Authorized(Authorized::Forbidden)),
        ("said limited", Event::Authorized(Authorized::Limited)),
        ("said signed out", Event::Authorized(Authorized::SignedOut)),
        ("answer lost", Event::Authorized(Authorized::Lost(Lost::TimedOut))),
        ("not found, said by a proxy", Event::Authorized(Authorized::Lost(Lost::NotFound))),
        ("nothing new", looked(&["laptop"])),
        ("tv is new", looked(&["laptop", "tv"])),
        ("look lost", Event::Sessions(Err(Lost::TimedOut))),
        ("rested", Event::Rested),
    ]
}

/// Where each pair leads that leads anywhere.
fn moves() -> Vec<(&'static str, &'static str, State)> {
    let confirming = |request, lost| State::Confirming { request, lost };
    let proven = |request| State::Approved(request, Proof::Shown(session("tv")));
    let not_known = Request { before: Before::NotKnown, ..fresh("123456") };
    let all = Request { before: Before::Known(vec![session("laptop"), session("tv")]), ..fresh("123456") };
    let chosen = |request| confirming(Request { account: user("guest"), is_for_another: true, ..request }, None);
    let mut moves = vec![
        ("new", "chosen", chosen(fresh("123456"))),
        ("new", "pressed", State::Authorizing(fresh("123456"))),
        ("new", "nothing new", confirming(known(), None)),
        ("new", "tv is new", confirming(all.clone(), None)),
        ("new", "look lost", confirming(not_known.clone(), None)),
        ("confirming", "chosen", chosen(known())),
        ("confirming", "pressed", State::Authorizing(known())),
        ("lost", "rested", confirming(again(), lost(false, false))),
        ("authorizing, not looked", "nothing new", State::Authorizing(known())),
        ("authorizing, not looked", "tv is new", State::Authorizing(all)),
        ("authorizing, not looked", "look lost", State::Authorizing(not_known)),
        ("authorizing", "said approved", State::Approved(known(), Proof::Looking { looks: 0, is_resting: false })),
        ("authorizing", "said unknown", State::Refused(Outcome::Unknown)),
        ("authorizing, second try", "said used", State::Doubting(second(known()), USED)),
        ("authorizing, second try", "said unknown", State::Refused(Outcome::Unknown)),
        ("authorizing again, second try", "said unknown", State::Doubting(second(again()), Outcome::Unknown)),
        ("authorizing again, second try", "said used", State::Doubting(second(again()), USED)),
        ("retrying", "rested", State::Authorizing(second(known()))),
        ("authorizing", "answer lost", confirming(known(), lost(true, false))),
        (
            "authorizing again",
            "said approved",
            State::Approved(again(), Proof::Looking { looks: 0, is_resting: false }),
        ),
        ("authorizing again", "said unknown", State::Doubting(again(), Outcome::Unknown)),
        ("authorizing again", "answer lost", confirming(again(), lost(true, false))),
        ("doubting", "nothing new", State::Refused(USED)),
        ("doubting", "tv is new", proven(again())),
        ("doubting", "look lost", confirming(again(), lost(true, false))),
        ("approved", "nothing new", State::Approved(known(), Proof::Looking { looks: 1, is_resting: true })),
        ("approved", "tv is new", proven(known())),
        ("approved", "look lost", State::Approved(known(), Proof::Looking { looks: 1, is_resting: true })),
        ("last look", "nothing new", State::Approved(known(), Proof::NotShown)),
        ("last look", "tv is new", proven(known())),
        ("last look", "look lost", State::Approved(known(), Proof::NotShown)),
        ("approved, resting", "nothing new", State::Approved(known(), Proof::Looking { looks: 2, is_resting: true })),
        ("approved, resting", "tv is new", proven(known())),
        ("approved, resting", "look lost", State::Approved(known(), Proof::Looking { looks: 2, is_resting: true })),
        ("approved, resting", "rested", State::Approved(known(), Proof::Looking { looks: 1, is_resting: false })),
    ];
    for state in ["lost", "looking into it"] {
        moves.extend([
            (state, "pressed", State::Authorizing(again())),
            (state, "nothing new", confirming(again(), lost(true, true))),
            (state, "tv is new", proven(again())),
            (state, "look lost", confirming(again(), lost(true, false))),
        ]);
    }
    for state in ["new", "confirming", "lost", "looking into it"] {
        moves.push((state, "cancelled", State::Entering));
    }
    for state in ["entering", "approved", "last look", "approved, resting", "proven", "refused"] {
        moves.push((state, "entered", confirming(fresh("654321"), None)));
        moves.push((state, "cancelled", State::Entering));
    }
    for (state, request) in
        [("authorizing, not looked", fresh("123456")), ("authorizing", known()), ("authorizing again", again())]
    {
        for event in ["said used", "not found, said by a proxy"] {
            moves.push((state, event, State::Retrying(second(request.clone()))));
        }
    }
    for (state, request) in [("authorizing, second try", known()), ("authorizing again, second try", again())] {
        let not_found = Some(LostTry { lost: Lost::NotFound, shows_nothing: false, is_resting: true });
        moves.extend([
            (state, "not found, said by a proxy", confirming(second(request.clone()), not_found)),
            (state, "answer lost", confirming(second(request.clone()), lost(true, false))),
            (state, "said approved", State::Approved(second(request), Proof::Looking { looks: 0, is_resting: false })),
        ]);
    }
    for state in [
        "authorizing, not looked",
        "authorizing",
        "authorizing again",
        "authorizing, second try",
        "authorizing again, second try",
    ] {
        for (event, outcome) in [
            ("said disabled", Outcome::Disabled),
            ("said forbidden", Outcome::Forbidden),
            ("said limited", Outcome::Limited),
            ("said signed out", Outcome::SignedOut),
        ] {
            moves.push((state, event, State::Refused(outcome)));
        }
    }
    let early = "authorizing, not looked";
    moves.extend([
        (early, "said approved", State::Approved(fresh("123456"), Proof::NotShown)),
        (early, "said unknown", State::Refused(Outcome::Unknown)),
        (early, "answer lost", confirming(fresh("123456"), lost(true, false))),
    ]);
    moves
}

#[test]
fn every_pair_of_state_and_event_moves_only_where_listed() {
    let moves = moves();
    for (state_name, state) in states() {
        for (event_name, event) in events() {
            let mut listed = moves.iter().filter(|(from, by, _)| (*from, *by) == (state_name, event_name));
            let expected = listed.next().map_or(state.clone(), |(_, _, to)| to.clone());
            assert!(listed.next().is_none(), "{state_name} × {event_name} is listed twice");
            assert_eq!(state.clone().next(event, Duration::ZERO), expected, "{state_name} × {event_name}");
        }
    }
    for (state, event, _) in moves {
        assert!(states().iter().any(|(name, _)| *name == state), "{state}");
        assert!(events().iter().any(|(name, _)| *name == event), "{event}");
    }
}

#[test]
fn only_a_press_on_a_confirmed_code_leads_to_an_approval() {
    for (name, state) in states() {
        for (event_name, event) in events() {
            let is_press = matches!(state, State::Confirming { .. }) && event == Event::Pressed;
            let after = state.clone().next(event, Duration::ZERO);
            let was_sent = state.is_under_way();
            assert!(!after.is_under_way() || was_sent || is_press, "{name} × {event_name}");
        }
        if matches!(state.effect(), Some(Effect::Authorize { .. })) {
            assert!(name.starts_with("authorizing"), "{name}");
        }
    }
}

#[test]
fn the_sessions_are_looked_at_before_the_approval_is_sent_and_after() {
    let wants = |name: &str| states().into_iter().find(|(found, _)| *found == name).unwrap().1.effect();
    let code = fresh("123456").code;
    assert_eq!(wants("new"), Some(Effect::LookAtSessions));
    assert_eq!(wants("authorizing, not looked"), wants("new"), "the look that is under way goes on");
    assert_eq!(wants("confirming"), None);
    assert_eq!(wants("authorizing"), Some(Effect::Authorize { code, for_another: None }));
    assert_eq!(wants("lost"), Some(Effect::Rest(BEFORE_LOOKING_AGAIN)));
    assert_eq!(wants("looking into it"), Some(Effect::LookAtSessions));
    assert_eq!(wants("retrying"), Some(Effect::Rest(BEFORE_SECOND_TRY)));
    assert_eq!(wants("authorizing, second try"), wants("authorizing"));
    assert_eq!(wants("doubting"), Some(Effect::LookAtSessions));
    assert_eq!(wants("approved"), Some(Effect::LookAtSessions));
    assert_eq!(wants("approved, resting"), Some(Effect::Rest(BETWEEN_LOOKS)));
    assert_eq!(wants("proven"), None);
    assert_eq!(wants("refused"), None);
}

#[test]
fn another_account_is_named_to_the_server_and_the_own_one_is_not() {
    let state = State::Confirming { request: known(), lost: None };
    let state = state.next(other(), Duration::ZERO).next(Event::Pressed, Duration::ZERO);
    let code = fresh("123456").code;
    assert_eq!(state.effect(), Some(Effect::Authorize { code, for_another: Some("guest".into()) }));
}

#[test]
fn where_the_sessions_cannot_be_seen_nothing_is_looked_into_and_doubt_is_said() {
    let request = Request { before: Before::NotKnown, ..fresh("123456") };
    let lost = State::Authorizing(request).next(Event::Authorized(Authorized::Lost(Lost::Offline)), Duration::ZERO);
    assert_eq!(lost.effect(), None);
    let again = lost.next(Event::Pressed, Duration::ZERO);
    let used = || Event::Authorized(Authorized::Used);
    let used =
        [used(), Event::Rested, used()].into_iter().fold(again.clone(), |it, event| it.next(event, Duration::ZERO));
    assert_eq!(used, State::Refused(Outcome::Used { perhaps_by_us: true }));
    let approved = again.next(Event::Authorized(Authorized::Approved), Duration::ZERO);
    assert!(matches!(approved, State::Approved(_, Proof::NotShown)));
}

#[test]
fn every_result_has_its_name() {
    let mut names: Vec<_> = states().into_iter().filter_map(|(_, state)| state.result()).collect();
    names.dedup();
    assert_eq!(names, ["offline", "approved", "unknown"]);
    for (outcome, name) in [
        (Outcome::SignedOut, "signed-out"),
        (USED, "used"),
        (Outcome::Limited, "forbidden"),
        (Outcome::Forbidden, "forbidden"),
        (Outcome::Disabled, "disabled"),
    ] {
        assert_eq!(State::Refused(outcome).result(), Some(name));
    }
}

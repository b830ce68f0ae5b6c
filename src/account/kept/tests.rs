use super::*;
use crate::account::sessions::{Followed, Keeps};
use crate::jellyfin::secret::Token;
use crate::jellyfin::users::{Authentication, User};
use crate::server::address::Address;

fn held(server: &str, token: &str) -> Held {
    held_by("demo", server, token)
}

fn held_by(user: &str, server: &str, token: &str) -> Held {
    let user = User { id: user.into(), name: user.into(), is_administrator: false, image_tag: None };
    let authentication = Authentication { user, token: Token::new(token), server_id: server.into() };
    let address = Address::parse(&format!("http://{server}")).unwrap();
    Held { session: Session::new(address, authentication), is_for_tab: token.starts_with("tab") }
}

/// First and others of the tab, and of all tabs.
fn written(kept: &Kept) -> String {
    let token = |session: &Session| session.token.reveal().to_owned();
    let place = |place: &Place| {
        let first = place.first.as_ref().map_or("-".into(), token);
        format!("{first} [{}]", place.others.iter().map(token).collect::<Vec<_>>().join(" "))
    };
    format!("{} | {}", place(&kept.tab), place(&kept.lasting))
}

/// A tab, as the app has it: it catches up, changes something, and has that kept.
fn change(kept: &mut Kept, tab: &mut Sessions, change: impl FnOnce(&mut Sessions)) {
    tab.catch_up(&kept.sessions(), Keeps::OneEach);
    let before = tab.clone();
    change(tab);
    kept.change(&before, tab, Keeps::OneEach);
}

#[test]
fn a_tab_that_is_opened_goes_on_with_the_last_one() {
    let (mut kept, mut tab) = (Kept::default(), Sessions::default());
    change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "1"), Keeps::OneEach)));
    assert_eq!(written(&kept), "- [] | 1 []");
    change(&mut kept, &mut tab, |it| drop(it.begin(held("cellar", "2"), Keeps::OneEach)));
    assert_eq!(written(&kept), "- [] | 2 [1]");
    assert_eq!(kept.sessions(), tab);
    change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "3"), Keeps::OneEach)));
    assert_eq!(written(&kept), "- [] | 3 [2]");
    change(&mut kept, &mut tab, |it| drop(it.end(&Token::new("3"))));
    assert_eq!(written(&kept), "- [] | - [2]");
}

#[test]
fn a_sign_in_for_one_tab_leaves_the_others_what_they_have() {
    let (mut kept, mut tab) = (Kept::default(), Sessions::default());
    change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "1"), Keeps::OneEach)));
    change(&mut kept, &mut tab, |it| drop(it.begin(held("cellar", "tab2"), Keeps::OneEach)));
    assert_eq!(written(&kept), "tab2 [] | 1 []");
    assert_eq!(kept.sessions(), tab);
    let again = tab.others[0].clone();
    change(&mut kept, &mut tab, |it| drop(it.begin(again, Keeps::OneEach)));
    assert_eq!(written(&kept), "- [tab2] | 1 []");
    assert_eq!(kept.sessions().current, tab.current);
}

#[test]
fn a_late_sign_in_is_kept_in_the_place_of_the_one_before() {
    let (mut kept, mut tab) = (Kept::default(), Sessions::default());
    change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "1"), Keeps::OneEach)));
    change(&mut kept, &mut tab, |it| drop(it.begin(held("cellar", "tab2"), Keeps::OneEach)));
    change(&mut kept, &mut tab, |it| drop(it.replace(held("attic", "3").session)));
    assert_eq!(written(&kept), "tab2 [] | 3 []");
    change(&mut kept, &mut tab, |it| drop(it.replace(held("cellar", "tab4").session)));
    assert_eq!(written(&kept), "tab4 [] | 3 []");
}

#[test]
fn a_session_that_the_host_does_not_offer_is_not_the_first_any_more() {
    let (mut kept, mut tab) = (Kept::default(), Sessions::default());
    change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "1"), Keeps::OneEach)));
    change(&mut kept, &mut tab, Sessions::put_aside);
    assert_eq!(written(&kept), "- [] | - [1]");
}

#[test]
fn what_another_tab_keeps_is_not_touched() {
    let (mut kept, mut tab, mut other) = (Kept::default(), Sessions::default(), Sessions::default());
    change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "1"), Keeps::OneEach)));
    other.current.clone_from(&tab.current);
    change(&mut kept, &mut other, |it| drop(it.begin(held("cellar", "2"), Keeps::OneEach)));
    // The first tab is still at the attic, and signs out there.
    change(&mut kept, &mut tab, |it| drop(it.end(&Token::new("1"))));
    assert_eq!(written(&kept), "- [] | 2 []");
    change(&mut kept, &mut tab, |it| drop(it.begin(held("cellar", "3"), Keeps::OneEach)));
    assert_eq!(written(&kept), "- [] | 3 []", "another one on the same server takes its place");
}

/// Who is signed in.
fn name(sessions: &Sessions) -> &str {
    sessions.current.as_ref().map_or("-", |held| &held.session.user.name)
}

#[test]
fn each_of_two_tabs_that_is_loaded_again_goes_on_with_whom_it_was_at() {
    let (mut kept, mut tab) = (Kept::default(), Sessions::default());
    change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "1"), Keeps::OneEach)));
    let first = kept.last.clone();
    // A tab that is opened knows nobody.
    kept.last = None;
    let mut other = kept.sessions();
    change(&mut kept, &mut other, |it| drop(it.begin(held_by("guest", "attic", "2"), Keeps::OneEach)));
    assert_eq!(written(&kept), "- [] | 2 [1]");
    assert_eq!(name(&kept.sessions()), "guest");
    assert_eq!(name(&Kept { last: first, ..kept.clone() }.sessions()), "demo");
    assert_eq!(name(&Kept { last: None, ..kept }.sessions()), "guest");
}

#[test]
fn after_a_sign_out_nobody_becomes_who_is_held_beside() {
    let (mut kept, mut tab) = (Kept::default(), Sessions::default());
    change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "1"), Keeps::OneEach)));
    change(&mut kept, &mut tab, |it| drop(it.begin(held_by("guest", "attic", "2"), Keeps::OneEach)));
    assert!(!kept.is_left("attic"));
    change(&mut kept, &mut tab, |it| drop(it.end(&Token::new("2"))));
    let new_tab = Kept { last: None, ..kept.clone() };
    for kept in [&kept, &new_tab] {
        assert_eq!((name(&kept.sessions()), kept.is_left("attic")), ("-", true));
    }
    assert_eq!(tab.others.len(), 1, "but that one is there to be chosen");
    change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "1"), Keeps::OneEach)));
    assert_eq!((name(&kept.sessions()), kept.is_left("attic")), ("demo", false));
    change(&mut kept, &mut tab, |it| drop(it.end(&Token::new("1"))));
    assert_eq!(kept.left, [""; 0], "where nobody else is held, nothing is kept of it");
}

#[test]
fn nobody_becomes_who_is_held_beside_because_a_session_could_not_be_kept() {
    let (mut kept, mut tab) = (Kept::default(), Sessions::default());
    change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "1"), Keeps::OneEach)));
    change(&mut kept, &mut tab, |it| drop(it.begin(held_by("guest", "attic", "2"), Keeps::OneEach)));
    kept.lasting.first = None;
    assert_eq!((name(&kept.sessions()), kept.is_left("attic")), ("-", true));
}

#[test]
fn up_to_10_8_whoever_lasts_is_gone_on_with_after_a_guest_has_signed_out() {
    let (mut kept, mut tab) = (Kept::default(), Sessions::default());
    change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "1"), Keeps::One)));
    change(&mut kept, &mut tab, |it| drop(it.begin(held_by("guest", "attic", "tab2"), Keeps::One)));
    let before = tab.clone();
    tab.end(&Token::new("tab2"));
    kept.change(&before, &tab, Keeps::One);
    assert_eq!((name(&kept.sessions()), kept.is_left("attic")), ("demo", false));
}

#[test]
fn whom_a_tab_was_at_survives_being_written_down() {
    for user_id in [None, Some("7d".to_owned())] {
        let last = Last { server_id: "4f".into(), user_id };
        assert_eq!(Last::read(&last.written()), Some(last));
    }
    assert_eq!(Last::read(""), None);
}

/// Tabs of one browser, with several accounts on two servers, each doing anything at any time.
#[test]
fn whatever_several_tabs_do_nobody_becomes_somebody_else_and_no_token_is_lost() {
    let mut number = 1_u64;
    let mut random = move |below: u64| {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (number >> 33) % below
    };
    let mut kept = Kept::default();
    // What each tab has, and whom it was at last.
    let mut tabs: [(Sessions, Option<Last>); 3] = Default::default();
    let mut living: Vec<String> = vec![];
    for round in 0..20_000 {
        let place = usize::try_from(random(3)).unwrap();
        let (mut tab, last) = tabs[place].clone();
        kept.last = last;
        let whom = name(&tab).to_owned();
        let followed = tab.catch_up(&kept.sessions(), Keeps::OneEach);
        assert_eq!(name(&tab), whom);
        let before = tab.clone();
        if followed == Followed::Ended {
            tab.current = None;
        }
        match random(5) {
            0 => {
                let user = ["demo", "guest", "anna"][usize::try_from(random(3)).unwrap()];
                let server = ["attic", "cellar"][usize::try_from(random(2)).unwrap()];
                let token = round.to_string();
                let ended = tab.begin(held_by(user, server, &token), Keeps::OneEach);
                living.retain(|token| ended.iter().all(|ended| ended.token.reveal() != token));
                living.push(token);
            }
            1 if !tab.others.is_empty() => {
                let chosen = tab.others[usize::try_from(random(tab.others.len() as u64)).unwrap()].clone();
                assert!(tab.begin(chosen, Keeps::OneEach).is_empty(), "a choice ends nothing");
            }
            2 => {
                if let Some(token) = tab.current.as_ref().map(|held| held.session.token.clone()) {
                    tab.end(&token);
                    living.retain(|it| it != token.reveal());
                }
            }
            // It is loaded again.
            3 => {
                let again = kept.sessions();
                assert_eq!(name(&again), name(&tab), "{:?}", kept.last);
                tab = again;
            }
            _ => {}
        }
        kept.change(&before, &tab, Keeps::OneEach);
        tabs[place] = (tab, kept.last.clone());
        let mut held: Vec<String> = kept.sessions().all().map(|held| held.session.token.reveal().into()).collect();
        held.sort_unstable_by_key(|token| token.parse::<u64>().unwrap());
        assert_eq!(held, living, "in round {round}");
        let all: Vec<Session> = kept.sessions().all().map(|held| held.session.clone()).collect();
        let is_twice = |one: &Session| all.iter().filter(|other| other.is_same_account(one)).count() > 1;
        assert!(!all.iter().any(is_twice), "one account is held twice");
    }
}

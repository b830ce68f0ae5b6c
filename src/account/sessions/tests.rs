use super::*;
use crate::jellyfin::users::{Authentication, User};

fn held(server: &str, user: &str, token: &str) -> Held {
    let user = User { id: user.into(), name: user.into(), is_administrator: false, image_tag: None };
    let authentication = Authentication { user, token: Token::new(token), server_id: server.into() };
    let address = Address::parse(&format!("http://{server}")).unwrap();
    Held { session: Session::new(address, authentication), is_for_tab: token.starts_with("tab") }
}

/// On a server from 10.9 on.
fn begin(sessions: &mut Sessions, new: Held) -> Vec<Session> {
    sessions.begin(new, Keeps::OneEach)
}

fn tokens<'a>(held: impl IntoIterator<Item = &'a Session>) -> Vec<String> {
    held.into_iter().map(|session| session.token.reveal().to_owned()).collect()
}

#[test]
fn a_sign_in_ends_the_one_before_it_of_the_same_account_only() {
    let mut sessions = Sessions::default();
    assert_eq!(tokens(&begin(&mut sessions, held("attic", "demo", "1"))), [""; 0]);
    assert_eq!(tokens(&begin(&mut sessions, held("cellar", "demo", "2"))), [""; 0]);
    assert_eq!(tokens(&begin(&mut sessions, held("cellar", "guest", "3"))), [""; 0]);
    assert_eq!(tokens(&begin(&mut sessions, held("attic", "demo", "4"))), ["1"]);
    assert_eq!(tokens(sessions.all().map(|held| &held.session)), ["4", "3", "2"]);
    let again = sessions.others[1].clone();
    assert_eq!(tokens(&begin(&mut sessions, again)), [""; 0], "its own token is not ended");
    assert_eq!(tokens(sessions.all().map(|held| &held.session)), ["2", "4", "3"]);
    assert_eq!(tokens(&begin(&mut sessions, held("cellar", "guest", "tab5"))), ["3"], "not both of one account");
    assert_eq!(tokens(&begin(&mut sessions, held("cellar", "guest", "6"))), ["tab5"]);
    assert_eq!(tokens(sessions.all().map(|held| &held.session)), ["6", "2", "4"]);
}

#[test]
fn a_server_up_to_10_8_keeps_one() {
    assert_eq!([Method::Get, Method::Post].map(Keeps::of), [Keeps::One, Keeps::OneEach]);
    let mut sessions = Sessions::default();
    let mut begin = |new| tokens(&sessions.begin(new, Keeps::One));
    assert_eq!(begin(held("attic", "demo", "1")), [""; 0]);
    assert_eq!(begin(held("cellar", "demo", "2")), [""; 0], "another server");
    assert_eq!(begin(held("cellar", "guest", "3")), ["2"]);
    assert_eq!(begin(held("cellar", "ana", "4")), ["3"]);
    assert_eq!(tokens(sessions.all().map(|held| &held.session)), ["4", "1"]);
}

#[test]
fn a_session_of_a_tab_is_put_aside_as_one() {
    let mut sessions = Sessions::default();
    begin(&mut sessions, held("attic", "demo", "tab"));
    begin(&mut sessions, held("cellar", "demo", "2"));
    assert!(sessions.at(&Address::parse("http://attic").unwrap(), None).unwrap().is_for_tab);
}

#[test]
fn what_is_forgotten_is_ended_also_while_it_is_in_use() {
    let mut sessions = Sessions::default();
    begin(&mut sessions, held("attic", "demo", "1"));
    begin(&mut sessions, held("cellar", "demo", "2"));
    assert_eq!(tokens(&sessions.forget(&Address::parse("http://cellar").unwrap())), ["2"]);
    assert_eq!(tokens(&sessions.forget(&Address::parse("http://attic").unwrap())), ["1"]);
    assert_eq!(sessions, Sessions::default());
}

#[test]
fn whoever_forgets_a_server_for_a_tab_leaves_alone_what_lasts() {
    let mut sessions = Sessions::default();
    begin(&mut sessions, held("attic", "demo", "1"));
    begin(&mut sessions, held("attic", "guest", "tab"));
    let attic = Address::parse("http://attic").unwrap();
    assert_eq!(tokens(&sessions.forget(&attic)), ["tab"]);
    assert_eq!(tokens(&sessions.forget(&attic)), ["1"]);
}

#[test]
fn a_sign_in_that_lasts_is_not_made_one_for_a_tab() {
    let mut sessions = Sessions::default();
    begin(&mut sessions, held("attic", "demo", "1"));
    begin(&mut sessions, Held { is_for_tab: true, ..held("attic", "demo", "1") });
    assert!(sessions.current.is_some_and(|held| !held.is_for_tab));
}

#[test]
fn a_session_is_found_by_its_servers_id_at_another_address() {
    let mut sessions = Sessions::default();
    begin(&mut sessions, held("attic", "demo", "1"));
    begin(&mut sessions, held("cellar", "demo", "2"));
    let at = |address: &str, id| sessions.at(&Address::parse(address).unwrap(), id).map(|held| &held.session.token);
    assert_eq!(at("http://192.168.0.9", Some("attic")), Some(&Token::new("1")));
    assert_eq!(at("http://cellar", Some("attic")), Some(&Token::new("2")), "the address goes first");
    assert_eq!(at("http://192.168.0.9", None), None);
}

#[test]
fn of_several_on_a_server_the_one_in_use_is_gone_on_with_or_else_the_last_one_used() {
    let mut sessions = Sessions::default();
    let elsewhere = |mut held: Held| {
        held.session.server = Address::parse("http://192.168.0.9").unwrap();
        held
    };
    begin(&mut sessions, held("attic", "demo", "1"));
    begin(&mut sessions, elsewhere(held("attic", "guest", "2")));
    let at = |sessions: &Sessions, address: &str| {
        tokens(sessions.on(&Address::parse(address).unwrap(), None).map(|held| &held.session)).join(" ")
    };
    assert_eq!(at(&sessions, "http://attic"), "2 1", "at whatever address");
    begin(&mut sessions, held("cellar", "demo", "3"));
    assert_eq!(at(&sessions, "http://attic"), "2 1");
    begin(&mut sessions, held("attic", "demo", "1"));
    assert_eq!(at(&sessions, "http://192.168.0.9"), "1 2");
    assert_eq!(at(&sessions, "http://cellar"), "3");
}

#[test]
fn a_session_that_is_over_is_nowhere() {
    let mut sessions = Sessions::default();
    begin(&mut sessions, held("attic", "demo", "1"));
    begin(&mut sessions, held("cellar", "demo", "2"));
    assert_eq!(sessions.end(&Token::new("1")), None, "it was not in use");
    assert!(sessions.end(&Token::new("2")).is_some());
    assert_eq!(sessions, Sessions::default());
}

#[test]
fn a_late_sign_in_replaces_the_one_of_its_account_wherever_that_is() {
    let mut sessions = Sessions::default();
    let late = |sessions: &Sessions, server, user| sessions.late(&held(server, user, "9").session, true);
    assert_eq!(late(&sessions, "attic", "demo"), Late::BeginIfAlive);
    assert_eq!(sessions.late(&held("attic", "demo", "9").session, false), Late::End, "nobody wants it any more");
    begin(&mut sessions, held("attic", "demo", "1"));
    assert_eq!(late(&sessions, "attic", "demo"), Late::ReplaceIfAlive);
    assert_eq!(late(&sessions, "attic", "guest"), Late::End);
    assert_eq!(late(&sessions, "cellar", "demo"), Late::End);
    begin(&mut sessions, held("cellar", "guest", "2"));
    assert_eq!(late(&sessions, "attic", "demo"), Late::ReplaceIfAlive, "also while it is put aside");
    assert_eq!(late(&sessions, "cellar", "demo"), Late::End);
    assert_eq!(tokens(&sessions.replace(held("attic", "demo", "9").session)), ["1"]);
    assert_eq!(tokens(sessions.all().map(|held| &held.session)), ["2", "9"]);
    assert_eq!(late(&sessions, "attic", "demo"), Late::IsHeld);
    assert_eq!(sessions.replace(held("attic", "demo", "9").session), None, "it does not end itself");
    sessions.current = None;
    assert_eq!(late(&sessions, "attic", "demo"), Late::BeginIfAlive, "somebody waits at the login");
}

#[test]
fn a_late_sign_in_is_kept_as_long_as_the_one_before_it() {
    let mut sessions = Sessions::default();
    begin(&mut sessions, held("attic", "demo", "tab"));
    sessions.replace(held("attic", "demo", "2").session);
    assert!(sessions.current.is_some_and(|held| held.is_for_tab && held.session.token == Token::new("2")));
}

#[test]
fn up_to_10_8_a_sign_in_for_this_tab_leaves_alone_what_lasts_for_somebody_else() {
    let begin = |new| {
        let mut sessions = Sessions::default();
        sessions.begin(held("attic", "demo", "1"), Keeps::One);
        sessions.begin(held("attic", "guest", "tab"), Keeps::One);
        let ended = tokens(&sessions.begin(new, Keeps::One));
        (ended.join(" "), tokens(sessions.all().map(|held| &held.session)).join(" "))
    };
    let is = |ended: &str, all: &str| (ended.to_owned(), all.to_owned());
    assert_eq!(begin(held("attic", "guest", "tab2")), is("tab", "tab2 1"));
    assert_eq!(begin(held("attic", "ana", "tab2")), is("tab", "tab2 1"), "one for this tab");
    assert_eq!(begin(held("attic", "demo", "tab2")), is("tab 1", "tab2"), "one of an account");
    assert_eq!(begin(held("attic", "ana", "2")), is("tab 1", "2"), "one that lasts");
}

/// What another tab has done, and what there is then, the one in use first.
fn follow(here: &Sessions, kept: &[Held], keeps: Keeps) -> (Followed, String) {
    let mut sessions = here.clone();
    let kept = Sessions { current: kept.first().cloned(), others: kept.iter().skip(1).cloned().collect() };
    let followed = sessions.catch_up(&kept, keeps);
    (followed, tokens(sessions.all().map(|held| &held.session)).join(" "))
}

#[test]
fn what_another_tab_has_done_is_followed() {
    let attic = || held("attic", "demo", "1");
    let here = Sessions { current: Some(attic()), others: vec![] };
    let both = |kept: &[Held]| {
        let [each, one] = [Keeps::OneEach, Keeps::One].map(|keeps| follow(&here, kept, keeps));
        assert_eq!(each, one);
        each
    };
    let is = |followed, all: &str| (followed, all.to_owned());
    assert_eq!(both(&[attic()]), is(Followed::Nothing, "1"));
    assert_eq!(both(&[held("cellar", "guest", "2"), attic()]), is(Followed::Nothing, "1 2"));
    assert_eq!(both(&[held("attic", "demo", "2")]), is(Followed::Replaced, "2"));
    assert_eq!(both(&[attic(), held("attic", "demo", "2")]), is(Followed::Doubtful, "1 2"));
    assert_eq!(both(&[held("cellar", "guest", "2")]), is(Followed::Ended, "1 2"));
    assert_eq!(both(&[attic(), held("attic", "guest", "tab")]), is(Followed::Doubtful, "1 tab"));
    assert_eq!(both(&[]), is(Followed::Ended, "1"));
    let somebody_else = [held("attic", "guest", "2")];
    assert_eq!(follow(&here, &somebody_else, Keeps::OneEach), is(Followed::Ended, "1 2"));
    assert_eq!(follow(&here, &somebody_else, Keeps::One), is(Followed::Replaced, "2"));
    // While the other tab writes, both are there for a moment.
    let between = Sessions { others: vec![held("attic", "guest", "2")], ..here.clone() };
    assert_eq!(follow(&between, &somebody_else, Keeps::One), is(Followed::Replaced, "2"));
    assert_eq!(follow(&between, &somebody_else, Keeps::OneEach), is(Followed::Ended, "1 2"));
}

#[test]
fn what_has_been_beside_it_all_along_does_not_take_its_place() {
    let here = Sessions { current: Some(held("attic", "guest", "tab")), others: vec![held("attic", "demo", "1")] };
    for keeps in [Keeps::OneEach, Keeps::One] {
        let follow = |kept: &[Held]| follow(&here, kept, keeps).0;
        assert_eq!(follow(&[held("attic", "guest", "tab"), held("attic", "demo", "1")]), Followed::Nothing);
        assert_eq!(follow(&[held("attic", "demo", "1"), held("attic", "guest", "tab")]), Followed::Nothing);
        assert_eq!(follow(&[held("attic", "demo", "1")]), Followed::Ended);
        let again = [held("attic", "guest", "tab"), held("attic", "demo", "2")];
        assert_eq!(follow(&again), Followed::Doubtful, "up to 10.8 a sign-in may end those of others");
    }
}

//! What is handed over and taken over, for every form in which jellyfin-web may have left its storage.

use super::*;
use crate::jellyfin::users::User;
use crate::server::address::Address;

const NOW: u64 = 1_795_000_000_000;

/// As it is after [`ours`] was handed over where nothing was.
const ALONE: &str = concat!(
    r#"{"Servers":[{"Id":"4f","Name":"attic","ManualAddress":"http://h/jellyfin","LastConnectionMode":2,"#,
    r#""manualAddressOnly":true,"DateLastAccessed":1795000000000,"UserId":"7d","AccessToken":"9b"}]}"#
);

fn ours() -> Session {
    Session {
        server: Address::parse("http://h/jellyfin").unwrap(),
        server_id: "4f".into(),
        server_name: Some("attic".into()),
        user: User { id: "7d".into(), name: "demo".into(), is_administrator: false, image_tag: None },
        token: Token::new("9b"),
    }
}

/// Nothing else is held here.
fn nobodys(_: &Token) -> bool {
    false
}

fn written(stored: &str, session: &Session) -> String {
    match hand_over(Some(stored), None, session, nobodys, NOW) {
        HandOver::Write(text) => text.reveal().to_owned(),
        other => panic!("{other:?} for {stored}"),
    }
}

fn tail() -> &'static str {
    ALONE.strip_prefix("{\"Servers\":[").unwrap().strip_suffix("]}").unwrap()
}

#[test]
fn where_nothing_is_kept_our_session_is_all_there_is() {
    let HandOver::Write(text) = hand_over(None, Some("true"), &ours(), nobodys, NOW) else { panic!() };
    assert_eq!(text.reveal(), ALONE);
    for empty in ["", "{}", r#"{"Servers":[]}"#, r#"{"Servers":null}"#, r#"{"Servers":1,"Servers":[]}"#] {
        assert_eq!(written(empty, &ours()), ALONE, "{empty}");
    }
}

#[test]
fn other_servers_and_unknown_members_stay_as_they_are() {
    let other = r#"{"Id":"aa","Name":"Café \"B\"","AccessToken":"cc","x":[1.50,-0,1e3,null,{"y":false}]}"#;
    let stored = format!(r#"{{"version":1.0,"Servers":[{other}],"Users":{{"a":[]}}}}"#);
    let expected = format!(r#"{{"version":1.0,"Users":{{"a":[]}},"Servers":[{},{other}]}}"#, tail());
    assert_eq!(written(&stored, &ours()), expected);
}

#[test]
fn an_entry_of_the_same_server_is_brought_up_to_date() {
    let stored = concat!(
        r#"{"Servers":[{"Id":"aa"},{"LocalAddress":"http://10.0.0.1","Id":"4f","Name":"old","UserId":null,"#,
        r#""ManualAddress":"http://h","UserLinkType":"Guest","AccessToken":null,"DateLastAccessed":5}]}"#
    );
    let kept = r#"{"LocalAddress":"http://10.0.0.1","UserLinkType":"Guest","#;
    let ours_written = format!("{kept}{}", tail().strip_prefix('{').unwrap());
    assert_eq!(written(stored, &ours()), format!(r#"{{"Servers":[{ours_written},{{"Id":"aa"}}]}}"#));
    let nameless = Session { server_name: None, ..ours() };
    assert!(written(stored, &nameless).contains(r#""Name":"old""#));
    assert!(!written("", &nameless).contains("Name"));
}

#[test]
fn handing_over_again_changes_nothing_but_the_time() {
    assert_eq!(written(ALONE, &ours()), ALONE);
}

#[test]
fn what_no_release_writes_is_left_alone() {
    for foreign in [
        "null",
        "[]",
        "1",
        "\"\"",
        " ",
        "{",
        "not JSON",
        r#"{"Servers":{}}"#,
        r#"{"Servers":"a"}"#,
        r#"{"Servers":[null]}"#,
        r#"{"Servers":[{"Id":"\ud800"}]}"#,
        "{\"Servers\":[]}x",
    ] {
        assert_eq!(hand_over(Some(foreign), None, &ours(), nobodys, NOW), HandOver::Unreadable, "{foreign}");
        assert_eq!(take_over(Some(foreign), "4f"), None, "{foreign}");
    }
}

#[test]
fn a_sign_in_of_its_own_stays_there() {
    let its_own = |stored: &str| match hand_over(Some(stored), None, &ours(), nobodys, NOW) {
        HandOver::HasItsOwn(found) => (found.user_id, found.token.reveal().to_owned()),
        other => panic!("{other:?} for {stored}"),
    };
    let again = ALONE.replace("\"9b\"", "\"c7\"");
    assert_eq!(its_own(&again), ("7d".into(), "c7".into()), "of this account");
    let carol = again.replace("\"7d\"", "\"c4\"");
    assert_eq!(its_own(&carol), ("c4".into(), "c7".into()), "of another one");
    let signed_out = carol.replace("\"c7\"", "null");
    assert_eq!(written(&signed_out, &ours()), ALONE);
    let elsewhere = carol.replace("\"4f\"", "\"aa\"");
    assert!(written(&elsewhere, &ours()).contains("\"c7\""));
}

#[test]
fn a_token_that_has_ended_is_taken_out_and_no_other() {
    let ended = without_token(Some(ALONE), &Token::new("9b")).unwrap();
    assert!(!ended.reveal().contains("9b") && ended.reveal().contains(r#""Id":"4f""#), "{}", ended.reveal());
    assert_eq!(take_over(Some(ended.reveal()), "4f"), None);
    assert_eq!(written(ended.reveal(), &ours()), ALONE, "a later sign-in is handed over as ever");
    assert_eq!(without_token(Some(ALONE), &Token::new("c7")), None);
    assert_eq!(without_token(None, &Token::new("9b")), None);
}

#[test]
fn without_remember_me_nothing_is_handed_over() {
    assert_eq!(hand_over(None, Some("false"), &ours(), nobodys, NOW), HandOver::NotRemembered);
    assert_eq!(hand_over(Some("null"), Some("false"), &ours(), nobodys, NOW), HandOver::NotRemembered);
    for yes in ["true", "", "False", "0"] {
        assert!(matches!(hand_over(None, Some(yes), &ours(), nobodys, NOW), HandOver::Write(_)), "{yes}");
    }
}

#[test]
fn neither_what_is_written_nor_what_is_found_shows_its_token_when_debugged() {
    let shown = format!("{:?} {:?}", hand_over(None, None, &ours(), nobodys, NOW), take_over(Some(ALONE), "4f"));
    assert!(shown.contains("hidden") && !shown.contains("9b"), "{shown}");
}

#[test]
fn a_session_is_found_by_the_servers_id_and_by_nothing_else() {
    let entry = |members: &str| format!(r#"{{"Servers":[{{"Id":"aa"}},{{{members}}}]}}"#);
    for (members, id, is_found) in [
        (r#""Id":"4f","UserId":"7d","AccessToken":"9b""#, "4f", true),
        (r#""Id":"4f","UserId":"7d","AccessToken":"9b","ManualAddress":"http://h/jellyfin""#, "bb", false),
        (r#""Id":"4f","UserId":null,"AccessToken":null"#, "4f", false),
        (r#""Id":"4f","UserId":"7d","AccessToken":"""#, "4f", false),
        (r#""Id":"4f","UserId":7,"AccessToken":"9b""#, "4f", false),
    ] {
        assert_eq!(take_over(Some(&entry(members)), id).is_some(), is_found, "{members} {id}");
    }
    let found = take_over(Some(ALONE), "4f").unwrap();
    let expected = Found {
        server_id: "4f".into(),
        server_name: Some("attic".into()),
        user_id: "7d".into(),
        token: Token::new("9b"),
    };
    assert_eq!(found, expected);
    assert_eq!(take_over(None, "4f"), None);
}

#[test]
fn a_session_that_it_shares_with_somebody_beside_is_followed_by_the_one_in_use() {
    let beside = Session { token: Token::new("aa"), ..ours() };
    let stored = written("", &beside);
    let is_ours = |token: &Token| *token == Token::new("aa");
    let after = hand_over(Some(&stored), None, &ours(), is_ours, NOW);
    assert!(matches!(after, HandOver::Write(text) if text.reveal() == ALONE));
}

//! The session that Jellyfin's own web client keeps in the storage of its origin: ours handed over to it, and its
//! taken over by us. Pure functions on the stored texts. Its names are compared letter by letter, as it does; it keeps
//! more members than are known here, and other servers, all of which stay as they are.
//!
//! On its next load it takes the first of its servers that has its own address, asks that address for its id, and
//! tries the token. A tab of it that is open already keeps its own copy and may write that back.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::account::session::Session;
use crate::jellyfin::json::{self, Members};
use crate::jellyfin::secret::{StoredServers, Token};
use crate::server::address::Address;

/// The name in `localStorage` under which it keeps its servers.
pub const SERVERS: &str = "jellyfin_credentials";

/// The name in `localStorage` of its "Remember me": `"false"` makes it forget its token on every load, anything else
/// and nothing count as yes.
pub const REMEMBER_ME: &str = "enableAutoLogin";

/// How it is told to use `ManualAddress`, and no other.
const MANUAL: u8 = 2;

/// What handing a session over comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandOver {
    /// The text to keep under [`SERVERS`].
    Write(StoredServers),
    /// Its "Remember me" is off: it would throw the token away, so that it is not given one.
    NotRemembered,
    /// What it keeps is not what any release of it writes. Nothing is to be changed.
    Unreadable,
}

/// A session that jellyfin-web has. Whether the token is still good, only the server knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The server's id, 32 hexadecimal digits.
    pub server_id: String,
    /// The name that the server's owner gave it.
    pub server_name: Option<String>,
    /// The account's id, 32 hexadecimal digits. Its name is not kept there.
    pub user_id: String,
    /// What proves it. Shared from then on: signing out in one place signs out in both.
    pub token: Token,
}

/// Signs jellyfin-web in with our session, when it is loaded the next time. `stored` and `remember_me` are what it
/// keeps under [`SERVERS`] and [`REMEMBER_ME`]; `now` is in milliseconds since 1970. Somebody who is signed in there is
/// replaced; [`take_over`] tells who.
#[must_use]
pub fn hand_over(stored: Option<&str>, remember_me: Option<&str>, session: &Session, now: u64) -> HandOver {
    if remember_me == Some("false") {
        return HandOver::NotRemembered;
    }
    let Some((mut stored, mut servers)) = read(stored) else {
        return HandOver::Unreadable;
    };
    let ours = json::written(&OurServer {
        id: &session.server_id,
        name: session.server_name.as_deref(),
        manual_address: session.server.as_str(),
        last_connection_mode: MANUAL,
        manual_address_only: true,
        date_last_accessed: now / 1000 * 1000,
        user_id: &session.user.id,
        access_token: session.token.reveal(),
    });
    let known = servers.iter().position(|server| server.text("Id").as_ref() == Some(&session.server_id));
    let mut server = known.map(|place| servers.remove(place)).unwrap_or_default();
    server.put(Members::read(&ours).unwrap_or_default());
    // First: of several with the same address, as a server that was set up anew leaves them, the first is taken.
    servers.insert(0, server);
    let servers = json::written(&Servers { servers });
    stored.put(Members::read(&servers).unwrap_or_default());
    HandOver::Write(StoredServers::new(json::written(&stored)))
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Servers<'a> {
    servers: Vec<Members<'a>>,
}

/// What we say of a server, in the names and the order in which jellyfin-web writes them.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct OurServer<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    manual_address: &'a str,
    last_connection_mode: u8,
    #[serde(rename = "manualAddressOnly")]
    manual_address_only: bool,
    date_last_accessed: u64,
    user_id: &'a str,
    access_token: &'a str,
}

/// The session that jellyfin-web has on a server, if it is signed in there. `stored` is what it keeps under
/// [`SERVERS`]. Without the server's id the address decides, in any case.
#[must_use]
pub fn take_over(stored: Option<&str>, server: &Address, server_id: Option<&str>) -> Option<Found> {
    let (_, servers) = read(stored)?;
    let is_meant = |entry: &Members| match server_id {
        Some(id) => entry.text("Id").as_deref() == Some(id),
        None => ["ManualAddress", "LocalAddress", "RemoteAddress"]
            .iter()
            .any(|name| entry.text(name).is_some_and(|address| address.eq_ignore_ascii_case(server.as_str()))),
    };
    servers.iter().filter(|entry| is_meant(entry)).find_map(|entry| {
        Some(Found {
            server_id: entry.text("Id")?,
            server_name: entry.text("Name"),
            user_id: entry.text("UserId")?,
            token: Token::new(entry.text("AccessToken")?),
        })
    })
}

/// What is stored: the members of the object, and its list of servers. Nothing, an empty text and an object without
/// the list are an empty list, as jellyfin-web itself sees it.
fn read(stored: Option<&str>) -> Option<(Members<'_>, Vec<Members<'_>>)> {
    let stored = match stored {
        None | Some("") => "{}",
        Some(stored) => stored,
    };
    let members = Members::read(stored)?;
    let servers = members.get("Servers").map_or("null", RawValue::get);
    let servers: Option<Vec<Members>> = serde_json::from_str(servers).ok()?;
    Some((members, servers.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jellyfin::users::User;

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

    fn written(stored: &str, session: &Session) -> String {
        match hand_over(Some(stored), None, session, NOW) {
            HandOver::Write(text) => text.reveal().to_owned(),
            other => panic!("{other:?} for {stored}"),
        }
    }

    fn tail() -> &'static str {
        ALONE.strip_prefix("{\"Servers\":[").unwrap().strip_suffix("]}").unwrap()
    }

    #[test]
    fn where_nothing_is_kept_our_session_is_all_there_is() {
        let HandOver::Write(text) = hand_over(None, Some("true"), &ours(), NOW) else { panic!() };
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
            assert_eq!(hand_over(Some(foreign), None, &ours(), NOW), HandOver::Unreadable, "{foreign}");
            assert_eq!(take_over(Some(foreign), &ours().server, None), None, "{foreign}");
        }
    }

    #[test]
    fn without_remember_me_nothing_is_handed_over() {
        assert_eq!(hand_over(None, Some("false"), &ours(), NOW), HandOver::NotRemembered);
        assert_eq!(hand_over(Some("null"), Some("false"), &ours(), NOW), HandOver::NotRemembered);
        for yes in ["true", "", "False", "0"] {
            assert!(matches!(hand_over(None, Some(yes), &ours(), NOW), HandOver::Write(_)), "{yes}");
        }
    }

    #[test]
    fn neither_what_is_written_nor_what_is_found_shows_its_token_when_debugged() {
        let shown =
            format!("{:?} {:?}", hand_over(None, None, &ours(), NOW), take_over(Some(ALONE), &ours().server, None));
        assert!(shown.contains("hidden") && !shown.contains("9b"), "{shown}");
    }

    #[test]
    fn a_session_is_found_by_the_servers_address_or_id() {
        let entry = |members: &str| format!(r#"{{"Servers":[{{"Id":"aa"}},{{{members}}}]}}"#);
        let signed_in = r#""Id":"4f","UserId":"7d","AccessToken":"9b""#;
        for (members, id, is_found) in [
            (format!(r#"{signed_in},"ManualAddress":"HTTP://H/Jellyfin""#), None, true),
            (format!(r#"{signed_in},"LocalAddress":"http://h/jellyfin""#), None, true),
            (format!(r#"{signed_in},"RemoteAddress":"http://h/jellyfin""#), None, true),
            (format!(r#"{signed_in},"ManualAddress":"http://h/jellyfin/""#), None, false),
            (format!(r#"{signed_in},"manualaddress":"http://h/jellyfin""#), None, false),
            (format!(r#"{signed_in},"ManualAddress":"http://other""#), None, false),
            (format!(r#"{signed_in},"ManualAddress":"http://other""#), Some("4f"), true),
            (format!(r#"{signed_in},"ManualAddress":"http://h/jellyfin""#), Some("bb"), false),
            (r#""Id":"4f","UserId":null,"AccessToken":null"#.to_owned(), Some("4f"), false),
            (r#""Id":"4f","UserId":"7d","AccessToken":"""#.to_owned(), Some("4f"), false),
            (r#""Id":"4f","UserId":7,"AccessToken":"9b""#.to_owned(), Some("4f"), false),
        ] {
            let found = take_over(Some(&entry(&members)), &ours().server, id);
            assert_eq!(found.is_some(), is_found, "{members} {id:?}");
        }
        let found = take_over(Some(ALONE), &ours().server, None).unwrap();
        let expected = Found {
            server_id: "4f".into(),
            server_name: Some("attic".into()),
            user_id: "7d".into(),
            token: Token::new("9b"),
        };
        assert_eq!(found, expected);
        assert_eq!(take_over(None, &ours().server, None), None);
    }
}

//! Lists of sessions and of devices, and what they tell about an arrival.

use super::*;
use crate::jellyfin::http::Answer;

#[expect(clippy::unnecessary_wraps, reason = "as its users need it")]
fn reply(status: u16, body: &str) -> Reply {
    Ok(if body.is_empty() { Answer::from_jellyfin(status, body) } else { Answer::new(status, body) })
}

fn signed_in(session_id: &str, user_id: &str, last_activity: &str, has_called: bool) -> SignedInDevice {
    SignedInDevice {
        session_id: session_id.into(),
        device_id: format!("device of {session_id}"),
        device: "TV".into(),
        client: "Client 1".into(),
        user_id: user_id.into(),
        user: "demo".into(),
        last_activity: last_activity.into(),
        has_called,
    }
}

#[test]
fn only_the_servers_word_counts_as_revoked() {
    let read = |status, body: &str| read_logged_out(reply(status, body));
    assert_eq!(read(204, ""), LoggedOut::Revoked);
    assert_eq!(read(401, ""), LoggedOut::Revoked);
    assert_eq!(read(401, "<html>"), LoggedOut::Unknown(Lost::Status(401)));
    assert_eq!(read(403, ""), LoggedOut::Unknown(Lost::NotAllowed));
    assert_eq!(read(200, "<html>"), LoggedOut::Unknown(Lost::Page));
    assert_eq!(read_logged_out(Err(Lost::NoAnswer)), LoggedOut::Unknown(Lost::NoAnswer));
}

#[test]
fn sessions_and_rows_of_the_device_table_are_read_alike_the_last_active_first() {
    let sessions = r#"[
        {"Id":"s1","UserId":"7d","UserName":"demo","Client":"App","ApplicationVersion":"1.2","DeviceName":"TV",
         "DeviceId":"tv","LastActivityDate":"2026-01-01T00:00:00Z","RemoteEndPoint":"192.168.1.9"},
        {"Id":"s2","UserId":"7d","UserName":"demo","DeviceId":"x","LastActivityDate":"2026-01-02T00:00:00Z"},
        {"Id":"s3","DeviceId":"nobody's"}]"#;
    let read = read_signed_in(reply(200, sessions)).unwrap();
    let names: Vec<_> = read.iter().map(|it| (it.device.as_str(), it.client.as_str(), it.has_called)).collect();
    assert_eq!(names, [("x", "", false), ("TV", "App 1.2", true)]);
    let rows = r#"{"Items":[{"Name":"TV","Id":"tv","LastUserName":"demo","AppName":"App","AppVersion":"1.2",
        "LastUserId":"7d","DateLastActivity":"2026-01-01T00:00:00Z"}],"TotalRecordCount":1,"StartIndex":0}"#;
    let row = SignedInDevice { session_id: String::new(), has_called: false, ..read[1].clone() };
    assert_eq!(read_signed_in(reply(200, rows)), Ok(vec![row]));
}

#[test]
fn what_is_no_list_is_lost() {
    for (status, body, lost) in [
        (200, "{}", Lost::Garbled),
        (200, "<html>", Lost::Page),
        (200, r#"{"Items":null}"#, Lost::Garbled),
        (403, "", Lost::NotAllowed),
        (401, "", Lost::SignedOut),
        (401, "Unauthorized", Lost::Status(401)),
    ] {
        assert_eq!(read_signed_in(reply(status, body)), Err(lost), "{status} {body}");
    }
}

#[test]
fn an_arrival_is_what_the_first_look_did_not_have() {
    let old = signed_in("laptop", "demo", "1", true);
    let found = |after: &[SignedInDevice]| {
        SignedInDevice::arrival(std::slice::from_ref(&old), after, "demo", "device of phone")
            .map(|it| it.session_id.clone())
    };
    let new = signed_in("tv", "demo", "2", false);
    assert_eq!(found(&[old.clone(), new.clone()]).as_deref(), Some("tv"));
    assert_eq!(found(std::slice::from_ref(&old)), None);
    assert_eq!(found(&[signed_in("laptop", "demo", "3", true)]), None, "it was only used");
    assert_eq!(found(&[signed_in("laptop", "demo", "3", false)]).as_deref(), Some("laptop"), "signed in once more");
    assert_eq!(found(&[old.clone(), signed_in("tv", "guest", "2", false)]), None, "another account");
    assert_eq!(found(&[old.clone(), signed_in("phone", "demo", "2", true)]), None, "this very device");
    let by_name = signed_in("desk", "demo", "4", true);
    assert_eq!(found(&[by_name.clone(), new.clone()]).as_deref(), Some("tv"), "it has not called yet");
    assert_eq!(found(&[by_name]).as_deref(), Some("desk"));
    let renewed = signed_in("laptop", "demo", "3", false);
    assert_eq!(found(&[renewed, new]).as_deref(), Some("tv"), "the new one is likelier");
    let others = [signed_in("laptop", "guest", "1", true)];
    assert!(
        SignedInDevice::arrival(&others, std::slice::from_ref(&old), "demo", "").is_some(),
        "it was another account's"
    );
}

#[test]
fn a_removed_device_is_one_that_is_not_there_any_more() {
    let device = Device { id: "web-1".into(), name: "Firefox".into() };
    let call = remove_device("a&b", &device, &Token::new("9b"));
    assert_eq!((call.method, call.target.as_str()), (Method::Delete, "/Devices?id=a%26b"));
    assert_eq!(read_removed(reply(204, "")), Ok(()));
    for (status, body, removed) in [
        (404, r#"{"title":"Not Found","status":404}"#, Ok(())),
        (400, r#"{"title":"Bad Request","status":400}"#, Ok(())),
        (404, "{}", Err(Lost::NotFound)),
        (404, "<html>", Err(Lost::NotFound)),
        (403, "", Err(Lost::NotAllowed)),
    ] {
        assert_eq!(read_removed(reply(status, body)), removed, "{status} {body}");
    }
}

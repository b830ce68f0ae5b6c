//! Who is signed in on which device, and how to end that: one's own session or, for administrators, a whole device.
//!
//! `GET /Sessions` lists who has been active since the server started: an administrator sees everybody, anybody else
//! only themselves (in 10.8 everybody, too). `GET /Devices` lists every token ever issued, for administrators only.

use serde::Deserialize;

use super::authorization;
use super::http::json::{Lenient, Text};
use super::http::{Call, Lost, Method, Reply, percent_encoded};
use crate::jellyfin::device::Device;
use crate::jellyfin::secret::Token;

/// A device with an account that is signed in on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedInDevice {
    /// The session's id, the same for the same program on the same device. Empty in the device table.
    pub session_id: String,
    /// The id that the device has given itself.
    pub device_id: String,
    /// The device's name.
    pub device: String,
    /// The program and its version.
    pub client: String,
    /// The account's id, 32 hexadecimal digits.
    pub user_id: String,
    /// The account's name.
    pub user: String,
    /// When it was last active, in ISO 8601 and UTC.
    pub last_activity: String,
    /// Whether the device itself has called since. It has not when an approval has just made the session.
    pub has_called: bool,
}

/// The outcome of signing out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoggedOut {
    /// The server has deleted the token, now or earlier.
    Revoked,
    /// The server has not confirmed it: the token may still be good.
    Unknown(Lost),
}

/// Ends the session of this token and deletes it.
#[must_use]
pub fn logout(device: &Device, token: &Token) -> Call {
    Call::new(Method::Post, "/Sessions/Logout").authorized(authorization::for_session(device, token))
}

/// Reads the answer to [`logout`]. A token that was dead already is as good as revoked. An account outside its allowed
/// hours gets 403 and stays signed in.
#[must_use]
pub fn read_logged_out(reply: Reply) -> LoggedOut {
    match reply {
        Ok(answer) if answer.status == 204 || (answer.status == 401 && answer.is_empty()) => LoggedOut::Revoked,
        Ok(answer) => LoggedOut::Unknown(answer.unexpected()),
        Err(lost) => LoggedOut::Unknown(lost),
    }
}

/// Asks who has been active since the server started.
#[must_use]
pub fn sessions(device: &Device, token: &Token) -> Call {
    Call::new(Method::Get, "/Sessions").authorized(authorization::for_session(device, token))
}

/// Asks for every device on which anybody is signed in. For administrators only.
#[must_use]
pub fn devices(device: &Device, token: &Token) -> Call {
    Call::new(Method::Get, "/Devices").authorized(authorization::for_session(device, token))
}

/// Reads the answer to [`sessions`] or to [`devices`], the last active first, without those that have no account.
///
/// # Errors
/// Why there is none.
pub fn read_signed_in(reply: Reply) -> Result<Vec<SignedInDevice>, Lost> {
    let answer = reply?;
    if answer.status != 200 {
        return Err(answer.unexpected());
    }
    let mut found: Vec<SignedInDevice> = if let Ok(sessions) = answer.objects() {
        sessions.into_iter().filter_map(SessionInfoDto::read).collect()
    } else {
        let devices: DeviceInfoDtoQueryResult = answer.object()?;
        let items = devices.items.0.ok_or(Lost::Garbled)?;
        items.into_iter().filter_map(|device| device.0.read()).collect()
    };
    found.sort_by(|one, other| other.last_activity.cmp(&one.last_activity));
    Ok(found)
}

/// Signs everybody out of a device. For administrators only.
#[must_use]
pub fn remove_device(id: &str, device: &Device, token: &Token) -> Call {
    let target = format!("/Devices?id={}", percent_encoded(id));
    Call::new(Method::Delete, target).authorized(authorization::for_session(device, token))
}

/// Reads the answer to [`remove_device`]. A device that is no longer there (404, since 12.0 also 400) counts as removed.
///
/// # Errors
/// Why it may still be there.
pub fn read_removed(reply: Reply) -> Result<(), Lost> {
    let answer = reply?;
    match answer.status {
        204 => Ok(()),
        400 | 404 if answer.is_json() => Ok(()),
        _ => Err(answer.unexpected()),
    }
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct SessionInfoDto {
    id: Text,
    user_id: Text,
    user_name: Text,
    client: Text,
    application_version: Text,
    device_name: Text,
    device_id: Text,
    last_activity_date: Text,
    remote_end_point: Text,
}

impl SessionInfoDto {
    fn read(self) -> Option<SignedInDevice> {
        let device_id = self.device_id.filled()?;
        Some(SignedInDevice {
            session_id: self.id.0,
            device: self.device_name.filled().unwrap_or_else(|| device_id.clone()),
            device_id,
            client: with_version(self.client.0, &self.application_version.0),
            user_id: self.user_id.filled()?,
            user: self.user_name.0,
            last_activity: self.last_activity_date.0,
            has_called: self.remote_end_point.filled().is_some(),
        })
    }
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct DeviceInfoDtoQueryResult {
    items: Lenient<Option<Vec<Lenient<DeviceInfoDto>>>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct DeviceInfoDto {
    id: Text,
    name: Text,
    custom_name: Text,
    app_name: Text,
    app_version: Text,
    last_user_id: Text,
    last_user_name: Text,
    date_last_activity: Text,
}

impl DeviceInfoDto {
    fn read(self) -> Option<SignedInDevice> {
        let device_id = self.id.filled()?;
        let device = self.custom_name.filled().or(self.name.filled());
        Some(SignedInDevice {
            session_id: String::new(),
            device: device.unwrap_or_else(|| device_id.clone()),
            device_id,
            client: with_version(self.app_name.0, &self.app_version.0),
            user_id: self.last_user_id.filled()?,
            user: self.last_user_name.0,
            last_activity: self.date_last_activity.0,
            has_called: false,
        })
    }
}

fn with_version(program: String, version: &str) -> String {
    if version.is_empty() { program } else { format!("{program} {version}") }
}

impl SignedInDevice {
    /// The device that has signed in to an account between two looks at the sessions: one that is new, that was another
    /// account's, or whose session an approval has renewed. One that has not called yet is the likeliest. One's own
    /// device does not count.
    #[must_use]
    pub fn arrival<'a>(before: &[Self], after: &'a [Self], user_id: &str, own_device: &str) -> Option<&'a Self> {
        let theirs = || after.iter().filter(|now| now.user_id == user_id && now.device_id != own_device);
        let was = |now: &Self| {
            before.iter().find(|old| old.session_id == now.session_id && old.user_id == now.user_id).cloned()
        };
        let renewed =
            |now: &&Self| !now.has_called && was(now).is_some_and(|old| old.last_activity != now.last_activity);
        let mut new = theirs().filter(|now| was(now).is_none());
        let uncalled = new.clone().find(|now| !now.has_called);
        uncalled.or_else(|| new.next()).or_else(|| theirs().find(renewed))
    }
}

#[cfg(test)]
mod tests {
    use super::super::http::Answer;
    use super::*;

    #[expect(clippy::unnecessary_wraps, reason = "as its users need it")]
    fn reply(status: u16, body: &str) -> Reply {
        Ok(Answer { status, body: body.into() })
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
        assert_eq!(read(403, ""), LoggedOut::Unknown(Lost::Status(403)));
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
            (403, "", Lost::Status(403)),
            (401, "", Lost::Status(401)),
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
            (404, r#"{"status":404}"#, Ok(())),
            (400, r#"{"status":400}"#, Ok(())),
            (404, "<html>", Err(Lost::NotFound)),
            (403, "", Err(Lost::Status(403))),
        ] {
            assert_eq!(read_removed(reply(status, body)), removed, "{status} {body}");
        }
    }
}

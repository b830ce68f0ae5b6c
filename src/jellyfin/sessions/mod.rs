//! Who is signed in on which device, and how to end that: one's own session or, for administrators, a whole device.
//!
//! `GET /Sessions` lists who has been active since the server started: an administrator sees everybody, anybody else
//! only themselves (in 10.8 everybody, too). `GET /Devices` lists every token ever issued, for administrators only.

#[cfg(test)]
mod tests;

use serde::Deserialize;

use super::http::json::{Lenient, Text};
use super::http::{Call, Lost, Method, Reply, Spoke, percent_encoded};
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
    Call::new(Method::Post, "/Sessions/Logout").in_session(device, token)
}

/// Reads the answer to [`logout`]. A token that was dead already is as good as revoked. An account outside its allowed
/// hours gets 403 and stays signed in.
#[must_use]
pub fn read_logged_out(reply: Reply) -> LoggedOut {
    match reply {
        Ok(answer) if answer.status == 204 || (answer.status == 401 && answer.spoke() == Spoke::Gatekeeper) => {
            LoggedOut::Revoked
        }
        Ok(answer) => LoggedOut::Unknown(answer.unexpected()),
        Err(lost) => LoggedOut::Unknown(lost),
    }
}

/// Asks who has been active since the server started.
#[must_use]
pub fn sessions(device: &Device, token: &Token) -> Call {
    Call::new(Method::Get, "/Sessions").in_session(device, token)
}

/// Asks for every device on which anybody is signed in. For administrators only.
#[must_use]
pub fn devices(device: &Device, token: &Token) -> Call {
    Call::new(Method::Get, "/Devices").in_session(device, token)
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
    Call::new(Method::Delete, target).in_session(device, token)
}

/// Reads the answer to [`remove_device`]. A device that is no longer there (404, since 12.0 also 400) counts as removed.
///
/// # Errors
/// Why it may still be there.
pub fn read_removed(reply: Reply) -> Result<(), Lost> {
    let answer = reply?;
    match answer.status {
        204 => Ok(()),
        400 | 404 if answer.spoke() == Spoke::Endpoint => Ok(()),
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

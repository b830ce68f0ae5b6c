//! What a server tells anybody about itself.

use serde::Deserialize;

use super::http::json::{self, Flag, Text};
use super::http::{Call, Lost, Method, Reply};

/// A Jellyfin server, as it describes itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerInfo {
    /// 32 hexadecimal digits, which stay the same for the life of an installation.
    pub id: String,
    /// The name that its owner has given it.
    pub name: Option<String>,
    /// For example `10.11.11`.
    pub version: String,
    /// Whether the set-up is finished. Before that there are no accounts.
    pub is_set_up: bool,
}

impl ServerInfo {
    /// Whether the release speaks Quick Connect as this client does, which 10.8 and later do. A version that cannot be
    /// read gets the benefit of the doubt.
    #[must_use]
    pub fn is_recent_enough(&self) -> bool {
        self.is_at_least(8).unwrap_or(true)
    }

    /// Whether an administrator can approve a code for another account, which 10.9 and later can. 10.8 does not know the
    /// parameter and signs the device in as the administrator, so a version that cannot be read gets no benefit here.
    #[must_use]
    pub fn can_approve_for_others(&self) -> bool {
        self.is_at_least(9).unwrap_or(false)
    }

    /// Whether a code is asked for by GET, as up to 10.8. A device that only ever sends passwords learns it here.
    #[must_use]
    pub fn takes_codes_by_get(&self) -> bool {
        self.is_at_least(9) == Some(false)
    }

    /// Whether the release is 10.`minor` or later; none when the version cannot be read.
    fn is_at_least(&self, minor: u32) -> Option<bool> {
        let mut parts = self.version.split('.').map(|part| part.parse::<u32>().ok());
        Some(match (parts.next().flatten()?, parts.next().flatten()) {
            (10, Some(found)) => found >= minor,
            (major, _) => major >= 10,
        })
    }
}

/// Asks a server who it is. Anonymous, so it needs no preflight.
#[must_use]
pub fn public_info() -> Call {
    Call::new(Method::Get, "/System/Info/Public")
}

/// Reads the answer to [`public_info`].
///
/// # Errors
/// Why this is no Jellyfin server, or not yet one.
pub fn read_public_info(reply: Reply) -> Result<ServerInfo, Lost> {
    let answer = reply?;
    if answer.status == 503 {
        return Err(Lost::Starting);
    }
    if answer.status != 200 {
        return Err(answer.unexpected());
    }
    let info: PublicSystemInfo = answer.object()?;
    let (Some(id), Some(version)) = (info.id.filled(), info.version.filled()) else {
        return Err(Lost::Garbled);
    };
    // In camelCase it is the small server that answers while 10.11 and later start.
    let as_written: PublicSystemInfo = json::object(&answer.body).unwrap_or_default();
    if as_written.id.filled().is_none() {
        return Err(Lost::Starting);
    }
    let is_set_up = info.startup_wizard_completed.0 != Some(false);
    Ok(ServerInfo { id, name: info.server_name.filled(), version, is_set_up })
}

/// Sends a call by `send`. When a refusal leaves a doubt whether Jellyfin or something in front of it sent it, and the
/// call's token hangs on that, the doubt is settled: the server is asked for its introduction, and where that is
/// Jellyfin's, the call is made again, because a gate may have opened or closed in between. Only the same refusal twice,
/// with an introduction between the two, is Jellyfin's.
///
/// # Errors
/// Why nothing usable came.
pub async fn send_and_settle(call: Call, send: impl AsyncFn(Call) -> Reply) -> Reply {
    let first = match send(call.clone()).await {
        Ok(answer) if call.has_token && answer.is_in_doubt() => answer,
        reply => return reply,
    };
    let Ok(introduction) = send(public_info()).await else { return Ok(first) };
    let headers = introduction.headers();
    if !matches!(read_public_info(Ok(introduction)), Ok(_) | Err(Lost::Starting)) {
        return Ok(first.settled(Err(())));
    }
    let second = send(call).await?;
    let is_same = second.is_in_doubt() && second.status == first.status;
    Ok(if is_same { second.settled(Ok(headers)) } else { second })
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct PublicSystemInfo {
    id: Text,
    server_name: Text,
    version: Text,
    startup_wizard_completed: Flag,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jellyfin::http::Answer;

    fn read(status: u16, body: &str) -> Result<ServerInfo, Lost> {
        read_public_info(Ok(Answer::new(status, body)))
    }

    #[test]
    fn a_server_is_known_by_its_id_and_version() {
        let info = read(200, r#"{"ServerName":"attic","Version":"12.0.0","Id":"4f2c"}"#).unwrap();
        assert_eq!((info.name.as_deref(), info.version.as_str()), (Some("attic"), "12.0.0"));
        assert!(info.is_set_up);
        let info = read(200, r#"{"Version":"12.0.0","Id":"4f2c","StartupWizardCompleted":false}"#).unwrap();
        assert!(!info.is_set_up);
    }

    #[test]
    fn quick_connect_came_with_release_10_8_and_another_account_with_10_9() {
        for (version, is_recent_enough, can_approve_for_others) in [
            ("10.7.7", false, false),
            ("10.8.0", true, false),
            ("10.8.13", true, false),
            ("10.9.0", true, true),
            ("10.11.11", true, true),
            ("12.0.0", true, true),
            ("12.0.0-rc5", true, true),
            ("3.5.2.0", false, false),
            ("4", false, false),
            ("unstable", true, false),
            ("", true, false),
        ] {
            let info = ServerInfo { id: "4f2c".into(), name: None, version: version.into(), is_set_up: true };
            assert_eq!(info.is_recent_enough(), is_recent_enough, "{version}");
            assert_eq!(info.can_approve_for_others(), can_approve_for_others, "{version}");
        }
    }

    #[test]
    fn anything_else_is_not_a_server_that_can_be_used() {
        for (status, body, lost) in [
            (200, "<html>", Lost::Page),
            (200, r#"{"Id":"4f2c"}"#, Lost::Garbled),
            (200, r#"{"id":"4f2c","version":"12.0.0"}"#, Lost::Starting),
            (503, "", Lost::Starting),
            (404, "", Lost::NotFound),
            (502, "<html>", Lost::Status(502)),
        ] {
            assert_eq!(read(status, body), Err(lost), "{status} {body}");
        }
    }
}

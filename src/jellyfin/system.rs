//! What a server says about itself to anybody.

use super::{Call, Lost, Method, Reply, unexpected};
use crate::json::Json;

/// A server that answered as Jellyfin does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerInfo {
    /// 32 hexadecimal digits, the same for the life of an installation.
    pub id: String,
    /// The name its owner gave it.
    pub name: Option<String>,
    /// For example `10.11.11`.
    pub version: String,
}

/// Asks a server who it is. Anonymous, so without a preflight.
#[must_use]
pub fn public_info() -> Call {
    Call::new(Method::Get, "/System/Info/Public")
}

/// Reads the answer to [`public_info`].
///
/// # Errors
/// Why this is not (yet) a Jellyfin server. An answer that says `id` instead of `Id` comes from the small server
/// that stands in while 10.11 and later start.
pub fn read_public_info(reply: Reply) -> Result<ServerInfo, Lost> {
    let answer = reply?;
    if answer.status == 503 {
        return Err(Lost::Starting);
    }
    if answer.status != 200 {
        return Err(unexpected(&answer));
    }
    let info = answer.json()?;
    let (Some(id), Some(version)) = (info.text("Id"), info.text("Version")) else {
        return Err(Lost::Garbled);
    };
    if matches!(&info, Json::Object(members) if members.iter().any(|(name, _)| name == "id")) {
        return Err(Lost::Starting);
    }
    Ok(ServerInfo { id, name: info.text("ServerName"), version })
}

#[cfg(test)]
mod tests {
    use super::super::Answer;
    use super::*;

    fn read(status: u16, body: &str) -> Result<ServerInfo, Lost> {
        read_public_info(Ok(Answer { status, body: body.into() }))
    }

    #[test]
    fn a_server_is_known_by_its_id_and_version() {
        let info = read(200, r#"{"ServerName":"attic","Version":"12.0.0","Id":"4f2c"}"#).unwrap();
        assert_eq!((info.name.as_deref(), info.version.as_str()), (Some("attic"), "12.0.0"));
    }

    #[test]
    fn anything_else_is_not_a_server_that_can_be_used() {
        for (status, body, lost) in [
            (200, "<html>", Lost::Garbled),
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

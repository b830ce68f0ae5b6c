//! The session that jellyfin-web, Jellyfin's own web client, keeps in the storage of its origin: how ours is handed over
//! to it, and how its own is taken over. Members and servers that are not known here stay as they are.
//!
//! On its next load jellyfin-web takes the first of its servers that has its own address, asks it for its id, and tries
//! the token. A tab of it that is open already has its own copy, and may write that back.

#[cfg(test)]
mod tests;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::account::session::Session;
use crate::jellyfin::json::{self, Members};
use crate::jellyfin::secret::{StoredServers, Token};

/// The key in `localStorage` of its servers.
pub const SERVERS: &str = "jellyfin_credentials";

/// The key in `localStorage` of its "Remember me". `"false"` makes it forget its token on every load; anything else, and
/// nothing, counts as yes.
pub const REMEMBER_ME: &str = "enableAutoLogin";

/// The `LastConnectionMode` that makes it use `ManualAddress`.
const MANUAL: u8 = 2;

/// The outcome of handing a session over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandOver {
    /// The text to keep under [`SERVERS`].
    Write(StoredServers),
    /// Its "Remember me" is off. It would throw the token away, so it does not get one.
    NotRemembered,
    /// It has a sign-in of its own there, of this account or of another one. That stays, unless the server refuses it:
    /// nobody would be left to end that token.
    HasItsOwn(Found),
    /// No release of it writes what is stored there. Nothing may be changed.
    Unreadable,
}

/// A session that jellyfin-web has. Whether the token is still good, only the server knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The server's id, 32 hexadecimal digits.
    pub server_id: String,
    /// The name that its owner has given the server.
    pub server_name: Option<String>,
    /// The account's id, 32 hexadecimal digits. Its name is not stored there.
    pub user_id: String,
    /// What proves it. Both clients share it from then on, so signing out of one signs out of both.
    pub token: Token,
}

/// Signs jellyfin-web in with our session, from its next load on. `stored` and `remember_me` are what it keeps under
/// [`SERVERS`] and [`REMEMBER_ME`]; `is_ours` tells whether a token is held here, beside the session: that client shares it,
/// and is to share this one now. `now` is in milliseconds since 1970.
#[must_use]
pub fn hand_over(
    stored: Option<&str>,
    remember_me: Option<&str>,
    session: &Session,
    is_ours: impl Fn(&Token) -> bool,
    now: u64,
) -> HandOver {
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
    let is_its_own = |found: &Found| found.token != session.token && !is_ours(&found.token);
    if let Some(own) = take_over_from(&servers, &session.server_id).filter(is_its_own) {
        return HandOver::HasItsOwn(own);
    }
    let known = servers.iter().position(|server| server.text("Id").as_ref() == Some(&session.server_id));
    let mut server = known.map(|place| servers.remove(place)).unwrap_or_default();
    server.put(Members::read(&ours).unwrap_or_default());
    // First, because jellyfin-web takes the first of several with one address, as a server that was set up anew has.
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

/// What we write about a server, under the names that jellyfin-web uses.
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

/// The session that jellyfin-web has on the server with this id, if it is signed in there. `stored` is what it keeps
/// under [`SERVERS`].
#[must_use]
pub fn take_over(stored: Option<&str>, server_id: &str) -> Option<Found> {
    take_over_from(&read(stored)?.1, server_id)
}

fn take_over_from(servers: &[Members], server_id: &str) -> Option<Found> {
    servers.iter().filter(|entry| entry.text("Id").as_deref() == Some(server_id)).find_map(|entry| {
        Some(Found {
            server_id: entry.text("Id")?,
            server_name: entry.text("Name"),
            user_id: entry.text("UserId")?,
            token: Token::new(entry.text("AccessToken")?),
        })
    })
}

/// What jellyfin-web keeps, without a token that has ended; none when it does not have it.
#[must_use]
pub fn without_token(stored: Option<&str>, token: &Token) -> Option<StoredServers> {
    let (mut stored, mut servers) = read(stored)?;
    let has_it = |entry: &&mut Members| entry.text("AccessToken").as_deref() == Some(token.reveal());
    let entry = servers.iter_mut().find(has_it)?;
    entry.0.retain(|(name, _)| !matches!(name.as_str(), "AccessToken" | "UserId"));
    let servers = json::written(&Servers { servers });
    stored.put(Members::read(&servers)?);
    Some(StoredServers::new(json::written(&stored)))
}

/// What is stored, and the list of servers in it. Nothing, an empty text and an object without the list count as an empty
/// list, as they do for jellyfin-web.
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

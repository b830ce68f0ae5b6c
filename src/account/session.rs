//! Who is signed in here and on which server, and how that is kept in the browser.

use serde::{Deserialize, Serialize};

use crate::jellyfin::json::{self, Text};
use crate::jellyfin::secret::Token;
use crate::jellyfin::users::{Authentication, User};
use crate::server::address::Address;

/// A sign-in, as this browser keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The server's base address.
    pub server: Address,
    /// The server's id, 32 hexadecimal digits.
    pub server_id: String,
    /// The name that its owner has given the server, once it is known.
    pub server_name: Option<String>,
    /// The account.
    pub user: User,
    /// What proves it.
    pub token: Token,
}

/// Why a session ended, for the login screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The server no longer accepts the token.
    ByServer,
    /// The person signed out, and the server has deleted the token.
    SignedOut,
    /// The person signed out, but the server could not be told, so the token may still be good there.
    SignedOutHereOnly,
    /// The person signed out in another tab of this browser.
    InAnotherTab,
}

impl Session {
    /// The session that a sign-in at `server` brings.
    #[must_use]
    pub fn new(server: Address, authentication: Authentication) -> Self {
        Self {
            server,
            server_id: authentication.server_id,
            server_name: None,
            user: authentication.user,
            token: authentication.token,
        }
    }

    /// The server as a person knows it: by its name, or by its address until the name is known.
    #[must_use]
    pub fn server_label(&self) -> &str {
        self.server_name.as_deref().unwrap_or(self.server.without_scheme())
    }

    /// Whether both are of one account on one server, at whatever addresses.
    #[must_use]
    pub fn is_same_account(&self, other: &Self) -> bool {
        self.server_id == other.server_id && self.user.id == other.user.id
    }

    /// The form in which it is kept: a JSON object of texts, with the token in it.
    #[must_use]
    pub fn written(&self) -> String {
        json::written(&Kept::from(self))
    }

    /// Reads what [`Session::written`] wrote; none for anything else.
    #[must_use]
    pub fn read(written: &str) -> Option<Self> {
        json::object::<Kept>(written)?.read()
    }
}

/// The form in which the sessions on other servers are kept.
#[must_use]
pub fn written_list(sessions: &[Session]) -> String {
    json::written(&sessions.iter().map(Kept::from).collect::<Vec<_>>())
}

/// Reads what [`written_list`] wrote, and leaves out what is damaged.
#[must_use]
pub fn read_list(written: &str) -> Vec<Session> {
    json::objects(written).unwrap_or_default().into_iter().filter_map(Kept::read).collect()
}

/// A session in the form in which browsers keep it.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Kept {
    address: Text,
    server_id: Text,
    server_name: Text,
    user_id: Text,
    user_name: Text,
    /// `"true"` or `"false"`.
    is_administrator: Text,
    image_tag: Text,
    access_token: Text,
}

impl From<&Session> for Kept {
    fn from(session: &Session) -> Self {
        Self {
            address: session.server.as_str().into(),
            server_id: session.server_id.as_str().into(),
            server_name: session.server_name.as_deref().into(),
            user_id: session.user.id.as_str().into(),
            user_name: session.user.name.as_str().into(),
            is_administrator: if session.user.is_administrator { "true" } else { "false" }.into(),
            image_tag: session.user.image_tag.as_deref().into(),
            access_token: session.token.reveal().into(),
        }
    }
}

impl Kept {
    fn read(self) -> Option<Session> {
        Some(Session {
            server: Address::parse(&self.address.0).ok()?,
            server_id: self.server_id.filled()?,
            server_name: self.server_name.filled(),
            user: User {
                id: self.user_id.filled()?,
                name: self.user_name.filled()?,
                is_administrator: self.is_administrator.0 == "true",
                image_tag: self.image_tag.filled(),
            },
            token: Token::new(self.access_token.filled()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> Session {
        let authentication = Authentication {
            user: User { id: "7d".into(), name: "Zoë \"Z\"".into(), is_administrator: true, image_tag: None },
            token: Token::new("9b"),
            server_id: "4f".into(),
        };
        Session::new(Address::parse("http://h/jellyfin").unwrap(), authentication)
    }

    #[test]
    fn a_session_survives_being_written_down() {
        assert_eq!(Session::read(&session().written()), Some(session()));
        let named = Session { server_name: Some("attic".into()), ..session() };
        assert_eq!(Session::read(&named.written()), Some(named));
        let with_picture = Session { user: User { image_tag: Some("c5".into()), ..session().user }, ..session() };
        assert_eq!(Session::read(&with_picture.written()), Some(with_picture));
    }

    #[test]
    fn the_written_form_is_the_one_that_browsers_keep_already() {
        let kept = concat!(
            r#"{"Address":"http://h/jellyfin","ServerId":"4f","ServerName":"","UserId":"7d","UserName":"Zoë \"Z\"","#,
            r#""IsAdministrator":"true","ImageTag":"","AccessToken":"9b"}"#
        );
        assert_eq!(session().written(), kept);
        let before_pictures = kept.replace(r#""ImageTag":"","#, "");
        assert_eq!(Session::read(&before_pictures), Some(session()));
    }

    #[test]
    fn several_sessions_survive_together() {
        let other = Session { server_id: "aa".into(), ..session() };
        let all = vec![session(), other];
        assert_eq!(read_list(&written_list(&all)), all);
        assert_eq!(read_list(&written_list(&[])), []);
        assert_eq!(read_list(&format!("[7,{}]", session().written())), [session()]);
        assert_eq!(read_list(&session().written()), []);
    }

    #[test]
    fn what_is_damaged_is_no_session() {
        let written = session().written();
        for damaged in ["", "null", "{}", &written[..written.len() - 2], &written.replace("http:", "ftp:")] {
            assert_eq!(Session::read(damaged), None, "{damaged:?}");
        }
    }

    #[test]
    fn a_server_without_a_known_name_goes_by_its_address() {
        assert_eq!(session().server_label(), "h/jellyfin");
        assert!(!format!("{:?}", session()).contains("9b"));
    }
}

//! The sign-ins that this browser holds: the one in use, and those on other servers. The one place that decides what
//! becomes of a sign-in when another one begins, comes late, or is given up. Does not know how they are kept.

use super::session::Session;
use crate::server::address::Address;

/// A sign-in, and how long it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Who is signed in where.
    pub session: Session,
    /// Whether it ends with this tab.
    pub is_for_tab: bool,
}

/// All of them; at most one for each server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sessions {
    /// The one in use.
    pub current: Option<Held>,
    /// Those on other servers, the last one used first.
    pub others: Vec<Held>,
}

/// What becomes of a sign-in whose answer comes when nobody waits for it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// It is of the account that is signed in. Of two sign-ins of one account on one device only the last one counts,
    /// whichever answer came first: the one that the server accepts is taken.
    TakeIfAlive,
    /// Nobody would hold it: it is ended at its server.
    End,
}

impl Sessions {
    /// Makes a session the one in use. The one before it is put aside, unless it is on the same server. Returns those that
    /// have to be ended at their servers, because nobody holds them any more.
    pub fn begin(&mut self, new: Held) -> Vec<Session> {
        let is_same_server = |held: &Held| held.session.server_id == new.session.server_id;
        self.put_aside();
        let (replaced, others) = std::mem::take(&mut self.others).into_iter().partition(is_same_server);
        self.others = others;
        let replaced: Vec<Held> = replaced;
        let token = new.session.token.clone();
        self.current = Some(new);
        replaced.into_iter().map(|held| held.session).filter(|old| old.token != token).collect()
    }

    /// Keeps the session in use without using it.
    pub fn put_aside(&mut self) {
        if let Some(old) = self.current.take() {
            self.others.insert(0, old);
        }
    }

    /// Gives up the sessions at an address, and returns them to be ended.
    pub fn forget(&mut self, server: &Address) -> Vec<Session> {
        let current = self.current.take_if(|held| held.session.server == *server);
        let (given_up, others) =
            std::mem::take(&mut self.others).into_iter().partition(|it| it.session.server == *server);
        self.others = others;
        let given_up: Vec<Held> = given_up;
        current.into_iter().chain(given_up).map(|held| held.session).collect()
    }

    /// The session at an address.
    #[must_use]
    pub fn at(&self, server: &Address) -> Option<&Held> {
        self.all().find(|held| held.session.server == *server)
    }

    /// All, the one in use first.
    pub fn all(&self) -> impl Iterator<Item = &Held> {
        self.current.iter().chain(&self.others)
    }

    /// What becomes of a sign-in that comes late.
    #[must_use]
    pub fn late(&self, late: &Session) -> Late {
        let is_same = |held: &Held| held.session.server_id == late.server_id && held.session.user.id == late.user.id;
        if self.current.as_ref().is_some_and(is_same) { Late::TakeIfAlive } else { Late::End }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jellyfin::secret::Token;
    use crate::jellyfin::users::{Authentication, User};

    fn held(server: &str, user: &str, token: &str) -> Held {
        let user = User { id: user.into(), name: user.into(), is_administrator: false, image_tag: None };
        let authentication = Authentication { user, token: Token::new(token), server_id: server.into() };
        let address = Address::parse(&format!("http://{server}")).unwrap();
        Held { session: Session::new(address, authentication), is_for_tab: token.starts_with("tab") }
    }

    fn tokens<'a>(held: impl IntoIterator<Item = &'a Session>) -> Vec<String> {
        held.into_iter().map(|session| session.token.reveal().to_owned()).collect()
    }

    #[test]
    fn a_sign_in_ends_the_one_before_it_on_the_same_server_only() {
        let mut sessions = Sessions::default();
        assert_eq!(tokens(&sessions.begin(held("attic", "demo", "1"))), [""; 0]);
        assert_eq!(tokens(&sessions.begin(held("cellar", "demo", "2"))), [""; 0]);
        assert_eq!(tokens(&sessions.begin(held("cellar", "guest", "3"))), ["2"]);
        assert_eq!(tokens(&sessions.begin(held("attic", "demo", "4"))), ["1"]);
        assert_eq!(tokens(sessions.all().map(|held| &held.session)), ["4", "3"]);
        let again = sessions.others[0].clone();
        assert_eq!(tokens(&sessions.begin(again)), [""; 0], "its own token is not ended");
        assert_eq!(tokens(sessions.all().map(|held| &held.session)), ["3", "4"]);
    }

    #[test]
    fn a_session_of_a_tab_is_put_aside_as_one() {
        let mut sessions = Sessions::default();
        sessions.begin(held("attic", "demo", "tab"));
        sessions.begin(held("cellar", "demo", "2"));
        assert!(sessions.at(&Address::parse("http://attic").unwrap()).unwrap().is_for_tab);
    }

    #[test]
    fn what_is_forgotten_is_ended_also_while_it_is_in_use() {
        let mut sessions = Sessions::default();
        sessions.begin(held("attic", "demo", "1"));
        sessions.begin(held("cellar", "demo", "2"));
        assert_eq!(tokens(&sessions.forget(&Address::parse("http://cellar").unwrap())), ["2"]);
        assert_eq!(tokens(&sessions.forget(&Address::parse("http://attic").unwrap())), ["1"]);
        assert_eq!(sessions, Sessions::default());
    }

    #[test]
    fn only_the_same_account_on_the_same_server_takes_a_late_sign_in() {
        let mut sessions = Sessions::default();
        let late = |sessions: &Sessions, server, user| sessions.late(&held(server, user, "9").session);
        assert_eq!(late(&sessions, "attic", "demo"), Late::End);
        sessions.begin(held("attic", "demo", "1"));
        assert_eq!(late(&sessions, "attic", "demo"), Late::TakeIfAlive);
        assert_eq!(late(&sessions, "attic", "guest"), Late::End);
        assert_eq!(late(&sessions, "cellar", "demo"), Late::End);
    }
}

//! The sign-ins that this browser holds: the one in use, and those on other servers. The one place that decides what
//! becomes of a sign-in when another one begins, comes late, or is given up. Does not know how they are kept.

use super::session::Session;
use crate::jellyfin::secret::Token;
use crate::server::address::Address;

/// A sign-in, and how long it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Who is signed in where.
    pub session: Session,
    /// Whether it ends with this tab.
    pub is_for_tab: bool,
}

/// All of them. On one server there is at most one for this tab and one that lasts, and not both of one account: of two
/// sign-ins of one account on one device only the last one counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sessions {
    /// The one in use.
    pub current: Option<Held>,
    /// The others, the last one used first.
    pub others: Vec<Held>,
}

/// What becomes of a sign-in whose answer comes when nobody waits for it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// It is the token that is held already, as servers up to 10.8 give it again: nothing is to be done.
    IsHeld,
    /// Nobody is signed in, and somebody wants to be: it is taken if the server accepts it.
    BeginIfAlive,
    /// It is of an account whose session is held, and only the last one counts, whichever answer came first: it takes the
    /// place of that one, if the server accepts it.
    ReplaceIfAlive,
    /// Nobody would hold it: it is ended at its server.
    End,
}

/// What another tab has done to the session in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// Nothing.
    Nothing,
    /// It has signed in on the same server, which may have ended this one.
    Doubtful,
    /// It has signed in on the same server. Its session is the one in use now.
    Replaced,
    /// It has given the session up.
    Ended,
}

impl Sessions {
    /// Makes a session the one in use. The one before it is put aside, unless this one replaces it: on the same server it
    /// does, but one for this tab leaves alone what lasts for somebody else. Returns those that have to be ended at their
    /// servers, because nobody holds them any more.
    pub fn begin(&mut self, mut new: Held) -> Vec<Session> {
        // The same sign-in once more, taken over from elsewhere, is kept as long as it was to be kept anyway.
        new.is_for_tab &= !self.all().any(|held| held.session.token == new.session.token && !held.is_for_tab);
        let is_replaced = |held: &Held| {
            let is_beside = new.is_for_tab && !held.is_for_tab && !held.session.is_same_account(&new.session);
            held.session.server_id == new.session.server_id && !is_beside
        };
        self.put_aside();
        let (replaced, others) = std::mem::take(&mut self.others).into_iter().partition(is_replaced);
        self.others = others;
        let replaced: Vec<Held> = replaced;
        let token = new.session.token.clone();
        self.current = Some(new);
        replaced.into_iter().map(|held| held.session).filter(|old| old.token != token).collect()
    }

    /// Puts a session in the place of the one of the same account, which is kept as long as that one was. Returns the
    /// one before, to be ended, if there was one with another token.
    pub fn replace(&mut self, new: Session) -> Option<Session> {
        let mut all = self.current.iter_mut().chain(&mut self.others);
        let held = all.find(|held| held.session.is_same_account(&new))?;
        let before = std::mem::replace(&mut held.session, new);
        held.session.server_name.clone_from(&before.server_name);
        (before.token != held.session.token).then_some(before)
    }

    /// Keeps the session in use without using it.
    pub fn put_aside(&mut self) {
        if let Some(old) = self.current.take() {
            self.others.insert(0, old);
        }
    }

    /// Takes out a session that is over. Returns it if it was the one in use.
    pub fn end(&mut self, token: &Token) -> Option<Held> {
        self.others.retain(|held| held.session.token != *token);
        self.current.take_if(|held| held.session.token == *token)
    }

    /// Gives up the sessions at an address, and returns them to be ended. Whoever gives up one for this tab leaves alone
    /// what lasts beside it.
    pub fn forget(&mut self, server: &Address) -> Vec<Session> {
        let is_there = |held: &Held| held.session.server == *server;
        let is_for_tab = self.all().any(|held| is_there(held) && held.is_for_tab);
        let is_given_up = |held: &Held| is_there(held) && held.is_for_tab == is_for_tab;
        let current = self.current.take_if(|held| is_given_up(held));
        let (given_up, others) = std::mem::take(&mut self.others).into_iter().partition(is_given_up);
        self.others = others;
        let given_up: Vec<Held> = given_up;
        current.into_iter().chain(given_up).map(|held| held.session).collect()
    }

    /// The session on a server: at this address, or else at another address of the server with this id.
    #[must_use]
    pub fn at(&self, server: &Address, id: Option<&str>) -> Option<&Held> {
        let is_there = |held: &&Held| held.session.server == *server;
        let is_it = |held: &&Held| id == Some(held.session.server_id.as_str());
        self.all().find(is_there).or_else(|| self.all().find(is_it))
    }

    /// All, the one in use first.
    pub fn all(&self) -> impl Iterator<Item = &Held> {
        self.current.iter().chain(&self.others)
    }

    /// Whether this is the token of one of them.
    #[must_use]
    pub fn holds(&self, token: &Token) -> bool {
        self.all().any(|held| held.session.token == *token)
    }

    /// What becomes of a sign-in that comes late. `is_awaited` tells whether somebody is at that server who wants to be
    /// signed in.
    #[must_use]
    pub fn late(&self, late: &Session, is_awaited: bool) -> Late {
        if self.current.is_none() && is_awaited {
            Late::BeginIfAlive
        } else if self.holds(&late.token) {
            Late::IsHeld
        } else if self.all().any(|held| held.session.is_same_account(late)) {
            Late::ReplaceIfAlive
        } else {
            Late::End
        }
    }

    /// Takes over what the browser keeps by now, when another tab may have changed it. That nobody was signed in here is
    /// for the screens to change, and that the session in use has ended as well.
    pub fn catch_up(&mut self, kept: &Self) -> Followed {
        let before: Vec<Token> = self.others.iter().map(|held| held.session.token.clone()).collect();
        let token = |held: &Held| held.session.token.clone();
        let known = self.current.as_ref().map(token);
        let is_other = |held: &&Held| Some(&held.session.token) != known.as_ref();
        self.others = kept.all().filter(is_other).cloned().collect();
        let Some(current) = &mut self.current else { return Followed::Nothing };
        // One that lasts beside one of this tab has been there all along.
        let is_next = |held: &Held| {
            let is_beside = held.is_for_tab != current.is_for_tab && before.contains(&held.session.token);
            held.session.server_id == current.session.server_id && !is_beside
        };
        match self.others.iter().position(is_next) {
            None if kept.holds(&current.session.token) => Followed::Nothing,
            None => Followed::Ended,
            Some(_) if kept.holds(&current.session.token) => Followed::Doubtful,
            Some(next) => {
                *current = self.others.remove(next);
                Followed::Replaced
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
        assert!(sessions.at(&Address::parse("http://attic").unwrap(), None).unwrap().is_for_tab);
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
    fn whoever_forgets_a_server_for_a_tab_leaves_alone_what_lasts() {
        let mut sessions = Sessions::default();
        sessions.begin(held("attic", "demo", "1"));
        sessions.begin(held("attic", "guest", "tab"));
        let attic = Address::parse("http://attic").unwrap();
        assert_eq!(tokens(&sessions.forget(&attic)), ["tab"]);
        assert_eq!(tokens(&sessions.forget(&attic)), ["1"]);
    }

    #[test]
    fn a_sign_in_that_lasts_is_not_made_one_for_a_tab() {
        let mut sessions = Sessions::default();
        sessions.begin(held("attic", "demo", "1"));
        sessions.begin(Held { is_for_tab: true, ..held("attic", "demo", "1") });
        assert!(sessions.current.is_some_and(|held| !held.is_for_tab));
    }

    #[test]
    fn a_session_is_found_by_its_servers_id_at_another_address() {
        let mut sessions = Sessions::default();
        sessions.begin(held("attic", "demo", "1"));
        sessions.begin(held("cellar", "demo", "2"));
        let at = |address: &str, id| sessions.at(&Address::parse(address).unwrap(), id).map(|held| &held.session.token);
        assert_eq!(at("http://192.168.0.9", Some("attic")), Some(&Token::new("1")));
        assert_eq!(at("http://cellar", Some("attic")), Some(&Token::new("2")), "the address goes first");
        assert_eq!(at("http://192.168.0.9", None), None);
    }

    #[test]
    fn a_session_that_is_over_is_nowhere() {
        let mut sessions = Sessions::default();
        sessions.begin(held("attic", "demo", "1"));
        sessions.begin(held("cellar", "demo", "2"));
        assert_eq!(sessions.end(&Token::new("1")), None, "it was not in use");
        assert!(sessions.end(&Token::new("2")).is_some());
        assert_eq!(sessions, Sessions::default());
    }

    #[test]
    fn a_late_sign_in_replaces_the_one_of_its_account_wherever_that_is() {
        let mut sessions = Sessions::default();
        let late = |sessions: &Sessions, server, user| sessions.late(&held(server, user, "9").session, true);
        assert_eq!(late(&sessions, "attic", "demo"), Late::BeginIfAlive);
        assert_eq!(sessions.late(&held("attic", "demo", "9").session, false), Late::End, "nobody wants it any more");
        sessions.begin(held("attic", "demo", "1"));
        assert_eq!(late(&sessions, "attic", "demo"), Late::ReplaceIfAlive);
        assert_eq!(late(&sessions, "attic", "guest"), Late::End);
        assert_eq!(late(&sessions, "cellar", "demo"), Late::End);
        sessions.begin(held("cellar", "guest", "2"));
        assert_eq!(late(&sessions, "attic", "demo"), Late::ReplaceIfAlive, "also while it is put aside");
        assert_eq!(late(&sessions, "cellar", "demo"), Late::End);
        assert_eq!(tokens(&sessions.replace(held("attic", "demo", "9").session)), ["1"]);
        assert_eq!(tokens(sessions.all().map(|held| &held.session)), ["2", "9"]);
        assert_eq!(late(&sessions, "attic", "demo"), Late::IsHeld);
        assert_eq!(sessions.replace(held("attic", "demo", "9").session), None, "it does not end itself");
        sessions.current = None;
        assert_eq!(late(&sessions, "attic", "demo"), Late::BeginIfAlive, "somebody waits at the login");
    }

    #[test]
    fn a_late_sign_in_is_kept_as_long_as_the_one_before_it() {
        let mut sessions = Sessions::default();
        sessions.begin(held("attic", "demo", "tab"));
        sessions.replace(held("attic", "demo", "2").session);
        assert!(sessions.current.is_some_and(|held| held.is_for_tab && held.session.token == Token::new("2")));
    }

    #[test]
    fn a_sign_in_for_this_tab_leaves_alone_what_lasts_for_somebody_else() {
        let begin = |new| {
            let mut sessions = Sessions::default();
            sessions.begin(held("attic", "demo", "1"));
            sessions.begin(held("attic", "guest", "tab"));
            let ended = tokens(&sessions.begin(new));
            (ended.join(" "), tokens(sessions.all().map(|held| &held.session)).join(" "))
        };
        let is = |ended: &str, all: &str| (ended.to_owned(), all.to_owned());
        assert_eq!(begin(held("attic", "guest", "tab2")), is("tab", "tab2 1"));
        assert_eq!(begin(held("attic", "ana", "tab2")), is("tab", "tab2 1"), "one for this tab");
        assert_eq!(begin(held("attic", "demo", "tab2")), is("tab 1", "tab2"), "one of an account");
        assert_eq!(begin(held("attic", "ana", "2")), is("tab 1", "2"), "one that lasts");
    }

    #[test]
    fn what_another_tab_has_done_is_followed() {
        let here = || Sessions { current: Some(held("attic", "demo", "1")), others: vec![] };
        let follow = |kept: &[Held]| {
            let mut sessions = here();
            let kept = Sessions { current: kept.first().cloned(), others: kept.iter().skip(1).cloned().collect() };
            let followed = sessions.catch_up(&kept);
            (followed, tokens(sessions.all().map(|held| &held.session)).join(" "))
        };
        let is = |followed, all: &str| (followed, all.to_owned());
        let attic = || held("attic", "demo", "1");
        assert_eq!(follow(&[attic()]), is(Followed::Nothing, "1"));
        assert_eq!(follow(&[held("cellar", "guest", "2"), attic()]), is(Followed::Nothing, "1 2"));
        assert_eq!(follow(&[held("attic", "guest", "2")]), is(Followed::Replaced, "2"));
        assert_eq!(follow(&[attic(), held("attic", "demo", "2")]), is(Followed::Doubtful, "1 2"));
        assert_eq!(follow(&[held("cellar", "guest", "2")]), is(Followed::Ended, "1 2"));
        assert_eq!(follow(&[attic(), held("attic", "guest", "tab")]), is(Followed::Doubtful, "1 tab"));
        assert_eq!(follow(&[]), is(Followed::Ended, "1"));
    }

    #[test]
    fn what_has_been_beside_it_all_along_does_not_take_its_place() {
        let here =
            || Sessions { current: Some(held("attic", "guest", "tab")), others: vec![held("attic", "demo", "1")] };
        let follow = |kept: Sessions| here().catch_up(&kept);
        assert_eq!(follow(here()), Followed::Nothing);
        assert_eq!(follow(Sessions { current: None, ..here() }), Followed::Ended);
        let again = Sessions { others: vec![held("attic", "demo", "2")], ..here() };
        assert_eq!(follow(again), Followed::Doubtful, "up to 10.8 a sign-in may end those of others");
    }
}

//! Sessions beside the one in use: put aside for another server, or somebody else's while a tab is lent.

use std::rc::Rc;

use quick_connect_client::account::session::Session;
use quick_connect_client::account::sessions::Held;
use quick_connect_client::jellyfin::secret::{Password, Token};
use quick_connect_client::jellyfin::users::{Authentication, ByName, User, authenticate_by_name, read_by_name};
use quick_connect_client::server::address::Address;

use super::Story;
use super::sessions::ELSEWHERE;
use super::tabs::server;
use crate::bug::ShellBug;
use crate::exchange::{exchange, waiting_device};

const TOKEN_OF_THE_CELLAR: &str = "TOKEN-OF-THE-CELLAR";

impl Story {
    /// The session at this server that a person is in, or has put aside to be at another server.
    pub(super) fn here(&self) -> Option<Held> {
        let sessions = self.sessions.borrow();
        let is_here = |held: &&Held| held.session.server == server();
        // Where a login is shown, nobody is in what lasts beside it.
        sessions.current.as_ref().and_then(|_| sessions.all().find(is_here).cloned())
    }

    /// The person turns to another server and is signed in there.
    pub(super) fn turn_to_the_cellar(self: &Rc<Self>) {
        if self.is_signed_in() {
            let user = User { id: "ca".into(), name: "carol".into(), is_administrator: false, image_tag: None };
            let token = Token::new(TOKEN_OF_THE_CELLAR);
            let session = Session::new(cellar(), Authentication { user, token, server_id: "cellar".into() });
            self.turn_to(Held { session, is_for_tab: false });
        }
    }

    /// And back to the session here.
    pub(super) fn turn_back(self: &Rc<Self>) {
        if let Some(held) = self.here() {
            self.turn_to(held);
        }
    }

    fn turn_to(self: &Rc<Self>, held: Held) {
        let to_end = self.sessions.borrow_mut().begin(held);
        for old in to_end {
            self.end_at_server(ELSEWHERE, old);
        }
    }

    /// The person is not at the other server any more, and not signed in there either.
    pub(super) fn forget_the_cellar(&self) {
        self.sessions.borrow_mut().end(&Token::new(TOKEN_OF_THE_CELLAR));
    }

    /// Somebody else signs in for one tab only, over a good network and in a moment.
    pub(super) fn lend_the_tab(self: &Rc<Self>, name: &'static str) {
        let is_lasting = |held: &Held| !held.is_for_tab && held.session.user.name != name;
        let Some(lender) = self.sessions.borrow().current.clone().filter(is_lasting) else { return };
        if lender.session.server != server() {
            return;
        }
        let password = Password::new(if name == "demo" { "demo" } else { "" });
        let call = authenticate_by_name(name, &password, &waiting_device());
        let answer = exchange(&mut self.fake.borrow_mut(), &call);
        let ByName::SignedIn(authentication) = read_by_name(Ok(answer)) else { return };
        self.names.borrow_mut().insert(name.into());
        self.void(|_| true);
        self.tell(self.front.get(), &format_args!("{name} is signed in for one tab"));
        let is_for_tab = self.bug.shell != ShellBug::LendsATabForGood;
        self.turn_to(Held { session: Session::new(server(), authentication), is_for_tab });
        let is_held = self.sessions.borrow().holds(&lender.session.token);
        assert!(is_held, "[session] whoever lends a tab is signed out");
    }
}

/// Another server.
pub(super) fn cellar() -> Address {
    Address::parse("http://cellar.local:8096").expect("an address")
}

//! Sessions beside the one in use: put aside for another server, other accounts of this one, or somebody else's while a tab
//! is lent.

use std::rc::Rc;

use fake_jellyfin::{Jellyfin, Version};
use quick_connect_client::account::session::Session;
use quick_connect_client::account::sessions::{Held, Keeps, Sessions};
use quick_connect_client::jellyfin::secret::{Password, Token};
use quick_connect_client::jellyfin::users::{
    Authentication, ByName, Me, User, authenticate_by_name, me, read_by_name, read_me,
};
use quick_connect_client::server::address::Address;

use super::Story;
use super::errands::send;
use super::signing_in::ELSEWHERE;
use super::tabs::server;
use crate::bug::ShellBug;
use crate::exchange::{exchange, waiting_device};
use crate::page::Page;

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
        self.begin(ELSEWHERE, held);
    }

    /// Makes a session the one in use.
    pub(super) fn begin(self: &Rc<Self>, tab: usize, held: Held) {
        let to_end = self.sessions.borrow_mut().begin(held, self.keeps());
        for old in to_end {
            self.end_at_server(tab, old);
        }
    }

    /// How many sign-ins the server keeps, as the app believes.
    fn keeps(&self) -> Keeps {
        match self.bug.shell {
            ShellBug::KeepsOneAccount => Keeps::One,
            ShellBug::KeepsEveryAccount => Keeps::OneEach,
            _ if self.is_old() => Keeps::One,
            _ => Keeps::OneEach,
        }
    }

    fn is_old(&self) -> bool {
        self.fake.borrow().version() == Version::V10_8_13
    }

    /// Another account signs in beside whoever is signed in, over a good network and in a moment.
    pub(super) fn add_an_account(self: &Rc<Self>, name: &'static str) {
        let is_another = |held: &Held| held.session.server == server() && held.session.user.name != name;
        let Some(before) = self.sessions.borrow().current.clone().filter(is_another) else { return };
        let was_alive = self.fake.borrow().is_token_alive(before.session.token.reveal());
        let Some(authentication) = self.signed_in_as(name) else { return };
        self.tell(self.front.get(), &format_args!("{name} is signed in beside"));
        self.enter(self.front.get(), Held { session: Session::new(server(), authentication), is_for_tab: false });
        if self.is_old() {
            return;
        }
        let is_held = self.sessions.borrow().holds(&before.session.token);
        let is_alive = self.fake.borrow().is_token_alive(before.session.token.reveal());
        assert!(is_held && is_alive == was_alive, "[session] another account ends the one before it");
    }

    /// Somebody who is held beside is chosen, whoever is signed in. The server is asked first.
    pub(super) fn switch_account(self: &Rc<Self>) {
        let others: Vec<Held> = self.sessions.borrow().others.clone();
        let choices: Vec<Held> = others.into_iter().filter(|held| held.session.server == server()).collect();
        // From another server the person comes back first.
        let is_away = self.sessions.borrow().current.as_ref().is_some_and(|held| held.session.server != server());
        if choices.is_empty() || is_away || self.is_old() {
            return;
        }
        let place = self.random.below(choices.len() as u64);
        let chosen = choices[usize::try_from(place).expect("a place")].clone();
        let tab = self.front.get();
        let (this, page) = (self.clone(), Page::new(self, tab));
        self.begin_errand(tab, false, async move {
            loop {
                let is_it = |held: &&Held| held.session.is_same_account(&chosen.session);
                let Some(held) = this.sessions.borrow().others.iter().find(is_it).cloned() else { return };
                let said = read_me(send(&page, me(&waiting_device(), &held.session.token)).await);
                let is_still = this.sessions.borrow().others.contains(&held);
                match said {
                    Me::User(_) if is_still => {
                        this.tell(tab, &format_args!("{} is chosen", held.session.user.name));
                        return this.enter(tab, held);
                    }
                    Me::SignedOut => {
                        this.look_at_codes(&page).await;
                        if this.sessions.borrow().others.contains(&held) {
                            this.sessions.borrow_mut().end(&held.session.token);
                            return;
                        }
                    }
                    Me::User(_) | Me::NotAllowed | Me::Lost(_) => return,
                }
            }
        });
    }

    /// When all is over: who is held beside the one in use is good, as far as nobody has ended it.
    pub(super) fn check_those_beside(&self, fake: &Jellyfin, sessions: &Sessions) {
        let here: Vec<&Held> = sessions.all().filter(|held| held.session.server == server()).collect();
        let is_twice = |one: &Held| here.iter().filter(|it| it.session.is_same_account(&one.session)).count() > 1;
        assert!(!here.iter().any(|held| is_twice(held)), "[session] an account is held twice");
        let is_old = fake.version() == Version::V10_8_13;
        let lasting = here.iter().filter(|held| !held.is_for_tab).count();
        assert!(!is_old || lasting <= 1, "[session] a session is offered that a sign-in has ended");
        // A tab at another server looks at its codes when it comes back.
        let is_waited_for = self.tabs.borrow().iter().any(|tab| tab.is_away);
        let may_be_dead = is_old || is_waited_for || self.is_revoked.get() || self.may_leave_tokens.get();
        let is_dead = |held: &&Held| !fake.is_token_alive(held.session.token.reveal());
        assert!(
            may_be_dead || !here.iter().any(is_dead),
            "[session] a session beside has ended, and nobody wanted that"
        );
    }

    /// Signs in by name over a good network and in a moment.
    pub(super) fn signed_in_as(&self, name: &'static str) -> Option<Authentication> {
        let password = Password::new(if name == "demo" { "demo" } else { "" });
        let call = authenticate_by_name(name, &password, &waiting_device());
        let answer = exchange(&mut self.fake.borrow_mut(), &call);
        let ByName::SignedIn(authentication) = read_by_name(Ok(answer)) else { return None };
        self.names.borrow_mut().insert(name.into());
        Some(authentication)
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
        let Some(authentication) = self.signed_in_as(name) else { return };
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

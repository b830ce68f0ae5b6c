//! How sessions end: by the person, by the server, and at the server when nobody holds them any more.

use std::rc::Rc;
use std::time::Duration;

use fake_jellyfin::Version;
use quick_connect_client::account::at_server::{Outcome, end};
use quick_connect_client::account::session::Session;
use quick_connect_client::jellyfin::Method;
use quick_connect_client::jellyfin::secret::Token;
use quick_connect_client::jellyfin::sessions::logout;
use quick_connect_client::jellyfin::users::{Me, me, read_me};

use super::Story;
use super::errands::send;
use super::signing_in::ELSEWHERE;
use super::tabs::server;
use crate::bug::ShellBug;
use crate::exchange::waiting_device;
use crate::page::Page;

impl Story {
    /// The session is over here; every tab shows the login again, also where others are held. Whoever is at another server
    /// comes back.
    fn end_session(self: &Rc<Self>, token: &Token) {
        self.sessions.borrow_mut().end(token);
        self.forget_the_cellar();
        if self.bug.shell == ShellBug::GoesOnAsSomebodyElse {
            let next = self.sessions.borrow().others.first().cloned();
            self.sessions.borrow_mut().current = next;
        }
        assert!(!self.is_signed_in(), "[session] whoever signs out becomes somebody else");
        for tab in 0..self.tab_count.get() {
            let is_here = self.tabs.borrow()[tab].is_here();
            if is_here {
                self.load(tab);
            }
        }
        if self.calm_since.get().is_some() {
            self.calm();
        }
    }

    pub(super) fn sign_out_in_another_tab(self: &Rc<Self>) {
        let Some(held) = self.here() else { return };
        self.sessions.borrow_mut().end(&held.session.token);
        self.end_at_server(ELSEWHERE, held.session.clone());
        self.end_session(&held.session.token);
    }

    /// An administrator removes the device. Nothing tells the browser.
    pub(super) fn end_sessions_at_the_server(&self) {
        self.fake.borrow_mut().revoke_device(&waiting_device().id);
        self.is_revoked.set(true);
        self.void(|_| true);
    }

    /// What the settings ask when they come up, and when the page comes back.
    pub(super) fn ask_whether_it_is_alive(self: &Rc<Self>, tab: usize) {
        if self.bug.shell == ShellBug::BelievesItsSession {
            return;
        }
        let Some(asked) = self.token() else { return };
        let (this, page) = (self.clone(), Page::new(self, tab));
        self.begin_errand(tab, false, async move {
            let reply = send(&page, me(&waiting_device(), &asked)).await;
            if !matches!(read_me(reply), Me::SignedOut) {
                return;
            }
            this.look_at_codes(&page).await;
            if this.token().as_ref() == Some(&asked) {
                this.tell(tab, &"the session has ended");
                this.end_session(&asked);
            }
        });
    }

    pub(super) fn token(&self) -> Option<Token> {
        self.here().map(|held| held.session.token)
    }

    pub(super) fn end_at_server(self: &Rc<Self>, tab: usize, session: Session) {
        assert!(session.server == server(), "[session] a session at another server is ended");
        if self.sessions.borrow().holds(&session.token) {
            return;
        }
        self.ending.borrow_mut().retain(|other| other.token != session.token);
        self.ending.borrow_mut().push(session.clone());
        self.try_to_end(tab, session);
    }

    pub(super) fn try_to_end(self: &Rc<Self>, tab: usize, session: Session) {
        let (this, page) = (self.clone(), Page::new(self, tab));
        self.begin_errand(tab, true, async move {
            let is_old = this.fake.borrow().version() == Version::V10_8_13;
            let asks_by = if is_old { Method::Get } else { Method::Post };
            let is_told_once = this.bug.shell == ShellBug::EndsASessionOnlyOnce;
            let is_held = || this.sessions.borrow().holds(&session.token);
            let send = async |call| send(&page, call).await;
            let is_over = if is_told_once {
                send(logout(&waiting_device(), &session.token)).await.is_ok()
            } else {
                let sleep = async |pause: Duration| {
                    page.pass(u64::try_from(pause.as_millis()).expect("a short pause")).await;
                };
                end(&session, &waiting_device(), asks_by, is_held, send, sleep).await != Outcome::Open
            };
            if is_over {
                this.ending.borrow_mut().retain(|other| other.token != session.token);
            }
            if is_old {
                // An approval of that moment has the same token, which has ended with it.
                this.void(|_| true);
                if this.calm_since.get().is_some() && !this.is_signed_in() {
                    this.calm();
                }
            }
        });
    }
}

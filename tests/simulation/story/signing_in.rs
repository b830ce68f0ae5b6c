//! How sessions begin: by a sign-in of any kind, and by one whose answer comes late.

use std::rc::Rc;
use std::time::Duration;

use quick_connect_client::account::at_server::is_alive;
use quick_connect_client::account::session::Session;
use quick_connect_client::account::sessions::{Held, Late, Sessions};
use quick_connect_client::jellyfin::secret::Password;
use quick_connect_client::jellyfin::users::{Authentication, ByName, authenticate_by_name, read_by_name};

use super::Story;
use super::errands::send;
use super::tabs::server;
use crate::bug::ShellBug;
use crate::exchange::waiting_device;
use crate::page::Page;

/// A tab of which no story tells more.
pub(super) const ELSEWHERE: usize = usize::MAX;

impl Story {
    pub fn is_signed_in(&self) -> bool {
        self.here().is_some()
    }

    /// Where every way of signing in ends.
    pub(super) fn begin_session(self: &Rc<Self>, tab: usize, authentication: Authentication) {
        self.tell(tab, &format_args!("{} is signed in", authentication.user.name));
        if let Some(before) = self.here() {
            let (before, now) = (&before.session.user.name, &authentication.user.name);
            assert_eq!(before, now, "[session] somebody else takes the place of who is signed in");
        }
        assert!(self.names.borrow().contains(&authentication.user.name), "[session] nobody wanted to be signed in so");
        self.enter(tab, Held { session: Session::new(server(), authentication), is_for_tab: false });
    }

    /// A session here is the one in use now, in every tab.
    pub(super) fn enter(self: &Rc<Self>, tab: usize, held: Held) {
        self.has_signed_in.set(true);
        self.void(|_| true);
        self.begin(tab, held);
        for other in 0..self.tab_count.get() {
            if other == tab || self.bug.shell != ShellBug::FollowsNoOtherTab {
                self.leave_the_login(other);
            }
        }
        self.ask_whether_it_is_alive(tab);
    }

    /// The settings take the place of the login, which leaves its codes behind.
    fn leave_the_login(self: &Rc<Self>, tab: usize) {
        let page = self.tabs.borrow_mut()[tab].page.take();
        if let Some((page, _)) = page {
            self.old_codes.borrow_mut().extend(page.state.borrow().request().map(|request| request.code.digits()));
            self.leave_codes_behind(tab);
        }
    }

    /// Name and password, whatever becomes of the screen meanwhile.
    pub(super) fn send_password(self: &Rc<Self>, name: &'static str) {
        if self.is_signed_in() {
            return;
        }
        self.names.borrow_mut().insert(name.into());
        let tab = self.front.get();
        let page = Page::new(self, tab);
        let password = Password::new(if name == "demo" { "demo" } else { "" });
        let call = authenticate_by_name(name, &password, &waiting_device());
        let this = self.clone();
        self.begin_errand(tab, false, async move {
            let answer = read_by_name(send(&page, call).await);
            // It may have ended the token of an approval, and its answer may be lost.
            this.void(|_| true);
            match answer {
                ByName::SignedIn(authentication) if this.is_signed_in() => {
                    this.sign_in_late(tab, authentication, false).await;
                }
                ByName::SignedIn(authentication) => this.begin_session(tab, authentication),
                // Somebody has to approve what is shown now.
                _ if this.calm_since.get().is_some() && !this.is_signed_in() => this.calm(),
                _ => {}
            }
        });
    }

    /// The same in another tab, over a good network and in a moment.
    pub(super) fn sign_in_in_another_tab(self: &Rc<Self>, name: &'static str) {
        if self.is_signed_in() {
            return;
        }
        if let Some(authentication) = self.signed_in_as(name) {
            self.begin_session(ELSEWHERE, authentication);
        }
    }

    /// A sign-in whose answer comes when no screen waits for it any more.
    pub(super) async fn sign_in_late(self: &Rc<Self>, tab: usize, authentication: Authentication, is_wanted: bool) {
        let session = Session::new(server(), authentication.clone());
        self.tell(tab, &format_args!("{} is signed in late", authentication.user.name));
        match self.bug.shell {
            ShellBug::DropsLateSignIns => return,
            ShellBug::TakesEveryLateSignIn => return self.begin_session(tab, authentication),
            _ => {}
        }
        let late = self.late(tab, &session, is_wanted);
        if late == Late::IsHeld {
            return;
        }
        if late == Late::End {
            // Somebody else is signed in: what was approved meanwhile is not to be kept.
            self.void(|_| true);
            let is_same = |held: &Held| held.session.is_same_account(&session);
            assert!(!self.sessions.borrow().all().any(is_same), "[session] the only good token of an account is ended");
            self.end_at_server(tab, session);
            // Up to 10.8 it has ended the sign-ins of other accounts on this device.
            return self.ask_whether_it_is_alive(tab);
        }
        let page = Page::new(self, tab);
        let send = async |call| send(&page, call).await;
        let sleep = async |pause: Duration| {
            page.pass(u64::try_from(pause.as_millis()).expect("a short pause")).await;
        };
        let is_alive = is_alive(&session, &waiting_device(), send, sleep).await;
        match self.late(tab, &session, is_wanted) {
            Late::BeginIfAlive if is_alive => self.begin_session(tab, authentication),
            Late::ReplaceIfAlive if is_alive => {
                let before = self.sessions.borrow_mut().replace(session);
                if let Some(before) = before {
                    self.end_at_server(tab, before);
                }
            }
            Late::IsHeld => {}
            _ => self.end_at_server(tab, session),
        }
    }

    fn late(&self, tab: usize, session: &Session, is_wanted: bool) -> Late {
        let is_awaited = is_wanted && self.page(tab).is_some();
        let sessions = self.sessions.borrow();
        if self.bug.shell == ShellBug::ForgetsWhatIsPutAside {
            let current = sessions.current.clone();
            return Sessions { current, others: vec![] }.late(session, is_awaited);
        }
        sessions.late(session, is_awaited)
    }
}

//! The sign-ins that the browser holds, as the app has them in local storage, and what is under way for them when no
//! screen waits for it any more.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Context;
use std::time::Duration;

use fake_jellyfin::Version;
use quick_connect_client::account::at_server::{Outcome, end, is_alive};
use quick_connect_client::account::session::Session;
use quick_connect_client::account::sessions::{Held, Late, Sessions};
use quick_connect_client::flow::quick_connect::{Event, State, look_after, put};
use quick_connect_client::jellyfin::secret::{Password, Secret, Token};
use quick_connect_client::jellyfin::sessions::logout;
use quick_connect_client::jellyfin::system::send_and_settle;
use quick_connect_client::jellyfin::users::{
    Authentication, ByName, Me, authenticate_by_name, me, read_by_name, read_me,
};
use quick_connect_client::jellyfin::{Call, Method, Reply};

use super::beside::cellar;
use super::tabs::{Tab, server};
use super::{Ending, Story};
use crate::bug::ShellBug;
use crate::exchange::waiting_device;
use crate::page::Page;

/// A tab of which no story tells more.
pub(super) const ELSEWHERE: usize = usize::MAX;

/// What is under way in a tab beside its screen.
pub(super) struct Errand {
    pub(super) tab: usize,
    /// Whether the page goes on with it after a reload.
    goes_on: bool,
    work: Pin<Box<dyn Future<Output = ()>>>,
}

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

    /// Takes the codes that a tab shows from its login, and looks after them.
    pub(super) fn leave_codes_behind(self: &Rc<Self>, tab: usize) {
        if self.bug.shell == ShellBug::LeavesCodesBehind {
            self.tabs.borrow_mut()[tab].take_kept();
            return;
        }
        let page = Page::new(self, tab);
        let kept = self.tabs.borrow_mut()[tab].take_kept();
        let shown = self.resume(&page, &kept);
        let secrets = shown.secrets().into_iter().cloned().collect();
        self.leave_behind(&page, shown);
        self.look_after(page, secrets);
    }

    fn leave_behind(&self, page: &Page, shown: State) {
        let left = State::left_behind(&[self.left_behind(page), shown], &[]);
        self.keep_left_behind(page, &left);
    }

    fn look_after(self: &Rc<Self>, page: Rc<Page>, mut secrets: Vec<Secret>) {
        secrets.retain(|secret| !self.looked_after.borrow().contains(&(page.tab, secret.clone())));
        if secrets.is_empty() {
            return;
        }
        self.looked_after.borrow_mut().extend(secrets.iter().map(|secret| (page.tab, secret.clone())));
        let this = self.clone();
        self.begin_errand(page.tab, true, async move {
            let rest = async |pause: Duration| {
                page.pass(u64::try_from(pause.as_millis()).expect("a short pause")).await;
                pause
            };
            this.look(&page, secrets.clone(), rest).await;
            let is_done = |(tab, secret): &(usize, Secret)| *tab == page.tab && secrets.contains(secret);
            this.looked_after.borrow_mut().retain(|looked_after| !is_done(looked_after));
            if this.bug.shell != ShellBug::LeavesTheSecretBehind {
                let left = State::left_behind(&[this.left_behind(&page)], &secrets);
                this.keep_left_behind(&page, &left);
            }
        });
    }

    /// A tab that is there already waits, in case the other one is only loaded again.
    fn look_after_what_is_left(self: &Rc<Self>, tab: usize) {
        let (this, page) = (self.clone(), Page::new(self, tab));
        self.begin_errand(tab, true, async move {
            page.pass(15_000).await;
            let secrets = this.left_behind(&page).secrets().into_iter().cloned().collect();
            this.look_after(page, secrets);
        });
    }

    async fn look(self: &Rc<Self>, page: &Page, secrets: Vec<Secret>, rest: impl AsyncFn(Duration) -> Duration) {
        let take = async |code: &Secret, authentication| {
            self.sign_in_late(page.tab, authentication, true).await;
            if self.bug.shell != ShellBug::LeavesTheSecretBehind {
                let left = State::left_behind(&[self.left_behind(page)], std::slice::from_ref(code));
                self.keep_left_behind(page, &left);
            }
        };
        let send = async |call| send(page, call).await;
        look_after(secrets, &waiting_device(), |_| true, send, rest, take).await;
    }

    /// An approval of a code that is left behind may be why a token is dead.
    pub(super) async fn look_at_codes(self: &Rc<Self>, page: &Page) {
        let secrets = self.left_behind(page).secrets().into_iter().cloned().collect();
        self.look(page, secrets, async |_| Duration::MAX).await;
    }

    fn resume(&self, page: &Page, kept: &str) -> State {
        State::resume(kept, &server(), Method::Post, page.now(), self.wall())
    }

    fn left_behind(&self, page: &Page) -> State {
        let left = self.left_behind.borrow().clone().unwrap_or_default();
        self.resume(page, &left)
    }

    fn keep_left_behind(&self, page: &Page, left: &State) {
        let kept = left.kept(&server(), page.now(), self.wall());
        self.left_behind.replace(put("", &server(), kept));
    }

    /// A page that is loaded anew goes on with what was under way.
    pub(super) fn go_on(self: &Rc<Self>, tab: usize) {
        for session in self.ending.borrow().clone() {
            self.try_to_end(tab, session);
        }
        let page = Page::new(self, tab);
        let secrets = self.left_behind(&page).secrets().into_iter().cloned().collect();
        self.look_after(page, secrets);
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
        let password = Password::new(if name == "demo" { "demo" } else { "" });
        let call = authenticate_by_name(name, &password, &waiting_device());
        let answer = crate::exchange::exchange(&mut self.fake.borrow_mut(), &call);
        if let ByName::SignedIn(authentication) = read_by_name(Ok(answer)) {
            self.names.borrow_mut().insert(name.into());
            self.begin_session(ELSEWHERE, authentication);
        }
    }

    /// A sign-in whose answer comes when no screen waits for it any more.
    async fn sign_in_late(self: &Rc<Self>, tab: usize, authentication: Authentication, is_wanted: bool) {
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

    fn token(&self) -> Option<Token> {
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

    fn try_to_end(self: &Rc<Self>, tab: usize, session: Session) {
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

    pub(super) fn begin_errand(self: &Rc<Self>, tab: usize, goes_on: bool, work: impl Future<Output = ()> + 'static) {
        self.errands.borrow_mut().push(Errand { tab, goes_on, work: Box::pin(work) });
    }

    /// Lets every errand go on until it waits. Those that begin meanwhile have their turn at once.
    pub(super) fn run_errands(&self, context: &mut Context) {
        let mut waiting = vec![];
        loop {
            let Some(mut errand) = self.errands.borrow_mut().pop() else { break };
            if errand.work.as_mut().poll(context).is_pending() {
                waiting.push(errand);
            }
        }
        self.errands.replace(waiting);
    }

    /// A page that goes away takes its errands with it. After a reload some of them go on.
    pub(super) fn drop_errands(&self, tab: usize, is_reloaded: bool) {
        let mut errands = self.errands.borrow_mut();
        let is_lost = |errand: &Errand| errand.tab == tab && !(is_reloaded && errand.goes_on);
        if errands.iter().any(is_lost) {
            self.may_leave_tokens.set(true);
            self.void(|_| true);
        }
        errands.retain(|errand| errand.tab != tab);
        self.looked_after.borrow_mut().retain(|(looking, _)| *looking != tab);
    }

    /// The end of a story that goes on after the sign-in, if this is one: nothing is under way any more, and somebody is
    /// signed in.
    pub(super) fn ending(self: &Rc<Self>) -> Option<Ending> {
        let is_over = self.calm_since.get().is_some() && self.errands.borrow().is_empty();
        let token = self.token().filter(|_| is_over)?;
        // At the next visit, at the latest, the codes of tabs that are closed are looked after.
        if !self.has_come_back.replace(true) {
            self.look_after_what_is_left(self.front.get());
            self.next.set(self.clock.get());
            return None;
        }
        // The person comes back to the page once more.
        if self.last_look.replace(Some(token.clone())).as_ref() != Some(&token) {
            self.ask_whether_it_is_alive(self.front.get());
            if !self.errands.borrow().is_empty() {
                self.next.set(self.clock.get());
                return None;
            }
        }
        let is_kept = |kept: &Option<String>| kept.as_deref().unwrap_or_default().contains(server().as_str());
        let is_left = |tab: &Tab| tab.is_here() && is_kept(&tab.pending);
        let is_any_left = is_kept(&self.left_behind.borrow()) || self.tabs.borrow().iter().any(is_left);
        assert!(!is_any_left, "[session] a secret stays behind");
        let fake = self.fake.borrow();
        let is_alive = fake.is_token_alive(token.reveal());
        // A proxy that puts a page of its own in the place of the refusal hides it.
        let is_hidden = self.front_of_server.get().is_some();
        assert!(is_alive || is_hidden, "[session] the session has ended, and nobody knows");
        let sessions = self.sessions.borrow();
        for held in sessions.all().filter(|held| held.session.server == server()) {
            let owner = fake.owner_of(held.session.token.reveal());
            assert!(owner.is_none_or(|it| it == held.session.user.name), "[session] it is somebody else's");
        }
        let mine = waiting_device().id;
        let alive = fake.devices().iter().filter(|it| it.device_id == mine && fake.is_token_alive(&it.token));
        let mut with_nobody = alive.filter(|it| !sessions.holds(&Token::new(&it.token)));
        // A tab at another server looks at its codes when it comes back.
        let is_waited_for = self.tabs.borrow().iter().any(|tab| tab.is_away);
        assert!(
            self.may_leave_tokens.get() || is_waited_for || with_nobody.next().is_none(),
            "[token] a token that nobody holds"
        );
        self.check_those_beside(&fake, &sessions);
        let approval = self.approval.borrow();
        let is_rescued = approval.as_ref().is_some_and(|approval| approval.is_disturbed);
        Some(Ending { latency: self.latency.get(), is_rescued, requests: self.requests.get() })
    }

    /// In the tab in front the person turns to another server, where a code waits as well.
    pub(super) fn leave_for_another_server(&self) {
        let mut tabs = self.tabs.borrow_mut();
        let tab = &mut tabs[self.front.get()];
        let Some((page, _)) = tab.page.take() else { return };
        self.old_codes.borrow_mut().extend(page.state.borrow().request().map(|request| request.code.digits()));
        tab.is_away = true;
        if self.bug.shell == ShellBug::ForgetsTheCodeOfTheServerItLeaves {
            tab.pending = None;
        }
        let cellar = cellar();
        let kept = format!("{}\n271828\nSECRET-OF-THE-CELLAR\n1795000000\nPOST", cellar.as_str());
        tab.pending = put(tab.pending.as_deref().unwrap_or_default(), &cellar, Some(kept));
        let is_up_to_date = tab.is_up_to_date;
        drop(tabs);
        if !is_up_to_date {
            self.forget_what_a_tab_holds(self.front.get());
        }
    }

    /// To the settings when somebody has signed in there meanwhile, else to the code.
    pub(super) fn come_back(self: &Rc<Self>) {
        let place = self.front.get();
        if !std::mem::take(&mut self.tabs.borrow_mut()[place].is_away) {
            return;
        }
        if self.is_signed_in() {
            self.leave_codes_behind(place);
        } else {
            self.load(place);
        }
    }

    /// The tab in front is closed, if there are others; one of those was a window beside it.
    pub(super) fn close_a_tab(self: &Rc<Self>) {
        let closed = self.front.get();
        let is_open = |tab: &usize| *tab != closed && !self.tabs.borrow()[*tab].is_closed;
        let Some(other) = (0..self.tab_count.get()).find(is_open) else { return };
        self.void(|approval| approval.tab == closed);
        self.drop_errands(closed, true);
        let page = Page::new(self, closed);
        let mut tabs = self.tabs.borrow_mut();
        tabs[closed].is_closed = true;
        if let Some((page, _)) = tabs[closed].page.take() {
            self.old_codes.borrow_mut().extend(page.state.borrow().request().map(|request| request.code.digits()));
        }
        let kept = tabs[closed].take_kept();
        let is_up_to_date = tabs[closed].is_up_to_date;
        drop(tabs);
        if !is_up_to_date {
            self.may_leave_tokens.set(true);
        }
        if self.bug.shell != ShellBug::TakesItsCodesAlong {
            self.leave_behind(&page, self.resume(&page, &kept));
            self.look_after_what_is_left(other);
        }
        self.front.set(other);
        self.is_beside.set(true);
        if self.bug.shell != ShellBug::KeepsTheClaimOfAClosedTab {
            if self.waiting_tab.get() == Some(closed) {
                self.waiting_tab.set(None);
            }
            if let Some(page) = self.front_page() {
                page.hear(Event::Nudged);
            }
        }
    }
}

pub(super) async fn send(page: &Page, call: Call) -> Reply {
    let target = call.target.split('?').next().unwrap_or_default().to_owned();
    let reply = send_and_settle(call, async |call| page.send(&call).await).await;
    page.story.tell(page.tab, &format_args!("beside the screen: {target} {:?}", reply.as_ref().map(|it| it.status)));
    reply
}

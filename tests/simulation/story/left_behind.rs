//! The codes that sign-ins, closed tabs and other servers leave behind, and how a tab looks after them.

use std::rc::Rc;
use std::time::Duration;

use quick_connect_client::flow::quick_connect::{State, look_after, put};
use quick_connect_client::jellyfin::Method;
use quick_connect_client::jellyfin::secret::Secret;

use super::Story;
use super::errands::send;
use super::tabs::server;
use crate::bug::ShellBug;
use crate::exchange::waiting_device;
use crate::page::Page;

impl Story {
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

    pub(super) fn leave_behind(&self, page: &Page, shown: State) {
        let left = State::left_behind(&[self.left_behind(page), shown], &[]);
        self.keep_left_behind(page, &left);
    }

    pub(super) fn look_after(self: &Rc<Self>, page: Rc<Page>, mut secrets: Vec<Secret>) {
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
    pub(super) fn look_after_what_is_left(self: &Rc<Self>, tab: usize) {
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

    pub(super) fn resume(&self, page: &Page, kept: &str) -> State {
        State::resume(kept, &server(), Method::Post, page.now(), self.wall())
    }

    pub(super) fn left_behind(&self, page: &Page) -> State {
        let left = self.left_behind.borrow().clone().unwrap_or_default();
        self.resume(page, &left)
    }

    fn keep_left_behind(&self, page: &Page, left: &State) {
        let kept = left.kept(&server(), page.now(), self.wall());
        self.left_behind.replace(put("", &server(), kept));
    }
}

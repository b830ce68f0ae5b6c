//! The tabs of the browser, and what each keeps: the part of the app's shell that the rules depend on.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use quick_connect_client::flow::machine::drive;
use quick_connect_client::flow::quick_connect::{Event, State, put};
use quick_connect_client::jellyfin::Method;
use quick_connect_client::server::address::Address;

use super::Story;
use super::beside::cellar;
use crate::bug::{Core, ShellBug};
use crate::page::Page;

/// When the wall clock of every device shows this, its story begins.
const WALL: u64 = 1_795_000_000_000;

/// A tab of the browser.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Tab {
    pub(super) page: Option<(Rc<Page>, Life)>,
    /// What the tab keeps, for each server.
    pub(super) pending: Option<String>,
    pub(super) can_keep: bool,
    /// Whether what is kept is what was last to be kept.
    pub(super) is_up_to_date: bool,
    /// Whether it is at another server.
    pub(super) is_away: bool,
    pub(super) is_closed: bool,
}

impl Tab {
    fn new() -> Self {
        Self { page: None, pending: None, can_keep: true, is_up_to_date: true, is_away: false, is_closed: false }
    }

    /// Whether it is at this server and shows no login.
    pub(super) fn is_here(&self) -> bool {
        self.page.is_none() && !self.is_away && !self.is_closed
    }

    /// Takes out what is kept for this server.
    pub(super) fn take_kept(&mut self) -> String {
        let kept = self.pending.take().unwrap_or_default();
        self.pending = put(&kept, &server(), None);
        kept
    }
}

pub(super) type Life = Pin<Box<dyn Future<Output = Core>>>;

impl Story {
    /// The login in the tab in front, if that is what it shows.
    pub(super) fn front_page(&self) -> Option<Rc<Page>> {
        self.page(self.front.get())
    }

    pub(super) fn page(&self, tab: usize) -> Option<Rc<Page>> {
        self.tabs.borrow().get(tab)?.page.as_ref().map(|(page, _)| page.clone())
    }

    pub(super) fn wall(&self) -> Duration {
        let server = self.fake.borrow().now() + WALL;
        Duration::from_millis(server.saturating_add_signed(self.wall.get()))
    }

    pub(super) fn open_a_tab(self: &Rc<Self>) {
        let tab = self.tab_count.get();
        self.tabs.borrow_mut().push(Tab::new());
        self.tab_count.set(tab + 1);
        self.front.set(tab);
        self.is_beside.set(false);
        if !self.is_signed_in() {
            self.load(tab);
        }
    }

    /// As the app does it: what was kept comes back, and this tab waits now.
    pub(super) fn load(self: &Rc<Self>, tab: usize) {
        let pending = {
            let mut tabs = self.tabs.borrow_mut();
            tabs[tab].page = None;
            tabs[tab].pending.clone()
        };
        let page = Page::new(self, tab);
        let state = State::resume(&pending.unwrap_or_default(), &server(), Method::Post, page.now(), self.wall());
        let core = Core { state, bug: self.bug };
        let life: Life = Box::pin({
            let page = page.clone();
            async move { drive(core, &*page).await }
        });
        self.tabs.borrow_mut()[tab].page = Some((page.clone(), life));
        self.begin_to_wait(&page);
    }

    /// The other tabs step aside for this one; unless nobody looks at it, then it does so itself.
    pub(super) fn begin_to_wait(&self, page: &Page) {
        let tab = page.tab;
        if tab != self.front.get() {
            return page.hear(Event::SteppedAside);
        }
        self.waiting_tab.set(Some(tab));
        if self.bug.shell == ShellBug::LeavesTheOtherTabsAlone {
            return;
        }
        for other in (0..self.tab_count.get()).filter(|other| *other != tab) {
            if let Some((page, _)) = &self.tabs.borrow()[other].page {
                page.hear(Event::SteppedAside);
            }
        }
    }

    /// What the app does when a state is shown.
    pub fn keep(&self, page: &Page, before: &State, state: &State) {
        if before.request().map(|it| it.code) != state.request().map(|it| it.code) {
            self.old_codes.borrow_mut().extend(before.request().map(|it| it.code.digits()));
        }
        let mut tabs = self.tabs.borrow_mut();
        let tab = &mut tabs[page.tab];
        if before.secrets() != state.secrets() && self.bug.shell != ShellBug::KeepsNothing {
            if tab.can_keep {
                let kept = state.kept(&server(), page.now(), self.wall());
                tab.pending = put(tab.pending.as_deref().unwrap_or_default(), &server(), kept);
            }
            tab.is_up_to_date = tab.can_keep;
        }
        drop(tabs);
        if state.is_looking_out() && !before.is_looking_out() {
            self.begin_to_wait(page);
        }
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

/// Where the server is.
pub(super) fn server() -> Address {
    Address::parse("http://attic.local:8096").expect("an address")
}

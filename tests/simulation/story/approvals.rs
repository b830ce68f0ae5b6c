//! What the person approves, and whether the server would still redeem it.

use std::time::Duration;

use quick_connect_client::flow::quick_connect::{Older, State};
use quick_connect_client::jellyfin::Method;
use quick_connect_client::jellyfin::secret::Secret;

use super::Story;
use super::tabs::server;
use crate::script::Twist;
use crate::{HOUR, MINUTE};

/// How long a server keeps an approval.
const LIFETIME: u64 = 10 * MINUTE;

/// An approval that the server took, for a code that a tab held at that moment.
pub(super) struct Approval {
    pub(super) secret: Secret,
    pub(super) tab: usize,
    /// When, by the server's clock.
    pub(super) at: u64,
    /// When, by the device's clock.
    pub(super) since: u64,
    /// Whether something has happened since that may cost it: the server or the browser has forgotten.
    pub(super) is_void: bool,
    pub(super) is_disturbed: bool,
}

impl Story {
    /// Whether the server will redeem an approval for so long.
    pub(super) fn is_good(&self, approval: &Approval, ahead: u64) -> bool {
        !approval.is_void && self.fake.borrow().now() + ahead <= approval.at + LIFETIME
    }

    pub(super) fn shown_code(&self) -> Option<String> {
        self.front_page()?.state.borrow().request().map(|request| request.code.digits())
    }

    pub(super) fn approve(&self, code: Option<String>, name: &str) {
        let Some(code) = code else { return };
        let tab = self.front.get();
        let held = self.secret_of(tab, &code);
        let mut fake = self.fake.borrow_mut();
        if !fake.approve(&code, name) {
            return;
        }
        self.names.borrow_mut().insert(name.into());
        let at = fake.now();
        drop(fake);
        self.approvals.set(self.approvals.get() + 1);
        // A second approval for the same account ends the token of the first: the server knows one a device.
        if let Some(secret) = held {
            let is_disturbed = self.faults.get() > 0 && self.calm_since.get().is_none();
            let since = self.clock.get();
            // Beside a sign-in it counts only as far as its token must not be nobody's.
            let is_void = self.is_signed_in();
            let first = self.approval.borrow().as_ref().filter(|it| self.is_good(it, 0)).map(|it| it.since);
            let since = first.unwrap_or(since);
            self.approval.replace(Some(Approval { secret, tab, at, since, is_void, is_disturbed }));
        } else {
            let remembers = self.tab_count.get() == 1 && !self.is_forgetful.get() && !self.has_signed_in.get();
            assert!(!remembers, "[lost] a code that is still good was given up before somebody approved it");
            // Its token is nobody's, unless somebody looks after the code.
            self.may_leave_tokens.set(self.may_leave_tokens.get() || !self.has_signed_in.get());
            self.void(|_| true);
        }
    }

    /// The secret of a code that a tab shows or has shown, or keeps while it is at another server.
    pub(super) fn secret_of(&self, tab: usize, code: &str) -> Option<Secret> {
        let kept = || {
            let kept = self.tabs.borrow()[tab].pending.clone().unwrap_or_default();
            State::resume(&kept, &server(), Method::Post, Duration::from_millis(HOUR), self.wall())
        };
        let state = self.page(tab).map_or_else(kept, |page| page.state.borrow().clone());
        let (newest, older) = state.requests();
        let all = newest.into_iter().chain(older.into_iter().flat_map(Older::iter));
        all.filter(|request| request.code.digits() == code).map(|request| request.secret.clone()).next()
    }

    /// A tab does not know any more what it held.
    pub(super) fn forget_what_a_tab_holds(&self, tab: usize) {
        self.may_leave_tokens.set(true);
        self.void(|approval| approval.tab == tab);
    }

    pub(super) fn void(&self, which: impl Fn(&Approval) -> bool) {
        for approval in self.approval.borrow_mut().iter_mut().filter(|approval| which(approval)) {
            approval.is_void = true;
        }
    }

    pub(super) fn disturb(&self, twist: Twist) {
        let is_disturbing = !matches!(
            twist,
            Twist::Approves | Twist::ApprovesAnOldCode | Twist::PressesCheckNow | Twist::Calms | Twist::Leaves
        );
        if let (true, Some(approval)) = (is_disturbing, &mut *self.approval.borrow_mut()) {
            approval.is_disturbed = true;
        }
    }

    /// Invariant 1, where it can be broken: a page lets go of a secret that has been approved.
    pub fn check_that_it_may_be_given_up(&self, secret: &Secret) {
        let approval = self.approval.borrow();
        let Some(approval) = approval.as_ref().filter(|approval| approval.secret == *secret) else { return };
        assert!(!self.is_good(approval, 0), "[lost] an approval was thrown away");
    }
}

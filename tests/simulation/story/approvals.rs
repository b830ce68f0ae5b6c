//! What the person approves, and whether the server would still redeem it.

use quick_connect_client::flow::quick_connect::Older;
use quick_connect_client::jellyfin::secret::Secret;

use super::Story;
use crate::MINUTE;
use crate::script::Twist;

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
        self.front_page().state.borrow().request().map(|request| request.code.digits())
    }

    pub(super) fn approve(&self, code: Option<String>, name: &str) {
        let Some(code) = code else { return };
        let tab = self.front.get();
        let held = self.secret_of(tab, &code);
        let mut fake = self.fake.borrow_mut();
        if !fake.approve(&code, name) {
            return;
        }
        let at = fake.now();
        drop(fake);
        self.approvals.set(self.approvals.get() + 1);
        // A second approval for the same account ends the token of the first: the server knows one a device.
        if let Some(secret) = held {
            let is_disturbed = self.faults.get() > 0 && self.calm_since.get().is_none();
            let since = self.clock.get();
            let first = self.approval.borrow().as_ref().filter(|it| self.is_good(it, 0)).map(|it| it.since);
            let since = first.unwrap_or(since);
            self.approval.replace(Some(Approval { secret, tab, at, since, is_void: false, is_disturbed }));
        } else {
            let remembers = self.tab_count.get() == 1 && !self.is_forgetful.get();
            assert!(!remembers, "[lost] a code that is still good was given up before somebody approved it");
            self.void(|_| true);
        }
    }

    /// The secret of a code that a tab shows or has shown.
    pub(super) fn secret_of(&self, tab: usize, code: &str) -> Option<Secret> {
        let page = self.page(tab);
        let state = page.state.borrow();
        let (newest, older) = state.requests();
        let all = newest.into_iter().chain(older.into_iter().flat_map(Older::iter));
        all.filter(|request| request.code.digits() == code).map(|request| request.secret.clone()).next()
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

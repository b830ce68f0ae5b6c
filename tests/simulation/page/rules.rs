//! What must hold at every step of a page: its pace, that it waits only where it is its turn, and that what it shows is what
//! the server said.

use quick_connect_client::flow::quick_connect::{ASIDE_PAUSE, Effect, NUDGE_PAUSE, POLL_PAUSE, State};
use quick_connect_client::jellyfin::Answer;

use super::Page;
use crate::SECOND;

/// The server's word, read by status and text, without the client's own reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    Pending,
    Approved,
    Forgotten,
    Disabled,
    Code,
    Token,
    Other,
}

impl Page {
    /// Never more than one poll in 5 s apart from nudges, and those bounded.
    pub(super) fn check_the_pace(&self, effect: &Effect) {
        let now = self.story.clock.get();
        self.requests.set(self.requests.get() + 1);
        self.story.requests.set(self.story.requests.get() + 1);
        if let Effect::Poll(_) = effect {
            if let (Some(last), false) = (self.last_poll.get(), self.is_chained.get()) {
                let least = if self.is_nudged.get() { NUDGE_PAUSE } else { POLL_PAUSE };
                assert!(u128::from(now - last) >= least.as_millis(), "[pace] a poll {} ms after the last", now - last);
            }
            self.is_nudged.set(false);
            self.is_chained.set(false);
        }
        let seconds = (now - self.born) / SECOND;
        let nudges = self.nudges.get().min(seconds / NUDGE_PAUSE.as_secs());
        let most = 12 + 5 * self.presses.get() + 2 * nudges + seconds / 2;
        assert!(self.requests.get() <= most, "[pace] {} requests in {seconds} s", self.requests.get());
    }

    /// A tab that has stepped aside does no more than look at its codes, twice a minute; one request may be out or on its way
    /// out at that moment. One that has been approved finishes.
    pub(super) fn check_that_this_tab_waits(&self, state: &State, effect: &Effect) {
        assert!(!self.story.is_signed_in(), "[leaving] a code is asked about though somebody is signed in");
        if matches!((state, effect), (State::Aside { .. }, Effect::Poll(_))) {
            let now = self.story.clock.get();
            let is_early = self.last_poll.get().is_some_and(|last| u128::from(now - last) < ASIDE_PAUSE.as_millis());
            assert!(!is_early, "[pace] a tab that has stepped aside polls too often");
            return;
        }
        let is_approved = matches!(state, State::Redeeming { .. } | State::Checking { .. });
        let is_stray = self.story.waiting_tab.get() != Some(self.tab) && !is_approved;
        self.stray_requests.set(if is_stray { self.stray_requests.get() + 1 } else { 0 });
        assert!(self.stray_requests.get() < 2, "[leaving] a request from a tab that has stepped aside");
    }

    /// A code that the server has forgotten is not shown longer than one good poll.
    pub(super) fn check_that_the_code_is_known(&self, state: &State) {
        let Some(request) = state.request() else { return };
        assert!(!self.gone.borrow().contains(&request.secret), "[stale] a code that the server has said to be unknown");
    }

    /// What is shown is what the server said last.
    pub(super) fn check_the_truth(&self, before: &State, state: &State) {
        let Some(truth) = self.truth.take() else { return };
        let name = state.name();
        let is_true = match truth {
            Truth::Pending | Truth::Disabled if matches!(before, State::Aside { .. }) => name == "aside",
            Truth::Pending => matches!(name, "waiting" | "requesting"),
            Truth::Disabled => name == "disabled",
            Truth::Code => name == "waiting" && self.is_newest(state),
            Truth::Forgotten => name != "redeeming" || matches!(before, State::Redeeming { .. }),
            Truth::Approved | Truth::Token => name == "redeeming",
            Truth::Other => true,
        };
        assert!(is_true, "[truth] the server said {truth:?}, and {before:?} became {state:?}");
    }

    fn is_newest(&self, state: &State) -> bool {
        let fake = self.story.fake.borrow();
        let newest = fake.code_of(&crate::exchange::waiting_device().id).map(str::to_owned);
        // A restart, or another tab, may have come between.
        newest.is_none() || self.story.tabs() > 1 || state.request().map(|request| request.code.digits()) == newest
    }

    /// An approval that the server has and would redeem is not given up.
    pub(super) fn check_that_no_approval_is_given_up(&self, before: &State, state: &State) {
        if matches!(state, State::SignedIn(..)) {
            return;
        }
        let kept = state.secrets();
        for secret in before.secrets() {
            if !kept.contains(&secret) && !self.gone.borrow().contains(secret) {
                self.story.check_that_it_may_be_given_up(secret);
            }
        }
    }
}

pub(super) fn truth(answer: &Answer) -> Truth {
    match answer.status {
        200 if answer.body.contains("\"AccessToken\":") => Truth::Token,
        200 if answer.body.contains("\"Authenticated\":true") => Truth::Approved,
        // Asking for a code and polling answer alike; the state before tells.
        200 if answer.body.contains("\"Authenticated\":false") => Truth::Pending,
        404 if !answer.body.is_empty() => Truth::Forgotten,
        401 if !answer.body.is_empty() => Truth::Disabled,
        _ => Truth::Other,
    }
}

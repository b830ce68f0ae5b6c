//! How a story ends that goes on after the sign-in, and what must hold then of all that the browser and the server keep.

use std::rc::Rc;

use quick_connect_client::jellyfin::secret::Token;

use super::tabs::{Tab, server};
use super::{Ending, Story};
use crate::exchange::waiting_device;

impl Story {
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
}

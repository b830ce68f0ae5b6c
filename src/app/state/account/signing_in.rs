//! How sessions begin: by a sign-in of any kind, by one whose answer comes late, and by one that another tab tells of.

use std::time::Duration;

use futures::channel::oneshot::{self, Receiver};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Account;
use crate::account::at_server::is_alive;
use crate::account::session::Session;
use crate::account::sessions::{Held, Late};
use crate::app::browser::storage::{self, News};
use crate::app::browser::{clock, fetch, location};
use crate::app::state::jellyfin_web::{follow_in_jellyfin_web, return_if_asked};
use crate::jellyfin::users::Authentication;
use crate::page::route::Route;
use crate::server::address::Address;

/// How long other tabs have to take a session that is offered to them.
const TIME_TO_TAKE: Duration = Duration::from_secs(2);

impl Account {
    /// Where every way of signing in ends.
    pub fn sign_in(self, server: Address, authentication: Authentication) {
        let mut session = Session::new(server, authentication);
        session.server_name = self.connection().info.with_untracked(|info| info.as_ref()?.name.clone());
        self.begin_session(session, !self.preferences().stay_signed_in.get_untracked());
    }

    /// Takes a sign-in that no screen waits for any more. For an account that is signed in there, its token may have replaced
    /// the one that is known here. Where nobody is signed in, it counts if it `is_wanted`: an approval is, a sign-in that
    /// was cancelled is not. Any other is for another tab, or is ended. What is returned is over when that is decided.
    pub fn sign_in_late(self, server: Address, authentication: Authentication, is_wanted: bool) -> Receiver<()> {
        let session = Session::new(server, authentication);
        let (is_undecided, decided) = oneshot::channel();
        spawn_local(async move {
            self.decide(session, is_wanted).await;
            drop(is_undecided);
        });
        decided
    }

    async fn decide(self, session: Session, is_wanted: bool) {
        match self.late(&session, is_wanted) {
            Late::IsHeld => {}
            Late::End => {
                // Up to 10.8 it has ended the sign-ins of other accounts on this device.
                self.doubt.notify();
                if !is_wanted || !self.is_taken_elsewhere(&session).await {
                    self.end_at_server(session);
                }
            }
            Late::BeginIfAlive | Late::ReplaceIfAlive => self.take_if_alive(session, is_wanted).await,
        }
    }

    fn late(self, session: &Session, is_wanted: bool) -> Late {
        // Before the server is known, a page that is loaded anew waits where it did before.
        let is_there = || untrack(|| self.connection().in_use()).is_none_or(|used| used == session.server);
        let Some(mut sessions) = self.sessions.try_get_untracked() else { return Late::End };
        let is_leaving = self.is_leaving.get_untracked();
        if is_leaving {
            sessions.current = None;
        }
        // Whoever has sent a name and a password does not become somebody else meanwhile.
        let is_busy = is_leaving || self.is_signing_in.get_untracked();
        sessions.late(session, is_wanted && !is_busy && is_there())
    }

    async fn take_if_alive(self, session: Session, is_wanted: bool) {
        let device = self.device.get_value();
        let send = async |call| fetch::send(&session.server, call).await;
        let is_alive = is_alive(&session, &device, send, clock::sleep).await;
        match self.late(&session, is_wanted) {
            Late::ReplaceIfAlive if is_alive => self.replace(session),
            Late::BeginIfAlive if is_alive => {
                let lasts = |held: &Held| held.session.is_same_account(&session) && !held.is_for_tab;
                let is_for_tab = !self.preferences().stay_signed_in.get_untracked()
                    && !self.sessions.with_untracked(|sessions| sessions.all().any(lasts));
                self.begin_session(session, is_for_tab);
            }
            Late::IsHeld => {}
            _ => self.end_at_server(session),
        }
    }

    fn replace(self, session: Session) {
        News::Begun.tell(&session);
        self.take_place(session);
    }

    /// Puts a session in the place of the one of its account, which is ended.
    fn take_place(self, session: Session) {
        if let Some(before) = self.change(|sessions| sessions.replace(session)) {
            self.end_at_server(before);
        }
    }

    /// Offers a session to the other tabs: one of them may wait for it, or have one of the same account for itself alone.
    async fn is_taken_elsewhere(self, session: &Session) -> bool {
        News::Offered.tell(session);
        clock::sleep(TIME_TO_TAKE).await;
        self.taken.try_with_value(|taken| taken.contains(&session.token)) == Some(true)
    }

    /// Hears what another tab tells of a session.
    pub(in crate::app::state) fn hear(self, news: News, session: Session) {
        let is_of_tab = |held: &Held| held.is_for_tab && held.session.is_same_account(&session);
        let is_held_for_tab = self.sessions.with_untracked(|sessions| sessions.all().any(is_of_tab));
        match news {
            News::Taken => self.taken.update_value(|taken| taken.push(session.token)),
            // Whoever is signing out does so.
            _ if self.is_leaving.get_untracked() => {}
            News::Begun if is_held_for_tab => self.take_place(session),
            News::Offered if is_held_for_tab || self.late(&session, true) == Late::BeginIfAlive => {
                News::Taken.tell(&session);
                spawn_local(self.take_if_alive(session, true));
            }
            News::Begun | News::Offered => {}
        }
    }

    /// Makes a session the current one, and puts the one before it aside. What it replaces is ended at its server, because
    /// nobody would be left to do it.
    pub fn begin_session(self, session: Session, is_for_tab: bool) {
        if location::embedder().is_some() {
            let device = self.device.with_value(|device| device.id.clone());
            return self.navigation().hand_over(&session, &device);
        }
        let (server, token) = (session.server.clone(), session.token.clone());
        storage::forget_ending(&token);
        if is_for_tab {
            News::Begun.tell(&session);
        }
        // Whoever is signing out does so: that session is not put aside.
        if self.is_leaving.get_untracked() {
            self.change(|sessions| sessions.current = None);
            self.is_leaving.set(false);
        }
        let keeps = untrack(|| self.keeps(&server));
        let to_end = self.change(|sessions| sessions.begin(Held { session, is_for_tab }, keeps));
        self.is_kept.set(storage::sessions().sessions().holds(&token));
        for old in to_end {
            self.end_at_server(old);
        }
        self.ended.set(None);
        self.is_refused.set(false);
        self.connection().use_now(&server);
        self.turn_to(&server);
        self.navigation().go(Route::Settings);
        follow_in_jellyfin_web(self);
        return_if_asked(self, self.navigation());
    }
}

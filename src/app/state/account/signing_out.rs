//! How sessions end: by the person, by the server, and at the server when nobody holds them any more. What a dead token
//! leads to is decided here and nowhere else: [`Account::end_session_of`].

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Account;
use crate::account::at_server::{Outcome, end};
use crate::account::jellyfin_web::{SERVERS, without_token};
use crate::account::session::{Ended, Session};
use crate::account::sessions::{Held, Sessions};
use crate::app::browser::{clock, fetch, storage};
use crate::jellyfin::secret::Token;
use crate::jellyfin::sessions::{LoggedOut, logout, read_logged_out};
use crate::page::route::Route;
use crate::server::address::Address;

impl Account {
    /// Forgets the session, so that closing the page cannot keep it, and tells the server; what that said is said on the
    /// login screen, unless somebody has signed in there meanwhile.
    pub async fn sign_out(self) {
        let Some(session) = self.current() else { return };
        self.is_leaving.set(true);
        self.change(|_| {});
        storage::keep_ending(&session);
        let call = self.device.with_value(|device| logout(device, &session.token));
        let mut reply = fetch::send(&session.server, call.clone()).await;
        // Up to 10.11, of two sign-outs that meet one fails. The next answer says what became of it.
        if reply.as_ref().is_ok_and(|answer| answer.status == 500) {
            reply = fetch::send(&session.server, call).await;
        }
        // An approval of this moment is signed out as well.
        self.look_at_codes().await;
        let ended = match read_logged_out(reply) {
            LoggedOut::Revoked => {
                storage::forget_ending(&session.token);
                Ended::SignedOut
            }
            // Somebody has signed in meanwhile; up to 10.8 that is the same token.
            LoggedOut::Unknown(_) if !self.is_leaving.get_untracked() => {
                return self.go_on_ending(session);
            }
            LoggedOut::Unknown(_) => {
                let session = session.clone();
                spawn_local(async move {
                    let is_over = self.try_to_end(session).await;
                    let said = self.ended.try_get_untracked().flatten();
                    if is_over && said == Some(Ended::SignedOutHereOnly) {
                        self.ended.set(Some(Ended::SignedOut));
                    }
                });
                Ended::SignedOutHereOnly
            }
        };
        self.end_session_of(&session.token, ended);
        // Whoever has signed in meanwhile may be signing out, too.
        if self.session_untracked().is_none_or(|now| now.token == session.token) {
            self.is_leaving.set(false);
        }
    }

    /// The same for the session that is in use.
    pub fn end_session(self, ended: Ended) {
        if let Some(session) = self.session_untracked() {
            self.end_session_of(&session.token, ended);
        }
    }

    /// Forgets a session. If it is the one in use, the login of its server is shown with the reason, also where somebody else
    /// has a session beside it: nobody becomes somebody else without a word.
    pub fn end_session_of(self, token: &Token, ended: Ended) {
        if matches!(ended, Ended::SignedOut | Ended::ByServer) {
            take_from_jellyfin_web(token);
        }
        let Some(held) = self.change(|sessions| sessions.end(token)) else { return };
        self.is_leaving.set(false);
        self.is_refused.set(false);
        self.is_kept.set(true);
        let session = held.session;
        // In another tab the same account has signed in, which has ended this one.
        let is_next = |other: &&Held| other.session.is_same_account(&session);
        let next = self.sessions.with_untracked(|sessions| sessions.others.iter().find(is_next).cloned());
        if let Some(next) = next.filter(|_| ended == Ended::ByServer) {
            return self.begin_session(next.session, next.is_for_tab);
        }
        let is_here = |held: &&Held| held.session.server_id == session.server_id;
        let beside = |all: &Sessions| all.all().filter(is_here).map(|held| held.session.clone()).collect();
        self.beside.set_value(self.sessions.with_untracked(beside));
        self.ended.set(Some(ended));
        self.last_name.set(session.user.name);
        // Somebody who is at another server by now stays there, and so does whoever is choosing one.
        let is_here = || self.connection().in_use().is_none_or(|used| used == session.server);
        if untrack(|| !self.connection().is_choosing() && is_here()) {
            self.turn_to(&session.server);
            self.navigation().go(Route::Login);
        }
    }

    /// Takes a server off the list, and ends the session there.
    pub fn forget_server(self, server: &Address) {
        let to_end = self.change(|sessions| sessions.forget(server));
        for session in to_end {
            self.end_at_server(session);
        }
        self.connection().forget(server);
    }

    /// A session on a server that the host does not offer, or not any more, is kept and not used.
    pub fn hold_to_config(self) {
        let is_offered = |server: &Address| self.preferences().config.with_untracked(|config| config.offers(server));
        if self.session.with_untracked(|session| session.as_ref().is_some_and(|it| !is_offered(&it.server))) {
            self.change(Sessions::put_aside);
            self.navigation().go(Route::Login);
        }
    }

    /// Ends a session at its server, because nobody holds it here any more. Up to 10.8 it may be one that is held all the
    /// same, because a further sign-in has the same token.
    pub(in crate::app::state) fn end_at_server(self, session: Session) {
        if self.sessions.with_untracked(|sessions| sessions.holds(&session.token)) {
            return;
        }
        take_from_jellyfin_web(&session.token);
        storage::keep_ending(&session);
        self.go_on_ending(session);
    }

    /// Goes on with the sign-outs of which no server has said that they are done.
    pub fn go_on_signing_out(self) {
        for session in storage::ending() {
            self.go_on_ending(session);
        }
    }

    fn go_on_ending(self, session: Session) {
        spawn_local(async move {
            self.try_to_end(session).await;
        });
    }

    /// Returns whether the server has understood.
    async fn try_to_end(self, session: Session) -> bool {
        let Some(device) = self.device.try_get_value() else { return false };
        let asks_by = self.connection().known.with_untracked(|known| known.initiate(&session.server));
        let is_held = || {
            let is_held_here = self.sessions.try_with_untracked(|sessions| sessions.holds(&session.token));
            is_held_here == Some(true) || storage::sessions().sessions().holds(&session.token)
        };
        let send = async |call| fetch::send(&session.server, call).await;
        let outcome = end(&session, &device, asks_by, is_held, send, clock::sleep).await;
        if outcome != Outcome::Open {
            storage::forget_ending(&session.token);
        }
        if outcome == Outcome::Over {
            take_from_jellyfin_web(&session.token);
        }
        outcome == Outcome::Over
    }
}

/// Jellyfin's own page need not find a token there that has ended.
pub fn take_from_jellyfin_web(token: &Token) {
    if let Some(servers) = without_token(storage::read(SERVERS).as_deref(), token) {
        storage::write(SERVERS, servers.reveal());
    }
}

//! How a person goes on with a sign-in that is held: by choosing an account, or by turning to a server where somebody is
//! signed in already.

use leptos::prelude::*;

use super::Account;
use crate::account::session::{Ended, Session};
use crate::account::sessions::{Held, Keeps};
use crate::app::browser::{fetch, storage};
use crate::app::state::connection::Server;
use crate::jellyfin::users::{Me, me, read_me};
use crate::page::route::Route;
use crate::server::address::Address;

impl Account {
    /// With whom a person may go on at a server without a password. Up to 10.8 that is nobody: the last sign-in has ended
    /// the others.
    pub fn choices_at(self, server: &Address) -> Vec<Session> {
        let is_leaving = |session: &Session| self.is_leaving.get() && self.is_current(session);
        let is_choice = |session: &Session| {
            let is_offered = self.preferences().config.with(|config| config.offers(&session.server));
            is_offered && self.keeps(&session.server) == Keeps::OneEach && !is_leaving(session)
        };
        let mut choices: Vec<Session> = vec![];
        for session in self.held_at(server).into_iter().map(|held| held.session).filter(is_choice) {
            // One for this tab may be older than one of the same account from another tab.
            if !choices.iter().any(|other| other.is_same_account(&session)) {
                choices.push(session);
            }
        }
        choices
    }

    /// Turns to a server that a person has chosen: to the session there, or else to its login.
    pub fn use_server(self, server: &Address) {
        self.navigation().linked_server.set(None);
        // It was about another server.
        self.ended.set(None);
        self.connection().use_now(server);
        self.connection().settle(Server::At(server.clone()));
        self.go_to_session_at(server);
    }

    /// Shows the session on a server, if there is one that the host offers; the one that was used last there becomes the
    /// current one, unless somebody has signed out there since: then the login has those that are left. Its token goes to
    /// the address that it came from, and to no other that claims to be the same server.
    pub fn go_to_session_at(self, server: &Address) {
        let is_offered = |held: &Held| self.preferences().config.with_untracked(|it| it.offers(&held.session.server));
        let Some(held) = untrack(|| self.held_at(server)).into_iter().find(is_offered) else { return };
        if untrack(|| self.is_current(&held.session)) {
            self.turn_to(&held.session.server);
            return self.navigation().go(Route::Settings);
        }
        if !storage::sessions().is_left(&held.session.server_id) {
            self.begin_session(held.session, held.is_for_tab);
        }
    }

    /// Goes on with the session of an account that is held, if its server still accepts it; one that has ended is held no
    /// more. Returns what the server says, or nothing if the person is elsewhere by then, or somebody else has signed in.
    pub async fn choose(self, chosen: Session) -> Option<Me> {
        let place = || untrack(|| (self.connection().address.get(), self.navigation().route.get()));
        let token = || self.session_untracked().map(|session| session.token);
        let (was_at, before) = (place(), token());
        loop {
            // Another tab may have signed it in again, or out.
            self.catch_up();
            let held = self
                .sessions
                .with_untracked(|sessions| sessions.all().find(|held| held.session.is_same_account(&chosen)).cloned());
            let Some(held) = held else { return Some(Me::SignedOut) };
            let session = held.session;
            if untrack(|| self.is_current(&session)) {
                self.turn_to(&session.server);
                self.navigation().go(Route::Settings);
                return Some(Me::User(session.user));
            }
            let call = self.device.with_value(|device| me(device, &session.token));
            let said = read_me(fetch::send(&session.server, call).await);
            if said == Me::SignedOut {
                // An approval of a code that is left behind may be why.
                self.look_at_codes().await;
            }
            if place() != was_at || token().is_some_and(|now| Some(now) != before) {
                return None;
            }
            self.catch_up();
            if !self.sessions.with_untracked(|sessions| sessions.holds(&session.token)) {
                continue;
            }
            match &said {
                Me::User(user) => {
                    let session = Session { user: user.clone(), ..session };
                    self.begin_session(session, held.is_for_tab);
                }
                Me::SignedOut => {
                    self.end_session_of(&session.token, Ended::ByServer);
                    let is_it = |held: &Held| held.session.is_same_account(&chosen);
                    if self.sessions.with_untracked(|sessions| sessions.all().any(is_it)) {
                        continue;
                    }
                }
                Me::NotAllowed | Me::Lost(_) => {}
            }
            return Some(said);
        }
    }
}

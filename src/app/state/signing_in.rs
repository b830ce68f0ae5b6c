//! How sessions begin: by a sign-in of any kind, by one whose answer comes late, and by turning to a server where somebody
//! is signed in already.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::account::Account;
use super::connection::Server;
use super::jellyfin_web::return_if_asked;
use crate::account::at_server::is_alive;
use crate::account::session::Session;
use crate::account::sessions::{Held, Late};
use crate::app::browser::{clock, fetch, location, storage};
use crate::flow::quick_connect::{State, look_after, servers};
use crate::jellyfin::Method;
use crate::jellyfin::secret::Secret;
use crate::jellyfin::users::Authentication;
use crate::page::route::Route;
use crate::server::address::Address;
use crate::server::known::KnownServers;

impl Account {
    /// Where every way of signing in ends.
    pub fn sign_in(self, server: Address, authentication: Authentication) {
        let mut session = Session::new(server, authentication);
        session.server_name = self.connection().info.with_untracked(|info| info.as_ref()?.name.clone());
        self.begin_session(session, !self.preferences().stay_signed_in.get_untracked());
    }

    /// Takes a sign-in that no screen waits for any more. For an account that is signed in there, its token may have replaced
    /// the one that is known here. Where nobody is signed in, it counts if it `is_wanted`: an approval is, a sign-in that
    /// was cancelled is not. Any other is ended.
    pub fn sign_in_late(self, server: Address, authentication: Authentication, is_wanted: bool) {
        let session = Session::new(server, authentication);
        let late = move |session: &Session| {
            // Before the server is known, a page that is loaded anew waits where it did before.
            let is_there = || untrack(|| self.connection().in_use()).is_none_or(|used| used == session.server);
            let Some(mut sessions) = self.sessions.try_get_untracked() else { return Late::End };
            let is_leaving = self.is_leaving.get_untracked();
            if is_leaving {
                sessions.current = None;
            }
            sessions.late(session, is_wanted && !is_leaving && is_there())
        };
        match late(&session) {
            Late::IsHeld => return,
            Late::End => {
                // Up to 10.8 it has ended the sign-ins of other accounts on this device.
                self.doubt.notify();
                return self.end_at_server(session);
            }
            Late::BeginIfAlive | Late::ReplaceIfAlive => {}
        }
        let device = self.device.get_value();
        spawn_local(async move {
            let send = async |call| fetch::send(&session.server, call).await;
            let is_alive = is_alive(&session, &device, send, clock::sleep).await;
            match late(&session) {
                Late::ReplaceIfAlive if is_alive => {
                    if let Some(before) = self.change(|sessions| sessions.replace(session)) {
                        self.end_at_server(before);
                    }
                }
                Late::BeginIfAlive if is_alive => {
                    let lasts = |held: &Held| held.session.is_same_account(&session) && !held.is_for_tab;
                    let is_for_tab = !self.preferences().stay_signed_in.get_untracked()
                        && !self.sessions.with_untracked(|sessions| sessions.all().any(lasts));
                    self.begin_session(session, is_for_tab);
                }
                Late::IsHeld => {}
                _ => self.end_at_server(session),
            }
        });
    }

    /// Makes a session the current one. The one before it is put aside when it is on another server; on the same one it
    /// is ended there, because nobody would be left to do it.
    pub fn begin_session(self, session: Session, is_for_tab: bool) {
        if location::embedder().is_some() {
            let device = self.device.with_value(|device| device.id.clone());
            return self.navigation().hand_over(&session, &device);
        }
        let (server, token) = (session.server.clone(), session.token.clone());
        storage::forget_ending(&token);
        // Whoever is signing out does so: that session is not put aside.
        if self.is_leaving.get_untracked() {
            self.change(|sessions| sessions.current = None);
            self.is_leaving.set(false);
        }
        let to_end = self.change(|sessions| sessions.begin(Held { session, is_for_tab }));
        self.is_kept.set(storage::sessions().sessions().holds(&token));
        for old in to_end {
            self.end_at_server(old);
        }
        self.ended.set(None);
        self.is_refused.set(false);
        self.connection().use_now(&server);
        self.turn_to(&server);
        self.navigation().go(Route::Settings);
        return_if_asked(self, self.navigation());
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

    /// Shows the session on a server, if there is one that the host offers; a session put aside becomes the current one. Its
    /// token goes to the address that it came from, and to no other that claims to be the same server.
    pub fn go_to_session_at(self, server: &Address) {
        let is_offered = |held: &Held| self.preferences().config.with_untracked(|it| it.offers(&held.session.server));
        let Some(held) = untrack(|| self.held_at(server)).filter(is_offered) else { return };
        if self.session_untracked().is_some_and(|session| session.token == held.session.token) {
            self.turn_to(&held.session.server);
            return self.navigation().go(Route::Settings);
        }
        self.begin_session(held.session, held.is_for_tab);
    }

    /// Takes the codes that this tab shows for a server from its login, when somebody signs in there, and looks after them;
    /// also those that it has shown for other addresses of that server.
    pub fn leave_codes_behind(self, server: &Address) {
        let id = |known: &KnownServers, server: &Address| known.at(server)?.id.clone();
        let is_same = |other: &Address| {
            other == server
                || self.connection().known.with_untracked(|known| {
                    let here = id(known, server);
                    here.is_some() && id(known, other) == here
                })
        };
        for server in servers(&storage::pending()).filter(is_same) {
            self.leave_behind(&server);
        }
    }

    fn leave_behind(self, server: &Address) {
        let shown = resume(&storage::pending(), server);
        let secrets: Vec<_> = shown.secrets().into_iter().cloned().collect();
        storage::keep_pending(server, None);
        let left = State::left_behind(&[resume(&storage::left_behind(), server), shown], &[]);
        storage::keep_left_behind(server, left.kept(server, clock::now(), clock::wall()));
        self.look_after(server.clone(), secrets);
    }

    /// Goes on looking after the codes that sign-ins in this tab have left behind.
    pub fn look_after_codes(self) {
        let left = storage::left_behind();
        for server in servers(&left) {
            let secrets = resume(&left, &server).secrets().into_iter().cloned().collect();
            self.look_after(server, secrets);
        }
    }

    fn look_after(self, server: Address, secrets: Vec<Secret>) {
        if secrets.is_empty() {
            return;
        }
        let device = self.device.get_value();
        spawn_local(async move {
            let send = async |call| fetch::send(&server, call).await;
            let take = |authentication| self.sign_in_late(server.clone(), authentication, true);
            look_after(secrets.clone(), &device, send, clock::sleep, take).await;
            let left = State::left_behind(&[resume(&storage::left_behind(), &server)], &secrets);
            storage::keep_left_behind(&server, left.kept(&server, clock::now(), clock::wall()));
        });
    }
}

fn resume(kept: &str, server: &Address) -> State {
    State::resume(kept, server, Method::Post, clock::now(), clock::wall())
}

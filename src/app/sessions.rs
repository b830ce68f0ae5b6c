//! How sessions begin and end, here and in the other tabs of this browser. What a dead token leads to is decided here,
//! and nowhere else: [`Shell::end_session`].

use leptos::prelude::*;
use web_sys::StorageEvent;

use super::clock;
use super::model::Server;
use super::shell::{Shell, spawn_detached};
use super::{fetch, storage};
use crate::account::session::{Ended, Session};
use crate::jellyfin::Method;
use crate::jellyfin::device::Device;
use crate::jellyfin::sessions::logout;
use crate::jellyfin::users::Authentication;
use crate::page::route::Route;
use crate::server::address::Address;

impl Shell {
    /// Where every way of signing in ends.
    pub fn sign_in(self, server: Address, authentication: Authentication) {
        let mut session = Session::new(server, authentication);
        session.server_name = self.read(|model| model.info.as_ref().and_then(|info| info.name.clone()));
        self.begin_session(session, !self.read(|model| model.stays));
    }

    /// Makes a session the current one. The one before it is put aside when it is on another server; on the same one it
    /// is ended there, because nobody would be left to do it.
    pub fn begin_session(self, session: Session, is_for_tab: bool) {
        let (device, old, was_for_tab) =
            self.read(|model| (model.device.clone(), model.session.clone(), model.is_for_tab));
        let mut others = self.read(|model| model.others.clone());
        let mut to_end = Vec::new();
        others.retain(|other| {
            let stays = other.server_id != session.server_id;
            if !stays {
                to_end.push(other.clone());
            }
            stays
        });
        if let Some(old) = old {
            if old.server_id == session.server_id || was_for_tab {
                to_end.push(old);
            } else {
                others.insert(0, old);
            }
        }
        if was_for_tab {
            storage::forget_session(true);
        }
        for old in to_end {
            if old.token != session.token {
                end_at_server(&device, &old);
            }
        }
        self.keep_others(others);
        self.change(|model| {
            model.ended = None;
            model.is_leaving = false;
            model.is_for_tab = is_for_tab;
            model.servers.used(&session.server, clock::minutes_since_1970());
            storage::keep_servers(&model.servers);
        });
        if self.read(|model| model.address() != Some(&session.server)) {
            self.settle(Server::At(session.server.clone()));
        }
        self.keep_session(session);
        self.go(Route::Settings);
    }

    /// Shows the session on a server that was chosen, if there is one; a session put aside becomes the current one.
    pub fn go_to_session_at(self, server: &Address) {
        if self.read(|model| model.session.as_ref().is_some_and(|session| session.server == *server)) {
            return self.go(Route::Settings);
        }
        let found = self.read(|model| model.others.iter().find(|other| other.server == *server).cloned());
        if let Some(session) = found {
            self.begin_session(session, false);
        }
    }

    /// Takes a server off the list, and ends the session there if one was put aside.
    pub fn forget_server(self, server: &Address) {
        let mut others = self.read(|model| model.others.clone());
        if let Some(place) = others.iter().position(|other| other.server == *server) {
            self.read(|model| end_at_server(&model.device, &others.remove(place)));
        }
        self.keep_others(others);
        self.change(|model| {
            model.servers.forget(server);
            storage::keep_servers(&model.servers);
        });
    }

    /// Forgets the session and shows the login of its server with the reason.
    pub fn end_session(self, ended: Ended) {
        self.forget_kept_session();
        let Some(session) = self.read(|model| model.session.clone()) else { return };
        self.change(|model| {
            model.session = None;
            model.is_leaving = false;
            model.is_for_tab = false;
            model.ended = Some(ended);
            // What the login is to show is learned with it.
            model.info = None;
            model.last_name = Some(session.user.name);
        });
        if self.read(|model| model.address() != Some(&session.server)) {
            self.settle(Server::At(session.server));
        }
        self.go(Route::Login);
    }

    /// Makes the browser forget the session, unless another tab has put its own there meanwhile.
    pub fn forget_kept_session(self) {
        if self.is_kept_session_ours() {
            storage::forget_session(self.read(|model| model.is_for_tab));
        }
    }

    /// The device and the session to call the server with. Another tab may have signed the same account in again,
    /// which ends the token that is known here; then this one takes over the new one. It never changes the account.
    pub fn session(self) -> Option<(Device, Session)> {
        let known = self.read(|model| model.session.clone())?;
        let kept = storage::session()
            .map(|(kept, _)| kept)
            .filter(|kept| kept.user.id == known.user.id && kept.server == known.server);
        let session = kept.unwrap_or_else(|| known.clone());
        if session != known {
            self.change(|model| model.session = Some(session.clone()));
        }
        Some((self.read(|model| model.device.clone()), session))
    }

    /// Takes over what the server said about the account or itself.
    pub fn update_session(self, change: impl FnOnce(&mut Session)) {
        let Some(old) = self.read(|model| model.session.clone()) else { return };
        let mut new = old.clone();
        change(&mut new);
        if new != old && self.is_kept_session_ours() && !self.read(|model| model.is_leaving) {
            self.keep_session(new);
        }
    }

    /// Follows what another tab has kept or forgotten: a sign-in there is one here too, unless somebody is signed in
    /// here already, and so is a sign-out of the session that is shown here.
    pub fn follow_storage(self, event: &StorageEvent) {
        if event.key().is_some_and(|key| !key.starts_with("jellyfin-quick-connect.")) {
            return;
        }
        self.change(|model| {
            model.servers = storage::servers();
            model.others = storage::others();
        });
        let (known, is_for_tab) = self.read(|model| (model.session.clone(), model.is_for_tab));
        let kept = storage::session().map(|(kept, _)| kept);
        match (known, kept) {
            (None, Some(kept)) => {
                self.change(|model| {
                    model.is_for_tab = false;
                    model.is_kept = true;
                    model.ended = None;
                    model.session = Some(kept.clone());
                });
                self.settle(Server::At(kept.server));
                self.go(Route::Settings);
            }
            (Some(known), None) if !is_for_tab => {
                let forgotten = event.old_value().and_then(|old| Session::read(&old));
                // Without a key, everything was cleared at once.
                if event.key().is_none() || forgotten.is_some_and(|forgotten| forgotten.token == known.token) {
                    self.end_session(Ended::InAnotherTab);
                }
            }
            _ => {
                self.session();
            }
        }
    }

    /// Takes down how a server took a request for a code; one that did has been used.
    pub fn remember_method(self, server: &Address, method: Method) {
        self.change(|model| {
            if model.servers.at(server).is_none_or(|known| known.initiate != method) {
                model.servers.used(server, clock::minutes_since_1970());
                model.servers.took(server, method);
                storage::keep_servers(&model.servers);
            }
        });
    }

    /// Whether no other tab has signed somebody in, or signed this account out, in the meantime. A browser that keeps
    /// nothing has no other tab's.
    fn is_kept_session_ours(self) -> bool {
        let kept = storage::session().map(|(kept, _)| kept.token);
        self.read(|model| !model.is_kept || model.session.as_ref().map(|session| &session.token) == kept.as_ref())
    }

    fn keep_session(self, session: Session) {
        let is_kept = storage::keep_session(&session, self.read(|model| model.is_for_tab));
        self.change(|model| {
            model.is_kept = is_kept;
            model.session = Some(session);
        });
    }

    fn keep_others(self, others: Vec<Session>) {
        if self.read(|model| model.others != others) {
            storage::keep_others(&others);
            self.change(|model| model.others = others);
        }
    }
}

fn end_at_server(device: &Device, session: &Session) {
    let call = fetch::send(&session.server, logout(device, &session.token));
    spawn_detached(async move {
        let _ = call.await;
    });
}

/// Follows the other tabs for as long as the app is there.
pub fn follow_other_tabs(shell: Shell) {
    let handle = window_event_listener(leptos::ev::storage, move |event| shell.follow_storage(&event));
    on_cleanup(move || handle.remove());
}

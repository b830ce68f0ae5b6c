//! Who is signed in here, and how sessions begin and end. What a dead token leads to is decided here and nowhere else:
//! [`Account::end_session`].

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::connection::{self, Connection, Server};
use super::navigation::Navigation;
use super::preferences::Preferences;
use crate::account::jellyfin_web::{SERVERS, without_token};
use crate::account::session::{Ended, Session};
use crate::app::browser::{fetch, storage};
use crate::jellyfin::device::Device;
use crate::jellyfin::secret::Token;
use crate::jellyfin::sessions::{LoggedOut, logout, read_logged_out};
use crate::jellyfin::system::ServerInfo;
use crate::jellyfin::users::{Authentication, Me, me, read_me};
use crate::jellyfin::{Answer, Call, Reply};
use crate::page::route::Route;
use crate::server::address::Address;

/// Who is signed in.
#[derive(Clone, Copy)]
pub struct Account {
    /// This installation, as servers know it.
    pub device: StoredValue<Device>,
    /// The session that is used.
    pub session: RwSignal<Option<Session>>,
    /// The sessions on other servers.
    pub others: RwSignal<Vec<Session>>,
    /// Whether the session is for this tab only.
    pub is_for_tab: RwSignal<bool>,
    /// Whether the browser keeps the session.
    pub is_kept: RwSignal<bool>,
    /// Whether the person is signing out.
    pub is_leaving: RwSignal<bool>,
    /// Why the last session ended.
    pub ended: RwSignal<Option<Ended>>,
    /// The name that was signed in before.
    pub last_name: RwSignal<String>,
    /// Apart, so that a copy of all this stays small: closures hold many.
    others_to_tell: StoredValue<OtherContexts>,
}

/// What has to follow when a session begins or ends.
#[derive(Clone, Copy)]
struct OtherContexts {
    preferences: Preferences,
    navigation: Navigation,
    connection: Connection,
}

impl Account {
    /// Reads what the browser kept.
    pub fn new(preferences: Preferences, navigation: Navigation, connection: Connection) -> Self {
        let (session, is_for_tab) = storage::session().unzip();
        Self {
            device: StoredValue::new(storage::device()),
            session: RwSignal::new(session),
            others: RwSignal::new(storage::others()),
            is_for_tab: RwSignal::new(is_for_tab == Some(true)),
            is_kept: RwSignal::new(true),
            is_leaving: RwSignal::new(false),
            ended: RwSignal::new(None),
            last_name: RwSignal::default(),
            others_to_tell: StoredValue::new(OtherContexts { preferences, navigation, connection }),
        }
    }

    /// Whether somebody is signed in.
    pub fn is_signed_in(self) -> bool {
        self.session.with(Option::is_some)
    }

    /// The session of this moment.
    pub fn session_untracked(self) -> Option<Session> {
        self.session.get_untracked()
    }

    fn is_signed_in_untracked(self) -> bool {
        self.session.with_untracked(Option::is_some)
    }

    /// What is read from the session; none when nobody is signed in.
    pub fn with_session<T>(self, read: impl FnOnce(&Session) -> T) -> Option<T> {
        self.session.with(|session| session.as_ref().map(read))
    }

    /// Who is signed in at a server, if anybody is.
    pub fn session_at(self, server: &Address) -> Option<Session> {
        let current = self.session.get().filter(|session| session.server == *server);
        current.or_else(|| self.others.with(|others| others.iter().find(|other| other.server == *server).cloned()))
    }

    /// Sends a call in the account's name: the one of this moment, even if the answer is waited for later. None when
    /// nobody is signed in, and when somebody else is by the time that the answer is here: it is for nobody then.
    pub fn ask(self, call: impl FnOnce(&Device, &Token) -> Call) -> Pin<Box<dyn Future<Output = Option<Reply>>>> {
        let asked = self.current().map(|session| {
            let call = self.device.with_value(|device| call(device, &session.token));
            (fetch::send(&session.server, call), session)
        });
        Box::pin(async move {
            let (reply, session) = asked?;
            let reply = reply.await;
            // The whole app may be gone by then, as it is at the end of a test.
            let is_same = self.session.try_with_untracked(|current| {
                current.as_ref().is_some_and(|now| now.server == session.server && now.user.id == session.user.id)
            });
            is_same.unwrap_or_default().then_some(reply)
        })
    }

    /// The same for what a screen lists or changes: a session that the server has ended is over here, too.
    pub fn ask_or_end(
        self,
        call: impl FnOnce(&Device, &Token) -> Call,
    ) -> Pin<Box<dyn Future<Output = Option<Reply>>>> {
        let reply = self.ask(call);
        Box::pin(async move {
            let reply = reply.await?;
            if reply.as_ref().is_ok_and(Answer::refuses_token) {
                self.end_session(Ended::ByServer);
                return None;
            }
            Some(reply)
        })
    }

    /// The session to call the server with. Another tab may have signed the same account in again, which ends the token
    /// that is known here; then this one takes over the new one. It never changes the account.
    pub fn current(self) -> Option<Session> {
        let known = self.session.get_untracked()?;
        let kept = storage::session()
            .map(|(kept, _)| kept)
            .filter(|kept| kept.user.id == known.user.id && kept.server == known.server);
        let session = kept.unwrap_or_else(|| known.clone());
        if session != known {
            self.session.set(Some(session.clone()));
        }
        Some(session)
    }

    /// Where every way of signing in ends.
    pub fn sign_in(self, server: Address, authentication: Authentication) {
        let mut session = Session::new(server, authentication);
        session.server_name = self.connection().info.with_untracked(|info| info.as_ref()?.name.clone());
        self.begin_session(session, !self.preferences().stay_signed_in.get_untracked());
    }

    /// Takes a sign-in that nobody waits for any more, because a code was approved first or the person cancelled it. For the
    /// account that is signed in, its token may have replaced the one that is known here; any other is ended.
    pub fn sign_in_late(self, server: Address, authentication: Authentication) {
        let session = Session::new(server, authentication);
        let is_same = |current: &Option<Session>| {
            current.as_ref().is_some_and(|it| it.server_id == session.server_id && it.user.id == session.user.id)
        };
        if self.session.try_with_untracked(is_same) != Some(true) {
            return self.end_at_server(&session);
        }
        let call = self.device.with_value(|device| me(device, &session.token));
        spawn_local(async move {
            // Of two sign-ins of one account on one device only the last one counts, whichever answer came first.
            if matches!(read_me(fetch::send(&session.server, call).await), Me::User(_)) {
                self.begin_session(session, self.is_for_tab.get_untracked());
            }
        });
    }

    /// Makes a session the current one. The one before it is put aside when it is on another server; on the same one it
    /// is ended there, because nobody would be left to do it.
    pub fn begin_session(self, session: Session, is_for_tab: bool) {
        let was_for_tab = self.is_for_tab.get_untracked();
        let (mut to_end, mut others): (Vec<_>, Vec<_>) =
            self.others.get_untracked().into_iter().partition(|other| other.server_id == session.server_id);
        if let Some(old) = self.session.get_untracked() {
            if old.server_id == session.server_id || was_for_tab {
                to_end.push(old);
            } else {
                others.insert(0, old);
            }
        }
        if was_for_tab || (is_for_tab && self.is_signed_in_untracked() && self.is_kept_session_ours()) {
            storage::forget_session(was_for_tab);
        }
        for old in to_end.iter().filter(|old| old.token != session.token) {
            self.end_at_server(old);
        }
        self.keep_others(others);
        self.ended.set(None);
        self.is_leaving.set(false);
        self.is_for_tab.set(is_for_tab);
        self.connection().use_now(&session.server);
        self.turn_to(&session.server);
        self.keep_session(session);
        self.navigation().go(Route::Settings);
    }

    /// Turns to a server that a person has chosen: to the session there, or else to its login.
    pub fn use_server(self, server: &Address) {
        self.navigation().linked_server.set(None);
        self.connection().use_now(server);
        self.connection().settle(Server::At(server.clone()));
        self.go_to_session_at(server);
    }

    /// Shows the session on a server, if there is one; a session put aside becomes the current one.
    pub fn go_to_session_at(self, server: &Address) {
        if self.session.with_untracked(|session| session.as_ref().is_some_and(|session| session.server == *server)) {
            return self.navigation().go(Route::Settings);
        }
        if let Some(session) = untrack(|| self.session_at(server)) {
            self.begin_session(session, false);
        }
    }

    /// Takes a server off the list, and ends the session there if one was put aside.
    pub fn forget_server(self, server: &Address) {
        let (to_end, others): (Vec<_>, Vec<_>) =
            self.others.get_untracked().into_iter().partition(|other| other.server == *server);
        for session in &to_end {
            self.end_at_server(session);
        }
        self.keep_others(others);
        self.connection().forget(server);
    }

    /// Forgets the session, so that closing the page cannot keep it, and tells the server; what that said is said on the
    /// login screen, unless somebody has signed in there meanwhile.
    pub async fn sign_out(self) {
        let Some(session) = self.current() else { return };
        self.is_leaving.set(true);
        self.forget_kept_session();
        let call = self.device.with_value(|device| logout(device, &session.token));
        let mut reply = fetch::send(&session.server, call.clone()).await;
        // Up to 10.11, of two sign-outs that meet one fails. The next answer says what became of it.
        if reply.as_ref().is_ok_and(|answer| answer.status == 500) {
            reply = fetch::send(&session.server, call).await;
        }
        let is_current = |current: &Option<Session>| current.as_ref().is_some_and(|it| it.token == session.token);
        if self.session.with_untracked(is_current) {
            self.end_session(match read_logged_out(reply) {
                LoggedOut::Revoked => Ended::SignedOut,
                LoggedOut::Unknown(_) => Ended::SignedOutHereOnly,
            });
        }
    }

    /// Forgets the session and shows the login of its server with the reason.
    pub fn end_session(self, ended: Ended) {
        self.forget_kept_session();
        let Some(session) = self.session.get_untracked() else { return };
        // Jellyfin's own page need not find a token there that has ended.
        if matches!(ended, Ended::SignedOut | Ended::ByServer)
            && let Some(servers) = without_token(storage::read(SERVERS).as_deref(), &session.token)
        {
            storage::write(SERVERS, servers.reveal());
        }
        self.session.set(None);
        self.is_leaving.set(false);
        self.is_for_tab.set(false);
        self.ended.set(Some(ended));
        self.last_name.set(session.user.name);
        // Somebody who is at another server by now stays there, and so does whoever is choosing one.
        let is_here = || self.connection().in_use().is_none_or(|used| used == session.server);
        if untrack(|| !self.connection().is_choosing() && is_here()) {
            self.turn_to(&session.server);
            self.navigation().go(Route::Login);
        }
    }

    /// Asks a server what it says about itself, and tells whether it did; not urgent, and no harm if it does not.
    pub async fn learn_about(self, server: Address) -> bool {
        let info = connection::ask(&server).await;
        let is_introduced = info.is_ok();
        if let Ok(info) = info {
            self.introduce(&server, info);
        }
        is_introduced
    }

    /// Takes over what a server says about itself.
    pub fn introduce(self, server: &Address, info: ServerInfo) {
        self.update_session(|session| {
            if session.server == *server {
                session.server_name.clone_from(&info.name);
            }
        });
        self.connection().introduce(server, info);
    }

    /// Takes over what the server said about the account or itself.
    pub fn update_session(self, change: impl FnOnce(&mut Session)) {
        let Some(old) = self.session.get_untracked() else { return };
        let mut new = old.clone();
        change(&mut new);
        if new != old && self.is_kept_session_ours() && !self.is_leaving.get_untracked() {
            self.keep_session(new);
        }
    }

    fn preferences(self) -> Preferences {
        self.others_to_tell.with_value(|others| others.preferences)
    }

    fn navigation(self) -> Navigation {
        self.others_to_tell.with_value(|others| others.navigation)
    }

    fn connection(self) -> Connection {
        self.others_to_tell.with_value(|others| others.connection)
    }

    fn turn_to(self, server: &Address) {
        if self.connection().address.get_untracked().as_ref() != Some(server) {
            self.connection().settle(Server::At(server.clone()));
        }
    }

    /// Makes the browser forget the session, unless another tab has put its own there meanwhile.
    fn forget_kept_session(self) {
        if self.is_kept_session_ours() {
            storage::forget_session(self.is_for_tab.get_untracked());
        }
    }

    /// Whether no other tab has signed somebody in, or signed this account out, in the meantime. A browser that keeps
    /// nothing has no other tab's.
    fn is_kept_session_ours(self) -> bool {
        let kept = storage::session().map(|(kept, _)| kept.token);
        !self.is_kept.get_untracked()
            || self.session.with_untracked(|session| session.as_ref().map(|session| &session.token) == kept.as_ref())
    }

    fn keep_session(self, session: Session) {
        self.is_kept.set(storage::keep_session(&session, self.is_for_tab.get_untracked()));
        self.session.set(Some(session));
    }

    fn keep_others(self, others: Vec<Session>) {
        if self.others.with_untracked(|known| *known != others) {
            storage::keep_others(&others);
            self.others.set(others);
        }
    }

    fn end_at_server(self, session: &Session) {
        let call = self.device.with_value(|device| logout(device, &session.token));
        let reply = fetch::send(&session.server, call);
        spawn_local(async move {
            let _ = reply.await;
        });
    }
}

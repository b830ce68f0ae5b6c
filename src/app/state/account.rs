//! Who is signed in here, and how sessions begin and end. What a dead token leads to is decided here and nowhere else:
//! [`Account::end_session`].

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::connection::{self, Connection, Server};
use super::navigation::Navigation;
use super::preferences::Preferences;
use crate::account::jellyfin_web::{SERVERS, without_token};
use crate::account::session::{Ended, Session};
use crate::account::sessions::{Held, Late, Sessions};
use crate::app::browser::{fetch, storage};
use crate::jellyfin::device::Device;
use crate::jellyfin::secret::Token;
use crate::jellyfin::sessions::{LoggedOut, logout, read_logged_out};
use crate::jellyfin::system::ServerInfo;
use crate::jellyfin::users::{Authentication, Me, me, read_me};
use crate::page::route::Route;
use crate::server::address::Address;

/// Who is signed in.
#[derive(Clone, Copy)]
pub struct Account {
    /// This installation, as servers know it.
    pub device: StoredValue<Device>,
    /// All that is known of the sign-ins: who is signed in where, and how long that is kept.
    pub sessions: RwSignal<Sessions>,
    /// The session that is used.
    pub session: Memo<Option<Session>>,
    /// Whether the server does not let the account in now, though it accepts the session; as it said last.
    pub is_refused: RwSignal<bool>,
    /// Whether the browser keeps the session.
    pub is_kept: RwSignal<bool>,
    /// Whether the person is signing out.
    pub is_leaving: RwSignal<bool>,
    /// Tells that the server has refused something: what is known of the account may not be true any more.
    pub doubt: Trigger,
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
        let sessions = RwSignal::new(Sessions { current: storage::session(), others: storage::others() });
        Self {
            device: StoredValue::new(storage::device()),
            sessions,
            session: Memo::new(move |_| sessions.with(|all| all.current.as_ref().map(|held| held.session.clone()))),
            is_refused: RwSignal::new(false),
            is_kept: RwSignal::new(true),
            is_leaving: RwSignal::new(false),
            doubt: Trigger::new(),
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
        self.sessions.with(|sessions| sessions.at(server).map(|held| held.session.clone()))
    }

    /// Where somebody is signed in: each address, and the server's id.
    pub fn signed_in(self) -> Vec<(Address, String)> {
        let place = |held: &Held| (held.session.server.clone(), held.session.server_id.clone());
        self.sessions.with(|sessions| sessions.all().map(place).collect())
    }

    /// Whether the session that is used is for this tab only.
    pub fn is_for_tab(self) -> bool {
        self.sessions.with_untracked(|sessions| sessions.current.as_ref().is_some_and(|held| held.is_for_tab))
    }

    /// Where every way of signing in ends.
    pub fn sign_in(self, server: Address, authentication: Authentication) {
        let mut session = Session::new(server, authentication);
        session.server_name = self.connection().info.with_untracked(|info| info.as_ref()?.name.clone());
        self.begin_session(session, !self.preferences().stay_signed_in.get_untracked());
    }

    /// Takes a sign-in that no screen waits for any more. For the account that is signed in, its token may have replaced the
    /// one that is known here. Where nobody is signed in, it counts if it `is_wanted`: an approval is, a sign-in that
    /// was cancelled is not. Any other is ended.
    pub fn sign_in_late(self, server: Address, authentication: Authentication, is_wanted: bool) {
        let session = Session::new(server, authentication);
        let is_to_be_taken = move |session: &Session| {
            let sessions =
                self.sessions.try_with_untracked(|sessions| (sessions.current.is_none(), sessions.late(session)));
            sessions.is_some_and(|(is_nobody_signed_in, late)| {
                let is_here = || untrack(|| self.connection().in_use()).as_ref() == Some(&session.server);
                late == Late::TakeIfAlive || (is_wanted && is_nobody_signed_in && is_here())
            })
        };
        if !is_to_be_taken(&session) {
            // Up to 10.8 it has ended the sign-ins of other accounts on this device.
            self.doubt.notify();
            return self.end_at_server(&session);
        }
        let call = self.device.with_value(|device| me(device, &session.token));
        spawn_local(async move {
            if !matches!(read_me(fetch::send(&session.server, call).await), Me::User(_)) {
                return;
            }
            if !is_to_be_taken(&session) {
                return self.end_at_server(&session);
            }
            let is_for_tab = if self.is_signed_in_untracked() {
                self.is_for_tab()
            } else {
                !self.preferences().stay_signed_in.get_untracked()
            };
            self.begin_session(session, is_for_tab);
        });
    }

    /// Makes a session the current one. The one before it is put aside when it is on another server; on the same one it
    /// is ended there, because nobody would be left to do it.
    pub fn begin_session(self, session: Session, is_for_tab: bool) {
        self.take_over_what_is_kept();
        let was_for_tab = self.is_for_tab();
        if was_for_tab || (is_for_tab && self.is_signed_in_untracked() && self.is_kept_session_ours()) {
            storage::forget_session(was_for_tab);
        }
        let server = session.server.clone();
        self.is_kept.set(storage::keep_session(&session, is_for_tab));
        let to_end = self.change(|sessions| sessions.begin(Held { session, is_for_tab }));
        for old in &to_end {
            self.end_at_server(old);
        }
        self.ended.set(None);
        self.is_leaving.set(false);
        self.is_refused.set(false);
        self.connection().use_now(&server);
        self.turn_to(&server);
        self.navigation().go(Route::Settings);
    }

    /// Another tab may have signed somebody in meanwhile. What it has kept must not be overwritten with nobody to end it.
    fn take_over_what_is_kept(self) {
        let known = self.session_untracked().map(|session| session.token);
        if let Some(kept) = storage::session().filter(|kept| Some(&kept.session.token) != known.as_ref()) {
            self.sessions.update_untracked(|sessions| {
                sessions.current = Some(kept);
                sessions.others = storage::others();
            });
        }
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
        if let Some(held) = self.sessions.with_untracked(|sessions| sessions.at(server).cloned()) {
            self.begin_session(held.session, held.is_for_tab);
        }
    }

    /// Takes a server off the list, and ends the session there.
    pub fn forget_server(self, server: &Address) {
        if self.session.with_untracked(|session| session.as_ref().is_some_and(|session| session.server == *server)) {
            self.forget_kept_session();
        }
        let to_end = self.change(|sessions| sessions.forget(server));
        for session in &to_end {
            self.end_at_server(session);
        }
        self.connection().forget(server);
    }

    /// A session on a server that the host does not offer, or not any more, is kept and not used.
    pub fn hold_to_config(self) {
        let is_offered = |server: &Address| self.preferences().config.with_untracked(|config| config.offers(server));
        if self.session.with_untracked(|session| session.as_ref().is_some_and(|it| !is_offered(&it.server))) {
            self.forget_kept_session();
            self.change(Sessions::put_aside);
            self.navigation().go(Route::Login);
        }
    }

    /// A sign-in in another tab is one here too.
    pub fn follow_sign_in(self, held: Held) {
        self.is_kept.set(true);
        self.ended.set(None);
        self.change(|sessions| sessions.current = Some(held));
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
        if matches!(ended, Ended::SignedOut | Ended::ByServer) {
            take_from_jellyfin_web(&session.token);
        }
        self.change(|sessions| sessions.current = None);
        self.is_leaving.set(false);
        self.is_refused.set(false);
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
            self.is_kept.set(storage::keep_session(&new, self.is_for_tab()));
            self.change_current(|current| *current = new);
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
            storage::forget_session(self.is_for_tab());
        }
    }

    /// Whether no other tab has signed somebody in, or signed this account out, in the meantime. A browser that keeps
    /// nothing has no other tab's.
    fn is_kept_session_ours(self) -> bool {
        let kept = storage::session().map(|held| held.session.token);
        !self.is_kept.get_untracked()
            || self.session.with_untracked(|session| session.as_ref().map(|session| &session.token) == kept.as_ref())
    }

    pub(super) fn change_current(self, change: impl FnOnce(&mut Session)) {
        self.change(|sessions| sessions.current.as_mut().map(|held| change(&mut held.session)));
    }

    /// Changes what is known of the sign-ins, and keeps those on other servers.
    fn change<T>(self, change: impl FnOnce(&mut Sessions) -> T) -> T {
        let mut sessions = self.sessions.get_untracked();
        let before = sessions.others.clone();
        let result = change(&mut sessions);
        if sessions.others != before {
            storage::keep_others(&sessions.others);
        }
        self.sessions.set(sessions);
        result
    }

    fn end_at_server(self, session: &Session) {
        take_from_jellyfin_web(&session.token);
        let call = self.device.with_value(|device| logout(device, &session.token));
        let reply = fetch::send(&session.server, call);
        spawn_local(async move {
            let _ = reply.await;
        });
    }
}

/// Jellyfin's own page need not find a token there that has ended.
fn take_from_jellyfin_web(token: &Token) {
    if let Some(servers) = without_token(storage::read(SERVERS).as_deref(), token) {
        storage::write(SERVERS, servers.reveal());
    }
}

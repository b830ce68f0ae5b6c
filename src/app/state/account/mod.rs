//! Who is signed in here, as the screens read it, and how that is kept in step with what the browser keeps.

mod asking;
mod choosing;
mod signing_in;
mod signing_out;

pub use signing_out::take_from_jellyfin_web;

use leptos::prelude::*;

use super::connection::{self, Connection, Server};
use super::left_behind::LookedAfter;
use super::navigation::Navigation;
use super::preferences::Preferences;
use crate::account::session::{Ended, Session};
use crate::account::sessions::{Followed, Held, Keeps, Sessions};
use crate::app::browser::storage;
use crate::jellyfin::device::Device;
use crate::jellyfin::secret::Token;
use crate::jellyfin::system::ServerInfo;
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
    /// Whether a name and a password are on their way.
    pub is_signing_in: RwSignal<bool>,
    /// Tells that the server has refused something: what is known of the account may not be true any more.
    pub doubt: Trigger,
    /// Why the last session ended.
    pub ended: RwSignal<Option<Ended>>,
    /// Whose sessions stood beside the last one on its server when it ended: the person has turned away from these too.
    pub(super) beside: StoredValue<Vec<Session>>,
    /// The tokens of the sessions that the browser could not keep: what it keeps has no word on them.
    unkept: StoredValue<Vec<Token>>,
    /// The tokens that other tabs have taken, of those that were offered to them.
    pub(super) taken: StoredValue<Vec<Token>>,
    /// The codes that this tab looks after and does not show.
    pub(super) looked_after: StoredValue<Vec<LookedAfter>>,
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
        let kept = storage::sessions();
        let sessions = kept.sessions();
        let is_left = |held: &&Held| kept.is_left(&held.session.server_id);
        let beside = sessions.others.iter().filter(is_left).map(|held| held.session.clone()).collect();
        let sessions = RwSignal::new(sessions);
        Self {
            device: StoredValue::new(storage::device()),
            sessions,
            session: Memo::new(move |_| sessions.with(|all| all.current.as_ref().map(|held| held.session.clone()))),
            is_refused: RwSignal::new(false),
            is_kept: RwSignal::new(true),
            is_leaving: RwSignal::new(false),
            is_signing_in: RwSignal::new(false),
            doubt: Trigger::new(),
            ended: RwSignal::new(None),
            beside: StoredValue::new(beside),
            unkept: StoredValue::default(),
            taken: StoredValue::default(),
            looked_after: StoredValue::new(vec![]),
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

    /// What is read from the session; none when nobody is signed in.
    pub fn with_session<T>(self, read: impl FnOnce(&Session) -> T) -> Option<T> {
        self.session.with(|session| session.as_ref().map(read))
    }

    /// Whether the session is of the account with this id.
    pub fn is_of(self, user_id: &str) -> bool {
        self.session.with_untracked(|session| session.as_ref().is_some_and(|session| session.user.id == user_id))
    }

    /// Whose sessions are held at a server, and how long each is kept: the one in use first, then the one that was used
    /// last. A server is known by its id, too, at whatever address.
    pub fn held_at(self, server: &Address) -> Vec<Held> {
        let id = self.connection().known.with(|known| known.at(server).and_then(|known| known.id.clone()));
        self.sessions.with(|sessions| sessions.on(server, id.as_deref()).cloned().collect())
    }

    /// Whether this is the session in use.
    pub fn is_current(self, session: &Session) -> bool {
        self.session.with(|current| current.as_ref().is_some_and(|current| current.token == session.token))
    }

    /// How many sign-ins a server keeps, as far as its release is known.
    pub(super) fn keeps(self, server: &Address) -> Keeps {
        Keeps::of(self.connection().known.with(|known| known.initiate(server)))
    }

    /// The same of the server of the session in use.
    fn keeps_current(self, sessions: &Sessions) -> Keeps {
        let server = sessions.current.as_ref().map(|held| &held.session.server);
        server.map_or(Keeps::OneEach, |server| untrack(|| self.keeps(server)))
    }

    /// Where somebody is signed in: for each server the address that is used, and its id.
    pub fn signed_in(self) -> Vec<(Address, String)> {
        let mut places: Vec<(Address, String)> = vec![];
        self.sessions.with(|sessions| {
            for Held { session, .. } in sessions.all() {
                if !places.iter().any(|(_, id)| *id == session.server_id) {
                    places.push((session.server.clone(), session.server_id.clone()));
                }
            }
        });
        places
    }

    /// Whether the session that is used is for this tab only.
    pub fn is_for_tab(self) -> bool {
        self.sessions.with_untracked(|sessions| sessions.current.as_ref().is_some_and(|held| held.is_for_tab))
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
        let Some(known) = self.session_untracked() else { return };
        self.change(|sessions| {
            if let Some(held) = sessions.current.as_mut().filter(|held| held.session.token == known.token) {
                change(&mut held.session);
            }
        });
    }

    pub(super) fn preferences(self) -> Preferences {
        self.others_to_tell.with_value(|others| others.preferences)
    }

    pub(super) fn navigation(self) -> Navigation {
        self.others_to_tell.with_value(|others| others.navigation)
    }

    pub(super) fn connection(self) -> Connection {
        self.others_to_tell.with_value(|others| others.connection)
    }

    pub(super) fn turn_to(self, server: &Address) {
        if self.connection().address.get_untracked().as_ref() != Some(server) {
            self.connection().settle(Server::At(server.clone()));
        }
    }

    /// Changes what is known of the sessions, as another tab may have changed it meanwhile, and has the browser keep it.
    /// One that the person is signing out of is not kept any more, however that ends.
    pub(super) fn change<T>(self, change: impl FnOnce(&mut Sessions) -> T) -> T {
        let leaving = self.is_leaving.get_untracked().then(|| self.session_untracked()).flatten();
        self.catch_up();
        let mut sessions = self.sessions.get_untracked();
        let before = sessions.clone();
        let result = change(&mut sessions);
        let mut to_keep = sessions.clone();
        if let Some(leaving) = leaving {
            to_keep.end(&leaving.token);
            sessions.others.retain(|held| held.session.token != leaving.token);
        }
        let mut kept = storage::sessions();
        kept.change(&before, &to_keep, self.keeps_current(&before));
        storage::keep_sessions(&kept);
        let kept = storage::sessions().sessions();
        let tokens = to_keep.all().map(|held| held.session.token.clone());
        self.unkept.set_value(tokens.filter(|token| !kept.holds(token)).collect());
        self.set(sessions);
        result
    }

    /// Takes over what another tab has changed. A browser that could not keep something has no word on it.
    pub(super) fn catch_up(self) -> Followed {
        let mut sessions = self.sessions.get_untracked();
        let mut kept = storage::sessions().sessions();
        let is_unkept = |held: &&Held| self.unkept.with_value(|unkept| unkept.contains(&held.session.token));
        kept.others.extend(sessions.all().filter(is_unkept).cloned());
        if self.is_leaving.get_untracked() {
            kept.others.extend(sessions.current.clone());
        }
        let keeps = self.keeps_current(&sessions);
        let followed = sessions.catch_up(&kept, keeps);
        if followed == Followed::Replaced {
            self.is_leaving.set(false);
            self.is_refused.set(false);
        }
        self.set(sessions);
        followed
    }

    fn set(self, sessions: Sessions) {
        if self.sessions.with_untracked(|known| *known != sessions) {
            self.sessions.set(sessions);
        }
    }
}

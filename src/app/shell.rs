//! The handle to the model: reading it, changing it, and the few ways in which a session begins and ends. What a dead
//! token leads to is decided here.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::{spawn_local, spawn_local_scoped_with_cancellation};

use super::inbox::Inbox;
use super::model::{Attempt, Model, Server};
use super::{clock, fetch, field, focus, location, storage};
use crate::address::Address;
use crate::approval;
use crate::device::Device;
use crate::jellyfin::sessions::logout;
use crate::jellyfin::users::Authentication;
use crate::quick_connect;
use crate::route::Route;
use crate::session::{Ended, Session};

/// A handle that can be copied everywhere.
#[derive(Clone, Copy)]
pub struct Shell {
    model: RwSignal<Model>,
    to_waiting: StoredValue<Option<Inbox<quick_connect::Event>>, LocalStorage>,
    to_approval: StoredValue<Option<Inbox<approval::Event>>, LocalStorage>,
}

impl Shell {
    /// Reads what the browser kept and what the address bar says.
    pub fn new() -> Self {
        let shell = Self {
            model: RwSignal::new(Model {
                device: storage::device(),
                route: Route::Login,
                server: Server::Looking,
                server_name: None,
                config_error: None,
                session: storage::session(),
                is_kept: true,
                is_leaving: false,
                ended: None,
                link_code: storage::code(),
                waiting: quick_connect::State::start(),
                now: clock::now(),
                attempt: Attempt::Ready,
                shows_password: false,
                approval: approval::State::Entering,
                refusal: None,
            }),
            to_waiting: StoredValue::new_local(None),
            to_approval: StoredValue::new_local(None),
        };
        shell.follow_hash();
        shell
    }

    /// Reads the model once.
    pub fn read<T>(self, read: impl FnOnce(&Model) -> T) -> T {
        self.model.with_untracked(read)
    }

    /// Reads the model, now and whenever it changes.
    pub fn follow<T>(self, read: impl FnOnce(&Model) -> T) -> T {
        self.model.with(read)
    }

    /// Changes the model; whatever shows it follows.
    pub fn change(self, change: impl FnOnce(&mut Model)) {
        self.model.update(change);
    }

    /// A text that follows the model.
    pub fn text(self, text: fn(&Model) -> String) -> impl Fn() -> String + Copy + Send + 'static {
        move || self.model.with(text)
    }

    /// A part of the screen that is made anew when its key changes, and only then.
    pub fn part(
        self,
        key: fn(&Model) -> String,
        show: fn(Self) -> AnyView,
    ) -> impl Fn() -> AnyView + Copy + Send + 'static {
        let key = Memo::new(move |_| self.model.with(key));
        move || {
            // Read, not only tracked: a memo that was never computed follows nothing.
            key.with(|_| ());
            show(self)
        }
    }

    /// Where the waiting device's events go from now on.
    pub fn connect_waiting(self, inbox: Inbox<quick_connect::Event>) {
        self.to_waiting.set_value(Some(inbox));
    }

    /// Hands an event to the waiting device; without effect when none is waiting.
    pub fn tell_waiting(self, event: quick_connect::Event) {
        self.to_waiting.with_value(|inbox| inbox.as_ref().map(|inbox| inbox.put(event)));
    }

    /// Where the approving device's events go from now on.
    pub fn connect_approval(self, inbox: Inbox<approval::Event>) {
        self.to_approval.set_value(Some(inbox));
    }

    /// Hands an event to the approving device; without effect when there is none.
    pub fn tell_approval(self, event: approval::Event) {
        self.to_approval.with_value(|inbox| inbox.as_ref().map(|inbox| inbox.put(event)));
    }

    /// Shows the screen that the address bar names. Without a session that is the login whatever it says; a code in
    /// the link is kept for later and taken out of the address bar.
    pub fn follow_hash(self) {
        let link = location::link();
        if let Some(code) = link.code {
            // For a link that is opened while the settings are on the screen.
            field::set_value("code", &code);
            self.tell_approval(approval::Event::Cancelled);
            self.change(|model| model.refusal = None);
            focus::on_arrival("code");
            self.keep_code(Some(code));
        }
        let is_signed_in = self.read(|model| model.session.is_some());
        let fitting = if is_signed_in { Route::Settings } else { Route::Login };
        self.go(match link.route {
            Some(route) if is_signed_in => route,
            _ => fitting,
        });
    }

    /// Shows a screen.
    pub fn go(self, route: Route) {
        location::replace(route);
        self.change(|model| model.route = route);
    }

    /// Where both ways of signing in end. A session that was here before is ended at its server: nobody would be left
    /// to do it.
    pub fn sign_in(self, server: Address, authentication: Authentication) {
        let mut session = Session::new(server, authentication);
        session.server_name = self.read(|model| model.server_name.clone());
        if let Some((device, old)) = self.session().filter(|(_, old)| old.token != session.token) {
            spawn_detached(async move {
                let _ = fetch::send(&old.server, &logout(&device, &old.token)).await;
            });
        }
        self.keep_session(session);
        self.change(|model| {
            model.ended = None;
            model.is_leaving = false;
        });
        self.go(Route::Settings);
    }

    /// Forgets the session and shows the login with the reason.
    pub fn end_session(self, ended: Ended) {
        self.forget_kept_session();
        self.change(|model| {
            model.session = None;
            model.is_leaving = false;
            model.ended = Some(ended);
        });
        self.go(Route::Login);
    }

    /// Makes the browser forget the session, unless another tab has put its own there meanwhile.
    pub fn forget_kept_session(self) {
        if self.is_kept_session_ours() {
            storage::keep_session(None);
        }
    }

    /// The device and the session to call the server with. Another tab may have signed the same account in again,
    /// which ends the token that is known here; then this one takes over the new one. It never changes the account.
    pub fn session(self) -> Option<(Device, Session)> {
        let known = self.read(|model| model.session.clone())?;
        let kept = storage::session().filter(|kept| kept.user.id == known.user.id && kept.server == known.server);
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

    /// Keeps a code over the sign-in that has to come first, or forgets it.
    pub fn keep_code(self, code: Option<String>) {
        storage::keep_code(code.as_deref());
        self.change(|model| model.link_code = code);
    }

    /// Whether no other tab has signed somebody in, or signed this account out, in the meantime. A browser that keeps
    /// nothing has no other tab's.
    fn is_kept_session_ours(self) -> bool {
        let kept = storage::session().map(|kept| kept.token);
        self.read(|model| !model.is_kept || model.session.as_ref().map(|session| &session.token) == kept.as_ref())
    }

    fn keep_session(self, session: Session) {
        let is_kept = storage::keep_session(Some(&session));
        self.change(|model| {
            model.is_kept = is_kept;
            model.session = Some(session);
        });
    }
}

/// Runs a task to its end, whatever is on the screen.
pub fn spawn_detached(task: impl Future<Output = ()> + 'static) {
    let task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(task);
    spawn_local(task);
}

/// Runs a task until the part of the screen that it belongs to is gone.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    let task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(task);
    spawn_local_scoped_with_cancellation(task);
}

//! The handle to the model: reading it, changing it, showing parts of it, and going from screen to screen.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::{spawn_local, spawn_local_scoped_with_cancellation};

use super::forgotten::Reset;
use super::inbox::Inbox;
use super::model::{Attempt, Finding, Listing, Model, Picker, Scan, Server};
use super::{clock, code_field, focus, location, server, storage};
use crate::flow::approval;
use crate::flow::quick_connect;
use crate::page::route::Route;
use crate::server::address::Address;

/// A handle that can be copied everywhere.
#[derive(Clone, Copy)]
pub struct Shell {
    model: RwSignal<Model>,
    to_waiting: StoredValue<Option<Inbox<quick_connect::Event>>, LocalStorage>,
    to_approval: StoredValue<Option<Inbox<approval::Event>>, LocalStorage>,
    settled: StoredValue<Inbox<()>, LocalStorage>,
}

impl Shell {
    /// Reads what the browser kept and what the address bar says.
    pub fn new() -> Self {
        let (session, is_for_tab) = storage::session().unzip();
        let (config, config_errors) = server::early_config();
        let shell = Self {
            model: RwSignal::new(Model {
                device: storage::device(),
                edges: storage::edges() % crate::text::EDGES.len(),
                route: Route::Login,
                config,
                config_errors,
                server: Server::Looking(None),
                info: None,
                is_another_server: false,
                servers: storage::servers(),
                today: clock::minutes_since_1970(),
                link_server: None,
                finding: Finding::Ready,
                session,
                others: storage::others(),
                is_for_tab: is_for_tab == Some(true),
                is_kept: true,
                stays: true,
                is_leaving: false,
                ended: None,
                last_name: None,
                link_code: storage::code(),
                typed_code: None,
                waiting: quick_connect::State::start(),
                now: clock::now(),
                people: Vec::new(),
                disclaimer: Vec::new(),
                has_splash: false,
                is_taking_over: false,
                take_over_said: String::new(),
                reset: Reset::default(),
                attempt: Attempt::Ready,
                shows_password: false,
                approval: approval::State::Entering,
                is_settling: false,
                refusal: None,
                typed: String::new(),
                caret: 0,
                scan: Scan::Off,
                is_administrator: false,
                picker: Picker::Closed,
                task: None,
                devices: Listing::Closed,
                switch: Listing::Closed,
            }),
            to_waiting: StoredValue::new_local(None),
            to_approval: StoredValue::new_local(None),
            settled: StoredValue::new_local(Inbox::new()),
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

    /// A part of the screen that is made anew when its key changes, and only then.
    pub fn part(self, key: fn(&Model) -> String, show: fn(Self) -> AnyView) -> AnyView {
        let key = Memo::new(move |_| self.model.with(key));
        let part = move || {
            // Read, not only tracked: a memo that was never computed follows nothing.
            key.with(|_| ());
            focus::hold();
            show(self)
        };
        part.into_any()
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

    /// Shows the screen that the address bar names. Without a session that is the login whatever it says. A code in
    /// the link is kept for later, a server's address fills the field for it, and both are taken out of the address
    /// bar.
    pub fn follow_hash(self) {
        let link = location::link();
        if let Some(code) = link.code {
            // For a link that is opened while the settings are on the screen.
            code_field::fill(self, &code);
            self.tell_approval(approval::Event::Cancelled);
            focus::on_arrival("code");
            self.keep_code(Some(code));
        }
        if let Some(server) = link.server {
            self.change(|model| model.link_server = Some(server));
            if self.read(|model| model.address().is_some()) {
                self.choose_server();
            }
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

    /// Lets the person choose another server, unless the host has fixed it.
    pub fn choose_server(self) {
        self.change(|model| {
            if model.config.server.is_none() {
                model.finding = Finding::Ready;
                model.today = clock::minutes_since_1970();
                model.server = Server::Choosing { back: model.address().cloned() };
            }
        });
    }

    /// Says where the server is, to whatever waits for it.
    pub fn settle(self, server: Server) {
        self.change(|model| {
            let is_same = matches!((&server, model.address()), (Server::At(new), Some(old)) if new == old);
            if !is_same {
                model.info = None;
                model.is_another_server = false;
                model.people.clear();
                model.disclaimer.clear();
                model.has_splash = false;
            }
            model.server = server;
        });
        self.settled.with_value(|settled| settled.put(()));
    }

    /// Waits until it is known where the server is.
    pub async fn server(self) -> Address {
        loop {
            if let Some(address) = self.read(|model| model.address().cloned()) {
                return address;
            }
            let settled = self.settled.with_value(Inbox::clone);
            settled.next().await;
        }
    }

    /// Keeps a code over the sign-in that has to come first, or forgets it.
    pub fn keep_code(self, code: Option<String>) {
        storage::keep_code(code.as_deref());
        self.change(|model| model.link_code = code);
    }
}

/// Runs a task to its end, whatever is on the screen.
pub fn spawn_detached(task: impl Future<Output = ()> + 'static) {
    let task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(task);
    spawn_local(task);
}

/// Does something as soon as what is under way now is on the screen.
pub fn later(action: Box<dyn FnOnce()>) {
    spawn_detached(async move {
        clock::sleep(Duration::ZERO).await;
        action();
    });
}

/// Runs a task until the part of the screen that it belongs to is gone.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    let task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(task);
    spawn_local_scoped_with_cancellation(task);
}

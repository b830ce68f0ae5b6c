//! Which server it is, what it last said about itself, and the servers that were used here.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;

use crate::app::browser::{clock, fetch, storage};
use crate::jellyfin::system::{ServerInfo, public_info, read_public_info};
use crate::jellyfin::{Lost, Method};
use crate::server::address::Address;
use crate::server::known::KnownServers;
use crate::server::search::Said;

/// Where the server is.
#[derive(Clone, PartialEq, Eq)]
pub enum Server {
    /// `config.json` is being read or addresses are being tried; with what kept the last try from an answer.
    Looking(Option<Lost>),
    /// `config.json`, which may name it, cannot be loaded.
    Unsettled(Lost),
    /// Here; whether it answers is for the screens to find out.
    At(Address),
    /// The person has to say.
    Choosing {
        /// The server to go back to, if they change their mind.
        back: Option<Address>,
    },
}

/// The server.
#[derive(Clone, Copy)]
pub struct Connection {
    /// Where it is.
    pub server: RwSignal<Server>,
    /// Its address, once that is known.
    pub address: Memo<Option<Address>>,
    /// What it last said about itself.
    pub info: RwSignal<Option<ServerInfo>>,
    /// Whether it is another one than at the last visit to its address.
    pub is_another_server: RwSignal<bool>,
    /// The servers that were used here.
    pub known: RwSignal<KnownServers>,
}

impl Connection {
    /// Reads what the browser kept.
    pub fn new() -> Self {
        let server = RwSignal::new(Server::Looking(None));
        let address = Memo::new(move |_| {
            server.with(|server| match server {
                Server::At(address) => Some(address.clone()),
                _ => None,
            })
        });
        Self {
            server,
            address,
            info: RwSignal::new(None),
            is_another_server: RwSignal::new(false),
            known: RwSignal::new(storage::servers()),
        }
    }

    /// How the server is called: the name that its owner gave it, else its address.
    pub fn label(self) -> String {
        let Some(address) = self.address.get() else { return String::new() };
        let said = self.info.with(|info| info.as_ref().and_then(|info| info.name.clone()));
        let known = || self.known.with(|known| known.at(&address).and_then(|known| known.name.clone()));
        said.or_else(known).unwrap_or_else(|| address.without_scheme().to_owned())
    }

    /// The server that is used, also while another one is being chosen: until that is done, everything goes on there.
    pub fn in_use(self) -> Option<Address> {
        self.server.with(|server| match server {
            Server::At(address) => Some(address.clone()),
            Server::Choosing { back } => back.clone(),
            Server::Looking(_) | Server::Unsettled(_) => None,
        })
    }

    /// Whether the person has to choose the server.
    pub fn is_choosing(self) -> bool {
        self.server.with(|server| matches!(server, Server::Choosing { .. }))
    }

    /// Says where the server is.
    pub fn settle(self, server: Server) {
        let is_same = matches!(&server, Server::At(new) if untrack(|| self.in_use()).as_ref() == Some(new));
        if !is_same {
            self.info.set(None);
            self.is_another_server.set(false);
        }
        self.server.set(server);
    }

    /// Lets the person choose another server. Not where the host has fixed it: see [`Preferences::can_change_server`].
    ///
    /// [`Preferences::can_change_server`]: super::preferences::Preferences::can_change_server
    pub fn choose(self) {
        self.server.set(Server::Choosing { back: self.address.get_untracked() });
    }

    /// Takes down that a server is being used.
    pub fn use_now(self, server: &Address) {
        self.change_known(|known| known.used(server, clock::minutes_since_1970()));
    }

    /// Takes down how a server took a request for a code; one that did has been used.
    pub fn took(self, server: &Address, method: Method) {
        if self.known.with_untracked(|known| known.at(server).is_none_or(|known| known.initiate != method)) {
            self.change_known(|known| {
                known.used(server, clock::minutes_since_1970());
                known.took(server, method);
            });
        }
    }

    /// Takes down what a server says about itself.
    pub fn introduce(self, server: &Address, info: ServerInfo) {
        let mut is_another = false;
        self.change_known(|known| is_another = known.introduce(server, &info));
        if self.address.get_untracked().as_ref() == Some(server) {
            if is_another {
                self.is_another_server.set(true);
            }
            self.info.set(Some(info));
        }
    }

    /// Takes a server off the list.
    pub fn forget(self, server: &Address) {
        self.change_known(|known| known.forget(server));
    }

    fn change_known(self, change: impl FnOnce(&mut KnownServers)) {
        self.known.update(change);
        self.known.with_untracked(storage::keep_servers);
    }
}

/// Asks a server what it says about itself.
pub fn ask(server: &Address) -> Pin<Box<dyn Future<Output = Said>>> {
    let reply = fetch::send(server, public_info());
    Box::pin(async move { read_public_info(reply.await) })
}

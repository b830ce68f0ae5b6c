//! Finding a server by what a person typed: all the addresses that this may stand for are tried side by side.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;

use crate::app::browser::{clock, spatial_focus};
use crate::app::state::{Account, ask};
use crate::server::address::{Address, AddressError, Typed};
use crate::server::search::Search;

/// How long a server that has answered waits for a better one.
const GRACE: Duration = Duration::from_millis(1500);

/// How far finding a server has come.
#[derive(Clone, PartialEq, Eq)]
pub enum Finding {
    /// Nothing was sent off.
    Ready,
    /// What was typed is no address.
    Refused(AddressError),
    /// Addresses are being tried.
    UnderWay(Search),
    /// None of them is a server that can be used.
    Failed(Search),
}

/// A search for a server.
#[derive(Clone, Copy)]
pub struct ServerSearch {
    /// How far it has come.
    pub finding: RwSignal<Finding>,
    account: Account,
}

impl ServerSearch {
    /// Not begun.
    pub fn new(account: Account) -> Self {
        Self { finding: RwSignal::new(Finding::Ready), account }
    }

    /// Tries what was typed, and turns to the best server that answers. The label is what a person knows it by.
    pub fn start(self, typed: &Typed, label: String) {
        let search = Search::among(label, typed.candidates());
        let addresses: Vec<_> = search.tried.iter().map(|(address, _)| address.clone()).collect();
        self.finding.set(Finding::UnderWay(search));
        self.try_all(addresses, typed.with_usual_path().as_ref());
    }

    fn try_all(self, addresses: Vec<Address>, next: Option<&Typed>) {
        for address in addresses {
            let next = next.cloned();
            spawn_local_scoped_with_cancellation(async move {
                let said = ask(&address).await;
                let (mut is_settled, mut is_found) = (false, false);
                self.finding.update(|finding| {
                    if let Finding::UnderWay(search) = finding {
                        search.put(&address, said);
                        is_settled = search.is_settled();
                        is_found = search.found().is_some();
                    }
                });
                if is_found && !is_settled {
                    clock::sleep(GRACE).await;
                }
                if is_found || is_settled {
                    self.conclude(next);
                }
            });
        }
    }

    /// Takes the best server that has answered. When none has, but something else did, the usual path is tried, once.
    fn conclude(self, next: Option<Typed>) {
        let Finding::UnderWay(mut search) = self.finding.get_untracked() else { return };
        if let Some((address, info)) = search.found() {
            self.finding.set(Finding::Ready);
            spatial_focus::on_arrival("heading");
            self.account.use_server(&address);
            if let Some(info) = info {
                self.account.introduce(&address, info);
            }
            return;
        }
        let next = next.filter(|_| search.met_something_else());
        let more: Vec<_> = next.map(|typed| typed.candidates()).unwrap_or_default();
        let is_new = more.first().is_some_and(|first| search.tried.iter().all(|(tried, _)| tried != first));
        if is_new {
            search.tried.extend(more.iter().map(|address| (address.clone(), None)));
            self.finding.set(Finding::UnderWay(search));
            self.try_all(more, None);
        } else {
            self.finding.set(Finding::Failed(search));
            spatial_focus::on_arrival("server");
        }
    }
}

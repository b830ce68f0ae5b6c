//! Finding a server by what a person typed: all the addresses that this may stand for are tried side by side.

use std::time::Duration;

use leptos::prelude::*;

use crate::app::browser::{clock, spatial_focus};
use crate::app::state::{Account, ask, spawn};
use crate::jellyfin::Lost;
use crate::server::address::{Address, AddressError, Typed};
use crate::server::search::Search;

/// How long a server that has answered waits for a better one.
const GRACE: Duration = Duration::from_millis(1500);

/// Between two looks for a server that was not found, and how often it is looked for: for a quarter of an hour.
const PAUSE: Duration = Duration::from_secs(5);
const TIMES: u32 = 180;

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
    /// Which search it is; an earlier one is over.
    number: StoredValue<u32>,
    account: Account,
}

impl ServerSearch {
    /// Not begun.
    pub fn new(account: Account) -> Self {
        Self { finding: RwSignal::new(Finding::Ready), number: StoredValue::new(0), account }
    }

    /// Tries what was typed, and turns to the best server that answers. The label is what a person knows it by.
    pub fn start(self, typed: &Typed, label: String) {
        let search = Search::among(label, typed.candidates());
        let addresses: Vec<_> = search.tried.iter().map(|(address, _)| address.clone()).collect();
        self.leave();
        self.finding.set(Finding::UnderWay(search));
        self.try_all(addresses, typed);
    }

    /// What was not found is not looked for any more.
    pub fn leave(self) {
        self.number.update_value(|number| *number += 1);
    }

    fn try_all(self, addresses: Vec<Address>, typed: &Typed) {
        for address in addresses {
            let typed = typed.clone();
            spawn(async move {
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
                    self.conclude(&typed);
                }
            });
        }
    }

    /// Takes the best server that has answered. When none has, but something else did, other paths are tried, each once.
    fn conclude(self, typed: &Typed) {
        let Finding::UnderWay(mut search) = self.finding.get_untracked() else { return };
        if let Some((address, info)) = search.found() {
            self.finding.set(Finding::Ready);
            spatial_focus::on_arrival("heading");
            self.account.use_server(&address);
            if let Some(info) = info {
                self.account.introduce(&address, info);
                // By its id it may turn out to be one where somebody is signed in.
                self.account.go_to_session_at(&address);
            }
            return;
        }
        let otherwise = typed.otherwise();
        let more = otherwise.candidates();
        let is_new = more.first().is_some_and(|first| search.tried.iter().all(|(tried, _)| tried != first));
        if is_new && search.met_something_else() {
            search.tried.extend(more.iter().map(|address| (address.clone(), None)));
            self.finding.set(Finding::UnderWay(search));
            self.try_all(more, &otherwise);
        } else {
            self.look_again(&search);
            self.finding.set(Finding::Failed(search));
            spatial_focus::on_arrival("server");
        }
    }

    /// Goes on asking each address, without a word, and begins anew with those that were typed when one answers.
    fn look_again(self, search: &Search) {
        let number = self.number.get_value();
        let is_over = move || self.number.try_get_value() != Some(number);
        for (address, _) in search.tried.iter().filter(|_| search.may_come()) {
            let (address, label) = (address.clone(), search.label.clone());
            spawn(async move {
                for _ in 0..TIMES {
                    clock::sleep(PAUSE).await;
                    if is_over() {
                        return;
                    }
                    let is_there = matches!(ask(&address).await, Ok(_) | Err(Lost::Starting));
                    if is_there && !is_over() {
                        if let Ok(typed) = Typed::parse(&label) {
                            self.start(&typed, label);
                        }
                        return;
                    }
                }
            });
        }
    }
}

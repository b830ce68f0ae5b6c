//! The codes that no screen shows any more and that are still good: those of a login that somebody has left by signing in,
//! and those of a tab that is closed. This tab looks after the first, and any tab after the others.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use futures::StreamExt;
use futures::channel::mpsc::{self, UnboundedSender};
use futures::channel::oneshot;
use leptos::ev::{self, Custom};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::account::Account;
use super::listen;
use crate::app::browser::{clock, fetch, location, storage};
use crate::flow::machine::{Won, race};
use crate::flow::quick_connect::{State, look_after, servers};
use crate::jellyfin::Method;
use crate::jellyfin::secret::Secret;
use crate::server::address::Address;
use crate::server::known::KnownServers;

/// How long anything waits at most for what becomes of a late sign-in.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a tab that is closed may take to come back: it may only be loaded again.
const RELOAD: Duration = Duration::from_secs(15);

/// The codes of a server that this tab looks after.
pub struct LookedAfter {
    secrets: Vec<Secret>,
    /// Asks for a look at once; the answer is dropped when nothing is under way any more.
    ask: UnboundedSender<oneshot::Sender<()>>,
}

/// Goes on with what was under way when the page was left, and leaves it to others when this one is left.
pub fn keep_codes(account: Account) {
    take_codes_back();
    account.look_after_codes();
    listen(Custom::<web_sys::Event>::new("pagehide"), move |_| account.hand_codes_on());
    listen(Custom::<web_sys::Event>::new("pageshow"), move |_| take_codes_back());
    listen(ev::storage, move |event| {
        if storage::is_about_left_behind(event.key().as_deref()) {
            spawn_local(async move {
                clock::sleep(RELOAD).await;
                account.look_after_codes();
            });
        }
    });
}

impl Account {
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
            let shown = resume(&storage::pending(), &server);
            storage::keep_pending(&server, None);
            let codes = secrets(&shown);
            add(self.is_only_for_tab(), &server, shown);
            // Also where the browser keeps nothing.
            self.look_after(server, codes, true);
        }
    }

    /// A tab that is closed can look after nothing. What it shows is for whoever opens the page next, unless nothing of this
    /// tab is to stay. A frame of another page leaves nothing: that page asks anew.
    fn hand_codes_on(self) {
        if !self.is_only_for_tab() && location::embedder().is_none() {
            let pending = storage::kept_pending();
            for server in servers(&pending) {
                add(false, &server, resume(&pending, &server));
            }
        }
    }

    fn is_only_for_tab(self) -> bool {
        !self.preferences().stay_signed_in.get_untracked()
    }

    /// Looks at all codes now and returns when it is decided what becomes of those that have been approved: such an approval
    /// may be why the server refuses a token.
    pub(super) fn look_at_codes(self) -> Pin<Box<dyn Future<Output = ()>>> {
        self.look_after_codes();
        let ask = |looked_after: &LookedAfter| {
            let (sender, receiver) = oneshot::channel();
            looked_after.ask.unbounded_send(sender).is_ok().then_some(receiver)
        };
        let answers: Vec<_> = self.looked_after.with_value(|all| all.iter().filter_map(ask).collect());
        Box::pin(async move {
            let all = async {
                for answer in answers {
                    let _ = answer.await;
                }
            };
            race(pin!(all), pin!(clock::sleep(PATIENCE))).await;
        })
    }

    /// Looks after all codes that are left behind, as far as this tab does not do so yet.
    fn look_after_codes(self) {
        for left in [storage::left_behind(true), storage::left_behind(false)] {
            for server in servers(&left) {
                let mut new = secrets(&resume(&left, &server));
                let is_known = |secret: &Secret| {
                    // The whole app may be gone by then, as it is at the end of a test.
                    let known = |all: &Vec<LookedAfter>| all.iter().any(|known| known.secrets.contains(secret));
                    self.looked_after.try_with_value(known).unwrap_or(true)
                };
                new.retain(|secret| !is_known(secret));
                self.look_after(server, new, false);
            }
        }
    }

    /// `is_own` tells whether they were this tab's. Those of others may be taken back.
    fn look_after(self, server: Address, codes: Vec<Secret>, is_own: bool) {
        if codes.is_empty() {
            return;
        }
        let (ask, asked) = mpsc::unbounded();
        self.looked_after.update_value(|all| all.push(LookedAfter { secrets: codes.clone(), ask }));
        let device = self.device.get_value();
        spawn_local(async move {
            let (asked, waiting) = (RefCell::new(asked), RefCell::new(None));
            let is_left = |secret: &Secret| {
                let kept = [storage::left_behind(true), storage::left_behind(false)];
                is_own || kept.iter().any(|left| secrets(&resume(left, &server)).contains(secret))
            };
            let send = async |call| fetch::send(&server, call).await;
            let rest = async |pause: Duration| {
                waiting.take();
                let before = clock::now();
                // When the whole app is gone, nobody asks any more.
                let question = poll_fn(|context| match asked.borrow_mut().poll_next_unpin(context) {
                    Poll::Ready(Some(sender)) => Poll::Ready(sender),
                    Poll::Ready(None) | Poll::Pending => Poll::Pending,
                });
                match race(pin!(clock::sleep(pause)), pin!(question)).await {
                    Won::First(()) => pause,
                    Won::Second(sender) => {
                        waiting.replace(Some(sender));
                        clock::now().saturating_sub(before).min(pause.saturating_sub(Duration::from_millis(1)))
                    }
                }
            };
            let take = async |code: &Secret, authentication| {
                let decided = self.sign_in_late(server.clone(), authentication, true);
                race(pin!(decided), pin!(clock::sleep(PATIENCE))).await;
                // What has been decided once is not to be decided again by a page that is loaded anew.
                remove(&server, std::slice::from_ref(code));
            };
            look_after(codes.clone(), &device, is_left, send, rest, take).await;
            remove(&server, &codes);
            self.looked_after.try_update_value(|all| all.retain(|known| known.secrets != codes));
        });
    }
}

/// What this tab shows is its own again.
fn take_codes_back() {
    let pending = storage::kept_pending();
    for server in servers(&pending) {
        remove(&server, &secrets(&resume(&pending, &server)));
    }
}

/// Leaves behind what a tab has shown.
fn add(is_for_tab: bool, server: &Address, shown: State) {
    let left = State::left_behind(&[resume(&storage::left_behind(is_for_tab), server), shown], &[]);
    storage::keep_left_behind(is_for_tab, server, left.kept(server, clock::now(), clock::wall()));
}

/// These are done with, or are looked after elsewhere.
fn remove(server: &Address, done: &[Secret]) {
    for is_for_tab in [true, false] {
        let left = State::left_behind(&[resume(&storage::left_behind(is_for_tab), server)], done);
        storage::keep_left_behind(is_for_tab, server, left.kept(server, clock::now(), clock::wall()));
    }
}

fn secrets(state: &State) -> Vec<Secret> {
    state.secrets().into_iter().cloned().collect()
}

fn resume(kept: &str, server: &Address) -> State {
    State::resume(kept, server, Method::Post, clock::now(), clock::wall())
}

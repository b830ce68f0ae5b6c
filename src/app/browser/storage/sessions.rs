//! The sessions that the browser keeps, those whose end no server has confirmed yet, and what tabs tell each other of them.

use std::iter;

use web_sys::StorageEvent;

use super::{keep, lasting, of_tab, own, place, read};
use crate::account::kept::{Kept, Last, Place};
use crate::account::session::{self, Session};
use crate::jellyfin::secret::Token;

const SESSION: &str = "jellyfin-quick-connect.session";
const OTHERS: &str = "jellyfin-quick-connect.others";
const LAST: &str = "jellyfin-quick-connect.last";
const LEFT: &str = "jellyfin-quick-connect.left";
const ENDING: &str = "jellyfin-quick-connect.ending";
const BEGUN: &str = "jellyfin-quick-connect.begun";
const OFFERED: &str = "jellyfin-quick-connect.offered";
const TAKEN: &str = "jellyfin-quick-connect.taken";

/// So many are kept that are over here and not yet at their servers.
const MOST_ENDING: usize = 8;

/// The sessions that are kept, as far as they can be read.
pub fn sessions() -> Kept {
    let of = |is_for_tab: bool| {
        let read = |key| place(is_for_tab).and_then(|storage| storage.get_item(&own(key)).ok()?);
        Place {
            first: read(SESSION).and_then(|written| Session::read(&written)),
            others: read(OTHERS).map(|written| session::read_list(&written)).unwrap_or_default(),
        }
    };
    let of_this_tab = |key| of_tab().and_then(|storage| storage.get_item(&own(key)).ok()?);
    Kept {
        tab: of(true),
        lasting: of(false),
        last: of_this_tab(LAST).and_then(|written| Last::read(&written)),
        left: read(&own(LEFT)).unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
    }
}

/// Keeps the sessions. Another tab may read in between: one that only moves is there twice then, and never missing.
pub fn keep_sessions(kept: &Kept) {
    let before = sessions();
    if before.last != kept.last {
        keep(of_tab(), &own(LAST), kept.last.as_ref().map(Last::written).as_deref());
    }
    if before.left != kept.left {
        let left = Some(kept.left.join(" ")).filter(|left| !left.is_empty());
        keep(lasting(), &own(LEFT), left.as_deref());
    }
    for (is_for_tab, before, kept) in [(true, before.tab, &kept.tab), (false, before.lasting, &kept.lasting)] {
        let keep_others = |others: &[Session]| {
            let written = (!others.is_empty()).then(|| session::written_list(others));
            keep(place(is_for_tab), &own(OTHERS), written.as_deref());
        };
        let is_first_new = before.first != kept.first;
        if is_first_new {
            let all: Vec<_> = kept.first.iter().chain(&kept.others).cloned().collect();
            keep_others(&all);
            let written = kept.first.as_ref().map(Session::written);
            // Where nothing more can be written, what can be read is not to be the one before; and what has room among the
            // others stays there.
            if !keep(place(is_for_tab), &own(SESSION), written.as_deref()) {
                keep(place(is_for_tab), &own(SESSION), None);
                keep_others(&kept.others);
                if !keep(place(is_for_tab), &own(SESSION), written.as_deref()) {
                    keep_others(&all);
                    continue;
                }
            }
        }
        if is_first_new || before.others != kept.others {
            keep_others(&kept.others);
        }
    }
}

/// Whether something that another tab has kept under this name is about the sessions; without a name, all is gone.
pub fn is_about_sessions(key: Option<&str>) -> bool {
    key.is_none_or(|key| key == own(SESSION) || key == own(OTHERS))
}

/// What tabs tell each other of a session. Nothing of it stays kept.
#[derive(Clone, Copy)]
pub enum News {
    /// It is in use in the tab that tells: one of the same account for another tab has ended with its beginning.
    Begun,
    /// Nobody in the tab that tells can use it.
    Offered,
    /// The tab that tells has taken one that was offered.
    Taken,
}

impl News {
    fn key(self) -> String {
        own(match self {
            Self::Begun => BEGUN,
            Self::Offered => OFFERED,
            Self::Taken => TAKEN,
        })
    }

    /// Tells the other tabs.
    pub fn tell(self, session: &Session) {
        keep(lasting(), &self.key(), Some(&session.written()));
        keep(lasting(), &self.key(), None);
    }

    /// What another tab has told.
    pub fn told(event: &StorageEvent) -> Option<(Self, Session)> {
        let key = event.key()?;
        let news = [Self::Begun, Self::Offered, Self::Taken].into_iter().find(|news| news.key() == key)?;
        Some((news, Session::read(&event.new_value()?)?))
    }
}

/// The sessions that are over here, but of which no server has said that they are.
pub fn ending() -> Vec<Session> {
    read(&own(ENDING)).map(|written| session::read_list(&written)).unwrap_or_default()
}

/// Keeps a session for as long as its server does not know that it is over.
pub fn keep_ending(session: &Session) {
    let others = ending().into_iter().filter(|other| other.token != session.token);
    let all: Vec<_> = iter::once(session.clone()).chain(others).take(MOST_ENDING).collect();
    keep(lasting(), &own(ENDING), Some(&session::written_list(&all)));
}

/// Its server knows.
pub fn forget_ending(token: &Token) {
    let mut all = ending();
    all.retain(|session| session.token != *token);
    let written = (!all.is_empty()).then(|| session::written_list(&all));
    keep(lasting(), &own(ENDING), written.as_deref());
}

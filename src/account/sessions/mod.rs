//! The sign-ins that this browser holds: the one in use, and those of others beside it, on the same server or another one.
//! The one place that decides what becomes of a sign-in when another one begins, comes late, or is given up. Does not know
//! how they are kept.

#[cfg(test)]
mod tests;

use super::session::Session;
use crate::jellyfin::Method;
use crate::jellyfin::secret::Token;
use crate::server::address::Address;

/// A sign-in, and how long it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Who is signed in where.
    pub session: Session,
    /// Whether it ends with this tab.
    pub is_for_tab: bool,
}

/// All of them. Of one account there is at most one, for this tab or for good: of two sign-ins of one account on one device
/// only the last one counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sessions {
    /// The one in use.
    pub current: Option<Held>,
    /// The others, the last one used first.
    pub others: Vec<Held>,
}

/// What becomes of a sign-in whose answer comes when nobody waits for it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// It is the token that is held already, as servers up to 10.8 give it again: nothing is to be done.
    IsHeld,
    /// Nobody is signed in, and somebody wants to be: it is taken if the server accepts it.
    BeginIfAlive,
    /// It is of an account whose session is held, and only the last one counts, whichever answer came first: it takes the
    /// place of that one, if the server accepts it.
    ReplaceIfAlive,
    /// Nobody would hold it: it is ended at its server.
    End,
}

/// What another tab has done to the session in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// Nothing.
    Nothing,
    /// It has signed in on the same server, which may have ended this one.
    Doubtful,
    /// It has signed the same account in again, or, where a server keeps one sign-in, another one. Its session is the one in
    /// use now.
    Replaced,
    /// It has given the session up.
    Ended,
}

/// How many sign-ins of one device a server keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// One of each account, from 10.9 on.
    OneEach,
    /// One: up to 10.8 each ends those of other accounts.
    One,
}

impl Keeps {
    /// How a server takes a request for a code tells which: up to 10.8 by GET.
    #[must_use]
    pub fn of(asks_by: Method) -> Self {
        match asks_by {
            Method::Get => Self::One,
            _ => Self::OneEach,
        }
    }
}

impl Sessions {
    /// Makes a session the one in use, and puts the one before it aside. It replaces the one of the same account; where the
    /// server keeps only one, also those of other accounts there, though one for this tab leaves alone what lasts. Returns
    /// those that have to be ended at their servers, because nobody holds them any more.
    pub fn begin(&mut self, mut new: Held, keeps: Keeps) -> Vec<Session> {
        // The same sign-in once more, taken over from elsewhere, is kept as long as it was to be kept anyway.
        new.is_for_tab &= !self.all().any(|held| held.session.token == new.session.token && !held.is_for_tab);
        let is_replaced = |held: &Held| {
            let is_beside = keeps == Keeps::OneEach || (new.is_for_tab && !held.is_for_tab);
            held.session.server_id == new.session.server_id
                && (!is_beside || held.session.is_same_account(&new.session))
        };
        self.put_aside();
        let (replaced, others) = std::mem::take(&mut self.others).into_iter().partition(is_replaced);
        self.others = others;
        let replaced: Vec<Held> = replaced;
        let token = new.session.token.clone();
        self.current = Some(new);
        replaced.into_iter().map(|held| held.session).filter(|old| old.token != token).collect()
    }

    /// Puts a session in the place of the one of the same account, which is kept as long as that one was. Returns the
    /// one before, to be ended, if there was one with another token.
    pub fn replace(&mut self, new: Session) -> Option<Session> {
        let mut all = self.current.iter_mut().chain(&mut self.others);
        let held = all.find(|held| held.session.is_same_account(&new))?;
        let before = std::mem::replace(&mut held.session, new);
        held.session.server_name.clone_from(&before.server_name);
        (before.token != held.session.token).then_some(before)
    }

    /// Keeps the session in use without using it.
    pub fn put_aside(&mut self) {
        if let Some(old) = self.current.take() {
            self.others.insert(0, old);
        }
    }

    /// Takes out a session that is over. Returns it if it was the one in use.
    pub fn end(&mut self, token: &Token) -> Option<Held> {
        self.others.retain(|held| held.session.token != *token);
        self.current.take_if(|held| held.session.token == *token)
    }

    /// Gives up the sessions at an address, and returns them to be ended. Whoever gives up one for this tab leaves alone
    /// what lasts beside it.
    pub fn forget(&mut self, server: &Address) -> Vec<Session> {
        let is_there = |held: &Held| held.session.server == *server;
        let is_for_tab = self.all().any(|held| is_there(held) && held.is_for_tab);
        let is_given_up = |held: &Held| is_there(held) && held.is_for_tab == is_for_tab;
        let current = self.current.take_if(|held| is_given_up(held));
        let (given_up, others) = std::mem::take(&mut self.others).into_iter().partition(is_given_up);
        self.others = others;
        let given_up: Vec<Held> = given_up;
        current.into_iter().chain(given_up).map(|held| held.session).collect()
    }

    /// The session to go on with on a server: the one in use, else the one that was used last.
    #[must_use]
    pub fn at(&self, server: &Address, id: Option<&str>) -> Option<&Held> {
        self.on(server, id).next()
    }

    /// All on a server, the one in use first: on the one at this address, or else on the one with this id at other addresses.
    pub fn on<'a>(&'a self, server: &Address, id: Option<&str>) -> impl Iterator<Item = &'a Held> + use<'a> {
        let there = self.all().find(|held| held.session.server == *server);
        let id = there.map(|held| held.session.server_id.as_str()).or(id).map(str::to_owned);
        self.all().filter(move |held| Some(&held.session.server_id) == id.as_ref())
    }

    /// All, the one in use first.
    pub fn all(&self) -> impl Iterator<Item = &Held> {
        self.current.iter().chain(&self.others)
    }

    /// Whether this is the token of one of them.
    #[must_use]
    pub fn holds(&self, token: &Token) -> bool {
        self.all().any(|held| held.session.token == *token)
    }

    /// What becomes of a sign-in that comes late. `is_awaited` tells whether somebody is at that server who wants to be
    /// signed in.
    #[must_use]
    pub fn late(&self, late: &Session, is_awaited: bool) -> Late {
        if self.current.is_none() && is_awaited {
            Late::BeginIfAlive
        } else if self.holds(&late.token) {
            Late::IsHeld
        } else if self.all().any(|held| held.session.is_same_account(late)) {
            Late::ReplaceIfAlive
        } else {
            Late::End
        }
    }

    /// Takes over what the browser keeps by now, when another tab may have changed it. That nobody was signed in here is
    /// for the screens to change, and that the session in use has ended as well. `keeps` is about the server of that one.
    pub fn catch_up(&mut self, kept: &Self, keeps: Keeps) -> Followed {
        let before: Vec<Token> = self.others.iter().map(|held| held.session.token.clone()).collect();
        let token = |held: &Held| held.session.token.clone();
        let known = self.current.as_ref().map(token);
        let is_other = |held: &&Held| Some(&held.session.token) != known.as_ref();
        self.others = kept.all().filter(is_other).cloned().collect();
        let Some(current) = &mut self.current else { return Followed::Nothing };
        let is_new =
            |held: &Held| held.session.server_id == current.session.server_id && !before.contains(&held.session.token);
        if kept.holds(&current.session.token) {
            return if self.others.iter().any(is_new) { Followed::Doubtful } else { Followed::Nothing };
        }
        let is_next = |held: &Held| {
            // One that lasts beside one of this tab has been there all along.
            let is_only_one = keeps == Keeps::One && held.session.server_id == current.session.server_id;
            held.session.is_same_account(&current.session)
                || (is_only_one && (held.is_for_tab == current.is_for_tab || is_new(held)))
        };
        let Some(next) = self.others.iter().position(is_next) else { return Followed::Ended };
        *current = self.others.remove(next);
        Followed::Replaced
    }
}

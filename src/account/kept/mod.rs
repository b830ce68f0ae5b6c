//! How a browser keeps the sign-ins: some for one tab, the others for all tabs and over restarts, in two places. In each
//! one is the first: a tab that is opened goes on with it, and one that is loaded again with whom it was at. Does not know
//! the browser.

#[cfg(test)]
mod tests;

use super::session::Session;
use super::sessions::{Held, Keeps, Sessions};

/// What is kept in both places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// For this tab.
    pub tab: Place,
    /// For all tabs.
    pub lasting: Place,
    /// Whom this tab was at last, if it was at anybody.
    pub last: Option<Last>,
    /// The ids of the servers where somebody has signed out while others are held there: these wait to be chosen.
    pub left: Vec<String>,
}

/// Whom a tab was at last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    /// The server's id.
    pub server_id: String,
    /// The account's id; none when somebody has signed out there.
    pub user_id: Option<String>,
}

impl Last {
    /// As it is kept.
    #[must_use]
    pub fn written(&self) -> String {
        format!("{} {}", self.server_id, self.user_id.as_deref().unwrap_or_default())
    }

    /// Reads what [`Last::written`] wrote.
    #[must_use]
    pub fn read(written: &str) -> Option<Self> {
        let (server_id, user_id) = written.split_once(' ')?;
        Some(Self { server_id: server_id.into(), user_id: Some(user_id.to_owned()).filter(|id| !id.is_empty()) })
    }

    fn of(session: &Session) -> Self {
        Self { server_id: session.server_id.clone(), user_id: Some(session.user.id.clone()) }
    }
}

/// What is kept in one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The one to go on with.
    pub first: Option<Session>,
    /// The others.
    pub others: Vec<Session>,
}

impl Kept {
    /// What a tab that is opened, or loaded again, now has. One that has signed out goes on with nobody.
    #[must_use]
    pub fn sessions(&self) -> Sessions {
        // What another tab has taken over for good is not for this tab alone any more.
        let is_lasting = |held: &Held| self.lasting.held(false).any(|other| other.session.token == held.session.token);
        let of_tab = self.tab.held(true).filter(|held| !is_lasting(held));
        let mut others: Vec<Held> = of_tab.chain(self.lasting.held(false)).collect();
        let is_first = |held: &Held| Some(&held.session) == self.first();
        let is_it = |held: &Held| match &self.last {
            Some(last) if self.tab.first.is_none() => *last == Last::of(&held.session),
            _ => is_first(held),
        };
        let current = others.iter().position(is_it).map(|place| others.remove(place));
        Sessions { current, others }
    }

    /// The one that a tab goes on with that has not been at anybody yet.
    #[must_use]
    pub fn first(&self) -> Option<&Session> {
        self.tab.first.as_ref().or(self.lasting.first.as_ref())
    }

    /// Whether somebody has signed out on a server, in this tab or as the last one in any, or is not there any more: nobody
    /// becomes somebody else there without choosing to.
    #[must_use]
    pub fn is_left(&self, server_id: &str) -> bool {
        let is_held = |last: &Last| self.sessions().all().any(|held| Last::of(&held.session) == *last);
        let is_left_here = |last: &Last| last.server_id == server_id && !is_held(last);
        self.last.as_ref().is_some_and(is_left_here) || self.left.iter().any(|left| left == server_id)
    }

    /// Takes down what has changed in this tab. What other tabs have kept meanwhile stays. `keeps` is about the server of the
    /// session that was in use before: where there is nobody to choose, nobody has to.
    pub fn change(&mut self, before: &Sessions, after: &Sessions, keeps: Keeps) {
        self.tab.change(true, before, after);
        self.lasting.change(false, before, after);
        let account = |sessions: &Sessions| sessions.current.as_ref().map(|held| Last::of(&held.session));
        let sessions_before = before;
        match (account(before), account(after)) {
            (before, Some(now)) if before.as_ref() != Some(&now) => {
                self.left.retain(|left| *left != now.server_id);
                self.last = Some(now);
            }
            (Some(before), None) => {
                // One that is put aside has not been left.
                let is_aside = after.others.iter().any(|held| Last::of(&held.session) == before);
                let is_left = keeps == Keeps::OneEach && !is_aside;
                // A sign-out for one tab is one for that tab only.
                let is_lasting = sessions_before.current.as_ref().is_some_and(|held| !held.is_for_tab);
                let is_in_use = self.lasting.first.as_ref().is_some_and(|first| first.server_id == before.server_id);
                if is_left && is_lasting && !is_in_use {
                    self.left.push(before.server_id.clone());
                }
                self.last = is_left.then_some(Last { user_id: None, ..before });
            }
            _ => {}
        }
        let all: Vec<Held> = self.tab.held(true).chain(self.lasting.held(false)).collect();
        self.left.dedup();
        self.left.retain(|left| all.iter().any(|held| held.session.server_id == *left));
    }
}

impl Place {
    fn held(&self, is_for_tab: bool) -> impl Iterator<Item = Held> {
        let all = self.first.iter().chain(&self.others);
        all.map(move |session| Held { session: session.clone(), is_for_tab })
    }

    fn change(&mut self, is_for_tab: bool, before: &Sessions, after: &Sessions) {
        let is_mine = |held: &&Held| held.is_for_tab == is_for_tab;
        let stays = |session: &Session| {
            let is_it = |held: &Held| held.session.token == session.token;
            after.all().filter(is_mine).any(is_it) || !before.all().any(is_it)
        };
        let is_new = |held: &&Held| !before.all().any(|known| known == *held);
        for held in after.all().filter(is_mine).filter(is_new) {
            // A further sign-in takes the place of the one before it.
            let is_it = |session: &&mut Session| session.is_same_account(&held.session);
            match self.first.iter_mut().chain(&mut self.others).find(is_it) {
                Some(session) => session.clone_from(&held.session),
                None => self.others.push(held.session.clone()),
            }
        }
        self.first.take_if(|session| !stays(session));
        self.others.retain(stays);
        // Other tabs go on with the lasting one when this tab turns to one of its own.
        let first = self.first.as_ref().map(|session| &session.token);
        let was_in_use = before.current.as_ref().is_some_and(|held| Some(&held.session.token) == first);
        let is_put_aside = after.current.is_none() && was_in_use;
        let current = after.current.as_ref().filter(is_mine).map(|held| &held.session);
        let is_first_to_go = current.is_some() || is_for_tab || is_put_aside;
        if let Some(first) = self.first.take_if(|_| is_first_to_go) {
            self.others.insert(0, first);
        }
        if let Some(place) = self.others.iter().position(|session| Some(session) == current) {
            self.first = Some(self.others.remove(place));
        }
    }
}

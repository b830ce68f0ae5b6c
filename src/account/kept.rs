//! How a browser keeps the sign-ins: some for one tab, the others for all tabs and over restarts, in two places. In each
//! one is the first: a tab that is opened goes on with it. Does not know the browser.

use super::session::Session;
use super::sessions::{Held, Sessions};

/// What is kept in both places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// For this tab.
    pub tab: Place,
    /// For all tabs.
    pub lasting: Place,
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
    /// What a tab that is opened now has.
    #[must_use]
    pub fn sessions(&self) -> Sessions {
        let of = |place: &Place, is_for_tab| {
            let held = move |session: &Session| Held { session: session.clone(), is_for_tab };
            (place.first.as_ref().map(held), place.others.iter().map(held).collect::<Vec<_>>())
        };
        let (tab, mut others) = of(&self.tab, true);
        let (lasting, lasting_others) = of(&self.lasting, false);
        let (current, second) = if tab.is_some() { (tab, lasting) } else { (lasting, None) };
        others.extend(second);
        others.extend(lasting_others);
        Sessions { current, others }
    }

    /// Takes down what has changed in this tab. What other tabs have kept meanwhile stays.
    pub fn change(&mut self, before: &Sessions, after: &Sessions) {
        self.tab.change(true, before, after);
        self.lasting.change(false, before, after);
    }
}

impl Place {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jellyfin::secret::Token;
    use crate::jellyfin::users::{Authentication, User};
    use crate::server::address::Address;

    fn held(server: &str, token: &str) -> Held {
        let user = User { id: "7d".into(), name: "demo".into(), is_administrator: false, image_tag: None };
        let authentication = Authentication { user, token: Token::new(token), server_id: server.into() };
        let address = Address::parse(&format!("http://{server}")).unwrap();
        Held { session: Session::new(address, authentication), is_for_tab: token.starts_with("tab") }
    }

    /// First and others of the tab, and of all tabs.
    fn written(kept: &Kept) -> String {
        let token = |session: &Session| session.token.reveal().to_owned();
        let place = |place: &Place| {
            let first = place.first.as_ref().map_or("-".into(), token);
            format!("{first} [{}]", place.others.iter().map(token).collect::<Vec<_>>().join(" "))
        };
        format!("{} | {}", place(&kept.tab), place(&kept.lasting))
    }

    /// A tab, as the app has it: it catches up, changes something, and has that kept.
    fn change(kept: &mut Kept, tab: &mut Sessions, change: impl FnOnce(&mut Sessions)) {
        tab.catch_up(&kept.sessions());
        let before = tab.clone();
        change(tab);
        kept.change(&before, tab);
    }

    #[test]
    fn a_tab_that_is_opened_goes_on_with_the_last_one() {
        let (mut kept, mut tab) = (Kept::default(), Sessions::default());
        change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "1"))));
        assert_eq!(written(&kept), "- [] | 1 []");
        change(&mut kept, &mut tab, |it| drop(it.begin(held("cellar", "2"))));
        assert_eq!(written(&kept), "- [] | 2 [1]");
        assert_eq!(kept.sessions(), tab);
        change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "3"))));
        assert_eq!(written(&kept), "- [] | 3 [2]");
        change(&mut kept, &mut tab, |it| drop(it.end(&Token::new("3"))));
        assert_eq!(written(&kept), "- [] | - [2]");
    }

    #[test]
    fn a_sign_in_for_one_tab_leaves_the_others_what_they_have() {
        let (mut kept, mut tab) = (Kept::default(), Sessions::default());
        change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "1"))));
        change(&mut kept, &mut tab, |it| drop(it.begin(held("cellar", "tab2"))));
        assert_eq!(written(&kept), "tab2 [] | 1 []");
        assert_eq!(kept.sessions(), tab);
        let again = tab.others[0].clone();
        change(&mut kept, &mut tab, |it| drop(it.begin(again)));
        assert_eq!(written(&kept), "- [tab2] | 1 []");
        assert_eq!(kept.sessions().current, tab.current);
    }

    #[test]
    fn a_late_sign_in_is_kept_in_the_place_of_the_one_before() {
        let (mut kept, mut tab) = (Kept::default(), Sessions::default());
        change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "1"))));
        change(&mut kept, &mut tab, |it| drop(it.begin(held("cellar", "tab2"))));
        change(&mut kept, &mut tab, |it| drop(it.replace(held("attic", "3").session)));
        assert_eq!(written(&kept), "tab2 [] | 3 []");
        change(&mut kept, &mut tab, |it| drop(it.replace(held("cellar", "tab4").session)));
        assert_eq!(written(&kept), "tab4 [] | 3 []");
    }

    #[test]
    fn a_session_that_the_host_does_not_offer_is_not_the_first_any_more() {
        let (mut kept, mut tab) = (Kept::default(), Sessions::default());
        change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "1"))));
        change(&mut kept, &mut tab, Sessions::put_aside);
        assert_eq!(written(&kept), "- [] | - [1]");
    }

    #[test]
    fn what_another_tab_keeps_is_not_touched() {
        let (mut kept, mut tab, mut other) = (Kept::default(), Sessions::default(), Sessions::default());
        change(&mut kept, &mut tab, |it| drop(it.begin(held("attic", "1"))));
        other.current.clone_from(&tab.current);
        change(&mut kept, &mut other, |it| drop(it.begin(held("cellar", "2"))));
        // The first tab is still at the attic, and signs out there.
        change(&mut kept, &mut tab, |it| drop(it.end(&Token::new("1"))));
        assert_eq!(written(&kept), "- [] | 2 []");
        change(&mut kept, &mut tab, |it| drop(it.begin(held("cellar", "3"))));
        assert_eq!(written(&kept), "- [] | 3 []", "another one on the same server takes its place");
    }
}

//! Looking for a server at several addresses at once: what each of them said, which one is the best, and what it means
//! if none is a server. Does not know how they are asked.

use crate::jellyfin::Lost;
use crate::jellyfin::system::ServerInfo;
use crate::server::address::Address;

/// What came of asking an address for its [`public_info`](crate::jellyfin::system::public_info).
pub type Said = Result<ServerInfo, Lost>;

/// The addresses that are asked, the best first, and what they have said so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// What is looked for, as it was typed.
    pub label: String,
    /// Each address with what it said; none while it has not answered.
    pub tried: Vec<(Address, Option<Said>)>,
}

/// Why a search found nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// There is a Jellyfin server, but this version has no Quick Connect.
    TooOld(String),
    /// The answer that says the most.
    Lost(Lost),
}

impl Search {
    /// A search among these addresses.
    #[must_use]
    pub fn among(label: String, addresses: Vec<Address>) -> Self {
        Self { label, tried: addresses.into_iter().map(|address| (address, None)).collect() }
    }

    /// Records what an address said.
    pub fn put(&mut self, address: &Address, said: Said) {
        if let Some((_, place)) = self.tried.iter_mut().find(|(tried, _)| tried == address) {
            *place = Some(said);
        }
    }

    /// Whether no further answer could change the outcome: the best one is there, or all are.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let decided = self.tried.iter().find(|(_, said)| said.as_ref().is_none_or(is_server));
        decided.is_none_or(|(_, said)| said.is_some())
    }

    /// The best server that has answered so far, and what it says about itself; nothing while it is starting.
    #[must_use]
    pub fn found(&self) -> Option<(Address, Option<ServerInfo>)> {
        let (address, said) = self.tried.iter().find(|(_, said)| said.as_ref().is_some_and(is_server))?;
        Some((address.clone(), said.clone()?.ok()))
    }

    /// Why no server was found.
    #[must_use]
    pub fn failure(&self) -> Failure {
        let said = || self.tried.iter().filter_map(|(_, said)| said.as_ref());
        if let Some(old) = said().find_map(|said| said.as_ref().ok()) {
            return Failure::TooOld(old.version.clone());
        }
        let losses = said().filter_map(|said| said.as_ref().err().copied());
        Failure::Lost(losses.min_by_key(|lost| vagueness(*lost)).unwrap_or(Lost::TimedOut))
    }

    /// Whether it is worth asking again after a while: a server may wake up only when it is asked.
    #[must_use]
    pub fn may_come(&self) -> bool {
        !matches!(self.failure(), Failure::TooOld(_) | Failure::Lost(Lost::MixedContent))
    }

    /// Whether something answered that is no Jellyfin server. The path may be wrong.
    #[must_use]
    pub fn met_something_else(&self) -> bool {
        let is_elsewhere = |lost: Lost| {
            matches!(
                lost,
                Lost::Page | Lost::Garbled | Lost::NotFound | Lost::Unreadable | Lost::TooLarge | Lost::Redirected
            )
        };
        self.tried.iter().any(|(_, said)| matches!(said, Some(Err(lost)) if is_elsewhere(*lost)))
    }
}

/// A server that is starting counts, one that is too old does not.
fn is_server(said: &Said) -> bool {
    match said {
        Ok(info) => info.is_recent_enough(),
        Err(lost) => *lost == Lost::Starting,
    }
}

/// How little a failure says about what is there, compared with the others.
fn vagueness(lost: Lost) -> u32 {
    match lost {
        Lost::Offline => 0,
        Lost::Starting | Lost::Forbidden => 1,
        Lost::Status(_) | Lost::Busy { .. } | Lost::SignedOut | Lost::NotAllowed | Lost::GateClosed => 2,
        Lost::Page | Lost::Garbled | Lost::NotFound | Lost::TooLarge | Lost::Redirected => 3,
        Lost::Unreadable => 4,
        Lost::TimedOut => 5,
        Lost::MixedContent => 6,
        Lost::NoAnswer => 7,
        Lost::NoSecureConnection => 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(number: usize) -> Address {
        Address::parse(&format!("http://h:{}", number + 1)).unwrap()
    }

    #[expect(clippy::unnecessary_wraps, reason = "as a search takes it")]
    fn jellyfin(version: &str) -> Said {
        Ok(ServerInfo { id: "4f".into(), name: None, version: version.into(), is_set_up: true })
    }

    fn search(said: &[Option<Said>]) -> Search {
        let mut search = Search::among("h".into(), (0..said.len()).map(address).collect());
        for (index, said) in said.iter().enumerate() {
            if let Some(said) = said {
                search.put(&address(index), said.clone());
            }
        }
        search
    }

    #[test]
    fn the_best_server_that_answered_is_taken_once_nothing_better_can_come() {
        let lost = || Some(Err(Lost::NoAnswer));
        let here = || Some(jellyfin("10.8.0"));
        for (said, is_settled, found) in [
            (vec![None, None], false, None),
            (vec![here(), None], true, Some(0)),
            (vec![None, here()], false, Some(1)),
            (vec![lost(), here()], true, Some(1)),
            (vec![here(), here()], true, Some(0)),
            (vec![lost(), None], false, None),
            (vec![lost(), lost()], true, None),
            (vec![Some(Err(Lost::Starting)), None], true, Some(0)),
            (vec![Some(jellyfin("10.7.7")), here()], true, Some(1)),
            (vec![Some(jellyfin("10.7.7")), lost()], true, None),
            (vec![], true, None),
        ] {
            let search = search(&said);
            let place = search.found().map(|(found, _)| (0..2).find(|index| address(*index) == found).unwrap());
            assert_eq!((search.is_settled(), place), (is_settled, found), "{said:?}");
        }
    }

    #[test]
    fn a_failed_search_tells_what_says_the_most() {
        for (said, failure) in [
            (vec![Err(Lost::NoSecureConnection), Err(Lost::NoAnswer)], Failure::Lost(Lost::NoAnswer)),
            (vec![Err(Lost::NoSecureConnection)], Failure::Lost(Lost::NoSecureConnection)),
            (vec![Err(Lost::NoAnswer), Err(Lost::Page), Err(Lost::TimedOut)], Failure::Lost(Lost::Page)),
            (vec![Err(Lost::NoSecureConnection), Err(Lost::MixedContent)], Failure::Lost(Lost::MixedContent)),
            (vec![Err(Lost::Page), Err(Lost::Status(502))], Failure::Lost(Lost::Status(502))),
            (vec![Err(Lost::NoAnswer), Err(Lost::Offline)], Failure::Lost(Lost::Offline)),
            (vec![Err(Lost::Page), jellyfin("10.7.7")], Failure::TooOld("10.7.7".into())),
        ] {
            let said: Vec<_> = said.into_iter().map(Some).collect();
            assert_eq!(search(&said).failure(), failure, "{said:?}");
        }
    }

    #[test]
    fn only_something_that_answers_may_lack_its_path() {
        assert!(search(&[Some(Err(Lost::NoAnswer)), Some(Err(Lost::Page))]).met_something_else());
        assert!(search(&[Some(Err(Lost::Unreadable))]).met_something_else());
        assert!(!search(&[Some(Err(Lost::NoAnswer)), Some(Err(Lost::TimedOut)), None]).met_something_else());
    }
}

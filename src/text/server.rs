//! The words for finding a server, and for choosing among those that are known.

use super::lost::{in_short, lost, with};
use super::message::apart;
use super::messages::{server as say, short};
use crate::jellyfin::Lost;
use crate::server::address::AddressError;
use crate::server::search::{Failure, Said, Search};
use crate::text::Message;

pub use super::messages::common::{BACK as CANCEL, REMOVE as FORGET};
pub use super::messages::server::*;

/// When a server was last used. `now` and `used` are minutes on the wall clock, which may have been set back.
#[must_use]
pub fn last_used(used: u32, now: u32) -> String {
    match now.saturating_sub(used) / (24 * 60) {
        0 => say::USED_TODAY.into(),
        1 => say::USED_YESTERDAY.into(),
        days => say::used_days(days as usize),
    }
}

/// Why what was typed is not an address.
#[must_use]
pub fn address_error(error: AddressError) -> Message {
    match error {
        AddressError::Empty => say::ADDRESS_EMPTY,
        AddressError::Scheme => say::ADDRESS_SCHEME,
        AddressError::Host => say::ADDRESS_HOST,
        AddressError::Port => say::ADDRESS_PORT,
        AddressError::Credentials => say::ADDRESS_CREDENTIALS,
    }
}

/// How far a search has come.
#[must_use]
pub fn searching(search: &Search) -> String {
    let answered = search.tried.iter().filter(|(_, said)| said.is_some()).count();
    say::searching(&answered.to_string(), search.tried.len())
}

/// Why a search found nothing, and on further lines what to try; it may still go on.
#[must_use]
pub fn failure(search: &Search) -> String {
    let typed = &search.label;
    let message = match search.failure() {
        Failure::TooOld(version) => too_old(typed, &version),
        Failure::Lost(Lost::NotFound) => say::not_found(typed),
        Failure::Lost(loss) => lost(loss, typed),
    };
    if search.may_come() { with(&message, say::STILL_LOOKING.text()) } else { message }
}

/// The addresses that were tried and what each said, one on a line.
#[must_use]
pub fn tried(search: &Search) -> String {
    let lines = search.tried.iter().map(|(address, said)| {
        let said = said.as_ref().map_or_else(|| short::NO_ANSWER_YET.into(), said_in_short);
        format!("{}: {said}", apart(address.as_str()))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn said_in_short(said: &Said) -> String {
    match said {
        Ok(info) => match &info.name {
            Some(name) => short::jellyfin(&info.version, name),
            None => short::jellyfin_unnamed(&info.version),
        },
        Err(lost) => in_short(*lost),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::address::Address;

    #[test]
    fn a_search_is_told_line_by_line() {
        let address = |host: &str| Address::parse(&format!("http://{host}")).unwrap();
        let mut search = Search::among("a".into(), ["a", "b", "c"].map(address).into());
        search.put(&address("a"), Err(Lost::Status(502)));
        search.put(&address("b"), Err(Lost::NoAnswer));
        assert_eq!(tried(&search), "http://a: status 502\nhttp://b: no connection\nhttp://c: no answer yet");
        assert_eq!(searching(&search), "Tried 2 of 3 addresses…");
    }

    #[test]
    fn the_last_use_is_told_in_days() {
        const DAY: u32 = 24 * 60;
        assert_eq!(last_used(10 * DAY, 10 * DAY + 5), "Used today");
        assert_eq!(last_used(10 * DAY, 11 * DAY), "Used yesterday");
        assert_eq!(last_used(10 * DAY, 13 * DAY), "Used 3 days ago");
        assert_eq!(last_used(10 * DAY, 0), "Used today", "a clock that was set back");
    }
}

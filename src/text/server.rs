//! The words for finding a server, and for choosing among those that are known.

use super::lost::{in_short, lost, with};
use crate::jellyfin::Lost;
use crate::server::address::AddressError;
use crate::server::search::{Failure, Said, Search};

/// The heading while a server is chosen.
pub const HEADING: &str = "Select server";

/// The heading above the servers that were used.
pub const KNOWN: &str = "Recent servers";

/// The heading above the servers that the host offers.
pub const OFFERED: &str = "Servers";

/// The heading above the address field.
pub const BY_ADDRESS: &str = "Add server";

/// The label of the address field.
pub const ADDRESS: &str = "Server address";

/// Below the address field.
pub const ADDRESS_HINT: &str =
    "For example 192.168.1.10, tv.local:8096 or media.example.org/jellyfin. The Jellyfin app shows it in its settings.";

/// The button that tries the address.
pub const CONNECT: &str = "Connect";

/// The same button while addresses are tried.
pub const CONNECTING: &str = "Connecting…";

/// The button that leads to the choice.
pub const CHANGE: &str = "Change server";

/// The button that leads back from the choice.
pub const CANCEL: &str = "Back";

/// The button that takes a server off the list.
pub const FORGET: &str = "Remove";

/// The same button after a first press, where somebody is signed in: the second one does it.
pub const FORGET_AND_SIGN_OUT: &str = "Sign out and remove?";

/// Shown when the page came from a host that is no server.
pub const NONE_HERE: &str = "This page does not come from a Jellyfin server. Enter the address of one.";

/// Somebody is signed in on a server that the host does not offer any more.
#[must_use]
pub fn not_offered(name: &str, server: &str) -> String {
    format!("{name} is still signed in on {server}. This page uses another server now.")
}

/// A link names a server where the host has set which there are.
pub const LINK_NOT_USED: &str = "The link names another server. This page always uses its own.";

/// What the forget button does, for a screen reader.
#[must_use]
pub fn forget(label: &str) -> String {
    format!("Remove {label}")
}

/// Who is signed in at a server of the list.
#[must_use]
pub fn signed_in_as(name: &str) -> String {
    format!("Signed in as {name}")
}

/// When a server was last used. `now` and `used` are minutes on the wall clock, which may have been set back.
#[must_use]
pub fn last_used(used: u32, now: u32) -> String {
    match now.saturating_sub(used) / (24 * 60) {
        0 => "Used today".into(),
        1 => "Used yesterday".into(),
        days => format!("Used {days} days ago"),
    }
}

/// Why what was typed is not an address.
#[must_use]
pub fn address_error(error: AddressError) -> &'static str {
    match error {
        AddressError::Empty => "Enter the server’s address.",
        AddressError::Scheme => "Only http:// and https:// work here.",
        AddressError::Host => "This is not an address. Check it for spaces and wrong characters.",
        AddressError::Port => "A port is a number up to 65535, such as 8096.",
        AddressError::Credentials => "Leave out the name and password before the @.",
    }
}

/// How far a search has come.
#[must_use]
pub fn searching(search: &Search) -> String {
    let answered = search.tried.iter().filter(|(_, said)| said.is_some()).count();
    format!("Tried {answered} of {} addresses…", search.tried.len())
}

/// Why a search found nothing, and on further lines what to try; it may still go on.
#[must_use]
pub fn failure(search: &Search) -> String {
    let typed = &search.label;
    let message = match search.failure() {
        Failure::TooOld(version) => too_old(typed, &version),
        Failure::Lost(Lost::NotFound) => format!(
            "There is no Jellyfin server at {typed}.\nCheck the port.\nCheck for a missing path such as /jellyfin."
        ),
        Failure::Lost(loss) => lost(loss, typed),
    };
    if search.may_come() { with(&message, STILL_LOOKING) } else { message }
}

/// While a server that did not answer is looked for.
pub(super) const STILL_LOOKING: &str = "Still looking…";

/// The addresses that were tried and what each said, one on a line.
#[must_use]
pub fn tried(search: &Search) -> String {
    let lines = search.tried.iter().map(|(address, said)| {
        let said = said.as_ref().map_or("no answer yet".into(), said_in_short);
        format!("{}: {said}", address.as_str())
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn said_in_short(said: &Said) -> String {
    match said {
        Ok(info) => format!("Jellyfin {}, {}", info.version, info.name.as_deref().unwrap_or("without a name")),
        Err(lost) => in_short(*lost),
    }
}

/// The server's set-up is not finished.
#[must_use]
pub fn not_set_up(label: &str) -> String {
    format!("{label} is not set up yet.\nOpen the server’s own address in a browser to finish its setup.")
}

/// The server is too old for a code.
#[must_use]
pub fn too_old(label: &str, version: &str) -> String {
    format!(
        "{label} runs Jellyfin {version}. Quick Connect needs 10.8 or later.\nAsk an administrator to update the server."
    )
}

/// Behind a known address there is another server than before.
pub const ANOTHER_SERVER: &str = "Another server answers at this address now.\n\
     Enter no password unless it was set up anew.\n\
     Ask an administrator.";

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

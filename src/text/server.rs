//! The words for finding a server, and for choosing among those that are known.

use super::lost::{in_short, lost};
use crate::jellyfin::Lost;
use crate::server::address::AddressError;
use crate::server::search::{Failure, Said, Search};

/// The heading while a server is chosen.
pub const HEADING: &str = "Which server?";

/// The heading above the servers that were used.
pub const KNOWN: &str = "Used before";

/// The heading above the servers that the host offers.
pub const OFFERED: &str = "Choose one";

/// The heading above the address field.
pub const BY_ADDRESS: &str = "By its address";

/// The label of the address field.
pub const ADDRESS: &str = "Server address";

/// Below the address field.
pub const ADDRESS_HINT: &str = "For example 192.168.1.10, tv.local:8096 or media.example.org/jellyfin. Whoever runs the server knows it; \
     in the Jellyfin app it stands in the settings.";

/// The button that tries the address.
pub const CONNECT: &str = "Connect";

/// The same button while addresses are tried.
pub const CONNECTING: &str = "Looking…";

/// The button that leads to the choice.
pub const CHANGE: &str = "Other server";

/// The button that leads back from the choice.
pub const CANCEL: &str = "Back";

/// The button that takes a server off the list.
pub const FORGET: &str = "Forget";

/// The same button after a first press, where somebody is signed in: the second one does it.
pub const FORGET_AND_SIGN_OUT: &str = "Sign out there and forget?";

/// Shown when the page came from a host that is no server.
pub const NONE_HERE: &str = "This page does not come from a Jellyfin server, so it has to know which one to use.";

/// Somebody is signed in on a server that the host does not offer any more.
#[must_use]
pub fn not_offered(name: &str, server: &str) -> String {
    format!(
        "You are signed in as {name} on {server}, but whoever runs this page has set another server. That sign-in is kept \
         and not used here."
    )
}

/// A link names a server where the host has set which there are.
pub const LINK_NOT_USED: &str =
    "The link names a server, but whoever runs this page has set which one it uses. The link changes nothing.";

/// What the forget button does, for a screen reader.
#[must_use]
pub fn forget(label: &str) -> String {
    format!("Forget {label}")
}

/// Who is signed in at a server of the list.
#[must_use]
pub fn signed_in_as(name: &str) -> String {
    format!("signed in as {name}")
}

/// When a server was last used. `now` and `used` are minutes on the wall clock, which may have been set back.
#[must_use]
pub fn last_used(used: u32, now: u32) -> String {
    match now.saturating_sub(used) / (24 * 60) {
        0 => "used today".into(),
        1 => "used yesterday".into(),
        days => format!("used {days} days ago"),
    }
}

/// Why what was typed is not an address.
#[must_use]
pub fn address_error(error: AddressError) -> &'static str {
    match error {
        AddressError::Empty => "Type the server’s address first.",
        AddressError::Scheme => "Only addresses with http:// or https:// work here. It can also be left out.",
        AddressError::Host => {
            "This is not an address: check it for spaces and other characters that do not belong there."
        }
        AddressError::Port => "Behind the colon belongs a port, a number up to 65535, such as 8096.",
        AddressError::Credentials => {
            "An address with a name or password in it is not used here: leave out what stands before the @."
        }
    }
}

/// How far a search has come.
#[must_use]
pub fn searching(search: &Search) -> String {
    let answered = search.tried.iter().filter(|(_, said)| said.is_some()).count();
    format!("Trying {} addresses, {answered} of them done…", search.tried.len())
}

/// Why a search found nothing, and what to do.
#[must_use]
pub fn failure(search: &Search) -> String {
    let typed = &search.label;
    match search.failure() {
        Failure::TooOld(version) => format!(
            "The server {typed} runs Jellyfin {version}. Quick Connect needs 10.8 or later: ask whoever runs it for an \
             update."
        ),
        Failure::Lost(Lost::NotFound) => format!(
            "What answers at {typed} is not a Jellyfin server. Check the address: is the port right, is a path such as \
             /jellyfin missing?"
        ),
        Failure::Lost(loss) => lost(loss, typed),
    }
}

/// Follows the reason while a server that was not found is still looked for.
pub const STILL_LOOKING: &str = " It is still looked for; if it is only waking up, wait.";

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
    format!(
        "The set-up of the server {label} has not been finished, so nobody can sign in yet. Finish it first: open the \
         server’s own address in a browser."
    )
}

/// The server is too old for a code.
#[must_use]
pub fn too_old(label: &str, version: &str) -> String {
    format!(
        "The server {label} runs Jellyfin {version}. Quick Connect needs 10.8 or later: ask whoever runs it for an update."
    )
}

/// Behind a known address there is another server than before.
pub const ANOTHER_SERVER: &str = "At this address there is another server than last time. If nobody has set up a new one, do not type a \
     password here, and ask whoever runs it.";

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
        assert_eq!(searching(&search), "Trying 3 addresses, 2 of them done…");
    }

    #[test]
    fn the_last_use_is_told_in_days() {
        const DAY: u32 = 24 * 60;
        assert_eq!(last_used(10 * DAY, 10 * DAY + 5), "used today");
        assert_eq!(last_used(10 * DAY, 11 * DAY), "used yesterday");
        assert_eq!(last_used(10 * DAY, 13 * DAY), "used 3 days ago");
        assert_eq!(last_used(10 * DAY, 0), "used today", "a clock that was set back");
    }
}

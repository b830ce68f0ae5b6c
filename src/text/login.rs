//! The words of the waiting device and of signing in by name.

use std::time::Duration;

use super::lost::{in_short, lost, with};
use super::server::STILL_LOOKING;
use crate::account::session::Ended;
use crate::flow::quick_connect::{State, Trouble, WORTH_NAMING, Waiting, Why};
use crate::jellyfin::Lost;
use crate::jellyfin::users::ByName;
use crate::server::address::Address;

/// The screen's heading, while no server is known.
pub const HEADING: &str = "Sign in";

/// The screen's heading.
#[must_use]
pub fn heading(server: &str) -> String {
    if server.is_empty() { HEADING.into() } else { format!("Sign in to {server}") }
}

/// The heading of the way in by a code.
pub const BY_CODE: &str = "Use a code";

/// The heading of the way in by name.
pub const BY_NAME: &str = "Use your password";

/// Where to enter the code.
pub const WHERE_TO_ENTER: &str =
    "On your phone, open Jellyfin, then your profile › Quick Connect, and enter this code.";

/// The same beside a QR code.
pub const SCAN_OR_ENTER: &str = "Scan with your phone, or enter this code in Jellyfin: your profile › Quick Connect.";

/// The button that asks for another code.
pub const NEW_CODE: &str = "New code";

/// The button that leads from the code to everything else, on a television.
pub const OTHER_WAYS: &str = "Other ways to sign in";

/// The button that leads back from there.
pub const BACK_TO_CODE: &str = "Back to code";

/// The button that cuts a wait short.
pub const CHECK_NOW: &str = "Check now";

/// The group of accounts to choose from, for a screen reader.
pub const PEOPLE: &str = "Choose an account";

/// The field that narrows them, where they are many.
pub const SEARCH: &str = "Search";

/// When none of them fits what was typed there.
pub const NOBODY_FITS: &str = "No account with this name. Change the search, or enter the username.";

/// The label of the name field.
pub const NAME: &str = "Username";

/// The label of the password field.
pub const PASSWORD: &str = "Password";

/// Below the password field.
pub const PASSWORD_HINT: &str = "Leave it empty if the account has none.";

/// The button that signs in by name.
pub const SIGN_IN: &str = "Sign in";

/// The same button while the sign-in is under way.
pub const SIGNING_IN: &str = "Signing in…";

/// Shown when a sign-in takes long.
pub const STILL_CHECKING: &str = "The server is still checking. If your phone asks, confirm there.";

/// The button that ends such a wait.
pub const CANCEL: &str = "Cancel";

/// Beside the password, where it goes over the internet without encryption.
pub const NOT_ENCRYPTED: &str = "This connection is not encrypted. Others could read the password.";

/// The button that turns to the same server by https.
pub const ENCRYPT: &str = "Use a secure connection";

/// Shown when no name was typed.
pub const NAME_MISSING: &str = "Enter a username.";

/// Shown when somebody signs in before the server is found.
pub const NOT_YET: &str = "Still looking for the server. Try again in a moment.";

/// Shown while the page's server is looked for at this address, with the reason why the last try failed.
#[must_use]
pub fn looking(last: Option<Lost>, server: &str) -> String {
    match last {
        None => "Looking for the server…".into(),
        Some(loss) => with(&lost(loss, server), STILL_LOOKING),
    }
}

/// The switch below the ways in.
pub const STAY_SIGNED_IN: &str = "Stay signed in";

/// The link back for someone who is signed in already.
#[must_use]
pub fn already_signed_in(name: &str) -> String {
    format!("Back to the account of {name}")
}

/// An answer to a poll that has not come for so long is worth a word.
const LATE: u64 = 30;

/// While a person wants yet another code.
pub const ENOUGH_CODES: &str = "The last four codes still work. A new one comes when the first of them expires.";

/// How long a code is still good for, and how long ago the server last answered a question about it, if that is long.
#[must_use]
pub fn time_left(left: Duration, checked: Duration) -> String {
    let (left, checked) = (left.as_secs(), checked.as_secs());
    let (minutes, seconds) = (left / 60, left % 60);
    match (left, checked) {
        (0, _) => "This code has expired. Getting a new one…".into(),
        (_, ..LATE) => format!("Expires in {minutes}:{seconds:02}"),
        _ => format!("Expires in {minutes}:{seconds:02} · Last checked {checked} s ago"),
    }
}

/// What is happening now, and on further lines what to try. `offers_password` says whether there is another way in.
#[must_use]
pub fn status(state: &State, server: &str, offers_password: bool) -> String {
    let trouble = state.trouble();
    match state {
        State::Requesting { why: Why::Forgotten, trouble: None, .. } => {
            "The server has forgotten the last code. Getting a new one…".into()
        }
        State::Requesting { trouble: None, .. } => "Getting a code…".into(),
        State::Requesting { trouble: Some(Trouble { last, .. }), .. } => with(&lost(*last, server), "Trying again…"),
        State::Waiting(Waiting { request, older, trouble: None, .. }) => {
            waiting(request.why, older.iter().any(|older| !older.is_missed())).into()
        }
        State::Redeeming { trouble: None, .. } | State::Checking { trouble: None, .. } | State::SignedIn(..) => {
            "Approved. Signing in…".into()
        }
        State::SecondStep { .. } => "Approved. This server asks for a second step.\n\
             Do it on the server’s own page.\n\
             Then press “Check now”."
            .into(),
        State::Redeeming { .. } | State::Checking { .. } => worth_naming(trouble, server)
            .map_or("Approved. Trying to reconnect…".into(), |named| with(&named, "Trying again…")),
        State::Waiting(_) => worth_naming(trouble, server)
            .map_or("Trying to reconnect… This code still works.".into(), |named| {
                with(&named, "This code still works.")
            }),
        State::Disabled { .. } if offers_password => "Quick Connect is off on this server.\n\
             Sign in with a password.\n\
             Or ask an administrator to turn it on: Dashboard › General."
            .into(),
        State::Disabled { .. } => {
            "Quick Connect is off on this server.\nAsk an administrator to turn it on: Dashboard › General.".into()
        }
        State::Aside { .. } => "Another tab of this browser shows the code. Press “Check now” to show it here.".into(),
    }
}

/// The facts for whoever helps: which server was asked, from which page, and what came of it.
#[must_use]
pub fn details(server: &Address, page: &str, trouble: Trouble, led_to: &str, date: &str) -> String {
    let Trouble { count, last } = trouble;
    let led_to = if last == Lost::Redirected { format!(" {led_to}") } else { String::new() };
    format!(
        "Server: {}\nThis page: {page}\nLast request: {}{led_to}\nFailed in a row: {count}\nThis device’s date: {date}",
        server.as_str(),
        in_short(last),
    )
}

/// One lost request may be chance; three in a row have a cause worth naming.
fn worth_naming(trouble: Option<Trouble>, server: &str) -> Option<String> {
    trouble.filter(|trouble| trouble.count >= WORTH_NAMING).map(|trouble| lost(trouble.last, server))
}

/// While nobody has approved the code: why there is a new one, and whether the last one is still good.
fn waiting(why: Why, does_last_work: bool) -> &'static str {
    match (why, does_last_work) {
        (Why::Opened, _) => "Waiting for approval…",
        (_, true) => "This is a new code. The last one still works.",
        (Why::Asked | Why::RunningOut, false) => "This is a new code. Waiting for approval…",
        (Why::Expired, false) => "The last code has expired. This is a new one.",
        (Why::Forgotten, false) => "The server has forgotten the last code. This is a new one.",
        (Why::TooLate, false) => "The last code was approved too late. This is a new one.",
        (Why::Refused, false) => "That account can’t sign in now. Approve this code with another one.",
        (Why::SwitchedOn, false) => "Quick Connect is on again. Waiting for approval…",
    }
}

/// The link to that page.
pub const OPEN_SECOND_STEP: &str = "Open the second step";

/// The button that loads the page again.
pub const RELOAD: &str = "Reload this page";

/// Why a sign-in by name did not work; none if it did. `led_to` is where the server sent it on to, if that is known.
#[must_use]
pub fn by_name(outcome: &ByName, server: &str, led_to: &str) -> Option<String> {
    match outcome {
        ByName::SignedIn(_) => None,
        ByName::WrongNameOrPassword => Some("Wrong username or password. Try again.".into()),
        ByName::PerhapsWrong => Some(
            "The sign-in failed.\n\
             Check the username and the password.\n\
             A proxy in front of the server may ask for a sign-in of its own."
                .into(),
        ),
        ByName::SecondStep(_) => Some(
            "This server asks for a second step.\n\
             Do it on the server’s own page.\n\
             Then sign in again here."
                .into(),
        ),
        ByName::NotAllowed => Some(
            "This account can’t sign in now. Ask an administrator to check it.\n\
             Is it disabled or locked?\n\
             Is it allowed at this time and from this network?\n\
             Is it signed in on too many devices?"
                .into(),
        ),
        ByName::Lost(Lost::Redirected) if !led_to.is_empty() => {
            Some(format!("{server} sends sign-ins on to {led_to}\nThe password was not sent there."))
        }
        ByName::Lost(loss) => Some(lost(*loss, server)),
    }
}

/// Why the person is here instead of in their account.
#[must_use]
pub fn ended(ended: Ended) -> &'static str {
    match ended {
        Ended::ByServer => "The server has signed out this device. Sign in again.",
        Ended::SignedOut => "Signed out.",
        Ended::InAnotherTab => "Signed out in another tab.",
        Ended::SignedOutHereOnly => {
            "Signed out here, but the server could not be told.\nAsk an administrator to remove this device."
        }
    }
}

/// The QR code, for those who cannot see it.
pub const QR: &str = "QR code: scan it with a phone to approve the code";

/// Why somebody who wants to approve a code sees the login screen first.
pub const CODE_IS_KEPT: &str = "Sign in first. The code is kept until then.";

#[cfg(test)]
mod tests {
    use super::*;

    /// `src/boot/early_code.js` shows the code before the program is there, in the same words.
    #[test]
    fn the_early_code_stands_among_the_same_words() {
        let early = include_str!("../boot/early_code.js");
        for words in [HEADING, BY_CODE, WHERE_TO_ENTER, SCAN_OR_ENTER, "Code: "] {
            assert!(early.contains(&format!("'{words}'")), "{words}");
        }
        assert!(crate::text::code_label(crate::jellyfin::code::Code::parse("583204").ok()).starts_with("Code: 5 8 3"));
    }

    #[test]
    fn time_left_is_minutes_and_seconds() {
        let words = |left, checked| time_left(Duration::from_secs(left), Duration::from_secs(checked));
        assert_eq!(words(599, 1), "Expires in 9:59");
        assert_eq!(words(61, 40), "Expires in 1:01 · Last checked 40 s ago");
        assert!(words(0, 5).starts_with("This code has expired."));
    }

    #[test]
    fn a_lost_poll_is_named_with_its_cause_from_the_third_on() {
        let loss = |count| worth_naming(Some(Trouble { count, last: crate::jellyfin::Lost::Garbled }), "attic");
        assert_eq!(loss(2), None);
        assert!(loss(3).is_some_and(|named| named.starts_with("attic sent an answer that is not from Jellyfin.")));
    }
}

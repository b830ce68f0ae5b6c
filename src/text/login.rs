//! The words of the waiting device and of signing in by name.

use std::time::Duration;

use super::lost::{in_short, lost};
use crate::account::session::Ended;
use crate::flow::quick_connect::{State, Trouble, WORTH_NAMING, Waiting, Why};
use crate::jellyfin::Lost;
use crate::jellyfin::users::ByName;
use crate::server::address::Address;

/// The screen's heading.
pub const HEADING: &str = "Sign in";

/// The heading of the way in by a code.
pub const BY_CODE: &str = "With a code";

/// The heading of the way in by name.
pub const BY_NAME: &str = "With your name";

/// Where to enter the code.
pub const WHERE_TO_ENTER: &str = "On a phone or computer that is signed in to Jellyfin, choose “Quick Connect” in your \
     profile and enter this code.";

/// The button that asks for another code.
pub const NEW_CODE: &str = "New code";

/// The button that cuts a wait short.
pub const CHECK_NOW: &str = "Check now";

/// The group of accounts to choose from, for a screen reader.
pub const PEOPLE: &str = "Who are you?";

/// The label of the name field.
pub const NAME: &str = "Name";

/// The label of the password field.
pub const PASSWORD: &str = "Password";

/// Below the password field.
pub const PASSWORD_HINT: &str = "Leave it empty if your account has none.";

/// The button that signs in by name.
pub const SIGN_IN: &str = "Sign in";

/// The same button while the sign-in is under way.
pub const SIGNING_IN: &str = "Signing in…";

/// Shown when a sign-in takes long.
pub const STILL_CHECKING: &str = "The server is still checking. If your phone asks for a confirmation, give it there.";

/// The button that ends such a wait.
pub const CANCEL: &str = "Cancel";

/// Beside the password, where it goes over the internet without encryption.
pub const NOT_ENCRYPTED: &str = "This connection is not encrypted: whoever is on the way can read your password.";

/// The button that turns to the same server by https.
pub const ENCRYPT: &str = "Use the encrypted connection";

/// Shown when no name was typed.
pub const NAME_MISSING: &str = "Type your name first.";

/// Shown when somebody signs in before the server is found.
pub const NOT_YET: &str = "The server is still being looked for. Try again in a moment.";

/// Shown while the page's server is looked for, with the reason why the last try failed.
#[must_use]
pub fn looking(last: Option<Lost>) -> String {
    match last {
        None => "Looking for the server…".into(),
        Some(loss) => format!("{} Still looking for it.", lost(loss, "of this page")),
    }
}

/// The switch below the ways in.
pub const STAY_SIGNED_IN: &str = "Stay signed in on this device";

/// The link back for someone who is signed in already.
#[must_use]
pub fn already_signed_in(name: &str) -> String {
    format!("You are signed in here as {name}. Go to your account")
}

/// Where a sign-in leads to.
#[must_use]
pub fn server(label: &str) -> String {
    if label.is_empty() { String::new() } else { format!("to {label}") }
}

/// While a person wants yet another code.
pub const ENOUGH_CODES: &str = "The last four codes of this device are still good: each of them can be approved. A new one \
     comes as soon as the first of them is over.";

/// How long a code is still good for, and how long ago the server last answered a question about it.
#[must_use]
pub fn time_left(left: Duration, checked: Duration) -> String {
    let (left, checked) = (left.as_secs(), checked.as_secs());
    if left == 0 {
        return "Its time is over. A new code comes as soon as the server answers.".into();
    }
    format!("{}:{:02} left · checked {checked} s ago", left / 60, left % 60)
}

/// What is happening now. `offers_password` says whether there is another way in.
#[must_use]
pub fn status(state: &State, server: &str, offers_password: bool) -> String {
    let trouble = state.trouble();
    match state {
        State::Requesting { why: Why::Forgotten, trouble: None, .. } => {
            "The server no longer knows the last code. A new one comes in a few seconds.".into()
        }
        State::Requesting { trouble: None, .. } => "Asking for a code…".into(),
        State::Requesting { trouble: Some(Trouble { last, .. }), .. } => {
            format!("{} Trying again by itself.", lost(*last, server))
        }
        State::Waiting(Waiting { request, older, trouble: None, .. }) => {
            let mut status = why_new(request.why).to_owned();
            if older.iter().any(|older| !older.is_missed()) && !status.is_empty() {
                status.push_str("The last one still works, too. ");
            }
            status.push_str("Waiting for somebody to approve the code.");
            status
        }
        State::Redeeming { trouble: None, .. } | State::Checking { trouble: None, .. } | State::SignedIn(_) => {
            "Approved. Signing in…".into()
        }
        State::SecondStep { .. } => format!("Approved. {SECOND_STEP}"),
        State::Redeeming { .. } | State::Checking { .. } => format!("Approved. {}", connection_lost(trouble, server)),
        State::Waiting(_) => {
            format!("{} Your code stays good, and an approval is not lost.", connection_lost(trouble, server))
        }
        State::Disabled { .. } => {
            let until_then = if offers_password { " Until then, sign in with your name." } else { "" };
            format!(
                "Quick Connect is switched off on this server. An administrator can switch it on in the dashboard, under \
                 General; a code then appears here by itself.{until_then}"
            )
        }
        State::Aside { .. } => {
            "Another tab or window of this browser shows the code. To have it here, choose “Check now”.".into()
        }
    }
}

/// The facts for whoever helps: which server was asked, from which page, and what came of it.
#[must_use]
pub fn details(server: &Address, page: &str, trouble: Trouble, led_to: &str, date: &str) -> String {
    let Trouble { count, last } = trouble;
    let led_to = if last == Lost::Redirected { format!(" {led_to}") } else { String::new() };
    format!(
        "Server: {}\nThis page: {page}\nLast request: {}{led_to}\nLost in a row: {count}\nThis device’s date: {date}",
        server.as_str(),
        in_short(last),
    )
}

/// One lost request may be chance; three in a row have a cause worth naming.
fn connection_lost(trouble: Option<Trouble>, server: &str) -> String {
    match trouble {
        Some(Trouble { count: WORTH_NAMING.., last }) => {
            format!("The connection is lost, trying again. {}", lost(last, server))
        }
        _ => "The connection was lost, trying again.".into(),
    }
}

/// Why there is a new code; empty when there is nothing to say.
fn why_new(why: Why) -> &'static str {
    match why {
        Why::Opened => "",
        Why::Asked | Why::RunningOut => "This is a new code. ",
        Why::Expired => "Nobody approved the last code in time, so this is a new one. ",
        Why::Forgotten => {
            "The server no longer knew the last code; it was restarted, or this device was asleep. This is a new one. "
        }
        Why::TooLate => "The last code was approved, but too long ago to sign in with it. This is a new one. ",
        Why::Refused => {
            "The last code was approved, but the server does not let that account in; most likely it is disabled. \
             This is a new code, for another account. "
        }
        Why::SwitchedOn => "Quick Connect has been switched on. ",
    }
}

/// What a two-factor plug-in wants.
const SECOND_STEP: &str =
    "This server wants a second step, which only its own page can do. Do it there, then try again here.";

/// The link to that page.
pub const OPEN_SECOND_STEP: &str = "Open the page for the second step";

/// The button that loads the page again.
pub const RELOAD: &str = "Load this page again";

/// Why a sign-in by name did not work; none if it did. `led_to` is where the server sent it on to, if that is known.
#[must_use]
pub fn by_name(outcome: &ByName, server: &str, led_to: &str) -> Option<String> {
    match outcome {
        ByName::SignedIn(_) => None,
        ByName::WrongNameOrPassword => {
            Some("The name or the password is wrong. Try again; mind capital letters in the password.".into())
        }
        ByName::PerhapsWrong => Some(
            "The name or the password may be wrong, or something in front of the server wants a sign-in of its own: \
             what came does not tell. What you typed is still here; try again."
                .into(),
        ),
        ByName::SecondStep(_) => Some(format!("{SECOND_STEP} What you typed is still here.")),
        ByName::NotAllowed => Some(
            "The server does not let this account in now. It may be disabled, locked after wrong passwords, outside \
             its allowed hours, not allowed from outside the home, or signed in on too many devices. Ask whoever runs \
             the server."
                .into(),
        ),
        ByName::Lost(Lost::Redirected) if !led_to.is_empty() => {
            Some(format!("{} The password was not sent there: {led_to}", lost(Lost::Redirected, server)))
        }
        ByName::Lost(loss) => Some(format!("{} What you typed is still here; try again.", lost(*loss, server))),
    }
}

/// Why the person is here instead of in their account.
#[must_use]
pub fn ended(ended: Ended) -> &'static str {
    match ended {
        Ended::ByServer => {
            "You have been signed out: the server does not accept this device’s sign-in any more. Somebody removed \
             the device or changed the password, or you signed out elsewhere. Sign in again."
        }
        Ended::SignedOut => "You are signed out, here and on the server.",
        Ended::InAnotherTab => "You signed out in another tab of this browser.",
        Ended::SignedOutHereOnly => {
            "You are signed out here, but the server could not be told. To end the sign-in there too, ask an \
             administrator to remove this device."
        }
    }
}

/// The QR code, for those who cannot see it.
pub const QR: &str = "QR code: scan it with a phone to approve the code there";

/// Why somebody who wants to approve a code sees the login screen first.
pub const CODE_IS_KEPT: &str = "Sign in first. Your code is kept and waits for you to confirm it.";

#[cfg(test)]
mod tests {
    use super::*;

    /// `src/boot/early_code.js` shows the code before the program is there, in the same words.
    #[test]
    fn the_early_code_stands_among_the_same_words() {
        let early = include_str!("../boot/early_code.js");
        for words in [HEADING, BY_CODE, WHERE_TO_ENTER, "Code: "] {
            assert!(early.contains(&format!("'{words}'")), "{words}");
        }
        assert!(crate::text::code_label(crate::jellyfin::code::Code::parse("583204").ok()).starts_with("Code: 5 8 3"));
    }

    #[test]
    fn time_left_is_minutes_and_seconds() {
        let words = |left, checked| time_left(Duration::from_secs(left), Duration::from_secs(checked));
        assert_eq!(words(599, 1), "9:59 left · checked 1 s ago");
        assert_eq!(words(61, 0), "1:01 left · checked 0 s ago");
        assert!(words(0, 5).starts_with("Its time is over"));
    }

    #[test]
    fn a_lost_poll_is_named_with_its_cause_from_the_third_on() {
        let loss = |count| connection_lost(Some(Trouble { count, last: crate::jellyfin::Lost::Garbled }), "attic");
        assert!(!loss(2).contains("understood"));
        assert!(loss(3).contains("What the server attic sends cannot be understood"));
    }
}

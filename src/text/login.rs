//! The words of the waiting device and of signing in by name.

use std::time::Duration;

use super::lost::{in_short, lost, with};
use super::messages::server::STILL_LOOKING;
use super::messages::{login as say, short};
use crate::account::session::Ended;
use crate::flow::quick_connect::{State, Trouble, WORTH_NAMING, Waiting, Why};
use crate::jellyfin::Lost;
use crate::jellyfin::users::ByName;
use crate::server::address::Address;
use crate::text::Message;

pub use super::messages::common::{CANCEL, SIGNING_IN};
pub use super::messages::login::*;

/// The screen's heading.
#[must_use]
pub fn heading(server: &str) -> String {
    if server.is_empty() { say::HEADING.into() } else { say::heading_server(server) }
}

/// Shown while the page's server is looked for at this address, with the reason why the last try failed.
#[must_use]
pub fn looking(last: Option<Lost>, server: &str) -> String {
    match last {
        None => say::LOOKING.into(),
        Some(loss) => with(&lost(loss, server), STILL_LOOKING.text()),
    }
}

/// An answer to a poll that has not come for so long is worth a word.
const LATE: u64 = 30;

/// How long a code is still good for, and how long ago the server last answered a question about it, if that is long.
#[must_use]
pub fn time_left(left: Duration, checked: Duration) -> String {
    let (left, checked) = (left.as_secs(), checked.as_secs());
    let time = format!("{}:{:02}", left / 60, left % 60);
    match (left, checked) {
        (0, _) => say::EXPIRED.into(),
        (_, ..LATE) => say::time_left(&time),
        _ => say::time_left_checked(&time, &checked.to_string()),
    }
}

/// What is happening now, and on further lines what to try. `offers_password` says whether there is another way in.
#[must_use]
pub fn status(state: &State, server: &str, offers_password: bool) -> String {
    let trouble = state.trouble();
    match state {
        State::Requesting { why: Why::Forgotten, trouble: None, .. } => say::FORGOTTEN.into(),
        State::Requesting { trouble: None, .. } => say::GETTING.into(),
        State::Requesting { trouble: Some(Trouble { last, .. }), .. } => {
            with(&lost(*last, server), say::TRYING_AGAIN.text())
        }
        State::Waiting(Waiting { request, older, trouble: None, .. }) => {
            waiting(request.why, older.iter().any(|older| !older.is_missed())).into()
        }
        State::Redeeming { trouble: None, .. } | State::Checking { trouble: None, .. } | State::SignedIn(..) => {
            say::APPROVED.into()
        }
        State::SecondStep { .. } => say::SECOND_STEP.into(),
        State::Redeeming { .. } | State::Checking { .. } => worth_naming(trouble, server)
            .map_or_else(|| say::APPROVED_RECONNECTING.into(), |named| with(&named, say::TRYING_AGAIN.text())),
        State::Waiting(_) => worth_naming(trouble, server)
            .map_or_else(|| say::RECONNECTING.into(), |named| with(&named, say::STILL_WORKS.text())),
        State::Disabled { .. } if offers_password => say::DISABLED.into(),
        State::Disabled { .. } => say::DISABLED_WITHOUT_PASSWORD.into(),
        State::Aside { .. } => say::ASIDE.into(),
    }
}

/// The facts for whoever helps: which server was asked, from which page, and what came of it.
#[must_use]
pub fn details(server: &Address, page: &str, trouble: Trouble, led_to: &str, date: &str) -> String {
    let Trouble { count, last } = trouble;
    let result =
        if last == Lost::Redirected && !led_to.is_empty() { short::redirected_to(led_to) } else { in_short(last) };
    say::details(server.as_str(), page, &result, &count.to_string(), date)
}

/// One lost request may be chance; three in a row have a cause worth naming.
fn worth_naming(trouble: Option<Trouble>, server: &str) -> Option<String> {
    trouble.filter(|trouble| trouble.count >= WORTH_NAMING).map(|trouble| lost(trouble.last, server))
}

/// While nobody has approved the code: why there is a new one, and whether the last one is still good.
fn waiting(why: Why, does_last_work: bool) -> Message {
    match (why, does_last_work) {
        (Why::Opened, _) => say::WAITING,
        (_, true) => say::NEW_LAST_WORKS,
        (Why::Asked | Why::RunningOut, false) => say::NEW_WAITING,
        (Why::Expired, false) => say::NEW_EXPIRED,
        (Why::Forgotten, false) => say::NEW_FORGOTTEN,
        (Why::TooLate, false) => say::NEW_TOO_LATE,
        (Why::Refused, false) => say::NEW_REFUSED,
        (Why::SwitchedOn, false) => say::ON_AGAIN,
    }
}

/// Why a sign-in by name did not work; none if it did. `led_to` is where the server sent it on to, if that is known.
#[must_use]
pub fn by_name(outcome: &ByName, server: &str, led_to: &str) -> Option<String> {
    Some(match outcome {
        ByName::SignedIn(_) => return None,
        ByName::WrongNameOrPassword => say::WRONG.into(),
        ByName::PerhapsWrong => say::PERHAPS_WRONG.into(),
        ByName::SecondStep(_) => say::SECOND_STEP_AGAIN.into(),
        ByName::NotAllowed => say::ACCOUNT_REFUSED.into(),
        ByName::Lost(Lost::Redirected) if !led_to.is_empty() => say::sent_on(server, led_to),
        ByName::Lost(loss) => lost(*loss, server),
    })
}

/// Why the person is here instead of in their account.
#[must_use]
pub fn ended(ended: Ended) -> Message {
    match ended {
        Ended::ByServer => say::ENDED_BY_SERVER,
        Ended::SignedOut => say::SIGNED_OUT,
        Ended::InAnotherTab => say::SIGNED_OUT_ELSEWHERE,
        Ended::SignedOutHereOnly => say::SIGNED_OUT_HERE_ONLY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

//! What a tab keeps of the waiting device, so that the same code comes back after a reload, a crash, an app switch, or a
//! look at another server. What is kept for each server is apart; the server that was used last comes first.
//!
//! **How old is a kept code?** The monotonic clock starts anew with every page, and a television's wall clock may be wrong
//! or jump, so it is only a hint. It is written down with the code. If it later says that the code has time left, the
//! code counts down from there. If it says anything else, the code counts as run out: should the server still know it,
//! another one is fetched, and this one is polled beside it. Either way the server is asked at once and has the last
//! word. A wall clock that is off by minutes makes the countdown wrong by as much.

use std::iter;
use std::time::Duration;

use super::older::Older;
use super::request::{LIFETIME, Request, Why};
use super::state::State;
use crate::jellyfin::Method;
use crate::jellyfin::code::Code;
use crate::jellyfin::secret::Secret;
use crate::server::address::Address;

/// How long a secret can be of use: an approval in its last moment can be redeemed for as long again.
const USEFUL: Duration = Duration::from_secs(2 * LIFETIME.as_secs());

/// Between what is kept for two servers.
const BETWEEN: &str = "\n--\n";

/// For so many servers something is kept.
const MOST_SERVERS: usize = 6;

/// All that is kept, with this in the place of what was kept for one server.
#[must_use]
pub fn put(all: &str, server: &Address, kept: Option<String>) -> Option<String> {
    let is_of_another = |one: &&str| !one.is_empty() && one.split('\n').next() != Some(server.as_str());
    let others = all.split(BETWEEN).filter(is_of_another).map(str::to_owned);
    let all: Vec<_> = kept.into_iter().chain(others).take(MOST_SERVERS).collect();
    (!all.is_empty()).then(|| all.join(BETWEEN))
}

impl State {
    /// The secrets that may be approved or have been. What is kept must be written again when these change.
    #[must_use]
    pub fn secrets(&self) -> Vec<&Secret> {
        let (newest, older) = self.requests();
        newest.into_iter().chain(older.into_iter().flat_map(Older::iter)).map(|request| &request.secret).collect()
    }

    /// What this tab should keep: the server's address, then the code, secret, time and method of the newest and of each
    /// older request, each on a line of its own. None when nothing could be of use any more; then nothing may stay kept.
    /// `wall` is the time of day, since 1970.
    #[must_use]
    pub fn kept(&self, server: &Address, now: Duration, wall: Duration) -> Option<String> {
        let mut kept = server.as_str().to_owned();
        let mut is_useful = false;
        let (newest, older) = self.requests();
        let may_be_of_use = |request: &&Request| now.saturating_sub(request.received) <= USEFUL;
        let older = older.into_iter().flat_map(Older::iter).filter(may_be_of_use).map(Some);
        // Without a newest one, empty lines stand in its place.
        for request in iter::once(newest.filter(may_be_of_use)).chain(older) {
            is_useful |= request.is_some();
            let lines = request.map(|request| {
                let came = wall.saturating_sub(now.saturating_sub(request.received));
                [
                    request.code.digits(),
                    request.secret.reveal().into(),
                    came.as_secs().to_string(),
                    request.method.as_str().into(),
                ]
            });
            for line in lines.unwrap_or_default() {
                kept.push('\n');
                kept.push_str(&line);
            }
        }
        is_useful.then_some(kept)
    }

    /// The state to go on with from what was kept for this server. If nothing was, the start, with `method`.
    #[must_use]
    pub fn resume(kept: &str, server: &Address, method: Method, now: Duration, wall: Duration) -> Self {
        let mut all = kept.split(BETWEEN).map(|kept| kept.split('\n'));
        let Some(mut lines) = all.find_map(|mut lines| (lines.next() == Some(server.as_str())).then_some(lines)) else {
            return Self::start_by(method);
        };
        let mut read = || {
            let [code, secret, came, taken] = [(); 4].map(|()| lines.next().unwrap_or_default());
            let age = wall.checked_sub(Duration::from_secs(came.parse().ok()?)).unwrap_or(LIFETIME);
            let received = now.saturating_sub(age.min(LIFETIME));
            Some(Request {
                code: Code::parse(code).ok()?,
                secret: Some(secret).filter(|secret| !secret.is_empty()).map(Secret::new)?,
                received,
                checked: received,
                why: Why::Opened,
                method: if taken == Method::Get.as_str() { Method::Get } else { Method::Post },
                misses: 0,
            })
        };
        let newest = read();
        let older: Older = iter::from_fn(read).collect();
        match newest {
            None if older.first().is_none() => Self::start_by(method),
            newest => Self::going_on(newest, older, Why::Opened),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::machine::Machine;
    use crate::flow::quick_connect::{Effect, Event, Pace, Waiting};

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);
    const WALL: Duration = Duration::from_secs(1_795_000_000);

    fn server() -> Address {
        Address::parse("http://attic.local:8096/jellyfin").unwrap()
    }

    fn request(secret: &str, received: Duration) -> Request {
        let (code, why) = (Code::parse("583204").unwrap(), Why::Opened);
        Request { code, secret: Secret::new(secret), received, checked: received, why, method: Method::Get, misses: 0 }
    }

    fn older(secret: &str, received: Duration) -> Older {
        Older::from_iter([request(secret, received)])
    }

    fn waiting() -> State {
        State::Waiting(Waiting::polling(request("AB", HOUR), older("OLD", HOUR.saturating_sub(9 * MINUTE))))
    }

    fn left(state: &State, now: Duration) -> u64 {
        state.request().expect("a code").time_left(now).as_secs()
    }

    #[test]
    fn the_same_codes_come_back_and_are_asked_about_at_once() {
        let kept = waiting().kept(&server(), HOUR + Duration::from_secs(20), WALL).unwrap();
        let back = State::resume(&kept, &server(), Method::Post, HOUR, WALL + Duration::from_secs(10));
        assert_eq!(back.secrets(), waiting().secrets());
        assert_eq!(back.effect(), Some(Effect::Poll(Secret::new("AB"))));
        assert_eq!(back.request().unwrap().method, Method::Get);
        assert_eq!(left(&back, HOUR), 570, "20 s before it was kept and 10 s since");
    }

    #[test]
    fn a_wall_clock_that_cannot_be_right_makes_the_code_one_whose_time_is_over() {
        let kept = waiting().kept(&server(), HOUR, WALL).unwrap();
        for wall in [Duration::ZERO, WALL.saturating_sub(MINUTE), WALL + LIFETIME, WALL + 24 * HOUR, Duration::MAX] {
            let back = State::resume(&kept, &server(), Method::Post, HOUR, wall);
            assert_eq!(left(&back, HOUR), 0, "{wall:?}");
            assert_eq!(back.effect(), Some(Effect::Poll(Secret::new("AB"))), "{wall:?}");
        }
    }

    #[test]
    fn what_waits_at_several_servers_is_kept_apart() {
        let cellar = Address::parse("http://cellar.local:8096").unwrap();
        let other = State::Waiting(Waiting::polling(request("CELLAR", HOUR), Older::default()));
        let kept = put("", &server(), waiting().kept(&server(), HOUR, WALL)).unwrap();
        let both = put(&kept, &cellar, other.kept(&cellar, HOUR, WALL)).unwrap();
        let back = |kept: &str, server: &Address| State::resume(kept, server, Method::Post, HOUR, WALL);
        assert_eq!(back(&both, &server()).secrets(), waiting().secrets());
        assert_eq!(back(&both, &cellar).secrets(), other.secrets());
        assert!(both.starts_with(cellar.as_str()), "src/boot/kept.js reads the first");
        let one = put(&both, &cellar, None).unwrap();
        assert_eq!(one, kept);
        assert_eq!(put(&one, &server(), None), None);
    }

    #[test]
    fn what_is_not_of_this_server_or_damaged_is_not_taken_up() {
        let kept = waiting().kept(&server(), HOUR, WALL).unwrap();
        let elsewhere = Address::parse("http://attic.local:8096").unwrap();
        assert_eq!(State::resume(&kept, &elsewhere, Method::Post, HOUR, WALL), State::start());
        for damaged in
            ["", "null", &kept[..30], &kept.replace("583204", "58"), &kept.replace("\nAB\n", "\n\n").replace("OLD", "")]
        {
            let back = State::resume(damaged, &server(), Method::Post, HOUR, WALL);
            assert_eq!(back.request(), None, "{damaged}");
            assert!(matches!(back.effect(), Some(Effect::Initiate(_))), "{damaged}");
        }
    }

    #[test]
    fn an_older_code_alone_is_kept_on_too() {
        let (older, method) = (older("OLD", HOUR), Method::Get);
        let asking = State::Requesting { why: Why::Forgotten, method, pace: Pace::Asking, trouble: None, older };
        let kept = asking.kept(&server(), HOUR, WALL).unwrap();
        let back = State::resume(&kept, &server(), Method::Post, HOUR, WALL);
        assert_eq!(back.secrets(), [&Secret::new("OLD")]);
        assert_eq!(back.effect(), Some(Effect::Initiate(Method::Get)));
    }

    #[test]
    fn nothing_is_kept_that_can_be_of_no_use() {
        let at = |seconds| waiting().kept(&server(), HOUR + Duration::from_secs(seconds), WALL);
        assert!(at(0).unwrap().contains("OLD"));
        let later = at(1000).unwrap();
        assert!(later.contains("\nAB\n") && !later.contains("OLD"), "{later}");
        assert_eq!(at(1201), None);
        assert_eq!(State::start().kept(&server(), HOUR, WALL), None);
        let gone = waiting().next(Event::Polled(crate::jellyfin::quick_connect::Polled::Forgotten), HOUR);
        assert!(!gone.kept(&server(), HOUR, WALL).unwrap().contains("\nAB\n"));
    }
}

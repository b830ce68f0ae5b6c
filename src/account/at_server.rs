//! What becomes of a session at its server: whether it is alive there, and its end when nobody holds it here any more. A
//! token that is not ended would be good for months, and nobody would know of it.

use std::time::Duration;

use super::session::Session;
use crate::jellyfin::device::Device;
use crate::jellyfin::sessions::{LoggedOut, logout, read_logged_out};
use crate::jellyfin::users::{Me, me, read_me};
use crate::jellyfin::{Call, Method, Reply};

/// Between the first try and the second. Each further pause is twice as long.
const PAUSE: Duration = Duration::from_secs(15);

/// So many tries take an hour; then it is for the next visit.
const TRIES: u32 = 8;

/// Between the questions whether a session is alive, the first time. Each further pause is twice as long, up to [`LONGEST_DOUBT`].
const PAUSE_OF_DOUBT: Duration = Duration::from_secs(1);
const LONGEST_DOUBT: Duration = Duration::from_secs(60);

/// So many take an hour.
const QUESTIONS: u32 = 66;

/// Asks the server whether it accepts the session, until it says so or refuses: an answer that is lost is no verdict, and
/// an account that may not use the server at this hour has a token all the same. After an hour without any, the session
/// counts as dead.
pub async fn is_alive(
    session: &Session,
    device: &Device,
    send: impl AsyncFn(Call) -> Reply,
    sleep: impl AsyncFn(Duration),
) -> bool {
    let mut pause = PAUSE_OF_DOUBT;
    for _ in 0..QUESTIONS {
        match read_me(send(me(device, &session.token)).await) {
            Me::User(_) | Me::NotAllowed => return true,
            Me::SignedOut => return false,
            Me::Lost(_) => sleep(pause).await,
        }
        pause = LONGEST_DOUBT.min(pause * 2);
    }
    false
}

/// What has become of a sign-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The server has understood.
    Over,
    /// Nothing more is to be done: the token is in use again, or the server takes only one try.
    Settled,
    /// The server has not understood yet. That is for the next visit.
    Open,
}

/// Tells the server until it has understood. `asks_by` is how the server takes a request for a code. Those that take GET,
/// up to 10.8, give an account that signs in again on this device the same token: a late try would end that sign-in. So
/// there is only one, and it comes after a pause in which a sign-in that is under way can end. `is_held` tells that the
/// token is in use again, after all: then nothing is to be ended.
pub async fn end(
    session: &Session,
    device: &Device,
    asks_by: Method,
    is_held: impl Fn() -> bool,
    send: impl AsyncFn(Call) -> Reply,
    sleep: impl AsyncFn(Duration),
) -> Outcome {
    let is_old = asks_by == Method::Get;
    let mut pause = if is_old { PAUSE } else { Duration::ZERO };
    for number in 0..TRIES {
        if !pause.is_zero() {
            sleep(pause).await;
        }
        if is_held() {
            return Outcome::Settled;
        }
        if matches!(read_logged_out(send(logout(device, &session.token)).await), LoggedOut::Revoked) {
            return Outcome::Over;
        }
        if is_old {
            return Outcome::Settled;
        }
        pause = PAUSE * 2_u32.pow(number);
    }
    Outcome::Open
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;
    use crate::jellyfin::secret::Token;
    use crate::jellyfin::users::{Authentication, User};
    use crate::jellyfin::{Answer, Lost};
    use crate::server::address::Address;

    fn session() -> Session {
        let user = User { id: "7d".into(), name: "demo".into(), is_administrator: false, image_tag: None };
        let authentication = Authentication { user, token: Token::new("1"), server_id: "attic".into() };
        Session::new(Address::parse("http://attic").unwrap(), authentication)
    }

    /// Nothing in these tests takes time.
    fn now<T>(work: impl Future<Output = T>) -> T {
        match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => result,
            Poll::Pending => panic!("it waits"),
        }
    }

    fn device() -> Device {
        Device { id: "tv".into(), name: "TV".into() }
    }

    /// Whether it counts as alive after so many lost answers and then this one, and how long that took, in seconds.
    fn asked(lost: usize, then: &Answer) -> (bool, u64) {
        let (count, slept) = (Cell::new(0), Cell::new(Duration::ZERO));
        let send = async |_| {
            count.set(count.get() + 1);
            if count.get() > lost { Ok(then.clone()) } else { Err(Lost::NoAnswer) }
        };
        let sleep = async |pause| slept.set(slept.get() + pause);
        (now(is_alive(&session(), &device(), send, sleep)), slept.get().as_secs())
    }

    #[test]
    fn no_answer_is_no_verdict() {
        let accepted = Answer::new(200, r#"{"Name":"demo","Id":"7d","ServerId":"attic"}"#);
        assert_eq!(asked(0, &accepted), (true, 0));
        assert_eq!(asked(3, &accepted), (true, 7));
        assert_eq!(asked(30, &accepted), (true, 63 + 24 * 60));
        assert!(!asked(1000, &accepted).0, "after an hour it is given up");
    }

    #[test]
    fn on_10_8_a_sign_out_has_one_try_after_a_pause() {
        let tried = |asks_by, is_held_after| {
            let log = RefCell::new(vec![]);
            let send = async |_| {
                log.borrow_mut().push("try");
                Err(Lost::NoAnswer)
            };
            let sleep = async |_| log.borrow_mut().push("pause");
            let is_held = || log.borrow().len() >= is_held_after;
            let outcome = now(end(&session(), &device(), asks_by, is_held, send, sleep));
            (outcome, log.take().join(" "))
        };
        let many = "try pause try pause try pause try pause try pause try pause try pause try";
        assert_eq!(tried(Method::Get, 9), (Outcome::Settled, "pause try".into()));
        assert_eq!(tried(Method::Get, 1), (Outcome::Settled, "pause".into()), "a sign-in has the same token");
        assert_eq!(tried(Method::Post, 99), (Outcome::Open, many.into()));
        assert_eq!(tried(Method::Post, 2), (Outcome::Settled, "try pause".into()));
    }
}

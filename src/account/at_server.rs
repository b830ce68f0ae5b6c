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

/// Between the questions whether a session is alive, the first time. Each further pause is twice as long.
const PAUSE_OF_DOUBT: Duration = Duration::from_secs(1);

/// So many take half a minute.
const QUESTIONS: u32 = 6;

/// Asks the server whether it accepts the session, until it says so or refuses; an answer that is lost says nothing. Without
/// any, the session counts as dead.
pub async fn is_alive(
    session: &Session,
    device: &Device,
    send: impl AsyncFn(Call) -> Reply,
    sleep: impl AsyncFn(Duration),
) -> bool {
    for number in 0..QUESTIONS {
        match read_me(send(me(device, &session.token)).await) {
            Me::User(_) => return true,
            Me::Lost(_) if number + 1 < QUESTIONS => sleep(PAUSE_OF_DOUBT * 2_u32.pow(number)).await,
            _ => break,
        }
    }
    false
}

/// Tells the server until it has understood, and returns whether that is done. `asks_by` is how the server takes a request
/// for a code. Those that take GET, up to 10.8, give an account that signs in again on this device the same token: a late
/// try would end that sign-in, so there is only one. `is_held` tells that the token is in use again, after all: then nothing
/// is to be ended.
pub async fn end(
    session: &Session,
    device: &Device,
    asks_by: Method,
    is_held: impl Fn() -> bool,
    send: impl AsyncFn(Call) -> Reply,
    sleep: impl AsyncFn(Duration),
) -> bool {
    let mut pause = Duration::ZERO;
    for number in 0..TRIES {
        if !pause.is_zero() {
            sleep(pause).await;
        }
        if is_held() {
            return true;
        }
        if matches!(read_logged_out(send(logout(device, &session.token)).await), LoggedOut::Revoked) {
            return true;
        }
        if asks_by == Method::Get {
            return true;
        }
        pause = PAUSE * 2_u32.pow(number);
    }
    false
}

//! Ending a session at its server, when nobody holds it here any more. Such a token would be good for months, and nobody
//! would know of it.

use std::time::Duration;

use super::session::Session;
use crate::jellyfin::device::Device;
use crate::jellyfin::sessions::{LoggedOut, logout, read_logged_out};
use crate::jellyfin::{Call, Method, Reply};

/// Between the first try and the second. Each further pause is twice as long.
const PAUSE: Duration = Duration::from_secs(15);

/// So many tries take an hour; then it is for the next visit.
const TRIES: u32 = 8;

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

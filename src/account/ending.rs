//! Ending a session at its server, when nobody holds it here any more. Such a token would be good for months, and nobody
//! would know of it.

use std::time::Duration;

use super::session::Session;
use crate::jellyfin::device::Device;
use crate::jellyfin::sessions::{LoggedOut, logout, read_logged_out};
use crate::jellyfin::{Call, Reply};

/// Between the first try and the second. Each further pause is twice as long.
const PAUSE: Duration = Duration::from_secs(15);

/// So many tries take an hour; then it is for the next visit.
const TRIES: u32 = 8;

/// Tells the server until it has understood, and returns whether it has. The first try is made after `first_pause`.
pub async fn end(
    session: &Session,
    device: &Device,
    first_pause: Duration,
    send: impl AsyncFn(Call) -> Reply,
    sleep: impl AsyncFn(Duration),
) -> bool {
    let mut pause = first_pause;
    for number in 0..TRIES {
        if !pause.is_zero() {
            sleep(pause).await;
        }
        if matches!(read_logged_out(send(logout(device, &session.token)).await), LoggedOut::Revoked) {
            return true;
        }
        pause = PAUSE * 2_u32.pow(number);
    }
    false
}

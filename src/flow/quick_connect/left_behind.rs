//! The codes that are left behind when somebody signs in before they are approved: by another code, by name and password,
//! or in another tab; and those of a tab that is closed. Whoever has read such a code may still approve it. Then the server
//! has a session that must not be nobody's; and where it is of the account that is signed in here, from 10.9 on it has ended
//! the token that is used here.

use std::iter;
use std::time::Duration;

use super::request::LIFETIME;
use crate::jellyfin::device::Device;
use crate::jellyfin::quick_connect::{Polled, Redeemed, connect, read_polled, read_redeemed, redeem};
use crate::jellyfin::secret::Secret;
use crate::jellyfin::users::Authentication;
use crate::jellyfin::{Call, Reply};

/// Between the first look and the second: an approval that was under way is there by then.
const SHORT: Duration = Duration::from_secs(15);

/// Between two later looks.
const LONG: Duration = Duration::from_secs(60);

/// Looks at the codes for as long as the server knows them, and hands over each sign-in that comes of one. `is_left` tells
/// whether a code is still left behind: a tab that comes back takes its own again. `rest` may be shorter than it is told
/// to be, when somebody wants to know at once, and returns how long it was; while it rests, nothing is under way.
pub async fn look_after(
    mut secrets: Vec<Secret>,
    device: &Device,
    is_left: impl Fn(&Secret) -> bool,
    send: impl AsyncFn(Call) -> Reply,
    rest: impl AsyncFn(Duration) -> Duration,
    take: impl AsyncFn(Authentication),
) {
    let mut pauses = iter::once(SHORT).chain(iter::repeat(LONG));
    let mut time = Duration::ZERO;
    loop {
        secrets.retain(&is_left);
        if secrets.is_empty() || time > LIFETIME {
            return;
        }
        for secret in std::mem::take(&mut secrets) {
            match read_polled(send(connect(&secret)).await) {
                Polled::Forgotten => {}
                Polled::Approved => match read_redeemed(send(redeem(&secret, device)).await) {
                    Redeemed::SignedIn(authentication) => take(authentication).await,
                    Redeemed::Forgotten => {}
                    Redeemed::Disabled | Redeemed::SecondStep(_) | Redeemed::Lost(_) => secrets.push(secret),
                },
                Polled::Pending | Polled::Disabled | Polled::Lost(_) => secrets.push(secret),
            }
        }
        time += rest(pauses.next().unwrap_or(LONG)).await;
    }
}

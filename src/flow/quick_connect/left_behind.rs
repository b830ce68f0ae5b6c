//! The codes that are left behind when somebody signs in before they are approved: by another code, by name and password,
//! or in another tab. Whoever has read such a code may still approve it. Then the server has a session that must not be
//! nobody's; and where it is of the account that is signed in here, from 10.9 on it has ended the token that is used here.

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

/// Looks at the codes for as long as the server knows them, and hands over each sign-in that comes of one.
pub async fn look_after(
    mut secrets: Vec<Secret>,
    device: &Device,
    send: impl AsyncFn(Call) -> Reply,
    sleep: impl AsyncFn(Duration),
    take: impl Fn(Authentication),
) {
    let mut pauses = iter::once(SHORT).chain(iter::repeat(LONG));
    let mut time = Duration::ZERO;
    while !secrets.is_empty() && time <= LIFETIME {
        for secret in std::mem::take(&mut secrets) {
            match read_polled(send(connect(&secret)).await) {
                Polled::Forgotten => {}
                Polled::Approved => match read_redeemed(send(redeem(&secret, device)).await) {
                    Redeemed::SignedIn(authentication) => take(authentication),
                    Redeemed::Forgotten => {}
                    Redeemed::Disabled | Redeemed::SecondStep(_) | Redeemed::Lost(_) => secrets.push(secret),
                },
                Polled::Pending | Polled::Disabled | Polled::Lost(_) => secrets.push(secret),
            }
        }
        let pause = pauses.next().unwrap_or(LONG);
        sleep(pause).await;
        time += pause;
    }
}

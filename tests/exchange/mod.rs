//! The core and the fake Jellyfin without a network between them, for the conversations and the simulation: what an
//! effect sends, what the fake answers, and which event that makes.

use std::cell::Cell;

use fake_jellyfin::{Jellyfin, Request};
use quick_connect_client::flow::quick_connect::{Effect, Event};
use quick_connect_client::jellyfin::device::Device;
use quick_connect_client::jellyfin::{Answer, Call, Headers, Reply, quick_connect as calls, users};
use quick_connect_client::server::address::Address;

/// The fake's origin.
const ORIGIN: &str = "http://attic.local:8096";

/// The device that waits.
pub fn waiting_device() -> Device {
    Device { id: "tv-0f3b".into(), name: "Living Room \"TV\", kitchen".into() }
}

/// The call that the waiting device sends for an effect; none for a rest.
pub fn call_for(effect: &Effect) -> Option<Call> {
    Some(match effect {
        Effect::Initiate(method) => calls::initiate(*method, &waiting_device()),
        Effect::Poll(secret) => calls::connect(secret),
        Effect::Redeem(secret) => calls::redeem(secret, &waiting_device()),
        Effect::Check(token) => users::me(&waiting_device(), token),
        Effect::LookWhetherEnabled => calls::enabled(),
        Effect::Rest(_) => return None,
    })
}

/// The event that a reply to an effect's call makes for the waiting device.
pub fn event_for(effect: &Effect, reply: Reply) -> Event {
    match effect {
        Effect::Initiate(_) => Event::Initiated(calls::read_initiated(reply)),
        Effect::Poll(_) => Event::Polled(calls::read_polled(reply)),
        Effect::Redeem(_) => Event::Redeemed(calls::read_redeemed(reply)),
        Effect::Check(_) => Event::Checked(users::read_me(reply)),
        Effect::LookWhetherEnabled => Event::Enabled(calls::read_enabled(reply)),
        Effect::Rest(_) => Event::Rested,
    }
}

/// The fake's answer to a call, in whatever folder it lives, as a page of its own origin reads it.
pub fn exchange(fake: &mut Jellyfin, call: &Call) -> Answer {
    let server = Address::parse(&format!("{ORIGIN}{}", fake.base_path())).expect("an address");
    let url = server.join(&call.target);
    let mut request = Request::new(call.method.as_str(), url.strip_prefix(ORIGIN).expect("the same origin"));
    if let Some(authorization) = &call.authorization {
        request = request.header("Authorization", authorization);
    }
    if let Some(body) = &call.body {
        request = request.json(body);
    }
    let response = fake.handle(&request);
    let is_timed = response.header("X-Response-Time-ms").is_some();
    Answer::new(response.status, response.text()).with_headers(Headers::of(true, is_timed, false))
}

/// Held while an effect is under way. There may be only one.
pub struct Busy<'a>(&'a Cell<bool>);

impl<'a> Busy<'a> {
    /// Until it is dropped, nothing else may begin.
    pub fn begin(is_busy: &'a Cell<bool>) -> Self {
        assert!(!is_busy.replace(true), "two effects at once");
        Self(is_busy)
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

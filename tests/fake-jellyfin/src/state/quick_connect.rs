//! Quick Connect itself: pending requests, approvals that can be redeemed, and when either expires
//! (`QuickConnectManager`, the same from 10.8 to 12.0). Both tables are in memory only.

use crate::Jellyfin;
use crate::pipeline::answer::Answer;
use crate::pipeline::authorization::Claims;
use crate::state::clock::date;
use serde_json::{Value, json};

/// Milliseconds. An entry expires when it is older than this, not when it is exactly as old.
const LIFETIME: u64 = 10 * 60 * 1000;

/// Milliseconds by which an approval dates its request into the future. So the request outlives the
/// approval: for the last minute a poll says "approved" and a redeem says "unknown".
const HEAD_START: u64 = 60 * 1000;

/// A device that waits for somebody to type its code.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) code: String,
    pub(crate) secret: String,
    pub(crate) claims: Claims,
    pub(crate) authenticated: bool,
    /// Milliseconds since the server was made.
    date_added: u64,
}

/// What an approved device gets, as it was at the moment of approval.
#[derive(Clone, Debug)]
pub(crate) struct Approved {
    secret: String,
    result: Value,
    /// Milliseconds since the server was made.
    since: u64,
}

impl Jellyfin {
    pub(crate) fn is_quick_connect_enabled(&self) -> bool {
        let is_on = self.configuration.get("QuickConnectAvailable").and_then(Value::as_bool).unwrap_or_default();
        is_on && !self.version.asks_for_status()
    }

    /// Removes what has expired. Called before every look-up, and at no other time.
    pub(crate) fn sweep(&mut self) {
        let now = self.clock.now;
        self.pending.retain(|request| request.date_added + LIFETIME >= now);
        self.approved.retain(|approval| approval.since + LIFETIME >= now);
    }

    /// Opens a request. A code that is already in use now belongs to the new request.
    pub(crate) fn open_request(&mut self, claims: &Claims) -> Value {
        let code = self.next_code.take().unwrap_or_else(|| self.random.code());
        let secret = self.random.hex(64).to_uppercase();
        self.pending.retain(|request| request.code != code);
        let request =
            Pending { code, secret, claims: claims.clone(), authenticated: false, date_added: self.clock.now };
        let described = request.describe();
        self.pending.push(request);
        described
    }

    pub(crate) fn request_with_secret(&self, secret: &str) -> Option<&Pending> {
        self.pending.iter().find(|request| request.secret == secret)
    }

    /// Approves a code for a user. The request is dated forward first and keeps that date even when
    /// the sign-in that follows is refused.
    pub(crate) fn approve_request(&mut self, code: &str, user_id: &str) -> Result<(), Answer> {
        let position = self.pending.iter().position(|request| request.code == code);
        let position = position.ok_or(Answer::exception(404))?;
        let now = self.clock.now;
        let request = &mut self.pending[position];
        if request.authenticated {
            return Err(if self.imitation.is_some() {
                Answer::quoted(409, "Conflict")
            } else {
                Answer::exception(500)
            });
        }
        request.date_added = now + HEAD_START;
        let (claims, secret) = (request.claims.clone(), request.secret.clone());
        let user = self.user_by_id(user_id).cloned().ok_or(Answer::exception(400))?;
        let result = self.open_session(user, &claims, None)?;
        self.approved.retain(|approval| approval.secret != secret);
        self.approved.push(Approved { secret, result, since: now });
        self.pending[position].authenticated = true;
        Ok(())
    }

    /// The stored result, which may be redeemed more than once.
    pub(crate) fn redeem(&self, secret: &str) -> Result<Value, Answer> {
        let found = self.approved.iter().find(|approval| approval.secret == secret);
        found.map(|approval| approval.result.clone()).ok_or(Answer::exception(404))
    }
}

impl Pending {
    /// `QuickConnectResult`. It never holds a token.
    pub(crate) fn describe(&self) -> Value {
        json!({
            "Authenticated": self.authenticated,
            "Secret": self.secret,
            "Code": self.code,
            "DeviceId": self.claims.device_id,
            "DeviceName": self.claims.device,
            "AppName": self.claims.client,
            "AppVersion": self.claims.version,
            "DateAdded": date(self.date_added),
        })
    }
}

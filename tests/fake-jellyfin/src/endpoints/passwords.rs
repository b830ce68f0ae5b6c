//! Changing a password, and the pin for somebody who forgot it (`UserController`,
//! `DefaultPasswordResetProvider`).

use crate::Jellyfin;
use crate::pipeline::answer::{Answer, Outcome, required};
use crate::pipeline::call::{Call, required_text, text};
use crate::pipeline::json::member;
use crate::state::clock::date;
use serde_json::{Map, Value, json};

/// How long a pin is valid, in milliseconds.
const PIN_LIFETIME: u64 = 30 * 60 * 1000;

/// A pin in a file on the server's disk.
#[derive(Clone, Debug)]
pub(crate) struct Reset {
    pub(crate) pin: String,
    pub(crate) user_name: String,
    /// Milliseconds since the server was made.
    expires: u64,
}

impl Jellyfin {
    pub(crate) fn forgot_password(&mut self, call: &Call) -> Outcome {
        const PARAMETER: &str = "forgotPasswordRequest";
        let body = call.body(PARAMETER)?;
        self.refuse_absent(&body, "EnteredUsername", PARAMETER)?;
        let name = required_text(&body, "EnteredUsername")?;
        let user_name = self.user_by_name(&name).map(|user| user.name.clone());
        let user_name = user_name.filter(|_| !self.callers_outside);
        if user_name.is_none() && !self.version.hides_unknown_users() {
            return Ok(Answer::json(json!({"Action": "InNetworkRequired", "PinFile": ""})));
        }
        let expires = self.clock.now + PIN_LIFETIME;
        let digits = self.random.hex(8).to_uppercase();
        let file = format!("/var/lib/jellyfin/passwordreset{}.json", self.random.hex(32));
        if let Some(user_name) = user_name {
            let pairs = [&digits[..2], &digits[2..4], &digits[4..6], &digits[6..]];
            if self.version.keeps_pins_as_easy_passwords() {
                self.user_mut(&user_name).has_easy_password = true;
            }
            self.resets.retain(|reset| reset.user_name != user_name);
            self.resets.push(Reset { pin: pairs.join("-"), user_name, expires });
        }
        Ok(Answer::json(json!({
            "Action": "PinCode",
            "PinFile": file,
            "PinExpirationDate": date(expires),
        })))
    }

    /// The pin becomes the new password, spelled the way it was sent.
    pub(crate) fn redeem_pin(&mut self, call: &Call) -> Outcome {
        const PARAMETER: &str = "forgotPasswordPinRequest";
        let body = call.body(PARAMETER)?;
        self.refuse_absent(&body, "Pin", PARAMETER)?;
        let pin = required_text(&body, "Pin")?;
        let bare = |pin: &str| pin.replace('-', "").to_uppercase();
        let now = self.clock.now;
        self.resets.retain(|reset| reset.expires >= now);
        let position = self.resets.iter().position(|reset| bare(&reset.pin) == bare(&pin));
        let reset = self.resets.remove(position.ok_or(Answer::exception(404))?);
        if let Some(user) = self.users.iter_mut().find(|user| user.name == reset.user_name) {
            user.set_password(&pin);
        }
        Ok(Answer::json(json!({"Success": true, "UsersReset": [reset.user_name]})))
    }

    /// An absent property is the JSON reader's complaint since 10.9, a blank one the validator's.
    fn refuse_absent(&self, body: &Map<String, Value>, name: &str, parameter: &str) -> Result<(), Answer> {
        if member(body, name).is_some() || self.version.is_before_10_9() {
            return Ok(());
        }
        let message = format!("JSON deserialization was missing required properties: '{name}'.");
        Err(Answer::invalid(vec![("$".to_owned(), message), required(parameter)]))
    }

    /// Ends all of the user's tokens except the one that made the call.
    pub(crate) fn change_password(&mut self, call: &Call) -> Outcome {
        let body = call.body("request")?;
        let target = if call.open_parts.is_empty() {
            call.user_id_in_query("userId").map_err(|error| Answer::invalid(vec![error]))?
        } else {
            Some(call.user_id_in_path()?)
        };
        let own = call.user_id().unwrap_or_default();
        let target = target.unwrap_or_else(|| own.to_owned());
        if target != own && !self.counts_as_administrator(&call.caller) {
            return Err(Answer::quoted(403, "User is not allowed to update the password."));
        }
        let user = self.users.iter_mut().find(|user| user.id == target);
        let user = user.ok_or_else(|| Answer::quoted(404, "User not found"))?;
        let current = text(&body, "CurrentPw")?.unwrap_or_default();
        if target == own && user.password != current {
            return Err(Answer::quoted(403, "Invalid user or password entered."));
        }
        let reset = member(&body, "ResetPassword").and_then(Value::as_bool).unwrap_or_default();
        let password = text(&body, "NewPw")?.filter(|_| !reset).unwrap_or_default();
        user.set_password(&password);
        let theirs = self.devices.iter().filter(|device| device.user_id == target);
        let tokens: Vec<String> = theirs.map(|device| device.token.clone()).collect();
        tokens.iter().filter(|token| **token != call.claims.token).for_each(|token| self.revoke_token(token));
        Ok(Answer::empty(204))
    }
}

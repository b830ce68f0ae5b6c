//! The endpoints of Quick Connect (`QuickConnectController`, and the redeem of `UserController`).

use crate::Jellyfin;
use crate::pipeline::answer::{Answer, Outcome, required};
use crate::pipeline::call::{Call, Caller, required_text};

/// All that 10.7 says here of itself.
pub(crate) fn status(_: &mut Jellyfin, _: &Call) -> Answer {
    Answer::quoted(200, "Unavailable")
}

impl Jellyfin {
    pub(crate) fn quick_connect_enabled(&mut self, _: &Call) -> Outcome {
        match self.imitation {
            Some(status @ 405) => Err(Answer::empty(status).with("Allow", "POST")),
            Some(status) => Err(Answer::empty(status)),
            None => Ok(Answer::json(self.is_quick_connect_enabled().into())),
        }
    }

    /// While the feature is off three endpoints say so themselves, and the redeem does not. On 10.7 it was an
    /// exception, with this status.
    fn disabled(&self, old_status: u16) -> Answer {
        if self.version.asks_for_status() {
            return Answer::exception(old_status);
        }
        Answer::quoted(401, "Quick connect is disabled")
    }

    /// The device is judged before the feature.
    pub(crate) fn initiate(&mut self, call: &Call) -> Outcome {
        if !call.claims.describe_a_device() {
            return Err(Answer::exception(400));
        }
        if !self.is_quick_connect_enabled() {
            return Err(self.disabled(401));
        }
        self.sweep();
        Ok(Answer::json(self.open_request(&call.claims)))
    }

    pub(crate) fn connect(&mut self, call: &Call) -> Outcome {
        let secret = call.query.get("secret").ok_or_else(|| Answer::required("secret"))?;
        if !self.is_quick_connect_enabled() {
            return Err(self.disabled(400));
        }
        self.sweep();
        let request = self.request_with_secret(secret);
        request.map(|request| Answer::json(request.describe())).ok_or_else(|| Answer::quoted(404, "Unknown secret"))
    }

    pub(crate) fn authorize(&mut self, call: &Call) -> Outcome {
        let code = call.query.get("code");
        let target = if self.version.is_before_10_9() { Ok(None) } else { call.user_id_in_query("userId") };
        let (code, target) = match (code, target) {
            (Some(code), Ok(target)) => (code, target),
            (code, target) => {
                let missing = code.is_none().then(|| required("code"));
                return Err(Answer::invalid(missing.into_iter().chain(target.err()).collect()));
            }
        };
        let own = call.user_id().unwrap_or_default();
        let target = target.unwrap_or_else(|| own.to_owned());
        if target != own && !self.counts_as_administrator(&call.caller) {
            return Err(Answer::exception(403));
        }
        if !self.is_quick_connect_enabled() {
            return Err(self.disabled(400));
        }
        self.sweep();
        self.approve_request(code, &target)?;
        Ok(Answer::json(true.into()))
    }

    pub(crate) fn redeem_secret(&mut self, call: &Call) -> Outcome {
        let body = call.body("request")?;
        let secret = required_text(&body, "Secret")?;
        if !self.is_quick_connect_enabled() {
            return Err(Answer::exception(401));
        }
        self.sweep();
        self.redeem(&secret).map(Answer::json)
    }

    pub(crate) fn counts_as_administrator(&self, caller: &Caller) -> bool {
        match caller {
            Caller::ApiKey => true,
            Caller::User(id) => self.user_by_id(id).is_some_and(crate::User::is_administrator),
            Caller::Nobody | Caller::Refused => false,
        }
    }
}

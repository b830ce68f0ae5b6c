//! The endpoints about sessions and devices (`SessionController`, `DevicesController`).

use crate::Jellyfin;
use crate::pipeline::answer::{Answer, Outcome};
use crate::pipeline::call::Call;
use crate::state::clock::date;
use crate::state::device::{Device, HERE, Session, capabilities};
use serde_json::{Value, json};

/// Whether sign-outs are at the same moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Logouts {
    #[default]
    OneAfterTheOther,
    NextOneMeetsAnother,
    /// The token of the first of two.
    UnderWay(String),
}

impl Jellyfin {
    /// Deletes the token of the call. A key for a program stays. Of two calls at the same moment one may find nothing
    /// left to delete, which was an error until 10.11.
    pub(crate) fn log_out(&mut self, call: &Call) -> Outcome {
        let token = &call.claims.token;
        let before = std::mem::take(&mut self.logouts);
        if before == Logouts::NextOneMeetsAnother {
            self.logouts = Logouts::UnderWay(token.clone());
            return Ok(Answer::empty(204));
        }
        self.revoke_token(token);
        let is_second = before == Logouts::UnderWay(token.clone());
        if is_second && !self.version.is_12_or_later() { Err(Answer::exception(500)) } else { Ok(Answer::empty(204)) }
    }

    /// Until 10.8 everybody saw every session.
    pub(crate) fn list_sessions(&mut self, call: &Call) -> Outcome {
        let everything = self.counts_as_administrator(&call.caller) || !self.version.keeps_sessions_private();
        let controller = call.user_id_in_query("controllableByUserId");
        let controller = controller.map_err(|error| Answer::invalid(vec![error]))?;
        if !everything && controller.as_deref().is_some_and(|id| call.user_id() != Some(id)) {
            return Err(Answer::exception(403));
        }
        let seconds = call.query.get("activeWithinSeconds").and_then(|text| text.parse().ok());
        let since =
            seconds.filter(|seconds| *seconds > 0).map(|seconds: u64| self.clock.now.saturating_sub(seconds * 1000));
        let device_id = call.query.get("deviceId");
        let wanted = |session: &&Session| {
            (everything || call.user_id() == Some(session.user_id.as_str()))
                && controller.is_none()
                && since.is_none_or(|since| session.last_activity >= since)
                && device_id.is_none_or(|id| id.eq_ignore_ascii_case(&session.device_id))
        };
        // The last one that was active comes first.
        let found = self.sessions.iter().rev().filter(wanted);
        let described = found.map(|session| session.describe(&self.server_id, self.version));
        Ok(Answer::json(Value::Array(described.collect())))
    }

    /// A client that tells what it can do shows up in the list of sessions.
    pub(crate) fn note_capabilities(&mut self, call: &Call) -> Answer {
        if let Some(mut user) = call.user_id().and_then(|id| self.user_by_id(id)).cloned() {
            let session = self.session_of(&mut user, &call.claims, Some(HERE));
            self.note_session(session);
        }
        Answer::empty(204)
    }

    /// One row for every user on every device. The field for the token exists and is never filled.
    pub(crate) fn list_devices(&mut self, call: &Call) -> Outcome {
        let user_id = call.user_id_in_query("userId");
        let user_id = user_id.map_err(|error| Answer::invalid(vec![error]))?;
        let theirs = |device: &&Device| user_id.as_ref().is_none_or(|id| *id == device.user_id);
        let rows = self.devices.iter().rev().filter(theirs).map(|device| self.describe_device(device));
        let rows: Vec<Value> = rows.collect();
        let count = rows.len();
        Ok(Answer::json(json!({"Items": rows, "TotalRecordCount": count, "StartIndex": 0})))
    }

    fn describe_device(&self, device: &Device) -> Value {
        json!({
            "Name": device.name,
            "Id": device.device_id,
            "LastUserName": self.user_by_id(&device.user_id).map(|user| user.name.as_str()),
            "AppName": device.client,
            "AppVersion": device.version,
            "LastUserId": device.user_id,
            "DateLastActivity": date(device.last_activity),
            "Capabilities": capabilities(self.version),
        })
    }

    /// Ends the tokens of every user on a device; 12.0 takes several and refuses all if one is
    /// unknown.
    pub(crate) fn delete_devices(&mut self, call: &Call) -> Outcome {
        let unknown = |id: &str| !self.devices.iter().any(|device| device.device_id.eq_ignore_ascii_case(id));
        let ids: Vec<String> = if self.version.deletes_many_devices() {
            let ids: Vec<&str> = call.query.all("id").collect();
            if ids.iter().any(|id| unknown(id)) {
                return Err(Answer::problem(400));
            }
            ids.into_iter().map(str::to_owned).collect()
        } else {
            let id = call.query.get("id").ok_or_else(|| Answer::required("id"))?;
            if unknown(id) {
                return Err(Answer::problem(404));
            }
            vec![id.to_owned()]
        };
        for id in &ids {
            self.revoke_device(id);
        }
        Ok(Answer::empty(204))
    }
}

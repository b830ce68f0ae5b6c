//! The way of a request through the server, in the order in which the real one looks at it
//! (`Startup.Configure`): the first layer that has something to say wins.

use crate::Jellyfin;
use crate::pipeline::answer::{Answer, Outcome};
use crate::pipeline::authorization::Claims;
use crate::pipeline::base_path::Place;
use crate::pipeline::call::{Call, Caller};
use crate::pipeline::message::{Request, Response};
use crate::pipeline::routes::{Action, Found, find};
use crate::pipeline::urlencoded::Query;
use serde_json::Value;

impl Jellyfin {
    /// Answers one request. No time passes meanwhile.
    pub fn handle(&mut self, request: &Request) -> Response {
        self.go_on_starting(request);
        if let Some(response) = self.answer_while_starting(request) {
            return response;
        }
        let path = match self.place(request) {
            Place::Inside(path) => path,
            Place::Elsewhere(answer) => {
                let mut response = answer.write(self, "", "");
                response.headers.push(("Server".to_owned(), "Kestrel".to_owned()));
                return response;
            }
        };
        let cors = self.cors_headers(request);
        let is_outside = self.comes_from_outside(request);
        let outside = std::mem::replace(&mut self.callers_outside, is_outside);
        let mut response = if request.is_preflight() {
            self.answer_preflight(request)
        } else {
            let answer = self.answer(request, &path).unwrap_or_else(|early| early);
            let accept = request.header_value("Accept").unwrap_or_default();
            let trace = if answer.status >= 400 { self.trace() } else { String::new() };
            let mut response = answer.write(self, accept, &trace);
            if cors.iter().any(|(name, _)| name == "Vary") {
                response.headers.retain(|(name, _)| name != "Vary");
            }
            response.headers.extend(cors);
            if self.version.names_the_language() {
                response.headers.push(("Content-Language".to_owned(), "en-US".to_owned()));
            }
            response
        };
        self.callers_outside = outside;
        let mut add = |name: &str, value: &str| {
            response.headers.push((name.to_owned(), value.to_owned()));
        };
        add("Server", "Kestrel");
        add("X-Response-Time-ms", "1.25");
        response
    }

    fn answer(&mut self, request: &Request, path: &str) -> Outcome {
        if let Some(answer) = self.web_client(request, path) {
            return Ok(answer);
        }
        let query = Query::parse(request.target.split_once('?').map_or("", |(_, query)| query));
        let (claims, caller) = self.identify(request, &query);
        let (route, open_parts) = match find(self.version, &request.method, path) {
            Found::Route(route, open_parts) => (route, open_parts),
            Found::OtherMethods(allowed) => {
                return Err(Answer::empty(405).with("Allow", allowed.join(", ")));
            }
            Found::Nothing => return Err(Answer::empty(404)),
        };
        if let Some(status) = self.refusal(route.guard, &caller) {
            return Err(Answer::empty(status));
        }
        if self.callers_outside && !self.remote_access {
            return Err(Answer::empty(503));
        }
        if let Some(refusal) = self.refusal_while_loading(path) {
            return Err(refusal);
        }
        let call = Call { request, query, claims, caller, open_parts };
        match route.action {
            Action::Sure(action) => Ok(action(self, &call)),
            Action::Try(action) => action(self, &call),
        }
    }

    /// Done for every request, and never a reason to refuse one. A valid token fills in what the header leaves out
    /// about the device.
    fn identify(&mut self, request: &Request, query: &Query) -> (Claims, Caller) {
        let legacy = self.accepts_legacy_authorization();
        let mut claims = Claims::read(request, query, self.version, legacy);
        if claims.token.is_empty() {
            return (claims, Caller::Nobody);
        }
        if self.api_keys.contains(&claims.token) {
            return (claims, Caller::ApiKey);
        }
        self.touch_device(&claims);
        let Some(device) = self.device_with(&claims.token) else {
            return (claims, Caller::Refused);
        };
        for (said, stored) in [
            (&mut claims.client, &device.client),
            (&mut claims.device, &device.name),
            (&mut claims.device_id, &device.device_id),
            (&mut claims.version, &device.version),
        ] {
            if said.is_empty() {
                said.clone_from(stored);
            }
        }
        let welcome = self.user_by_id(&device.user_id).is_some_and(|user| !user.is_disabled());
        let caller = if welcome { Caller::User(device.user_id.clone()) } else { Caller::Refused };
        (claims, caller)
    }

    fn accepts_legacy_authorization(&self) -> bool {
        let setting = self.configuration.get("EnableLegacyAuthorization").and_then(Value::as_bool);
        self.version.always_accepts_legacy_authorization() || setting.unwrap_or_default()
    }

    fn trace(&mut self) -> String {
        format!("00-{}-{}-00", self.random.hex(32), self.random.hex(16))
    }
}

//! Which pages of other origins may read an answer (`CorsPolicyProvider`, and the framework behind
//! it). The list is part of the server's configuration and holds `*` at first.

use crate::Jellyfin;
use crate::pipeline::message::{Request, Response};
use serde_json::Value;

impl Jellyfin {
    /// The headers that let the request's origin read the answer; none without an `Origin`, and none
    /// for an origin that the administrator did not list.
    #[must_use]
    pub fn cors_headers(&self, request: &Request) -> Vec<(String, String)> {
        let Some(origin) = request.header_value("Origin") else {
            return Vec::new();
        };
        let hosts = self.cors_hosts();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        if hosts.iter().any(|host| host == "*") {
            return vec![pair("Access-Control-Allow-Origin", "*")];
        }
        let mut headers = Vec::new();
        if hosts.iter().any(|host| host.eq_ignore_ascii_case(origin)) {
            headers.push(pair("Access-Control-Allow-Origin", origin));
            headers.push(pair("Access-Control-Allow-Credentials", "true"));
            if hosts.len() > 1 {
                headers.push(pair("Vary", "Origin"));
            }
        }
        headers
    }

    /// The answer to a preflight: allowed or not, it is a 204, for any path and without credentials.
    pub(crate) fn answer_preflight(&self, request: &Request) -> Response {
        let mut headers = self.cors_headers(request);
        if !headers.is_empty() {
            for (asked, granted) in [
                ("Access-Control-Request-Headers", "Access-Control-Allow-Headers"),
                ("Access-Control-Request-Method", "Access-Control-Allow-Methods"),
            ] {
                let value = request.header_value(asked).filter(|value| !value.is_empty());
                headers.extend(value.map(|value| (granted.to_owned(), value.to_owned())));
            }
        }
        Response { status: 204, headers, body: Vec::new() }
    }

    fn cors_hosts(&self) -> Vec<String> {
        let listed = self.configuration.get("CorsHosts").and_then(Value::as_array);
        let texts = listed.into_iter().flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    }
}

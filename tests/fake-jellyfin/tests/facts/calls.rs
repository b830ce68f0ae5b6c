//! Calls for the tests, each usable in one line.

use fake_jellyfin::{Jellyfin, Request, Response, Version};
use serde_json::{Value, json};

pub const MINUTE: u64 = 60_000;
pub const SECOND: u64 = 1_000;
pub const DISABLED: &str = "\"Quick connect is disabled\"";
pub const SENTENCE: &str = "Error processing request.";

/// What polls answer: status, and whether the request is approved.
pub const PENDING: (u16, Value) = (200, Value::Bool(false));
pub const APPROVED: (u16, Value) = (200, Value::Bool(true));
pub const GONE: (u16, Value) = (404, Value::Null);

pub fn device(device_id: &str) -> String {
    format!("MediaBrowser Client=\"c\", Device=\"d\", DeviceId=\"{device_id}\", Version=\"1\"")
}

pub fn bearing(token: &str) -> String {
    format!("MediaBrowser Token=\"{token}\"")
}

pub fn get(fake: &mut Jellyfin, target: &str, authorization: &str) -> Response {
    fake.handle(&Request::get(target).header("Authorization", authorization))
}

pub fn post(fake: &mut Jellyfin, target: &str, authorization: &str) -> Response {
    fake.handle(&Request::post(target).header("Authorization", authorization))
}

/// Opens a request from the device `tv` and gives back secret and code.
pub fn initiate(fake: &mut Jellyfin) -> (String, String) {
    initiate_from(fake, "tv")
}

pub fn initiate_from(fake: &mut Jellyfin, device_id: &str) -> (String, String) {
    let get_only = fake.version() == Version::V10_8_13;
    let method = if get_only { "GET" } else { "POST" };
    let request = Request::new(method, "/QuickConnect/Initiate");
    let answer = fake.handle(&request.header("Authorization", &device(device_id)));
    assert_eq!(answer.status, 200, "{answer:?}");
    let field = |name: &str| answer.json()[name].as_str().expect("a string").to_owned();
    (field("Secret"), field("Code"))
}

pub fn poll(fake: &mut Jellyfin, secret: &str) -> (u16, Value) {
    let answer = fake.handle(&Request::get(&format!("/QuickConnect/Connect?Secret={secret}")));
    (answer.status, answer.json()["Authenticated"].clone())
}

pub fn redeem(fake: &mut Jellyfin, secret: &str) -> (u16, String) {
    let body = json!({ "secret": secret }).to_string();
    let answer = fake.handle(&Request::post("/Users/AuthenticateWithQuickConnect").json(&body));
    (answer.status, answer.json()["AccessToken"].as_str().unwrap_or_default().to_owned())
}

pub fn authorize(fake: &mut Jellyfin, query: &str, token: &str) -> (u16, String) {
    let answer = post(fake, &format!("/QuickConnect/Authorize?{query}"), &bearing(token));
    (answer.status, answer.text())
}

pub fn sign_in(fake: &mut Jellyfin, name: &str, password: &str, device_id: &str) -> (u16, String) {
    let body = json!({ "Username": name, "Pw": password }).to_string();
    let request = Request::post("/Users/AuthenticateByName").json(&body);
    let answer = fake.handle(&request.header("Authorization", &device(device_id)));
    (answer.status, answer.json()["AccessToken"].as_str().unwrap_or_default().to_owned())
}

pub fn me(fake: &mut Jellyfin, token: &str) -> u16 {
    get(fake, "/Users/Me", &bearing(token)).status
}

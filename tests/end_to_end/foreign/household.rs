//! A server of which only the address and an administrator are known, the page beside it, and people that are made for a
//! story and removed behind it.

use std::env;

use fake_jellyfin::http::Server;
use fake_jellyfin::recording::{Administrator, send};
use fake_jellyfin::{Jellyfin, Request, Response};
use serde_json::{Value, json};

use crate::support::chromium::Edition;
use crate::support::device::Device;
use crate::support::home::{release_files, start_devices};
use crate::support::seats::Seats;

/// Everybody who is made here is called so. Who was left behind by a story that was interrupted is removed by the next.
const PREFIX: &str = "quick-connect-";

/// Where the page lies on the proxy, so that it shares its origin with the server's own web client.
const FOLDER: &str = "/web/quick/";

/// The administrator of the fake.
const DEMO: (&str, &str) = ("demo", "demo");

/// See the module.
pub struct Household {
    server: String,
    administrator: (String, String),
    proxy: Server,
    _fake: Option<Server>,
    _seats: Seats,
}

impl Household {
    /// The server that `cargo verify -- --server` names, else a fake with a base path, and devices.
    pub fn enter<const DEVICES: usize>() -> (Self, [Device; DEVICES]) {
        let seats = Seats::take(DEVICES);
        let given = |name| env::var(name).ok();
        let (server, administrator, fake) = if let Some(server) = given("FOREIGN_SERVER") {
            let name = given("FOREIGN_ADMIN").expect("an administrator");
            (server, (name, given("JELLYFIN_PASSWORD").expect("a password")), None)
        } else {
            let mut fake = Jellyfin::default();
            fake.set_base_path("/media");
            let fake = Server::start(fake).expect("a free port");
            (format!("{}/media", fake.origin()), (DEMO.0.to_owned(), DEMO.1.to_owned()), Some(fake))
        };
        let (origin, base_path) = origin_and_base_path(&server);
        let proxy = Server::in_front_of(origin).files(&format!("{base_path}{FOLDER}"), release_files());
        let proxy = proxy.start().expect("a free port");
        let page = format!("{}{base_path}{FOLDER}index.html", proxy.origin());
        let household = Self { server, administrator, proxy, _fake: fake, _seats: seats };
        household.clear();
        (household, start_devices(&page, Edition::with_flags(&[]), &[]))
    }

    /// Somebody with this password and these exceptions in the policy. Returns the name.
    pub fn person(&self, name: &str, password: &str, exceptions: &Value) -> String {
        let name = format!("{PREFIX}{name}");
        self.as_administrator(|administrator| {
            let made = administrator.post("/Users/New", &json!({"Name": name, "Password": password}))?;
            let mut policy = made["Policy"].clone();
            for (member, value) in exceptions.as_object().into_iter().flatten() {
                policy[member] = value.clone();
            }
            let id = made["Id"].as_str().unwrap_or_default();
            administrator.post(&format!("/Users/{id}/Policy"), &policy)
        });
        name
    }

    /// Sends a request as a device that is not in the story.
    pub fn ask(&self, request: &Request) -> Response {
        let (origin, base_path) = origin_and_base_path(&self.server);
        let target = format!("{base_path}{}", request.target);
        send(origin, &Request { target, ..request.clone() }).expect("an answer")
    }

    /// Does something as the administrator, who is signed out again.
    fn as_administrator(&self, action: impl FnOnce(&mut Administrator) -> Result<Value, String>) -> Value {
        let mut ask = |request: &Request| Ok(self.ask(request));
        let mut administrator = Administrator::new(&mut ask);
        let outcome = administrator
            .sign_in(&self.administrator.0, &self.administrator.1)
            .and_then(|_| action(&mut administrator));
        let _ = administrator.ask("POST", "/Sessions/Logout", None);
        outcome.unwrap_or_else(|problem| panic!("{problem}"))
    }

    /// Removes everybody who was made here, and switches Quick Connect on.
    fn clear(&self) {
        self.as_administrator(|administrator| {
            for user in administrator.get("/Users")?.as_array().into_iter().flatten() {
                if user["Name"].as_str().is_some_and(|name| name.starts_with(PREFIX)) {
                    let id = user["Id"].as_str().unwrap_or_default();
                    administrator.ask("DELETE", &format!("/Users/{id}"), None)?;
                }
            }
            let mut configuration = administrator.get("/System/Configuration")?;
            if configuration["QuickConnectAvailable"] == true {
                return Ok(Value::Null);
            }
            configuration["QuickConnectAvailable"] = true.into();
            administrator.post("/System/Configuration", &configuration)
        });
    }

    /// Where the server's own web client is, as the devices reach it.
    pub fn web_client(&self) -> String {
        format!("{}{}/web/index.html", self.proxy.origin(), origin_and_base_path(&self.server).1)
    }

    /// Does the server have a web client that runs, and not only a page in its place?
    pub fn has_web_client(&self) -> bool {
        let page = self.ask(&Request::get("/web/index.html"));
        page.status == 200 && page.text().contains("<script")
    }

    /// True if the server lives below a path.
    pub fn has_base_path(&self) -> bool {
        !origin_and_base_path(&self.server).1.is_empty()
    }
}

impl Drop for Household {
    fn drop(&mut self) {
        self.clear();
    }
}

/// `http://host:8096` and `/media`.
fn origin_and_base_path(server: &str) -> (&str, &str) {
    let host = server.find("://").map_or(0, |scheme| scheme + 3);
    let end = server[host..].find('/').map_or(server.len(), |slash| host + slash);
    (&server[..end], server[end..].trim_end_matches('/'))
}

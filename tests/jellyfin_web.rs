//! jellyfin-web, Jellyfin's own web client, as it loads: its steps retold from its source, with a session that ours has
//! handed over. Does it end up signed in? And the other way round: is its own session found, and is it good?

#![cfg(not(target_family = "wasm"))]

use std::collections::HashMap;

use fake_jellyfin::{Jellyfin, Request, Response, Version};
use quick_connect_client::account::jellyfin_web::{HandOver, REMEMBER_ME, SERVERS, hand_over, take_over};
use quick_connect_client::account::session::Session;
use quick_connect_client::jellyfin::device::Device;
use quick_connect_client::jellyfin::secret::Password;
use quick_connect_client::jellyfin::system::{public_info, read_public_info};
use quick_connect_client::jellyfin::users::{Authentication, Me, authenticate_by_name, me, read_me};
use quick_connect_client::jellyfin::{Answer, Call};
use quick_connect_client::server::address::Address;
use serde_json::{Value, json};

/// Where the fake is.
const ORIGIN: &str = "http://attic.local:8096";

/// When jellyfin-web is loaded, and a moment before, in milliseconds since 1970.
const LOADED: u64 = 1_795_000_060_000;
const BEFORE: u64 = 1_795_000_000_000;

/// The releases of jellyfin-web that are retold here. Each comes with the server of the same number.
const RELEASES: [Version; 3] = [Version::V10_10_7, Version::V10_11_11, Version::V12_0];

/// The entry of another server, used an hour ago, as jellyfin-web writes it, with members that later releases may add.
fn other_server() -> Value {
    json!({
        "Id": "00c0ffee00c0ffee00c0ffee00c0ffee", "Name": "Büro", "ManualAddress": "https://office.example.org",
        "LocalAddress": "http://10.0.0.2:8096", "RemoteAddress": "", "LastConnectionMode": 2,
        "DateLastAccessed": BEFORE - 3_600_000, "UserId": "1111", "AccessToken": "2222", "manualAddressOnly": true,
        "UserLinkType": null, "ExchangeToken": null, "later": { "unknown": [1.5, "x"] },
    })
}

/// How loading ends.
#[derive(Debug, PartialEq)]
enum Loaded {
    SignedInAs(String),
    Login,
    UpdateNeeded,
    Mismatch,
    Unavailable,
}

/// A browser's storage for one origin, the server there, and the two clients that it serves.
struct Household {
    fake: Jellyfin,
    release: Version,
    storage: HashMap<&'static str, String>,
}

impl Household {
    fn new(release: Version) -> Self {
        let mut fake = Jellyfin::new(release);
        fake.set_base_path("/media");
        Self { fake, release, storage: HashMap::new() }
    }

    /// The server's base address, which jellyfin-web derives from its page's address, too.
    fn base(&self) -> Address {
        let page = format!("{ORIGIN}{}/web/index.html#/home", self.fake.base_path());
        Address::above_web_folder(&page).expect("a page in the web folder")
    }

    /// The server's answer to one of our calls.
    fn ask(&mut self, call: &Call) -> Answer {
        let url = self.base().join(&call.target);
        let mut request = Request::new(call.method.as_str(), url.strip_prefix(ORIGIN).expect("the same origin"));
        if let Some(authorization) = &call.authorization {
            request = request.header("Authorization", authorization);
        }
        if let Some(body) = &call.body {
            request = request.json(body);
        }
        let response = self.fake.handle(&request);
        Answer::new(response.status, response.text())
    }

    /// Signs in with our client.
    fn sign_in(&mut self) -> Session {
        let answer = self.ask(&authenticate_by_name("demo", &Password::new("demo"), &ours()));
        let authentication = Authentication::read(&answer).expect("a sign-in");
        let info = self.ask(&public_info());
        let server_name = read_public_info(Ok(info)).expect("a server").name;
        Session { server_name, ..Session::new(self.base(), authentication) }
    }

    /// Hands a session over, as the app does.
    fn hand_over(&mut self, session: &Session) {
        let stored = |name| self.storage.get(name).map(String::as_str);
        match hand_over(stored(SERVERS), stored(REMEMBER_ME), session, |_| false, BEFORE) {
            HandOver::Write(text) => self.storage.insert(SERVERS, text.reveal().to_owned()),
            other => panic!("{other:?}"),
        };
    }

    fn servers(&self) -> Vec<Value> {
        let stored: Value = serde_json::from_str(self.storage.get(SERVERS).map_or("{}", String::as_str)).expect("JSON");
        stored["Servers"].as_array().cloned().unwrap_or_default()
    }

    fn store(&mut self, servers: &[Value]) {
        self.storage.insert(SERVERS, json!({ "Servers": servers }).to_string());
    }

    /// A `GET` of jellyfin-web; none where no server is.
    fn get(&mut self, address: &str, path: &str, token: Option<&str>) -> Option<Response> {
        let path = format!("{}{path}", address.strip_prefix(ORIGIN)?);
        let device = r#"Client="Jellyfin Web", Device="Chrome", DeviceId="TW96aWxsYS81", Version="12.0.0""#;
        let request = Request::get(&path);
        let request = match token {
            None => request,
            Some(token) if self.release <= Version::V10_10_7 => request.header("X-MediaBrowser-Token", token),
            Some(token) => request.header("Authorization", &format!(r#"MediaBrowser {device}, Token="{token}""#)),
        };
        Some(self.fake.handle(&request))
    }

    /// Loads jellyfin-web.
    fn load(&mut self) -> Loaded {
        // Step 1: which address.
        let mut servers = self.servers();
        let accessed = |server: &Value| server["DateLastAccessed"].as_u64().unwrap_or_default();
        let latest = servers.iter().rev().max_by_key(|server| accessed(server));
        let address = match latest {
            Some(latest) if self.release == Version::V12_0 => address_of(latest),
            _ => self.base().as_str().to_owned(),
        };
        // Step 2: the first entry with that address, or all entries are thrown away for a fresh one.
        let has = |server: &Value, name: &str| {
            server[name].as_str().is_some_and(|stored| stored.to_lowercase() == address.to_lowercase())
        };
        let known =
            |server: &Value| ["ManualAddress", "LocalAddress", "RemoteAddress"].iter().any(|name| has(server, name));
        let place = servers.iter().position(known).unwrap_or_else(|| {
            servers = vec![json!({})];
            0
        });
        let server = &mut servers[place];
        server["LastConnectionMode"] = json!(2);
        server["ManualAddress"] = json!(address);
        server["manualAddressOnly"] = json!(true);
        server["DateLastAccessed"] = json!(LOADED);
        let mut server = server.clone();
        self.store(&servers);
        // Step 3: is it there, is it new enough, is it the one?
        let info = self.get(&address, "/System/Info/Public", None).map(|answer| answer.json());
        let Some(info) = info.filter(Value::is_object) else { return Loaded::Unavailable };
        let number = |part: usize| info["Version"].as_str()?.split('.').nth(part)?.parse::<u32>().ok();
        if (number(0), number(1)) < (Some(10), Some(10)) {
            return Loaded::UpdateNeeded;
        }
        if server["Id"].is_string() && server["Id"] != info["Id"] {
            return Loaded::Mismatch;
        }
        // Steps 4 and 5: is the token to be used, and is it good?
        let token = server["AccessToken"].as_str().map(str::to_owned);
        let is_remembered = self.storage.get(REMEMBER_ME).is_none_or(|remembered| remembered != "false");
        let is_good = |answer: &Response| answer.status == 200;
        let token = token.filter(|token| {
            is_remembered && self.get(&address, "/System/Info", Some(token)).as_ref().is_some_and(is_good)
        });
        if token.is_none() {
            server["UserId"] = Value::Null;
            server["AccessToken"] = Value::Null;
        }
        server["Id"] = info["Id"].clone();
        server["Name"] = info["ServerName"].clone();
        server["LocalAddress"] = info["LocalAddress"].clone();
        servers[place] = server.clone();
        self.store(&servers);
        // Step 6: who is it?
        let (Some(token), Some(user)) = (token, server["UserId"].as_str()) else { return Loaded::Login };
        let user = self.get(&address, &format!("/Users/{user}"), Some(&token)).expect("the server is there");
        Loaded::SignedInAs(user.json()["Name"].as_str().unwrap_or_default().to_owned())
    }
}

/// Our client in that browser.
fn ours() -> Device {
    Device { id: "web-77aa".into(), name: "Firefox".into() }
}

fn address_of(server: &Value) -> String {
    let named = |name: &str| server[name].as_str().filter(|address| !address.is_empty());
    let address = match server["LastConnectionMode"].as_u64() {
        Some(0) => named("LocalAddress"),
        Some(1) => named("RemoteAddress"),
        Some(2) => named("ManualAddress"),
        _ => named("ManualAddress").or(named("LocalAddress")).or(named("RemoteAddress")),
    };
    address.unwrap_or_default().to_owned()
}

fn demo() -> Loaded {
    Loaded::SignedInAs("demo".to_owned())
}

#[test]
fn a_session_handed_over_signs_in_where_nothing_was_kept() {
    for release in RELEASES {
        let mut household = Household::new(release);
        assert_eq!(household.load(), Loaded::Login, "{release}");
        household.storage.clear();
        let session = household.sign_in();
        household.hand_over(&session);
        assert_eq!(household.load(), demo(), "{release}");
        assert_eq!(household.load(), demo(), "{release}, loaded again");
    }
}

#[test]
fn another_server_survives_as_it_was() {
    for release in RELEASES {
        let mut household = Household::new(release);
        household.store(&[other_server()]);
        let session = household.sign_in();
        household.hand_over(&session);
        assert_eq!(household.load(), demo(), "{release}");
        assert_eq!(household.servers().len(), 2);
        assert!(household.servers().contains(&other_server()), "{release}: {:?}", household.servers());
    }
}

#[test]
fn a_person_who_was_signed_out_there_is_signed_in_again() {
    for release in RELEASES {
        let mut household = Household::new(release);
        let session = household.sign_in();
        household.hand_over(&session);
        household.fake.revoke_all();
        assert_eq!(household.load(), Loaded::Login, "{release}: with a dead token");
        let session = household.sign_in();
        household.hand_over(&session);
        assert_eq!(household.load(), demo(), "{release}");
        assert_eq!(household.servers().len(), 1);
    }
}

#[test]
fn a_server_that_was_set_up_anew_at_the_same_address_is_signed_in_to() {
    for release in RELEASES {
        let mut household = Household::new(release);
        let session = household.sign_in();
        household.hand_over(&session);
        household.fake.set_server_id("beefbeefbeefbeefbeefbeefbeefbeef");
        assert_eq!(household.load(), Loaded::Mismatch, "{release}");
        let session = household.sign_in();
        household.hand_over(&session);
        assert_eq!(household.load(), demo(), "{release}");
        assert_eq!(household.servers().len(), 2, "the old entry is not ours to delete");
    }
}

/// The proof that the steps can fail: a session that was handed over wrongly.
#[test]
fn an_address_that_is_not_the_pages_own_loses_the_session() {
    for (release, wrong, loaded) in [
        (Version::V10_10_7, "http://attic.local:8096", Loaded::Login),
        (Version::V10_11_11, "http://attic.local:8096", Loaded::Login),
        (Version::V12_0, "http://attic.local:8096", Loaded::Unavailable),
        (Version::V10_11_11, "http://127.0.0.1:8096/media", Loaded::Login),
        (Version::V12_0, "http://127.0.0.1:8096/media", Loaded::Unavailable),
    ] {
        let mut household = Household::new(release);
        household.store(&[other_server()]);
        let session = household.sign_in();
        household.hand_over(&Session { server: Address::parse(wrong).expect("an address"), ..session });
        assert_eq!(household.load(), loaded, "{release} {wrong}");
        let kept_there = if release == Version::V12_0 { 2 } else { 1 };
        assert_eq!(household.servers().len(), kept_there, "{release} throws away what it does not find");
    }
}

#[test]
fn a_session_is_not_handed_over_to_be_thrown_away() {
    for release in RELEASES {
        let mut household = Household::new(release);
        let session = household.sign_in();
        household.hand_over(&session);
        household.storage.insert(REMEMBER_ME, "false".to_owned());
        let stored = |household: &Household, name| household.storage.get(name).cloned();
        let (servers, remember_me) = (stored(&household, SERVERS), stored(&household, REMEMBER_ME));
        let outcome = hand_over(servers.as_deref(), remember_me.as_deref(), &session, |_| false, BEFORE);
        assert_eq!(outcome, HandOver::NotRemembered);
        assert_eq!(household.load(), Loaded::Login, "{release}");
    }
}

#[test]
fn a_session_that_it_has_is_found_and_good_for_us() {
    for release in RELEASES {
        let mut household = Household::new(release);
        household.store(&[other_server()]);
        let session = household.sign_in();
        household.hand_over(&session);
        assert_eq!(household.load(), demo());
        let stored = household.storage.get(SERVERS).cloned();
        let found = take_over(stored.as_deref(), &session.server_id).expect("a session");
        assert_eq!((&found.user_id, found.server_name.as_deref()), (&session.user.id, Some("attic")));
        let answer = household.ask(&me(&ours(), &found.token));
        assert!(matches!(read_me(Ok(answer)), Me::User(user) if user.name == "demo"), "{release}");
        household.fake.revoke_all();
        assert_eq!(household.load(), Loaded::Login);
        let stored = household.storage.get(SERVERS).cloned();
        assert_eq!(take_over(stored.as_deref(), &session.server_id), None, "{release}");
    }
}

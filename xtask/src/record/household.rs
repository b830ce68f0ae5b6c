//! The people and the settings that the questions need: made on a server, and taken away again.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use fake_jellyfin::recording::{Administrator, Names};
use serde_json::{Map, Value, json};

/// How long a server may take to restart.
const PATIENCE: Duration = Duration::from_secs(180);
const PAUSE: Duration = Duration::from_millis(500);

const CONFIGURATION: &str = "/System/Configuration";
const BRANDING: &str = "/System/Configuration/branding";
const NETWORK: &str = "/System/Configuration/network";
const SPLASH: &str = "/Branding/Splashscreen";

/// A server with the world of a recording in it.
pub struct Household<'a> {
    pub server: Administrator<'a>,
    /// The server's.
    pub version: String,
    /// What names stand for that nobody can learn by asking.
    pub names: Names,
    /// Does the server believe what is said here about who asks?
    pub knows_proxy: bool,
    /// Where this program is, as the server sees it.
    pub here: String,
    world: &'a Map<String, Value>,
    is_fresh: bool,
    administrator: (String, String),
    /// Settings to be put back, with where they belong.
    settings: Vec<(&'static str, Value)>,
    /// Ids of the people that were made.
    people: Vec<String>,
    made_splash: bool,
}

impl<'a> Household<'a> {
    /// Signs in as the administrator: the one that is named, or the one that the set-up of a fresh server makes. Changes
    /// nothing on a server that is in use.
    pub fn enter(
        mut server: Administrator<'a>,
        administrator: Option<(&str, &str)>,
        world: &'a Map<String, Value>,
    ) -> Result<Self, String> {
        let info = server.get("/System/Info/Public")?;
        let version =
            info["Version"].as_str().ok_or("This is no Jellyfin server, or it is still starting.")?.to_owned();
        let is_fresh = info["StartupWizardCompleted"] == false;
        let text = |name: &str| world["administrator"][name].as_str().unwrap_or_default().to_owned();
        let administrator = match (administrator, is_fresh) {
            (Some((name, password)), false) => (name.to_owned(), password.to_owned()),
            (None, true) => (text("name"), text("password")),
            (Some(_), true) => return Err("This server is not set up yet, so nobody is its administrator.".to_owned()),
            (None, false) => {
                return Err(
                    "This server is in use. Take a fresh one, or name its administrator with --admin: people and \
                            settings that the questions need are then made and put back."
                        .to_owned(),
                );
            }
        };
        if is_fresh {
            set_up(&mut server, &administrator)?;
        }
        let signed_in = server.sign_in(&administrator.0, &administrator.1)?;
        let here = signed_in["SessionInfo"]["RemoteEndPoint"].as_str().unwrap_or("127.0.0.1").to_owned();
        let mut household = Self {
            server,
            version,
            names: Names::default(),
            knows_proxy: false,
            here,
            world,
            is_fresh,
            administrator,
            settings: Vec::new(),
            people: Vec::new(),
            made_splash: false,
        };
        household.note_administrator(&signed_in);
        Ok(household)
    }

    fn note_administrator(&mut self, signed_in: &Value) {
        self.names.bind("user:admin", signed_in["User"]["Id"].as_str().unwrap_or_default());
        self.names.bind("token:admin", self.server.token());
        self.names.bind("server", signed_in["ServerId"].as_str().unwrap_or_default());
    }

    /// Makes the settings and the people.
    pub fn prepare(&mut self, stopped: &AtomicBool) -> Result<(), String> {
        let taken = self.server.get("/Users")?;
        let world = self.world;
        let people = object(&world["users"]);
        let is_taken = |name: &str| {
            taken
                .as_array()
                .into_iter()
                .flatten()
                .any(|user| user["Name"].as_str().is_some_and(|taken| taken.eq_ignore_ascii_case(name)))
        };
        if let Some(name) = people.keys().find(|name| is_taken(name)) {
            return Err(format!("Somebody named {name} has an account here. The questions need one of that name."));
        }
        self.change(
            CONFIGURATION,
            &[
                ("ServerName", world.get("serverName")),
                ("QuickConnectAvailable", world.get("quickConnect")),
                ("CorsHosts", world.get("cors")),
            ],
        )?;
        self.change(
            BRANDING,
            &[
                ("LoginDisclaimer", world.get("disclaimer")),
                ("CustomCss", Some(&json!(""))),
                ("SplashscreenEnabled", world.get("splashscreen")),
            ],
        )?;
        if self.server.answer("GET", SPLASH, None)?.status == 404 {
            self.made_splash = true;
            self.server.upload(SPLASH, &picture())?;
        }
        for (name, person) in &people {
            if stopped.load(Ordering::Relaxed) {
                return Err("Stopped.".to_owned());
            }
            self.make(name, person)?;
        }
        self.introduce_proxy()
    }

    /// Changes some settings and remembers all of them as they were.
    fn change(&mut self, target: &'static str, changes: &[(&str, Option<&Value>)]) -> Result<(), String> {
        let before = self.server.get(target)?;
        self.settings.push((target, before.clone()));
        let mut after = before;
        for (name, value) in changes {
            if let Some(value) = value {
                after[*name] = (*value).clone();
            }
        }
        self.server.post(target, &after).map(|_| ())
    }

    fn make(&mut self, name: &str, person: &Value) -> Result<(), String> {
        let mut account = json!({"Name": name});
        if person["password"] != "" {
            account["Password"] = person["password"].clone();
        }
        let made = self.server.post("/Users/New", &account)?;
        let id = made["Id"].as_str().ok_or("A new account has no id.")?.to_owned();
        self.people.push(id.clone());
        self.names.bind(&format!("user:{name}"), &id);
        if person["picture"] == true {
            let uploaded = self.server.upload(&format!("/UserImage?userId={id}"), &picture());
            // Where it was until 10.8.
            uploaded.or_else(|_| self.server.upload(&format!("/Users/{id}/Images/Primary"), &picture()))?;
        }
        let mut policy = object(&made["Policy"]);
        let mut set = |name: &str, value: &Value| {
            if !value.is_null() {
                policy.insert(name.to_owned(), value.clone());
            }
        };
        set("IsHidden", &person["hidden"]);
        set("IsDisabled", &person["disabled"]);
        set("MaxActiveSessions", &person["maxActiveSessions"]);
        set("EnableRemoteAccess", &person["remoteAccess"]);
        set("LoginAttemptsBeforeLockout", &person["loginAttemptsBeforeLockout"]);
        if person["devices"].is_array() {
            set("EnableAllDevices", &json!(false));
            set("EnabledDevices", &person["devices"]);
        }
        if person["schedule"].is_string() {
            let never = json!({"UserId": id, "DayOfWeek": "Everyday", "StartHour": 0, "EndHour": 0});
            set("AccessSchedules", &json!([never]));
        }
        self.server.post(&format!("/Users/{id}/Policy"), &policy.into()).map(|_| ())
    }

    /// Makes this program a proxy that the server knows, which takes a restart. A server in use is not restarted.
    fn introduce_proxy(&mut self) -> Result<(), String> {
        let network = self.server.get(NETWORK)?;
        let known = network["KnownProxies"].as_array().cloned().unwrap_or_default();
        self.knows_proxy = known.iter().any(|address| *address == json!(self.here));
        if self.knows_proxy || !self.is_fresh {
            return Ok(());
        }
        let here = json!([self.here]);
        self.change(NETWORK, &[("KnownProxies", Some(&here))])?;
        self.restart()?;
        self.knows_proxy = true;
        let (name, password) = self.administrator.clone();
        let signed_in = self.server.sign_in(&name, &password)?;
        self.note_administrator(&signed_in);
        Ok(())
    }

    /// Restarts the server. It is over when it has forgotten the request for a code that was opened before.
    fn restart(&mut self) -> Result<(), String> {
        let initiate = "/QuickConnect/Initiate";
        let opened = self.server.post(initiate, &Value::Null).or_else(|_| self.server.get(initiate))?;
        let poll = format!("/QuickConnect/Connect?secret={}", opened["Secret"].as_str().unwrap_or_default());
        self.server.ask("POST", "/System/Restart", None)?;
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let polled = self.server.answer("GET", &poll, None);
            if polled.is_ok_and(|answer| answer.status == 404 && answer.json().is_string()) {
                return Ok(());
            }
            thread::sleep(PAUSE);
        }
        Err("The server has not come back from a restart.".to_owned())
    }

    /// Takes everything away that was made, and sets everything back that was changed. Goes on after a failure.
    pub fn put_back(mut self) -> Result<(), String> {
        let mut problems = Vec::new();
        let mut note = |outcome: Result<Value, String>| problems.extend(outcome.err());
        for id in &self.people {
            note(self.server.ask("DELETE", &format!("/Users/{id}"), None));
        }
        if self.made_splash {
            note(self.server.ask("DELETE", SPLASH, None));
        }
        for (target, before) in self.settings.iter().rev() {
            note(self.server.post(target, before));
        }
        note(self.server.ask("POST", "/Sessions/Logout", None));
        if problems.is_empty() { Ok(()) } else { Err(format!("Not everything is as it was: {}", problems.join("; "))) }
    }
}

/// The set-up, as its pages would do it.
fn set_up(server: &mut Administrator, (name, password): &(String, String)) -> Result<(), String> {
    let language = json!({"UICulture": "en-US", "MetadataCountryCode": "US", "PreferredMetadataLanguage": "en"});
    server.post("/Startup/Configuration", &language)?;
    server.get("/Startup/User")?;
    server.post("/Startup/User", &json!({"Name": name, "Password": password}))?;
    server.post("/Startup/RemoteAccess", &json!({"EnableRemoteAccess": true, "EnableAutomaticPortMapping": false}))?;
    server.ask("POST", "/Startup/Complete", None).map(|_| ())
}

/// The members of an object.
fn object(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

/// A PNG file of one pixel, in base64.
fn picture() -> String {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    encoder.set_color(png::ColorType::Rgb);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&[0, 164, 220]));
    written.map(|()| BASE64_STANDARD.encode(bytes)).unwrap_or_default()
}

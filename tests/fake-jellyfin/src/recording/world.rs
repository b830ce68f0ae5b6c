//! The server that has the world of a recording: its first line in, a fake out.

use super::{Names, Recording};
use crate::pipeline::authorization::Claims;
use crate::{Jellyfin, Phase};
use serde_json::Value;

impl Recording {
    /// A server in this world: its version, people, passwords, limits and settings.
    ///
    /// # Errors
    ///
    /// When the world has no version.
    pub fn server(&self) -> Result<Jellyfin, String> {
        let world = &self.world;
        let version = world.get("version").and_then(Value::as_str).ok_or("the world has no version")?;
        let mut fake = Jellyfin::fresh(version.parse()?);
        if world.contains_key("phase") {
            fake.start_in_phases(self.phases());
            return Ok(fake);
        }
        if world.contains_key("runtime") {
            fake.run_on_a_newer_runtime();
        }
        fake.complete_wizard(true);
        let setting = |name: &str| world.get(name).and_then(Value::as_str);
        if let Some(name) = setting("serverName") {
            fake.rename(name);
        }
        if let Some(path) = setting("baseUrl") {
            fake.set_base_path(path);
        }
        if let Some(enabled) = world.get("quickConnect").and_then(Value::as_bool) {
            fake.enable_quick_connect(enabled);
        }
        if let Some(hosts) = world.get("cors") {
            fake.set_cors_hosts(&texts(hosts));
        }
        if let Some(proxies) = world.get("knownProxies") {
            fake.set_known_proxies(&texts(proxies));
        }
        if world.contains_key("disclaimer") || world.contains_key("splashscreen") {
            // Whoever saves one of the three texts saves all of them.
            fake.set_disclaimer(setting("disclaimer"));
            fake.set_custom_css(Some(""));
            fake.show_splash_screen(world.get("splashscreen").and_then(Value::as_bool).unwrap_or_default());
        }
        self.add_people(&mut fake);
        Ok(fake)
    }

    fn add_people(&self, fake: &mut Jellyfin) {
        if let Some(administrator) = self.world.get("administrator") {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let name = text(&administrator["name"]);
            fake.add_user(&name, &text(&administrator["password"])).make_administrator();
            let device = &administrator["device"];
            let claims = Claims {
                client: text(&device["Client"]),
                device: text(&device["Device"]),
                device_id: text(&device["DeviceId"]),
                version: text(&device["Version"]),
                token: String::new(),
            };
            fake.sign_in_on(&name, &claims);
        }
        for (name, person) in self.world.get("users").and_then(Value::as_object).into_iter().flatten() {
            let user = fake.add_user(name, person["password"].as_str().unwrap_or_default());
            let flag = |name: &str| person[name].as_bool();
            if flag("hidden") == Some(false) {
                user.show();
            }
            if flag("picture") == Some(true) {
                user.give_image();
            }
            if flag("disabled") == Some(true) {
                user.disable();
            }
            if let Some(allowed) = flag("remoteAccess") {
                user.allow_remote_access(allowed);
            }
            if let Some(sessions) = person["maxActiveSessions"].as_i64() {
                user.limit_sessions(sessions);
            }
            if let Some(attempts) = person["loginAttemptsBeforeLockout"].as_i64() {
                user.limit_attempts(attempts);
            }
            if person.get("schedule").is_some() {
                user.allow_only_between(0.0, 0.0);
            }
            if let Some(devices) = person.get("devices") {
                user.allow_only_devices(&texts(devices));
            }
        }
    }

    /// What a client of this server cannot learn by asking: the people's ids and the administrator's token.
    #[must_use]
    pub fn names(&self, fake: &Jellyfin) -> Names {
        let mut names = Names::default();
        for user in fake.users() {
            names.bind(&format!("user:{}", user.name()), user.id());
        }
        let administrator = self.world.get("administrator").and_then(|person| person["name"].as_str());
        if let Some(name) = administrator {
            names.bind("user:admin", fake.user_named(name).map_or("", crate::User::id));
            let token = fake.tokens().into_iter().find(|token| fake.owner_of(token) == Some(name));
            names.bind("token:admin", &token.unwrap_or_default());
        }
        names
    }

    /// How the start went, as its public information tells.
    fn phases(&self) -> Vec<Phase> {
        let told = self.exchanges.iter().filter(|exchange| exchange.question.target == "/System/Info/Public");
        let phase = |exchange: &super::Exchange| {
            let answer = &exchange.answer;
            let is_camel_case = answer.body.as_ref().is_some_and(|body| body.get("serverName").is_some());
            match (answer.status, &answer.body) {
                (200, _) if is_camel_case => Phase::Starting,
                (200, _) => Phase::Running,
                (_, None) => Phase::StartingUnnamed,
                (_, Some(_)) => Phase::Loading,
            }
        };
        told.map(phase).collect()
    }
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

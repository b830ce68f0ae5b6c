//! What an administrator does from elsewhere: the set-up of a new server, people and their rights, pictures, and the
//! settings that are kept beside the configuration (`StartupController`, `UserController`, `ImageController`,
//! `ConfigurationController`).

use crate::Jellyfin;
use crate::pipeline::answer::{Answer, Outcome};
use crate::pipeline::call::{Call, required_text, text};
use crate::pipeline::json::member;
use serde_json::{Value, json};

/// The name of the first account until somebody gives it another.
const FIRST: &str = "root";

impl Jellyfin {
    pub(crate) fn set_up_language(&mut self, call: &Call) -> Outcome {
        let body = call.body("startupConfiguration")?;
        for name in ["ServerName", "UICulture", "MetadataCountryCode", "PreferredMetadataLanguage"] {
            if let Some(value) = member(&body, name).filter(|value| value.is_string()) {
                self.set_setting(name, value.clone());
            }
        }
        Ok(Answer::empty(204))
    }

    /// Looking at the first account makes it.
    pub(crate) fn first_user(&mut self, _: &Call) -> Answer {
        if self.users.is_empty() {
            self.add_user(FIRST, "").make_administrator();
        }
        Answer::json(json!({"Name": self.users[0].name}))
    }

    pub(crate) fn name_first_user(&mut self, call: &Call) -> Outcome {
        let body = call.body("startupUserDto")?;
        let (name, password) = (required_text(&body, "Name")?, text(&body, "Password")?.unwrap_or_default());
        let user = self.users.first_mut().ok_or(Answer::exception(500))?;
        user.name = name;
        user.set_password(&password);
        Ok(Answer::empty(204))
    }

    pub(crate) fn finish_set_up(&mut self, _: &Call) -> Answer {
        self.complete_wizard(true);
        Answer::empty(204)
    }

    pub(crate) fn new_user(&mut self, call: &Call) -> Outcome {
        let body = call.body("request")?;
        let (name, password) = (required_text(&body, "Name")?, text(&body, "Password")?.unwrap_or_default());
        if self.user_by_name(&name).is_some() {
            return Err(Answer::exception(400));
        }
        let id = self.add_user(&name, &password).id.clone();
        Ok(Answer::json(self.describe_user(&id).unwrap_or_default()))
    }

    /// An administrator who disables somebody also ends what that person is signed in to.
    pub(crate) fn set_policy(&mut self, call: &Call) -> Outcome {
        let id = call.user_id_in_path()?;
        let policy = call.body("newPolicy")?;
        let user = self.users.iter_mut().find(|user| user.id == id);
        let user = user.ok_or_else(|| Answer::quoted(404, "User not found"))?;
        user.replace_policy(&policy);
        if user.is_disabled() {
            let name = user.name.clone();
            self.revoke_user(&name);
        }
        Ok(Answer::empty(204))
    }

    pub(crate) fn delete_user(&mut self, call: &Call) -> Outcome {
        let user = self.user_by_id(&call.user_id_in_path()?).map(|user| user.name.clone());
        self.remove_user(&user.ok_or_else(|| Answer::problem(404))?);
        Ok(Answer::empty(204))
    }

    /// The picture itself is not kept: every user has the same.
    pub(crate) fn upload_image(&mut self, call: &Call) -> Outcome {
        let in_query = call.user_id_in_query("userId").map_err(|error| Answer::invalid(vec![error]))?;
        let id = in_query.map_or_else(|| call.user_id_in_path(), Ok)?;
        let user = self.users.iter_mut().find(|user| user.id == id);
        user.ok_or_else(|| Answer::problem(404))?.give_image();
        Ok(Answer::empty(204))
    }

    /// Network and branding.
    pub(crate) fn read_named_configuration(&mut self, call: &Call) -> Outcome {
        match call.open_part(0).to_ascii_lowercase().as_str() {
            "network" => Ok(Answer::json(json!({"BaseUrl": self.base_path, "KnownProxies": self.known_proxies}))),
            "branding" => Ok(self.branding(call)),
            _ => Err(Answer::exception(404)),
        }
    }

    pub(crate) fn write_named_configuration(&mut self, call: &Call) -> Outcome {
        let body = call.body("configuration")?;
        match call.open_part(0).to_ascii_lowercase().as_str() {
            "network" => {
                let proxies = member(&body, "KnownProxies").and_then(Value::as_array).into_iter().flatten();
                self.known_proxies = proxies.filter_map(Value::as_str).map(str::to_owned).collect();
            }
            "branding" => {
                self.disclaimer = text(&body, "LoginDisclaimer")?;
                self.custom_css = text(&body, "CustomCss")?;
                let shown = member(&body, "SplashscreenEnabled").and_then(Value::as_bool);
                self.has_splash_screen = shown.unwrap_or_default();
            }
            _ => return Err(Answer::exception(404)),
        }
        Ok(Answer::empty(204))
    }

    pub(crate) fn restart_on_request(&mut self, _: &Call) -> Answer {
        self.restart();
        Answer::empty(204)
    }
}

pub(crate) fn noted(_: &mut Jellyfin, _: &Call) -> Answer {
    Answer::empty(204)
}

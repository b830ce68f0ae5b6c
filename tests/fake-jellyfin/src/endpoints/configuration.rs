//! The server's configuration, and the call that replaces all of it
//! (`ConfigurationController`, `ServerConfiguration`).

use crate::Jellyfin;
use crate::pipeline::answer::{Answer, Outcome};
use crate::pipeline::call::Call;
use crate::pipeline::json::member;
use crate::state::version::Version;
use serde_json::{Map, Value, json};

/// Properties that may be `null`. They show up only when they have a value.
const NULLABLE: [&str; 4] = ["CachePath", "PreviousVersion", "PreviousVersionStr", "ActivityLogRetentionDays"];

/// Properties that name a folder, which has to exist.
const FOLDERS: [&str; 2] = ["CachePath", "MetadataPath"];

/// What a property is worth when nobody set it: the defaults of the class, in its order.
const CLASS_DEFAULTS: &str = include_str!("configuration.json");

fn class_defaults(version: Version) -> Map<String, Value> {
    let mut members: Map<String, Value> =
        serde_json::from_str(CLASS_DEFAULTS).expect("the file beside this one is an object");
    if let Some(legacy) = version.legacy_authorization_default() {
        members.insert("EnableLegacyAuthorization".to_owned(), legacy.into());
    }
    members
}

/// A server somebody went through the wizard with; it differs from the defaults in places, so that
/// a careless write shows.
pub(crate) fn of_a_set_up_server(version: Version) -> Map<String, Value> {
    let mut members = class_defaults(version);
    let chosen = json!({
        "IsStartupWizardCompleted": true,
        "CachePath": "/var/cache/jellyfin",
        "PreviousVersion": version.number(),
        "PreviousVersionStr": version.number(),
        "MetadataPath": "/var/lib/jellyfin/metadata",
        "ServerName": "attic",
        "PluginRepositories": [{
            "Name": "Jellyfin Stable",
            "Url": "https://repo.jellyfin.org/files/plugin/manifest.json",
            "Enabled": true,
        }],
    });
    members.extend(chosen.as_object().cloned().unwrap_or_default());
    members
}

impl Jellyfin {
    pub(crate) fn set_setting(&mut self, name: &str, value: impl Into<Value>) {
        self.configuration.insert(name.to_owned(), value.into());
    }

    /// Any signed-in user may read it.
    pub(crate) fn read_configuration(&mut self, _: &Call) -> Answer {
        Answer::json(self.configuration.clone().into())
    }

    /// Replaces everything at once: what the body leaves out goes back to the default of the class,
    /// the finished wizard included. Properties nobody knows are dropped.
    pub(crate) fn replace_configuration(&mut self, call: &Call) -> Outcome {
        let body = call.body("configuration")?;
        let mut replaced = class_defaults(self.version);
        for (name, value) in &mut replaced {
            if let Some(sent) = member(&body, name) {
                *value = fitted(name, sent, value)?;
            }
        }
        for folder in FOLDERS {
            let named = |members: &Map<String, Value>| {
                members.get(folder).and_then(Value::as_str).unwrap_or_default().to_owned()
            };
            let folder = named(&replaced);
            if !folder.is_empty() && folder != named(&self.configuration) {
                return Err(Answer::exception(404));
            }
        }
        self.configuration = replaced;
        Ok(Answer::empty(204))
    }
}

/// The value that was sent, if its kind is that of the default. A number may come in quotes.
fn fitted(name: &str, sent: &Value, default: &Value) -> Result<Value, Answer> {
    let quoted = sent.as_str().and_then(|text| text.parse::<i64>().ok());
    match (sent, default) {
        (Value::Null, _) if NULLABLE.contains(&name) => Ok(Value::Null),
        (Value::Null, Value::String(_) | Value::Array(_)) => Err(Answer::required(name)),
        (Value::String(_), Value::Number(_)) if quoted.is_some() => Ok(quoted.into()),
        (Value::Number(_) | Value::Bool(_), Value::String(_)) => Ok(sent.to_string().into()),
        (Value::String(_), Value::Null) => Ok(sent.clone()),
        _ if std::mem::discriminant(sent) == std::mem::discriminant(default) => Ok(sent.clone()),
        _ => {
            let message = format!("The JSON value could not be converted. Path: $.{name}");
            Err(Answer::invalid(vec![(format!("$.{name}"), message)]))
        }
    }
}

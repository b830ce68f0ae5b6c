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

/// Not there before 10.9.
const SINCE_10_9: [&str; 7] = [
    "InactiveSessionThreshold",
    "LibraryUpdateDuration",
    "DummyChapterDuration",
    "ChapterImageResolution",
    "ParallelImageEncodingLimit",
    "CastReceiverApplications",
    "TrickplayOptions",
];

/// Not there before 10.11, nor is [`LEGACY`].
const SINCE_10_11: [&str; 3] =
    ["CacheSize", "EnableGroupingMoviesIntoCollections", "EnableGroupingShowsIntoCollections"];

/// Gone in 10.10.
const UNTIL_10_9: [&str; 1] = ["MetadataNetworkPath"];

/// Gone in 10.11.
const UNTIL_10_10: [&str; 2] = ["EnableGroupingIntoCollections", "RemoveOldPlugins"];

/// Whether old spellings of credentials are accepted.
const LEGACY: &str = "EnableLegacyAuthorization";

fn class_defaults(version: Version) -> Map<String, Value> {
    let mut members: Map<String, Value> =
        serde_json::from_str(CLASS_DEFAULTS).expect("the file beside this one is an object");
    let absent: [(bool, &[&str]); 4] = [
        (version.is_before_10_9(), &SINCE_10_9),
        (version.is_10_10_or_later(), &UNTIL_10_9),
        (version.is_10_11_or_later(), &UNTIL_10_10),
        (!version.is_10_11_or_later(), &SINCE_10_11),
    ];
    for (_, names) in absent.into_iter().filter(|(is_absent, _)| *is_absent) {
        members.retain(|name, _| !names.contains(&name.as_str()));
    }
    if let Some(Value::Object(trickplay)) = members.get_mut("TrickplayOptions")
        && !version.is_10_10_or_later()
    {
        trickplay.shift_remove("EnableKeyFrameOnlyExtraction");
    }
    match version.legacy_authorization_default() {
        Some(legacy) => members.insert(LEGACY.to_owned(), legacy.into()),
        None => members.shift_remove(LEGACY),
    };
    members
}

/// What a server writes down when it starts for the first time.
pub(crate) fn of_a_fresh_server(version: Version) -> Map<String, Value> {
    let mut members = class_defaults(version);
    members["IsPortAuthorized"] = true.into();
    if let Some(receivers) = members.get_mut("CastReceiverApplications") {
        *receivers = json!([{"Id": "F007D354", "Name": "Stable"}, {"Id": "6F511C87", "Name": "Unstable"}]);
    }
    members
}

/// A server somebody went through the wizard with; it differs from the defaults in places, so that
/// a careless write shows.
pub(crate) fn of_a_set_up_server(version: Version) -> Map<String, Value> {
    let mut members = of_a_fresh_server(version);
    let chosen = json!({
        "IsStartupWizardCompleted": true,
        "CachePath": "/var/cache/jellyfin",
        "PreviousVersion": version.to_string(),
        "PreviousVersionStr": version.to_string(),
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

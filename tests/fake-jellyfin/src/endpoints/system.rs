//! The endpoints about the server itself (`SystemController`, `StartupController`), its
//! configuration aside.

use crate::Jellyfin;
use crate::pipeline::answer::Answer;
use crate::pipeline::call::Call;
use crate::pipeline::message::Request;
use crate::pipeline::web_client::origin;
use serde_json::{Map, Value, json};

impl Jellyfin {
    pub(crate) fn public_info(&mut self, call: &Call) -> Answer {
        Answer::json(self.describe_publicly(call.request))
    }

    fn describe_publicly(&self, request: &Request) -> Value {
        json!({
            "LocalAddress": self.local_address(request),
            "ServerName": self.server_name(),
            "Version": self.version.to_string(),
            "ProductName": if self.imitation.is_some() { "Another Media Server" } else { "Jellyfin Server" },
            "OperatingSystem": if self.version.is_before_10_9() { "Linux" } else { "" },
            "Id": self.server_id,
            "StartupWizardCompleted": self.is_wizard_completed(),
        })
    }

    pub(crate) fn info(&mut self, call: &Call) -> Answer {
        let Value::Object(mut members) = self.describe_publicly(call.request) else {
            return Answer::problem(404);
        };
        let more = json!({
            "OperatingSystemDisplayName": if self.version.is_before_10_9() { "Linux" } else { "" },
            "HasPendingRestart": false,
            "IsShuttingDown": false,
            "SupportsLibraryMonitor": true,
            "WebSocketPortNumber": 8096,
            "CompletedInstallations": [],
            "CanSelfRestart": true,
            "CanLaunchWebBrowser": false,
            "ProgramDataPath": "/var/lib/jellyfin",
            "WebPath": "/usr/share/jellyfin/web",
            "CachePath": "/var/cache/jellyfin",
            "LogPath": "/var/log/jellyfin",
            "HasUpdateAvailable": false,
            "EncoderLocation": "System",
            "SystemArchitecture": "X64",
        });
        members.extend(more.as_object().cloned().unwrap_or_else(Map::new));
        Answer::json(members.into())
    }

    pub(crate) fn end_point(&mut self, _: &Call) -> Answer {
        let inside = !self.callers_outside;
        Answer::json(json!({"IsLocal": false, "IsInNetwork": inside}))
    }

    pub(crate) fn startup_configuration(&mut self, _: &Call) -> Answer {
        let setting = |name: &str| self.configuration.get(name).cloned().unwrap_or_default();
        let name = self.version.is_10_11_or_later().then(|| self.server_name());
        Answer::json(json!({
            "ServerName": name,
            "UICulture": setting("UICulture"),
            "MetadataCountryCode": setting("MetadataCountryCode"),
            "PreferredMetadataLanguage": setting("PreferredMetadataLanguage"),
        }))
    }

    /// The server's idea of where it is on the local network.
    pub(crate) fn local_address(&self, request: &Request) -> String {
        format!("{}{}", origin(request), self.base_path)
    }

    /// An empty name in the configuration means the name of the machine.
    pub(crate) fn server_name(&self) -> String {
        let name = self.configuration.get("ServerName").and_then(Value::as_str).unwrap_or_default();
        if name.is_empty() { "machine".to_owned() } else { name.to_owned() }
    }

    pub(crate) fn is_wizard_completed(&self) -> bool {
        let flag = self.configuration.get("IsStartupWizardCompleted").and_then(Value::as_bool);
        flag.unwrap_or_default()
    }
}

pub(crate) fn ping(_: &mut Jellyfin, _: &Call) -> Answer {
    Answer::quoted(200, "Jellyfin Server")
}

pub(crate) fn health(_: &mut Jellyfin, _: &Call) -> Answer {
    describe_health(200, "Healthy")
}

pub(crate) fn describe_health(status: u16, word: &str) -> Answer {
    Answer::bytes(status, "text/plain", word.as_bytes().to_vec()).with("Cache-Control", "no-store, no-cache")
}

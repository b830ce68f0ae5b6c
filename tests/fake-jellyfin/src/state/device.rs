//! Tokens, the devices that they were issued for, and the sessions in memory.

use crate::Jellyfin;
use crate::pipeline::authorization::Claims;
use crate::state::clock::{NEVER, date};
use crate::state::version::Version;
use serde_json::{Value, json};

/// One row of the device table: a user on a device, and the token that stands for both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// The user that the token signs in.
    pub user_id: String,
    /// The id that the device gave itself.
    pub device_id: String,
    /// The program on the device.
    pub client: String,
    /// The device's name; a later call may change it.
    pub name: String,
    /// The program's version; a later call may change it.
    pub version: String,
    /// 32 lower-case hexadecimal digits.
    pub token: String,
    /// Milliseconds since the server was made.
    pub last_activity: u64,
}

/// One client on one device since the server started, whoever signed in on it last.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) user_id: String,
    pub(crate) user_name: String,
    pub(crate) image_tag: Option<String>,
    pub(crate) client: String,
    pub(crate) device_id: String,
    pub(crate) device_name: String,
    pub(crate) version: String,
    pub(crate) remote_end_point: Option<String>,
    /// Milliseconds since the server was made.
    pub(crate) last_activity: u64,
}

/// Where everybody inside the network comes from.
pub(crate) const HERE: &str = "127.0.0.1";

/// A device's activity is stored at most this often, in milliseconds.
const ACTIVITY_EVERY: u64 = 3 * 60 * 1000;

/// Chromecast receivers keep the name of the first sign-in.
const KEEPS_ITS_NAME: &str = "chromecast";

impl Jellyfin {
    pub(crate) fn device_with(&self, token: &str) -> Option<&Device> {
        self.devices.iter().find(|device| device.token == token && !token.is_empty())
    }

    /// Every call with a live token may rename its device and refreshes its activity.
    pub(crate) fn touch_device(&mut self, claims: &Claims) {
        let now = self.clock.now;
        let found = self.devices.iter_mut().find(|device| device.token == claims.token);
        let Some(device) = found else {
            return;
        };
        if !claims.client.to_ascii_lowercase().contains(KEEPS_ITS_NAME) {
            for (stored, said) in [(&mut device.name, &claims.device), (&mut device.version, &claims.version)] {
                if !said.is_empty() {
                    stored.clone_from(said);
                }
            }
        }
        if now - device.last_activity > ACTIVITY_EVERY {
            device.last_activity = now;
        }
    }

    /// A token for this user on this device: a fresh one in place of the old since 10.9; until 10.8
    /// the old one again, while other users lose theirs (`SessionManager.GetAuthorizationToken`).
    pub(crate) fn issue_token(&mut self, user_id: &str, claims: &Claims) -> String {
        let here = |device: &Device| device.device_id == claims.device_id;
        if self.version.issues_the_old_token_again() {
            let others = self.devices.iter().filter(|device| here(device) && device.user_id != user_id);
            let others: Vec<String> = others.map(|device| device.token.clone()).collect();
            for token in &others {
                self.revoke_token(token);
            }
        }
        let old = self.devices.iter().find(|device| here(device) && device.user_id == user_id);
        let old = old.map(|device| device.token.clone());
        match old {
            Some(token) if self.version.issues_the_old_token_again() => return token,
            Some(token) => self.revoke_token(&token),
            None => {}
        }
        let token = self.random.hex(32);
        self.devices.push(Device {
            user_id: user_id.to_owned(),
            device_id: claims.device_id.clone(),
            client: claims.client.clone(),
            name: claims.device.clone(),
            version: claims.version.clone(),
            token: token.clone(),
            last_activity: self.clock.now,
        });
        token
    }

    /// Ends one token and every session on its device, other users' sessions included.
    pub fn revoke_token(&mut self, token: &str) {
        let device_id = self.device_with(token).map(|device| device.device_id.clone());
        if let Some(device_id) = device_id {
            self.devices.retain(|device| device.token != token);
            self.sessions.retain(|session| session.device_id != device_id);
        }
    }

    /// Records that a client was active. One client on one device is one session.
    pub(crate) fn note_session(&mut self, session: Session) {
        let same = |other: &Session| other.client == session.client && other.device_id == session.device_id;
        self.sessions.retain(|other| !same(other));
        self.sessions.push(session);
    }
}

impl Session {
    /// `SessionInfoDto`.
    pub(crate) fn describe(&self, server_id: &str, version: Version) -> Value {
        let mut play_state = json!({
            "CanSeek": false, "IsPaused": false, "IsMuted": false, "RepeatMode": "RepeatNone",
        });
        if version.is_10_9_or_later() {
            play_state["PlaybackOrder"] = "Default".into();
        }
        let queue_items = (!version.is_12_or_later()).then(|| json!([]));
        json!({
            "PlayState": play_state,
            "AdditionalUsers": [],
            "Capabilities": capabilities(version),
            "RemoteEndPoint": self.remote_end_point,
            "PlayableMediaTypes": [],
            "Id": self.id(),
            "UserId": self.user_id,
            "UserName": self.user_name,
            "Client": self.client,
            "LastActivityDate": date(self.last_activity),
            "LastPlaybackCheckIn": NEVER,
            "DeviceName": self.device_name,
            "DeviceId": self.device_id,
            "ApplicationVersion": self.version,
            "IsActive": true,
            "SupportsMediaControl": false,
            "SupportsRemoteControl": false,
            "NowPlayingQueue": [],
            "NowPlayingQueueFullItems": queue_items,
            "HasCustomDeviceName": false,
            "ServerId": server_id,
            "UserPrimaryImageTag": self.image_tag,
            "SupportedCommands": [],
        })
    }

    /// Jellyfin takes the MD5 of client and device id; any digest of both will do here.
    fn id(&self) -> String {
        let mut digest: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
        for byte in self.client.bytes().chain(self.device_id.bytes()) {
            digest = (digest ^ u128::from(byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b);
        }
        format!("{digest:032x}")
    }
}

/// The capabilities of a client that has not announced any.
pub(crate) fn capabilities(version: Version) -> Value {
    let gone = (!version.is_10_10_or_later()).then_some(false);
    let (first, last) = if version.is_before_10_9() { (gone, None) } else { (None, gone) };
    let listed = [
        ("PlayableMediaTypes", json!([])),
        ("SupportedCommands", json!([])),
        ("SupportsMediaControl", json!(false)),
        ("SupportsContentUploading", json!(first)),
        ("SupportsPersistentIdentifier", json!(true)),
        ("SupportsContentUploading", json!(last)),
        ("SupportsSync", json!(gone)),
    ];
    listed.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)).collect()
}

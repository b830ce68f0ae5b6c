//! The server of the examples, its callers, and the shapes of answers.

use fake_jellyfin::http::Server;
use fake_jellyfin::{Jellyfin, Version};
use serde_json::Value;

use super::wire::{Answer, ask};

pub const DESKTOP: &str = "MediaBrowser Client=\"Sample%20App\", Device=\"Laptop\", \
                       DeviceId=\"laptop-1\", Version=\"0.9.1\"";
pub const TV: &str = "MediaBrowser Client=\"Sample%20App\", Device=\"Kitchen%20TV\", \
                  DeviceId=\"tv-1\", Version=\"0.9.1\"";

pub const JSON: &str = "application/json; charset=utf-8";
pub const RIGHT: &str = r#"{"Username":"mira","Pw":"green teapot"}"#;
pub const OFF: &str = "Quick connect is disabled";

pub const WAITING: &str = "Authenticated Secret Code DeviceId DeviceName AppName AppVersion DateAdded";
pub const USER: &str = "Name ServerId Id PrimaryImageTag HasPassword HasConfiguredPassword \
    HasConfiguredEasyPassword EnableAutoLogin LastLoginDate LastActivityDate Configuration Policy";
pub const PREFERENCES: &str = "PlayDefaultAudioTrack SubtitleLanguagePreference DisplayMissingEpisodes \
    GroupedFolders SubtitleMode DisplayCollectionsView EnableLocalPassword OrderedViews \
    LatestItemsExcludes MyMediaExcludes HidePlayedInLatest RememberAudioSelections \
    RememberSubtitleSelections EnableNextEpisodeAutoPlay CastReceiverId";
pub const POLICY: &str = "IsAdministrator IsHidden EnableCollectionManagement EnableSubtitleManagement \
    EnableLyricManagement IsDisabled BlockedTags AllowedTags EnableUserPreferenceAccess \
    AccessSchedules BlockUnratedItems EnableRemoteControlOfOtherUsers EnableSharedDeviceControl \
    EnableRemoteAccess EnableLiveTvManagement EnableLiveTvAccess EnableMediaPlayback \
    EnableAudioPlaybackTranscoding EnableVideoPlaybackTranscoding EnablePlaybackRemuxing \
    ForceRemoteSourceTranscoding EnableContentDeletion EnableContentDeletionFromFolders \
    EnableContentDownloading EnableSyncTranscoding EnableMediaConversion EnabledDevices \
    EnableAllDevices EnabledChannels EnableAllChannels EnabledFolders EnableAllFolders \
    InvalidLoginAttemptCount LoginAttemptsBeforeLockout MaxActiveSessions EnablePublicSharing \
    BlockedMediaFolders BlockedChannels RemoteClientBitrateLimit AuthenticationProviderId \
    PasswordResetProviderId SyncPlayAccess";
pub const SESSION: &str = "PlayState AdditionalUsers Capabilities PlayableMediaTypes Id UserId UserName \
    Client LastActivityDate LastPlaybackCheckIn DeviceName DeviceId ApplicationVersion IsActive \
    SupportsMediaControl SupportsRemoteControl NowPlayingQueue HasCustomDeviceName ServerId \
    UserPrimaryImageTag SupportedCommands";
pub const PUBLIC_INFO: &str = "LocalAddress ServerName Version ProductName OperatingSystem Id StartupWizardCompleted";

/// What a body looks like.
pub enum Shape {
    /// No bytes, no content type.
    Nothing,
    /// What every exception becomes.
    Sentence,
    /// A JSON string.
    Quoted(&'static str),
    /// These bytes, as JSON.
    Exactly(&'static str),
    /// A JSON object with these members in this order.
    Members(&'static str),
    /// A problem object about this key.
    Problem(&'static str, &'static str),
}
use Shape::{Exactly, Members, Nothing, Problem, Quoted, Sentence};

/// A server of 12.0 where `mira` (password `green teapot`) and `otto` have accounts.
pub struct Stage(pub Server);

impl Stage {
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    pub fn with(prepare: impl FnOnce(&mut Jellyfin)) -> Self {
        let mut fake = Jellyfin::new(Version::V12_0);
        fake.add_user("mira", "green teapot").give_image();
        fake.add_user("otto", "sieve");
        prepare(&mut fake);
        Self(Server::start(fake).expect("a free port"))
    }

    pub fn ask(&self, line: &str, headers: &[(&str, &str)], body: Option<&str>) -> Answer {
        ask(self.0.port(), line, headers, body).expect("an answer")
    }

    /// Opens a request from the TV and gives back secret and code.
    pub fn request_code(&self) -> (String, String) {
        let answer = self.ask("POST /QuickConnect/Initiate", &[("Authorization", TV)], None).json();
        (text(&answer["Secret"]), text(&answer["Code"]))
    }

    /// Mira's `Authorization` on the laptop.
    pub fn signed_in(&self) -> String {
        let result = self.sign_in(RIGHT).json();
        format!("{DESKTOP}, Token=\"{}\"", text(&result["AccessToken"]))
    }

    /// The same, with a code that the TV shows and its secret.
    pub fn signed_in_beside_a_tv(&self) -> (String, String, String) {
        let authorization = self.signed_in();
        let (secret, code) = self.request_code();
        (authorization, secret, code)
    }

    pub fn approve(&self, authorization: &str, code: &str) -> Answer {
        let line = format!("POST /QuickConnect/Authorize?code={code}");
        self.ask(&line, &[("Authorization", authorization)], None)
    }

    pub fn poll(&self, secret: &str) -> Answer {
        let line = format!("GET /QuickConnect/Connect?secret={secret}");
        self.ask(&line, &[("Authorization", TV)], None)
    }

    pub fn redeem(&self, secret: &str, headers: &[(&str, &str)]) -> Answer {
        let body = format!("{{\"Secret\":\"{secret}\"}}");
        self.ask("POST /Users/AuthenticateWithQuickConnect", headers, Some(&body))
    }

    pub fn sign_in(&self, body: &str) -> Answer {
        let headers = [("Authorization", DESKTOP)];
        self.ask("POST /Users/AuthenticateByName", &headers, Some(body))
    }

    pub fn switch_off(&self) {
        self.0.with(|fake| fake.enable_quick_connect(false));
    }
}

/// Status, shape, and that a page of any origin may read the answer.
pub fn expect(answer: &Answer, status: u16, shape: &Shape) {
    assert_eq!(answer.header("Access-Control-Allow-Origin"), Some("*"));
    assert_eq!(answer.header("Access-Control-Expose-Headers"), None);
    assert_eq!(answer.header("WWW-Authenticate"), None);
    expect_unshared(answer, status, shape);
}

pub fn expect_unshared(answer: &Answer, status: u16, shape: &Shape) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert!(answer.complete);
    assert_eq!(answer.header("Server"), Some("Kestrel"));
    assert_eq!(answer.header("Cache-Control"), None);
    let content_type = match shape {
        Nothing => None,
        Sentence => Some("text/plain"),
        _ => Some(JSON),
    };
    assert_eq!(answer.header("Content-Type"), content_type);
    let chunked = !matches!(shape, Nothing);
    assert_eq!(answer.header("Transfer-Encoding").is_some(), chunked);
    match shape {
        Nothing => assert_eq!(answer.text(), ""),
        Sentence => assert_eq!(answer.text(), "Error processing request."),
        Quoted(sentence) => assert_eq!(answer.text(), format!("\"{sentence}\"")),
        Exactly(text) => assert_eq!(answer.text(), *text),
        Members(names) => assert_members(&answer.json(), names),
        Problem(key, message) => {
            let problem = answer.json();
            assert_members(&problem, "type title status errors traceId");
            assert_eq!(problem["type"], "https://tools.ietf.org/html/rfc9110#section-15.5.1");
            assert_eq!(problem["title"], "One or more validation errors occurred.");
            assert_eq!(problem["status"], status);
            assert_eq!(problem["errors"], serde_json::json!({*key: [message]}));
            let trace = text(&problem["traceId"]);
            let lengths: Vec<usize> = trace.split('-').map(str::len).collect();
            assert_eq!(lengths, [2, 32, 16, 2]);
        }
    }
}

pub fn assert_members(object: &Value, names: &str) {
    let members: Vec<&String> = object.as_object().expect("an object").keys().collect();
    assert_eq!(members, names.split_whitespace().collect::<Vec<_>>());
}

/// The whole result of a sign-in; `remote` is whether it knows an address.
pub fn assert_signed_in(answer: &Answer, device_id: &str, remote: bool) {
    expect(answer, 200, &Members("User SessionInfo AccessToken ServerId"));
    let mut result = answer.json();
    assert_user(&result["User"]);
    assert!(is_hex(&result["AccessToken"], 32) && is_hex(&result["ServerId"], 32));
    let session = result["SessionInfo"].as_object_mut().expect("a session");
    assert_eq!(session.keys().position(|name| name == "RemoteEndPoint"), remote.then_some(3));
    session.shift_remove("RemoteEndPoint");
    assert_eq!(session["DeviceId"], device_id);
    assert_eq!(session["Client"], "Sample App");
    assert_eq!(session["LastPlaybackCheckIn"], "0001-01-01T00:00:00.0000000Z");
    assert_members(&result["SessionInfo"], SESSION);
}

pub fn assert_user(user: &Value) {
    assert_members(user, USER);
    assert_members(&user["Configuration"], PREFERENCES);
    assert_members(&user["Policy"], POLICY);
    assert_eq!(user["Name"], "mira");
    assert!(is_hex(&user["Id"], 32) && is_hex(&user["PrimaryImageTag"], 32));
}

pub fn is_hex(value: &Value, digits: usize) -> bool {
    let fits = |digit: u8| digit.is_ascii_hexdigit() && !digit.is_ascii_uppercase();
    value.as_str().is_some_and(|text| text.len() == digits && text.bytes().all(fits))
}

pub fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}

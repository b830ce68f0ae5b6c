//! One exchange after another as they go over the wire between a page of another origin and
//! Jellyfin 12.0: every way a sign-in can go, with the exact shape of each answer.

mod wire;

use fake_jellyfin::http::Server;
use fake_jellyfin::{Jellyfin, Phase, Version};
use serde_json::Value;
use wire::{Answer, ask};

const DESKTOP: &str = "MediaBrowser Client=\"Sample%20App\", Device=\"Laptop\", \
                       DeviceId=\"laptop-1\", Version=\"0.9.1\"";
const TV: &str = "MediaBrowser Client=\"Sample%20App\", Device=\"Kitchen%20TV\", \
                  DeviceId=\"tv-1\", Version=\"0.9.1\"";

const JSON: &str = "application/json; charset=utf-8";
const RIGHT: &str = r#"{"Username":"mira","Pw":"green teapot"}"#;
const OFF: &str = "Quick connect is disabled";

const WAITING: &str = "Authenticated Secret Code DeviceId DeviceName AppName AppVersion DateAdded";
const USER: &str = "Name ServerId Id PrimaryImageTag HasPassword HasConfiguredPassword \
    HasConfiguredEasyPassword EnableAutoLogin LastLoginDate LastActivityDate Configuration Policy";
const PREFERENCES: &str = "PlayDefaultAudioTrack SubtitleLanguagePreference DisplayMissingEpisodes \
    GroupedFolders SubtitleMode DisplayCollectionsView EnableLocalPassword OrderedViews \
    LatestItemsExcludes MyMediaExcludes HidePlayedInLatest RememberAudioSelections \
    RememberSubtitleSelections EnableNextEpisodeAutoPlay CastReceiverId";
const POLICY: &str = "IsAdministrator IsHidden EnableCollectionManagement EnableSubtitleManagement \
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
const SESSION: &str = "PlayState AdditionalUsers Capabilities PlayableMediaTypes Id UserId UserName \
    Client LastActivityDate LastPlaybackCheckIn DeviceName DeviceId ApplicationVersion IsActive \
    SupportsMediaControl SupportsRemoteControl NowPlayingQueue HasCustomDeviceName ServerId \
    UserPrimaryImageTag SupportedCommands";
const PUBLIC_INFO: &str = "LocalAddress ServerName Version ProductName OperatingSystem Id StartupWizardCompleted";

/// What a body looks like.
enum Shape {
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
struct Stage(Server);

impl Stage {
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(prepare: impl FnOnce(&mut Jellyfin)) -> Self {
        let mut fake = Jellyfin::new(Version::V12_0);
        fake.add_user("mira", "green teapot").give_image();
        fake.add_user("otto", "sieve");
        prepare(&mut fake);
        Self(Server::start(fake).expect("a free port"))
    }

    fn ask(&self, line: &str, headers: &[(&str, &str)], body: Option<&str>) -> Answer {
        ask(self.0.port(), line, headers, body).expect("an answer")
    }

    /// Opens a request from the TV and gives back secret and code.
    fn request_code(&self) -> (String, String) {
        let answer = self.ask("POST /QuickConnect/Initiate", &[("Authorization", TV)], None).json();
        (text(&answer["Secret"]), text(&answer["Code"]))
    }

    /// Mira's `Authorization` on the laptop.
    fn signed_in(&self) -> String {
        let result = self.sign_in(RIGHT).json();
        format!("{DESKTOP}, Token=\"{}\"", text(&result["AccessToken"]))
    }

    /// The same, with a code that the TV shows and its secret.
    fn signed_in_beside_a_tv(&self) -> (String, String, String) {
        let authorization = self.signed_in();
        let (secret, code) = self.request_code();
        (authorization, secret, code)
    }

    fn approve(&self, authorization: &str, code: &str) -> Answer {
        let line = format!("POST /QuickConnect/Authorize?code={code}");
        self.ask(&line, &[("Authorization", authorization)], None)
    }

    fn poll(&self, secret: &str) -> Answer {
        let line = format!("GET /QuickConnect/Connect?secret={secret}");
        self.ask(&line, &[("Authorization", TV)], None)
    }

    fn redeem(&self, secret: &str, headers: &[(&str, &str)]) -> Answer {
        let body = format!("{{\"Secret\":\"{secret}\"}}");
        self.ask("POST /Users/AuthenticateWithQuickConnect", headers, Some(&body))
    }

    fn sign_in(&self, body: &str) -> Answer {
        let headers = [("Authorization", DESKTOP)];
        self.ask("POST /Users/AuthenticateByName", &headers, Some(body))
    }

    fn switch_off(&self) {
        self.0.with(|fake| fake.enable_quick_connect(false));
    }
}

/// Status, shape, and that a page of any origin may read the answer.
fn expect(answer: &Answer, status: u16, shape: &Shape) {
    assert_eq!(answer.header("Access-Control-Allow-Origin"), Some("*"));
    assert_eq!(answer.header("Access-Control-Expose-Headers"), None);
    assert_eq!(answer.header("WWW-Authenticate"), None);
    expect_unshared(answer, status, shape);
}

fn expect_unshared(answer: &Answer, status: u16, shape: &Shape) {
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

fn assert_members(object: &Value, names: &str) {
    let members: Vec<&String> = object.as_object().expect("an object").keys().collect();
    assert_eq!(members, names.split_whitespace().collect::<Vec<_>>());
}

/// The whole result of a sign-in; `remote` is whether it knows an address.
fn assert_signed_in(answer: &Answer, device_id: &str, remote: bool) {
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

fn assert_user(user: &Value) {
    assert_members(user, USER);
    assert_members(&user["Configuration"], PREFERENCES);
    assert_members(&user["Policy"], POLICY);
    assert_eq!(user["Name"], "mira");
    assert!(is_hex(&user["Id"], 32) && is_hex(&user["PrimaryImageTag"], 32));
}

fn is_hex(value: &Value, digits: usize) -> bool {
    let fits = |digit: u8| digit.is_ascii_hexdigit() && !digit.is_ascii_uppercase();
    value.as_str().is_some_and(|text| text.len() == digits && text.bytes().all(fits))
}

fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}

#[test]
fn a_probe_tells_name_version_and_id() {
    let answer = Stage::new().ask("GET /System/Info/Public", &[], None);
    expect(&answer, 200, &Members(PUBLIC_INFO));
    let info = answer.json();
    assert_eq!((&info["ServerName"], &info["Version"]), (&"attic".into(), &"12.0.0".into()));
    assert_eq!((&info["ProductName"], &info["OperatingSystem"]), (&"Jellyfin Server".into(), &"".into()));
    assert!(is_hex(&info["Id"], 32) && info["StartupWizardCompleted"] == true);
}

#[test]
fn whether_quick_connect_is_on_is_one_word() {
    expect(&Stage::new().ask("GET /QuickConnect/Enabled", &[], None), 200, &Exactly("true"));
}

#[test]
fn a_preflight_is_granted_what_it_asks_for() {
    let asked = [("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization")];
    let answer = Stage::new().ask("OPTIONS /QuickConnect/Initiate", &asked, None);
    expect(&answer, 204, &Nothing);
    assert_eq!(answer.header("Access-Control-Allow-Headers"), Some("authorization"));
    assert_eq!(answer.header("Access-Control-Allow-Methods"), Some("POST"));
    assert_eq!(answer.header("Access-Control-Max-Age"), None);
}

#[test]
fn initiating_gives_a_code_and_a_secret() {
    let answer = Stage::new().ask("POST /QuickConnect/Initiate", &[("Authorization", TV)], None);
    expect(&answer, 200, &Members(WAITING));
    let result = answer.json();
    let (secret, code) = (text(&result["Secret"]), text(&result["Code"]));
    assert!(is_hex(&secret.to_lowercase().into(), 64) && secret == secret.to_uppercase());
    assert!((100_000..=999_999).contains(&code.parse::<u32>().expect("a number")));
    assert_eq!(result["Authenticated"], false);
    assert_eq!((&result["DeviceName"], &result["AppName"]), (&"Kitchen TV".into(), &"Sample App".into()));
    assert_eq!(text(&result["DateAdded"]).len(), "2026-03-14T09:26:53.1234567Z".len());
}

#[test]
fn a_right_password_gives_the_whole_user_and_a_token() {
    let stage = Stage::new();
    let answer = stage.sign_in(RIGHT);
    assert_signed_in(&answer, "laptop-1", true);
}

#[test]
fn a_poll_before_approval_repeats_the_request() {
    let stage = Stage::new();
    let (secret, code) = stage.request_code();
    let answer = stage.poll(&secret);
    expect(&answer, 200, &Members(WAITING));
    let result = answer.json();
    assert_eq!(result["Authenticated"], false);
    assert_eq!((text(&result["Secret"]), text(&result["Code"])), (secret, code));
}

#[test]
fn an_approval_answers_true() {
    let stage = Stage::new();
    let (authorization, _, code) = stage.signed_in_beside_a_tv();
    expect(&stage.approve(&authorization, &code), 200, &Exactly("true"));
}

#[test]
fn a_poll_after_approval_is_dated_a_minute_ahead() {
    let stage = Stage::new();
    let (authorization, secret, code) = stage.signed_in_beside_a_tv();
    let before = text(&stage.poll(&secret).json()["DateAdded"]);
    stage.approve(&authorization, &code);
    let answer = stage.poll(&secret);
    expect(&answer, 200, &Members(WAITING));
    assert_eq!(answer.json()["Authenticated"], true);
    let after = text(&answer.json()["DateAdded"]);
    assert!(before.starts_with("2026-03-14T09:26:5") && after.starts_with("2026-03-14T09:27:5"));
}

#[test]
fn a_redeem_needs_no_header_and_knows_no_address() {
    let stage = Stage::new();
    let (authorization, secret, code) = stage.signed_in_beside_a_tv();
    stage.approve(&authorization, &code);
    assert_signed_in(&stage.redeem(&secret, &[]), "tv-1", false);
}

#[test]
fn a_live_token_learns_who_it_is() {
    let stage = Stage::new();
    let answer = stage.ask("GET /Users/Me", &[("Authorization", &stage.signed_in())], None);
    assert_eq!((answer.status, answer.header("Content-Type")), (200, Some(JSON)));
    assert_user(&answer.json());
}

#[test]
fn initiating_without_a_device_is_a_sentence() {
    expect(&Stage::new().ask("POST /QuickConnect/Initiate", &[], None), 400, &Sentence);
}

#[test]
fn initiating_while_it_is_off_says_so() {
    let stage = Stage::new();
    stage.switch_off();
    let answer = stage.ask("POST /QuickConnect/Initiate", &[("Authorization", TV)], None);
    expect(&answer, 401, &Quoted(OFF));
}

#[test]
fn a_poll_with_a_secret_nobody_has_says_so() {
    expect(&Stage::new().poll(&"0".repeat(64)), 404, &Quoted("Unknown secret"));
}

#[test]
fn a_poll_without_a_secret_is_a_problem() {
    let answer = Stage::new().ask("GET /QuickConnect/Connect", &[("Authorization", TV)], None);
    expect(&answer, 400, &Problem("secret", "The secret field is required."));
}

#[test]
fn an_unknown_code_is_a_sentence() {
    let stage = Stage::new();
    expect(&stage.approve(&stage.signed_in(), "111111"), 404, &Sentence);
}

#[test]
fn a_blank_code_is_a_problem() {
    let stage = Stage::new();
    let answer = stage.approve(&stage.signed_in(), "%20%20");
    expect(&answer, 400, &Problem("code", "The code field is required."));
}

#[test]
fn a_code_that_is_approved_already_is_an_error_of_the_server() {
    let stage = Stage::new();
    let (authorization, _, code) = stage.signed_in_beside_a_tv();
    stage.approve(&authorization, &code);
    expect(&stage.approve(&authorization, &code), 500, &Sentence);
}

#[test]
fn only_administrators_approve_for_others() {
    let stage = Stage::new();
    let (authorization, _, code) = stage.signed_in_beside_a_tv();
    let otto = stage.0.with(|fake| fake.user_mut("otto").id().to_owned());
    let answer = stage.approve(&authorization, &format!("{code}&userId={otto}"));
    expect(&answer, 403, &Sentence);
}

#[test]
fn approving_with_a_dead_token_is_refused_without_a_word() {
    let stage = Stage::new();
    let (_, code) = stage.request_code();
    let dead = format!("{DESKTOP}, Token=\"{}\"", "0".repeat(32));
    let answer = stage.approve(&dead, &code);
    expect(&answer, 401, &Nothing);
    assert_eq!(answer.header("Content-Length"), Some("0"));
}

#[test]
fn approving_while_it_is_off_says_so() {
    let stage = Stage::new();
    let (authorization, _, code) = stage.signed_in_beside_a_tv();
    stage.switch_off();
    expect(&stage.approve(&authorization, &code), 401, &Quoted(OFF));
}

#[test]
fn redeeming_too_early_is_a_sentence() {
    let stage = Stage::new();
    let (secret, _) = stage.request_code();
    expect(&stage.redeem(&secret, &[("Authorization", TV)]), 404, &Sentence);
}

#[test]
fn redeeming_while_it_is_off_is_a_sentence() {
    let stage = Stage::new();
    let (secret, _) = stage.request_code();
    stage.switch_off();
    expect(&stage.redeem(&secret, &[("Authorization", TV)]), 401, &Sentence);
}

#[test]
fn a_wrong_password_and_an_unknown_name_look_alike() {
    let stage = Stage::new();
    expect(&stage.sign_in(r#"{"Username":"mira","Pw":"nope"}"#), 401, &Sentence);
    expect(&stage.sign_in(r#"{"Username":"nobody","Pw":"nope"}"#), 401, &Sentence);
}

#[test]
fn a_closed_account_is_closed_whatever_the_password() {
    let stage = Stage::with(|fake| {
        fake.user_mut("otto").disable();
    });
    expect(&stage.sign_in(r#"{"Username":"otto","Pw":"guess"}"#), 403, &Sentence);
    expect(&stage.sign_in(r#"{"Username":"otto","Pw":"sieve"}"#), 403, &Sentence);
}

#[test]
fn signing_out_answers_nothing() {
    let stage = Stage::new();
    let authorization = stage.signed_in();
    let answer = stage.ask("POST /Sessions/Logout", &[("Authorization", &authorization)], None);
    expect(&answer, 204, &Nothing);
    assert_eq!(stage.0.with(|fake| fake.tokens().len()), 0);
}

#[test]
fn initiating_by_get_is_the_wrong_method() {
    let answer = Stage::new().ask("GET /QuickConnect/Initiate", &[("Authorization", TV)], None);
    expect(&answer, 405, &Nothing);
    assert_eq!(answer.header("Allow"), Some("POST"));
}

#[test]
fn a_forgotten_base_path_redirects_and_shuts_other_origins_out() {
    let stage = Stage::with(|fake| fake.set_base_path("/media"));
    let answer = stage.ask("POST /QuickConnect/Initiate", &[("Authorization", TV)], None);
    expect_unshared(&answer, 302, &Nothing);
    assert_eq!(answer.header("Location"), Some("../media/web/"));
    assert_eq!(answer.header("Access-Control-Allow-Origin"), None);
}

#[test]
fn a_starting_server_answers_the_probe_in_camel_case() {
    let stage = Stage::with(|fake| fake.set_phase(Phase::Starting));
    let answer = stage.ask("GET /System/Info/Public", &[], None);
    let names = "localAddress serverName version productName operatingSystem id startupWizardCompleted";
    expect_unshared(&answer, 200, &Members(names));
    assert_eq!(answer.json()["startupWizardCompleted"], false);
    assert_eq!(answer.header("Access-Control-Allow-Origin"), None);
}

#[test]
fn a_starting_server_answers_anything_else_with_a_page() {
    let stage = Stage::with(|fake| fake.set_phase(Phase::Starting));
    let answer = stage.ask("POST /QuickConnect/Initiate", &[("Authorization", TV)], None);
    assert_eq!((answer.status, answer.header("Content-Type")), (503, Some("text/html")));
    assert_eq!(answer.header("Retry-After"), Some("005"));
    assert!(answer.text().starts_with("<!DOCTYPE html>"));
    assert_eq!(answer.header("Access-Control-Allow-Origin"), None);
}

#[test]
fn the_public_list_is_empty_when_everybody_is_hidden() {
    let stage = Stage::with(|fake| fake.remove_user("guest"));
    expect(&stage.ask("GET /Users/Public", &[], None), 200, &Exactly("[]"));
    let stage = Stage::with(|fake| {
        fake.remove_user("guest");
        fake.user_mut("mira").show();
    });
    let listed = stage.ask("GET /Users/Public", &[], None).json();
    assert_members(&listed[0]["Policy"], POLICY);
}

#[test]
fn branding_leaves_out_what_is_not_set() {
    let stage = Stage::with(|fake| fake.set_disclaimer(Some("Wipe your feet.")));
    let expected = r#"{"LoginDisclaimer":"Wipe your feet.","SplashscreenEnabled":false}"#;
    expect(&stage.ask("GET /Branding/Configuration", &[], None), 200, &Exactly(expected));
}

#[test]
fn names_come_in_camel_case_on_request() {
    let stage = Stage::new();
    let (secret, _) = stage.request_code();
    let line = format!("GET /QuickConnect/Connect?secret={secret}");
    let accept = [("Accept", "application/json; profile=\"CamelCase\"")];
    let answer = stage.ask(&line, &accept, None);
    let content_type = "application/json; profile=\"CamelCase\"; charset=utf-8";
    assert_eq!((answer.status, answer.header("Content-Type")), (200, Some(content_type)));
    let names = "authenticated secret code deviceId deviceName appName appVersion dateAdded";
    assert_members(&answer.json(), names);
}

#[test]
fn an_administrator_flips_the_switch_by_sending_everything_back() {
    let stage = Stage::with(|fake| {
        fake.user_mut("mira").make_administrator();
    });
    let authorization = stage.signed_in();
    let headers = [("Authorization", authorization.as_str())];
    let answer = stage.ask("GET /System/Configuration", &headers, None);
    assert_eq!((answer.status, answer.header("Content-Type")), (200, Some(JSON)));
    let mut configuration = answer.json();
    assert_eq!(configuration["QuickConnectAvailable"], true);
    assert_eq!(configuration["EnableLegacyAuthorization"], false);
    configuration["QuickConnectAvailable"] = false.into();
    let body = configuration.to_string();
    let answer = stage.ask("POST /System/Configuration", &headers, Some(&body));
    expect(&answer, 204, &Nothing);
    expect(&stage.ask("GET /QuickConnect/Enabled", &[], None), 200, &Exactly("false"));
    let after = stage.ask("GET /System/Configuration", &headers, None);
    assert_eq!(after.json(), configuration);
}

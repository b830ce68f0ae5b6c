//! What the client asks beside what jellyfin-web asks, and its session beside the one that jellyfin-web stores.

use std::collections::BTreeSet;

use quick_connect_client::account::jellyfin_web::{HandOver, SERVERS, hand_over, take_over};
use quick_connect_client::account::session::Session;
use quick_connect_client::jellyfin::branding::{SPLASH, branding};
use quick_connect_client::jellyfin::device::Device;
use quick_connect_client::jellyfin::quick_connect::{connect, enabled, initiate, redeem};
use quick_connect_client::jellyfin::secret::{Secret, Token};
use quick_connect_client::jellyfin::system::public_info;
use quick_connect_client::jellyfin::users::{User, me};
use quick_connect_client::jellyfin::{Call, Method};
use quick_connect_client::server::address::Address;
use serde_json::Value;

use crate::filled;

const RELEASES: [&str; 2] = ["10.11.11", "12.0.0"];

/// When the client writes, in milliseconds since 1970; the same that [`filled`] makes jellyfin-web write.
const NOW: u64 = 1_795_000_000_000;

/// The steps of a sign-in to jellyfin-web, with values in place of names.
fn steps(release: &str) -> Vec<Value> {
    let path = format!("{}/tests/recordings/jellyfin-web-{release}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&filled(&std::fs::read_to_string(path).expect("a recording"))).expect("JSON")
}

/// The servers that jellyfin-web has stored at the end of a step.
fn stored(release: &str, step: &str) -> String {
    let steps = steps(release);
    let step = steps.iter().find(|it| it["when"] == step).expect("a step");
    step["localStorage"][SERVERS].as_str().expect("servers").to_owned()
}

const NOBODY: &str = "sign-in page shown, nobody signed in";
const SOMEBODY: &str = "signed in by Quick Connect";

/// What is asked, how the header describes the asker, and the names in the body.
fn shape(method: &str, target: &str, authorization: Option<&str>, body: Option<&str>) -> String {
    let asker = match authorization {
        None => "nobody",
        // 12.0.0 writes `null` for a token that it does not have.
        Some(header) if header.contains("Token=\"null\"") || !header.contains("Token=") => "a device",
        Some(_) => "a session",
    };
    let members = body.map(|body| serde_json::from_str::<Value>(body).expect("JSON"));
    let members = members.iter().flat_map(|body| body.as_object().expect("an object").keys().cloned());
    let members: Vec<String> = members.collect();
    let user = "fedcba9876543210fedcba9876543210";
    let target = target.replace("1795000000000", "…").replace(user, "…").replace(&"0123456789abcdef".repeat(2), "…");
    format!("{method} {target} by {asker} {}", members.join(" ")).trim_end().to_owned()
}

/// What the client asks on the way from its first screen to the token.
fn ours() -> Vec<Call> {
    let device = Device { id: "tv-1".into(), name: "TV".into() };
    let (secret, token) = ("0123456789abcdef".repeat(2), Token::new("9b"));
    let secret = Secret::new(secret.as_str());
    vec![
        public_info(),
        enabled(),
        branding(),
        Call { target: SPLASH.into(), ..branding() },
        initiate(Method::Post, &device),
        connect(&secret),
        redeem(&secret, &device),
        me(&device, &token),
    ]
}

const ANONYMOUS: &str = "a GET without the header needs no preflight from another origin";

/// What jellyfin-web asks, what the client asks in its place, and why it is not the same.
const REQUESTS: [(&str, &str, &str); 13] = [
    ("GET /System/Info/Public by nobody", "GET /System/Info/Public by nobody", ""),
    ("GET /System/Info/Public by a device", "GET /System/Info/Public by nobody", ANONYMOUS),
    ("GET /QuickConnect/Enabled by a device", "GET /QuickConnect/Enabled by nobody", ANONYMOUS),
    ("GET /QuickConnect/Enabled by a session", "GET /QuickConnect/Enabled by nobody", ANONYMOUS),
    ("GET /Branding/Configuration by nobody", "GET /Branding/Configuration by nobody", ""),
    ("GET /Branding/Configuration by a device", "GET /Branding/Configuration by nobody", ANONYMOUS),
    (
        "GET /Branding/Splashscreen?t=… by nobody",
        "GET /Branding/Splashscreen by nobody",
        "the picture may come out of the browser's cache",
    ),
    ("POST /QuickConnect/Initiate by a device", "POST /QuickConnect/Initiate by a device", ""),
    (
        "GET /QuickConnect/Connect?Secret=… by a device",
        "GET /QuickConnect/Connect?secret=… by nobody",
        "no preflight for any poll; the server reads the parameter in any case",
    ),
    (
        "POST /Users/AuthenticateWithQuickConnect by a device Secret",
        "POST /Users/AuthenticateWithQuickConnect by a device Secret",
        "",
    ),
    ("GET /Users/… by a session", "GET /Users/Me by a session", "the same answer without knowing the id first"),
    ("GET /System/Info by a session", "", "whether the token is good, Me says as well"),
    (
        "POST /Sessions/Capabilities/Full by a session PlayableMediaTypes SupportedCommands SupportsPersistentIdentifier \
         SupportsMediaControl",
        "",
        "nothing plays here, so there is nothing to control from elsewhere",
    ),
];

#[test]
fn each_request_is_the_web_clients_or_differs_for_a_reason() {
    let theirs: BTreeSet<String> = RELEASES
        .into_iter()
        .flat_map(|release| steps(release).last().expect("requests")["requests"].as_array().cloned().expect("a list"))
        .map(|request| {
            let text = |name: &str| request[name].as_str();
            let (method, target) = (text("method").expect("a method"), text("target").expect("a target"));
            shape(method, target, text("authorization"), text("body"))
        })
        .collect();
    let listed: BTreeSet<String> = REQUESTS.iter().map(|(theirs, ..)| (*theirs).to_owned()).collect();
    assert_eq!(listed, theirs);
    let ours: BTreeSet<String> = ours()
        .iter()
        .map(|call| shape(call.method.as_str(), &call.target, call.authorization.as_deref(), call.body.as_deref()))
        .collect();
    let listed: BTreeSet<String> =
        REQUESTS.iter().map(|(_, ours, _)| (*ours).to_owned()).filter(|ours| !ours.is_empty()).collect();
    assert_eq!(listed, ours);
    for (theirs, ours, reason) in REQUESTS {
        assert_eq!(theirs == ours, reason.is_empty(), "{theirs}");
    }
}

fn server() -> Address {
    Address::parse(&filled("{{base}}")).expect("an address")
}

#[test]
fn the_session_that_the_real_one_stored_is_found() {
    for release in RELEASES {
        let found = take_over(Some(&stored(release, SOMEBODY)), &filled("{{server}}")).expect("a session");
        let expected = (filled("{{server}}"), Some("attic".to_owned()), filled("{{user:alice}}"));
        assert_eq!((found.server_id, found.server_name, found.user_id), expected, "{release}");
        assert_eq!(found.token.reveal(), filled("{{token}}"), "{release}");
        assert_eq!(take_over(Some(&stored(release, NOBODY)), &filled("{{server}}")), None, "{release}");
    }
}

#[test]
fn after_a_hand_over_there_is_what_the_real_one_would_have_stored() {
    for release in RELEASES {
        let session = Session {
            server: server(),
            server_id: filled("{{server}}"),
            server_name: Some("attic".into()),
            user: User { id: filled("{{user:alice}}"), name: "alice".into(), is_administrator: false, image_tag: None },
            token: Token::new(filled("{{token}}")),
        };
        let HandOver::Write(text) = hand_over(Some(&stored(release, NOBODY)), None, &session, |_| false, NOW) else {
            panic!("{release}: nothing handed over");
        };
        let json = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        assert_eq!(json(text.reveal()), json(&stored(release, SOMEBODY)), "{release}");
    }
}

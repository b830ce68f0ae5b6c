//! What answers before any endpoint is reached.

use crate::calls::{bearing, get, me};
use fake_jellyfin::{Jellyfin, Phase, Request, Response, Version};

#[test]
fn a_base_path_redirects_everything_that_is_outside_of_it() {
    for (version, target, expected) in [
        (Version::V12_0, "/Jellyfin/", "../jellyfin/web/"),
        (Version::V10_8_13, "/System/Info/Public", "/jellyfin/web/index.html"),
    ] {
        let mut fake = Jellyfin::new(version);
        fake.set_base_path("jellyfin/");
        for method in ["GET", "POST", "OPTIONS"] {
            let request = Request::new(method, target).header("Origin", "https://a.example");
            let request = request.header("Access-Control-Request-Method", "GET");
            let answer = fake.handle(&request);
            assert_eq!((answer.status, answer.header("Location")), (302, Some(expected)), "{target}");
            assert_eq!(answer.header("Access-Control-Allow-Origin"), None);
        }
    }
}

#[test]
fn a_base_path_is_matched_as_a_folder_in_any_case() {
    let mut fake = Jellyfin::default();
    fake.set_base_path("/jellyfin");
    let ask =
        |fake: &mut Jellyfin, target: &str| fake.handle(&Request::get(target).header("Origin", "https://a.example"));
    assert_eq!(ask(&mut fake, "/JELLYFIN/system/ping").text(), "\"Jellyfin Server\"");
    let half = ask(&mut fake, "/jellyfinX/System/Ping");
    assert_eq!((half.status, half.header("Access-Control-Allow-Origin")), (404, None));
    assert!(half.body.is_empty());
    fake.set_base_path("");
    assert_eq!(ask(&mut fake, "/").header("Location"), Some("web/"));
    assert_eq!(ask(&mut fake, "/nothing/here").header("Access-Control-Allow-Origin"), Some("*"));
}

#[test]
fn the_start_up_server_exists_since_10_11() {
    let ask = |version, phase, target: &str| {
        let mut fake = Jellyfin::new(version);
        fake.set_phase(phase);
        let answer = fake.handle(&Request::get(target));
        (answer.status, answer.header("Retry-After").is_some(), answer.text())
    };
    for version in Version::ALL {
        let started = version >= Version::V10_11_11;
        let (status, retry, text) = ask(version, Phase::Starting, "/System/Info/Public");
        assert_eq!((status, retry), (if started { 200 } else { 503 }, false), "{version}");
        assert_eq!(text.contains("\"startupWizardCompleted\":false"), started);
        assert_eq!(ask(version, Phase::Starting, "/QuickConnect/Enabled").1, started);
    }
    let silent = ask(Version::V12_0, Phase::StartingUnnamed, "/System/Info/Public");
    assert_eq!(silent, (503, true, String::new()));
    assert_eq!(ask(Version::V12_0, Phase::Starting, "/health").2, "Degraded");
    assert_eq!(ask(Version::V12_0, Phase::FailedToStart, "/health").0, 503);
}

#[test]
fn a_loading_server_judges_the_token_first() {
    let mut fake = Jellyfin::default();
    let token = fake.sign_in("demo", "desk");
    fake.set_phase(Phase::Loading);
    assert_eq!(me(&mut fake, "dead"), 401);
    let answer = get(&mut fake, "/Users/Me", &bearing(&token));
    assert_eq!((answer.status, answer.header("Content-Type")), (503, Some("text/html")));
    assert_eq!(answer.header("Retry-After"), None);
    assert_eq!(get(&mut fake, "/System/Ping", "").status, 200);
    assert_eq!(get(&mut fake, "/no/such/thing", "").status, 404);
}

#[test]
fn listed_origins_are_echoed_and_others_are_not_mentioned() {
    let ask = |fake: &mut Jellyfin, origin: &str| {
        let answer = fake.handle(&Request::get("/System/Ping").header("Origin", origin));
        let preflight = Request::new("OPTIONS", "/no/such/path").header("Origin", origin);
        let preflight = preflight.header("Access-Control-Request-Method", "POST");
        let preflight = fake.handle(&preflight);
        assert_eq!((answer.status, preflight.status), (200, 204));
        let names = ["Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"];
        let read = |answer: &Response| names.map(|name| answer.header(name).map(str::to_owned));
        assert_eq!(read(&answer), read(&preflight));
        let granted = preflight.header("Access-Control-Allow-Methods");
        assert_eq!(granted.is_some(), read(&answer)[0].is_some());
        assert_eq!(preflight.header("Vary").is_some(), answer.header("Vary") == Some("Origin"));
        read(&answer)
    };
    let some = |text: &str| Some(text.to_owned());
    let mut fake = Jellyfin::default();
    assert_eq!(ask(&mut fake, "https://a.example"), [some("*"), None]);
    fake.set_cors_hosts(&["https://a.example"]);
    assert_eq!(ask(&mut fake, "https://a.example"), [some("https://a.example"), some("true")]);
    assert_eq!(ask(&mut fake, "https://b.example"), [None, None]);
    fake.set_cors_hosts(&["https://a.example", "https://b.example"]);
    assert_eq!(ask(&mut fake, "https://b.example"), [some("https://b.example"), some("true")]);
    let asked = Request::get("/System/Ping").header("Origin", "https://b.example");
    assert_eq!(fake.handle(&asked).header("Vary"), Some("Origin"));
}

#[test]
fn options_without_an_origin_is_just_another_method() {
    let mut fake = Jellyfin::default();
    let answer = fake.handle(&Request::new("OPTIONS", "/System/Ping"));
    assert_eq!((answer.status, answer.header("Allow")), (405, Some("GET, POST")));
    assert_eq!(fake.handle(&Request::new("OPTIONS", "/nowhere")).status, 404);
}

#[test]
fn the_names_of_its_forerunners_lead_to_the_same_until_10_11() {
    for version in Version::ALL {
        let mut fake = Jellyfin::new(version);
        let expected = if version == Version::V12_0 { 404 } else { 200 };
        for target in ["/emby/System/Ping", "/MediaBrowser/System/Ping"] {
            assert_eq!(get(&mut fake, target, "").status, expected, "{version}");
        }
        assert_eq!(get(&mut fake, "/embyX/System/Ping", "").status, 404);
    }
}

#[test]
fn on_10_8_only_files_of_the_web_client_have_addresses() {
    for version in Version::ALL {
        let mut fake = Jellyfin::new(version);
        let old = version == Version::V10_8_13;
        assert_eq!(get(&mut fake, "/web/index.html", "").status, 200, "{version}");
        assert_eq!(get(&mut fake, "/web/", "").status, if old { 404 } else { 200 }, "{version}");
        let request = Request::get("/web").header("Host", "tv.local");
        let location = fake.handle(&request).header("Location").map(str::to_owned);
        assert_eq!(location.as_deref(), (!old).then_some("http://tv.local/web/"), "{version}");
    }
}

#[test]
fn who_is_asked_for_is_believed_of_known_proxies_alone() {
    let mut fake = Jellyfin::default();
    fake.user_mut("guest").allow_remote_access(false);
    let listed = |fake: &mut Jellyfin, address: &str| {
        let request = Request::get("/Users/Public").header("X-Forwarded-For", address);
        fake.handle(&request).json().as_array().map(Vec::len)
    };
    assert_eq!(listed(&mut fake, "203.0.113.9"), Some(1));
    fake.set_known_proxies(&["127.0.0.1"]);
    assert_eq!(listed(&mut fake, "203.0.113.9"), Some(0));
    assert_eq!(listed(&mut fake, "203.0.113.9, 192.168.1.7"), Some(1));
}

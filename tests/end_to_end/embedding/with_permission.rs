//! Pages that the host lists in `embed`.

use std::path::Path;

use fake_jellyfin::http::Server;
use serde_json::json;

use super::outside::{Outside, frame, heard, hears, home_for};
use crate::support::home::{Setup, home};

#[test]
fn the_example_signs_in_with_the_element_and_our_page_keeps_nothing_of_it() {
    let folder = std::env::temp_dir().join(format!("quick-connect-example-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let app = Server::files_only(&folder).start().expect("a free port");
    let (home, [tv]) = home_for(&[&app.origin()]);
    let media: Vec<&str> = home.page().split('/').take(3).collect();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../hosting/embedding/example.html");
    let example = std::fs::read_to_string(example).expect("the example");
    let lines = example.lines().count();
    assert!(lines < 40, "{lines} lines");
    let example = example.replace("https://media.example.org", &media.join("/"));
    std::fs::write(folder.join("index.html"), example).expect("a file");

    tv.go(&app.origin());
    tv.wait_for_text("#said", "Approve the code");
    let code: String = tv.text("#said").chars().filter(char::is_ascii_digit).collect();
    tv.enter_frame(0);
    tv.wait_for_text("[role=status]", &format!("This sign-in is for {}", app.origin()));
    assert_eq!(tv.code(), code);
    assert!(!tv.shows("#stay-signed-in"));
    home.approve(&code);
    tv.hurry();
    tv.leave_frame();
    tv.wait_for_text("#said", "Signed in as demo.");
    assert_eq!(tv.run("return document.querySelectorAll('iframe').length", json!([])), 0);

    let devices = home.with(|fake| fake.devices().iter().map(|row| row.device_id.clone()).collect::<Vec<_>>());
    assert_eq!(devices.len(), 1);
    tv.open("#/settings");
    tv.code();
    assert!(tv.shows("#login") && tv.shows("#stay-signed-in"));
    assert_ne!(tv.id(), devices[0], "an app is a device of its own");
    let kept = tv.run("return JSON.stringify([localStorage, sessionStorage])", json!([]));
    let token = home.with(|fake| fake.devices().first().expect("a token").token.clone());
    assert!(!kept.to_string().contains(&token));
    let _ = std::fs::remove_dir_all(folder);
}

#[test]
fn in_a_frame_a_name_and_a_password_do_too_and_the_session_of_the_page_itself_stays() {
    let app = Outside::new();
    let (home, [tv]) = home_for(&["https://app.example.org", &app.origin()]);
    tv.sign_in("demo", "demo");
    frame(&tv, &app, &home);
    hears(&tv, "code");
    tv.enter_frame(0);
    tv.enter("guest", "");
    tv.wait_for_text("#heading", "You are signed in");
    tv.leave_frame();
    let got = hears(&tv, "signed-in");
    assert_eq!((&got["type"], &got["version"]), (&json!("jellyfin-quick-connect"), &json!(1)));
    assert_eq!(got["userName"], "guest");
    assert_eq!(format!("{}/web/quick/", got["server"].as_str().expect("an address")), home.page());
    let row = home.with(|fake| fake.devices().iter().find(|row| got["token"] == row.token).cloned());
    assert_eq!(got["deviceId"], row.expect("the token that the server knows").device_id);
    tv.open("#/settings");
    tv.wait_for_text("#account", "demo");
}

#[test]
fn a_page_that_opens_ours_in_a_window_gets_the_code_and_the_sign_in() {
    let app = Outside::new();
    let (home, [tv]) = home_for(&[&app.origin()]);
    tv.go(&app.origin());
    tv.run("window.open(arguments[0])", json!([format!("{}?embed#/login", home.page())]));
    tv.go_to_tab(1);
    let code = tv.code();
    // A reload does not make it another device's.
    tv.reload();
    assert_eq!(tv.code(), code);
    tv.go_to_tab(0);
    assert_eq!(hears(&tv, "code")["code"], code);
    home.approve(&code);
    tv.go_to_tab(1);
    tv.hurry();
    tv.wait_for_text("#heading", "You are signed in");
    assert!(!tv.shows("#settings"));
    tv.go_to_tab(0);
    hears(&tv, "signed-in");
}

#[test]
fn whoever_cancels_is_not_signed_in_by_an_approval_that_comes_later() {
    let app = Outside::new();
    let (home, [tv]) = home_for(&[&app.origin()]);
    frame(&tv, &app, &home);
    let code = hears(&tv, "code")["code"].as_str().expect("a code").to_owned();
    tv.enter_frame(0);
    tv.press("#cancel-embedded");
    tv.wait_for_text("#heading", "You have not signed in");
    tv.leave_frame();
    hears(&tv, "cancelled");
    home.approve(&code);
    let polls = home.polls().len();
    tv.enter_frame(0);
    tv.hurry();
    tv.leave_frame();
    assert_eq!(home.polls().len(), polls);
    assert!(heard(&tv).iter().all(|it| it["event"] != "signed-in"));
    // Nor by the same code at the next visit.
    frame(&tv, &app, &home);
    assert_ne!(hears(&tv, "code")["code"], json!(code));
    assert!(heard(&tv).iter().all(|it| it["event"] != "signed-in"));
}

#[test]
fn what_keeps_the_code_away_is_told_too() {
    let app = Outside::new();
    let config = json!({ "embed": [app.origin()] }).to_string();
    let (home, [tv]) = Setup::new().with(|fake| fake.enable_quick_connect(false)).with_config(&config).start();
    frame(&tv, &app, &home);
    assert_eq!(hears(&tv, "error")["reason"], "disabled");
}

#[test]
fn nothing_can_be_approved_in_a_frame_that_may_sign_in() {
    let app = Outside::new();
    let (home, [tv]) = home_for(&[&app.origin()]);
    tv.sign_in("demo", "demo");
    let code = home.television();
    tv.go(&app.origin());
    tv.run("show(arguments[0])", json!([format!("{}#/settings?code={code}", home.page())]));
    tv.enter_frame(0);
    tv.code();
    for selector in ["#settings", "#approve", "#approve-form", "#open-alone"] {
        let is_missing = tv.run("return document.querySelector(arguments[0]) === null", json!([selector]));
        assert_eq!(is_missing, true, "{selector}");
    }
    assert_eq!(home.approvals().len(), 0);
}

#[test]
fn without_the_setting_a_frame_is_as_it_was_and_nobody_hears_anything() {
    let app = Outside::new();
    let (home, [tv]) = home();
    tv.go(&app.origin());
    tv.run("const frame = show(arguments[0]); greet(() => frame.contentWindow)", json!([home.page()]));
    tv.enter_frame(0);
    home.approve(&tv.code());
    tv.hurry();
    tv.wait_for_text(".approve", "open inside another page");
    tv.leave_frame();
    assert_eq!(tv.run("return heard", json!([])), json!([]));
}

//! One exchange after another as it goes over the wire between a page of another origin and Jellyfin 12.0: every way a
//! sign-in can go, with the exact shape of each answer.

mod stage;
#[path = "../wire/mod.rs"]
mod wire;

use fake_jellyfin::Phase;
use stage::Shape::{Exactly, Members, Nothing, Problem, Quoted, Sentence};
use stage::{
    DESKTOP, JSON, OFF, POLICY, PUBLIC_INFO, RIGHT, Stage, TV, WAITING, assert_members, assert_signed_in, assert_user,
    expect, expect_unshared, is_hex, text,
};

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

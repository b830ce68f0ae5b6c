//! What each answer about accounts means.

use super::*;
use crate::jellyfin::device::Device;
use crate::jellyfin::http::{Answer, Lost, Reply};
use crate::jellyfin::secret::{Password, Token};

const SIGNED_IN: &str = r#"{"User":{"Name":"guest","Id":"a0"},"AccessToken":"9b","ServerId":"4f"}"#;

#[expect(clippy::unnecessary_wraps, reason = "as its users need it")]
fn reply(status: u16, body: &str) -> Reply {
    Ok(if body.is_empty() { Answer::from_jellyfin(status, body) } else { Answer::new(status, body) })
}

#[test]
fn a_sign_in_needs_a_user_a_token_and_a_server() {
    let read = |body: &str| Authentication::read(&reply(200, body).unwrap());
    let authentication = read(SIGNED_IN).unwrap();
    assert_eq!(authentication.user.name, "guest");
    assert!(!authentication.user.is_administrator);
    assert_eq!(authentication.user.image_tag, None);
    let with_picture = SIGNED_IN.replace("\"Id\"", "\"PrimaryImageTag\":\"c5\",\"Id\"");
    assert_eq!(read(&with_picture).unwrap().user.image_tag.as_deref(), Some("c5"));
    for missing in ["\"Name\"", "\"Id\"", "\"AccessToken\"", "\"ServerId\"", "\"User\""] {
        let body = SIGNED_IN.replace(missing, "\"Other\"");
        assert_eq!(read(&body), None, "without {missing}");
    }
}

#[test]
fn signing_in_by_name_tells_a_wrong_password_from_a_closed_door() {
    for (status, body, meaning) in [
        (401, "Error processing request.", ByName::WrongNameOrPassword),
        (403, "Error processing request.", ByName::NotAllowed),
        (401, "<html>", ByName::PerhapsWrong),
        (401, "Unauthorized", ByName::Lost(Lost::Status(401))),
        (403, "<html>", ByName::Lost(Lost::Status(403))),
        (403, "error code: 1020", ByName::Lost(Lost::Status(403))),
        (503, r#"{"error":"no second factor"}"#, ByName::Lost(Lost::Status(503))),
        (500, "Error processing request.", ByName::Lost(Lost::Status(500))),
        (200, "<html>", ByName::Lost(Lost::Page)),
        (503, "", ByName::Lost(Lost::Status(503))),
    ] {
        assert_eq!(read_by_name(reply(status, body)), meaning, "{status} {body}");
    }
    assert!(matches!(read_by_name(reply(200, SIGNED_IN)), ByName::SignedIn(_)));
}

#[test]
fn a_second_step_is_asked_for_by_a_plug_in_and_leads_to_the_same_server_only() {
    let page = |body: &str| match read_by_name(reply(401, body)) {
        ByName::SecondStep(step) => step.page,
        other => panic!("{other:?}"),
    };
    let challenge = |url: &str| format!(r#"{{"TwoFactorRequired":true,"ChallengePageUrl":"{url}"}}"#);
    let inside = "/TwoFactorAuth/Challenge?id=7";
    assert_eq!(page(&challenge(inside)).as_deref(), Some(inside));
    for elsewhere in
        ["https://example.org/", "//example.org/", "/\\\\example.org", "javascript:alert(1)", "Challenge", ""]
    {
        assert_eq!(page(&challenge(elsewhere)), None, "{elsewhere}");
    }
    assert_eq!(page(r#"{"twoFactorRequired":true}"#), None);
    let no_challenge = r#"{"TwoFactorRequired":false,"ChallengePageUrl":"/x"}"#;
    assert_eq!(read_by_name(reply(401, no_challenge)), ByName::Lost(Lost::Status(401)));
}

#[test]
fn a_dead_token_is_an_empty_401_and_nothing_else() {
    for (status, body, meaning) in [
        (401, "", Me::SignedOut),
        (401, "<html>", Me::Lost(Lost::Status(401))),
        (401, "Unauthorized", Me::Lost(Lost::Status(401))),
        (403, "<html>", Me::Lost(Lost::Status(403))),
        (403, "", Me::NotAllowed),
        (200, "true", Me::Lost(Lost::Garbled)),
        (502, "<html>", Me::Lost(Lost::Status(502))),
    ] {
        assert_eq!(read_me(reply(status, body)), meaning, "{status} {body}");
    }
}

#[test]
fn name_and_password_travel_in_the_body_only() {
    let device = Device { id: "web-1".into(), name: "Firefox".into() };
    let call = authenticate_by_name("a\"b", &Password::new("correct horse"), &device);
    assert_eq!(call.body.as_deref(), Some(r#"{"Username":"a\"b","Pw":"correct horse"}"#));
    assert_eq!(call.target, "/Users/AuthenticateByName");
}

#[test]
fn the_list_of_accounts_says_who_is_locked() {
    let body = r#"[{"Name":"Zoë","Id":"1","Policy":{"IsDisabled":true},"PrimaryImageTag":"a b"},{"Id":"2"},
        {"Name":"Guest Room","Id":"3"}]"#;
    let accounts = read_all(reply(200, body)).unwrap();
    let flags: Vec<_> = accounts.iter().map(|it| (it.user.name.as_str(), it.is_disabled)).collect();
    assert_eq!(flags, [("Zoë", true), ("Guest Room", false)]);
    assert_eq!(read_all(reply(200, "{}")), Err(Lost::Garbled));
    assert_eq!(read_all(reply(403, "")), Err(Lost::NotAllowed));
}

#[test]
fn changing_the_password_tells_a_wrong_one_from_a_path_that_is_not_there() {
    for (status, body, meaning) in [
        (204, "", PasswordChanged::Yes),
        (403, "\"Invalid user or password entered.\"", PasswordChanged::WrongPassword),
        (403, "", PasswordChanged::Lost(Lost::NotAllowed)),
        (401, "", PasswordChanged::SignedOut),
        (405, "", PasswordChanged::WrongPath),
        (404, "<html>", PasswordChanged::Lost(Lost::NotFound)),
        (500, "", PasswordChanged::Lost(Lost::Status(500))),
    ] {
        assert_eq!(read_password_changed(reply(status, body)), meaning, "{status} {body}");
    }
    let device = Device { id: "web-1".into(), name: "Firefox".into() };
    let (old, new) = (Password::new("old"), Password::new("new"));
    let call = change_password(&old, &new, None, &device, &Token::new("9b"));
    assert_eq!(call.target, "/Users/Password");
    assert_eq!(call.body.as_deref(), Some(r#"{"CurrentPw":"old","NewPw":"new"}"#));
    let call = change_password(&old, &new, Some("7d"), &device, &Token::new("9b"));
    assert_eq!(call.target, "/Users/7d/Password");
}

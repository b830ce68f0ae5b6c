//! What each answer to a call of Quick Connect means, by its status and the shape of its body.

use super::*;

#[expect(clippy::unnecessary_wraps, reason = "as its users need it")]
fn reply(status: u16, body: &str) -> Reply {
    Ok(if body.is_empty() { Answer::from_jellyfin(status, body) } else { Answer::new(status, body) })
}

const SENTENCE: &str = "\"A sentence\"";
const TEXT: &str = "Error processing request.";
const PAGE: &str = "<!DOCTYPE html><title>502</title>";

fn device() -> Device {
    Device { id: "tv-1".into(), name: "TV".into() }
}

#[test]
fn initiate_reads_a_code_and_a_secret_in_any_case() {
    for body in [r#"{"Secret":"AB","Code":"583204"}"#, r#"{"secret":"AB","code":"583204"}"#] {
        let expected = Initiated::Code(Code::parse("583204").unwrap(), Secret::new("AB"));
        assert_eq!(read_initiated(reply(200, body)), expected);
    }
}

#[test]
fn initiate_tells_the_refusals_apart() {
    for (status, body, meaning) in [
        (401, SENTENCE, Initiated::Disabled),
        (401, PAGE, Initiated::Lost(Lost::Status(401))),
        (401, "", Initiated::Lost(Lost::SignedOut)),
        (401, "Unauthorized", Initiated::Lost(Lost::Status(401))),
        (405, "", Initiated::WrongMethod),
        (404, "", Initiated::WrongMethod),
        (400, TEXT, Initiated::Lost(Lost::Status(400))),
        (503, PAGE, Initiated::Lost(Lost::Starting)),
        (503, "", Initiated::Lost(Lost::Status(503))),
        (200, PAGE, Initiated::Lost(Lost::Page)),
        (200, "", Initiated::Lost(Lost::Garbled)),
        (200, r#"{"Secret":"AB","Code":"58320"}"#, Initiated::Lost(Lost::Garbled)),
        (200, r#"{"Secret":"","Code":"583204"}"#, Initiated::Lost(Lost::Garbled)),
        (200, r#"{"Secret":"AB","Co"#, Initiated::Lost(Lost::Garbled)),
    ] {
        assert_eq!(read_initiated(reply(status, body)), meaning, "{status} {body}");
    }
    assert_eq!(read_initiated(Err(Lost::TimedOut)), Initiated::Lost(Lost::TimedOut));
}

#[test]
fn a_poll_ends_the_wait_only_on_the_servers_own_word() {
    for (status, body, meaning) in [
        (200, r#"{"Authenticated":false}"#, Polled::Pending),
        (200, r#"{"authenticated":true}"#, Polled::Approved),
        (404, SENTENCE, Polled::Forgotten),
        (401, SENTENCE, Polled::Disabled),
        (404, PAGE, Polled::Lost(Lost::NotFound)),
        (404, "404 page not found", Polled::Lost(Lost::NotFound)),
        (401, "", Polled::Lost(Lost::SignedOut)),
        (404, "", Polled::Lost(Lost::NotFound)),
        (401, PAGE, Polled::Lost(Lost::Status(401))),
        (200, "", Polled::Lost(Lost::Garbled)),
        (200, "{}", Polled::Lost(Lost::Garbled)),
        (200, r#"{"Authenticated":"yes"}"#, Polled::Lost(Lost::Garbled)),
        (502, PAGE, Polled::Lost(Lost::Status(502))),
        (503, PAGE, Polled::Lost(Lost::Starting)),
        (500, TEXT, Polled::Lost(Lost::Status(500))),
    ] {
        assert_eq!(read_polled(reply(status, body)), meaning, "{status} {body}");
    }
}

#[test]
fn redeeming_reads_who_is_signed_in() {
    let body =
        r#"{"User":{"Name":"demo","Id":"7d","Policy":{"IsAdministrator":true}},"AccessToken":"9b","ServerId":"4f"}"#;
    let Redeemed::SignedIn(authentication) = read_redeemed(reply(200, body)) else { panic!("not signed in") };
    assert_eq!(authentication.user.name, "demo");
    assert_eq!(authentication.token, Token::new("9b"));
    for (status, body, meaning) in [
        (404, TEXT, Redeemed::Forgotten),
        (401, TEXT, Redeemed::Disabled),
        (401, "Unauthorized", Redeemed::Lost(Lost::Status(401))),
        (401, "", Redeemed::Lost(Lost::SignedOut)),
        (401, PAGE, Redeemed::Lost(Lost::Status(401))),
        (404, "404 page not found", Redeemed::Lost(Lost::NotFound)),
        (404, "", Redeemed::Lost(Lost::NotFound)),
        (401, r#"{"TwoFactorRequired":true}"#, Redeemed::SecondStep(SecondStep { page: None })),
        (503, r#"{"error":"no second factor"}"#, Redeemed::Lost(Lost::Status(503))),
        (200, r#"{"AccessToken":"9b"}"#, Redeemed::Lost(Lost::Garbled)),
        (500, TEXT, Redeemed::Lost(Lost::Status(500))),
    ] {
        assert_eq!(read_redeemed(reply(status, body)), meaning, "{status} {body}");
    }
}

#[test]
fn approving_tells_every_outcome_apart() {
    for (status, body, meaning) in [
        (200, "true", Authorized::Approved),
        (404, TEXT, Authorized::Unknown),
        (500, TEXT, Authorized::Used),
        (409, SENTENCE, Authorized::Used),
        (401, SENTENCE, Authorized::Disabled),
        (401, "", Authorized::SignedOut),
        (403, "", Authorized::Forbidden),
        (403, TEXT, Authorized::Limited),
        (404, PAGE, Authorized::Lost(Lost::NotFound)),
        (404, "404 page not found", Authorized::Lost(Lost::NotFound)),
        (401, "Unauthorized", Authorized::Lost(Lost::Status(401))),
        (403, "error code: 1020", Authorized::Lost(Lost::Status(403))),
        (500, "", Authorized::Lost(Lost::Status(500))),
        (500, PAGE, Authorized::Lost(Lost::Status(500))),
        (200, "false", Authorized::Lost(Lost::Garbled)),
        (200, PAGE, Authorized::Lost(Lost::Page)),
        (200, "", Authorized::Lost(Lost::Garbled)),
        (503, PAGE, Authorized::Lost(Lost::Starting)),
        (400, TEXT, Authorized::Lost(Lost::Status(400))),
    ] {
        assert_eq!(read_authorized(reply(status, body)), meaning, "{status} {body}");
    }
}

#[test]
fn only_a_plain_true_counts_as_switched_on() {
    assert!(read_enabled(reply(200, "true")));
    for (status, body) in [(200, "false"), (200, PAGE), (404, ""), (500, "true")] {
        assert!(!read_enabled(reply(status, body)));
    }
    assert!(!read_enabled(Err(Lost::NoAnswer)));
}

#[test]
fn polls_are_anonymous_and_approvals_carry_the_token() {
    let poll = connect(&Secret::new("AB C"));
    assert_eq!((poll.target.as_str(), poll.authorization), ("/QuickConnect/Connect?secret=AB%20C", None));
    assert_eq!(enabled().authorization, None);
    let code = Code::parse("123 456").unwrap();
    let approval = authorize(code, None, &device(), &Token::new("9b"));
    assert_eq!(approval.target, "/QuickConnect/Authorize?code=123456");
    assert!(approval.authorization.unwrap().ends_with(", Token=\"9b\""));
    assert_eq!(approval.body, None);
    let for_another = authorize(code, Some("a0"), &device(), &Token::new("9b"));
    assert_eq!(for_another.target, "/QuickConnect/Authorize?code=123456&userId=a0");
    let redeemed = redeem(&Secret::new("AB"), &device());
    assert_eq!(redeemed.body.as_deref(), Some(r#"{"Secret":"AB"}"#));
}

//! Something in front of the server, or inside it, answers in Jellyfin's place: a proxy, a gate with a sign-in of its own,
//! a filter, a plug-in. That is never taken for Jellyfin's own word.

use fake_jellyfin::http::Server;
use fake_jellyfin::{Fault, Jellyfin};

use crate::support::home::{Home, Setup, home, until};

const PAGE: &str = "<!DOCTYPE html><title>Access</title>";

fn text(status: u16, words: &str) -> Fault {
    Fault::body(status, "text/plain", words)
}

fn page(status: u16) -> Fault {
    Fault::body(status, "text/html", PAGE)
}

/// What two-factor plug-ins answer.
fn challenge() -> Fault {
    let body = r#"{"TwoFactorRequired":true,"ChallengePageUrl":"/TwoFactorAuth/Challenge?id=7"}"#;
    Fault::body(401, "application/json; charset=utf-8", body)
}

/// Everything that the login asks for, but not the page's own files.
const CALLS: [&str; 4] = ["/QuickConnect/", "/System/", "/Users/", "/Branding/"];

fn fault_every_call(home: &Home, fault: &Fault) {
    for path in CALLS {
        home.fault(path, fault.clone(), 10_000);
    }
}

#[test]
fn a_code_that_the_server_has_forgotten_is_replaced_though_a_proxy_hides_that() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    home.fault("/QuickConnect/Connect", Fault::ErrorPage(404), 10_000);
    home.with(Jellyfin::restart);
    let new = until("another code", || {
        tv.press("#check-now");
        Some(tv.code()).filter(|new| *new != code)
    });
    home.approve(&new);
    tv.press("#check-now");
    tv.wait_for("#settings");
}

#[test]
fn a_new_code_that_is_asked_for_comes_though_a_proxy_hides_that_the_old_one_is_gone() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    home.fault("/QuickConnect/Connect", Fault::ErrorPage(404), 10_000);
    home.with(Jellyfin::restart);
    tv.reload();
    assert_eq!(tv.code(), code);
    tv.press("#new-code");
    let new = tv.code_after(&code);
    tv.press("#new-code");
    tv.code_after(&new);
}

#[test]
fn a_gate_that_is_shut_for_a_while_does_not_end_the_session() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let token = home.token_of(&tv);
    fault_every_call(&home, &Fault::Status(401));
    home.fault("/Sessions", Fault::Status(401), 1000);
    tv.reload();
    tv.wait_for_text("#account", "demo");
    tv.press("#show-devices");
    tv.wait_for_text(".devices [role=status]", "A proxy or filter in front of the server refused");
    home.clear_faults();
    tv.reload();
    tv.press("#show-devices");
    tv.wait_for_text(".devices", "This device");
    assert!(home.with(|fake| fake.is_token_alive(&token)));
}

#[test]
fn a_page_of_another_origin_asks_the_server_itself_before_a_session_is_over() {
    let (home, [tv]) = Setup::new().apart().start();
    tv.sign_in("demo", "demo");
    fault_every_call(&home, &Fault::Status(401));
    let asked = home.requests("/Users/Me").len();
    tv.reload();
    until("an answer", || home.requests("/Users/Me").get(asked).and_then(|seen| seen.status));
    until("the screen after it", || tv.shows("#settings, #login").then_some(()));
    home.clear_faults();
    tv.reload();
    tv.wait_for_text("#account", "demo");
    // A page that is still there could notice it, say so, and be loaded again.
    tv.go("about:blank");
    home.with(|fake| fake.revoke_user("demo"));
    tv.open("");
    tv.wait_for_text("#login [role=alert]", "The server has signed out this device");
}

#[test]
fn a_session_that_the_server_has_ended_is_over_when_its_devices_are_asked_for() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.wait_for("#show-devices");
    until("the administrator's card", || tv.shows("#quick-connect-switch, #switch-quick-connect").then_some(()));
    home.with(|fake| fake.revoke_user("demo"));
    tv.press("#show-devices");
    tv.wait_for_text("#login [role=alert]", "The server has signed out this device");
}

#[test]
fn a_gate_that_answers_the_sign_out_is_not_the_server() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let token = home.token_of(&tv);
    home.fault("/Sessions/Logout", Fault::Status(401), 1000);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=alert]", "the server could not be told");
    assert!(home.with(|fake| fake.is_token_alive(&token)));
    assert_eq!(tv.kept(".session"), "");
}

#[test]
fn a_refusal_by_something_else_at_the_password_is_not_a_wrong_password() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    for (fault, words) in [
        (text(401, "Unauthorized"), "A proxy or filter in front of the server refused"),
        (page(403), "A proxy or filter in front of the server refused"),
        (text(403, "error code: 1020"), "A proxy or filter in front of the server refused"),
        (page(401), "Check the username and the password"),
    ] {
        home.fault("/Users/AuthenticateByName", fault, 1);
        tv.enter("demo", "wrong");
        tv.wait_for_text(".by-name [role=alert]", words);
        assert_eq!(tv.typed("[name=password]"), "wrong");
    }
    tv.enter("demo", "demo");
    tv.wait_for("#settings");
}

#[test]
fn a_refusal_by_something_else_at_the_redeem_is_not_the_end_of_the_approval() {
    for fault in [text(401, "Unauthorized"), text(404, "404 page not found"), page(401), Fault::Status(404)] {
        let (home, [tv]) = home();
        tv.open("");
        let code = tv.code();
        home.fault("/Users/AuthenticateWithQuickConnect", fault, 1);
        home.approve(&code);
        tv.press("#check-now");
        tv.wait_for_text("#account", "demo");
        assert_eq!(home.requests("/QuickConnect/Initiate").len(), 1);
    }
}

#[test]
fn what_may_be_chance_at_the_approval_is_tried_once_more_without_a_word() {
    for fault in [text(500, "Error processing request."), text(404, "404 page not found")] {
        let (home, [phone]) = home();
        phone.sign_in("demo", "demo");
        home.fault("/QuickConnect/Authorize", fault, 1);
        phone.approve(&home.television());
        phone.wait_for_result("approved");
        assert_eq!(home.approvals().len(), 2);
    }
}

#[test]
fn a_refusal_by_something_else_at_the_approval_keeps_the_code() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    home.fault("/QuickConnect/Authorize", text(401, "Unauthorized"), 1);
    phone.approve(&home.television());
    phone.wait_for_result("offline");
    phone.wait_for_text(
        "#settings [role=status], #settings [role=alert]",
        "A proxy or filter in front of the server refused",
    );
    phone.press("#approve");
    phone.wait_for_result("approved");
}

#[test]
fn a_second_step_at_the_password_is_named_with_the_way_to_it() {
    let (home, [tv]) = home();
    tv.open("");
    home.fault("/Users/AuthenticateByName", challenge(), 1);
    tv.enter("demo", "demo");
    tv.wait_for_text(".by-name [role=alert]", "a second step");
    assert_eq!(tv.typed("[name=password]"), "demo");
    let link = tv.look(".by-name .second-step", "element.href").expect("a link");
    assert_eq!(link, format!("{}/TwoFactorAuth/Challenge?id=7", home.origin()));
    tv.press("#sign-in");
    tv.wait_for("#settings");
}

#[test]
fn a_second_step_at_the_redeem_is_named_and_the_sign_in_follows_when_it_is_done() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    home.fault("/Users/AuthenticateWithQuickConnect", challenge(), 1000);
    home.approve(&code);
    tv.press("#check-now");
    tv.wait_for_text(".by-code [role=status]", "a second step");
    tv.wait_for(".by-code .second-step");
    home.clear_faults();
    // It is redeemed again from time to time.
    tv.wait_for("#settings");
}

#[test]
fn a_plug_ins_error_at_the_redeem_is_not_a_server_that_starts() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    let fault = Fault::body(503, "application/json", r#"{"error":"no second factor"}"#);
    home.fault("/Users/AuthenticateWithQuickConnect", fault, 1000);
    home.approve(&code);
    tv.press("#check-now");
    tv.wait_for_text(".by-code [role=status]", "(error 503)");
    home.clear_faults();
    tv.wait_for("#settings");
}

#[test]
fn an_account_outside_its_hours_stays_signed_in_and_is_told_why_nothing_works() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    home.with(|fake| {
        fake.user_mut("guest").allow_only_between(0.0, 0.0);
        assert!(fake.approve(&code, "guest"));
    });
    tv.press("#check-now");
    tv.wait_for_text("#settings [role=alert]", "The server does not allow guest right now");
    tv.reload();
    tv.wait_for_text("#settings [role=alert]", "The server does not allow guest right now");
    home.with(|fake| _ = fake.user_mut("guest").allow_only_between(0.0, 24.0));
    tv.press("#ask-again");
    until("no reason any more", || (!tv.shows("#ask-again")).then_some(()));
    tv.wait_for_text("#account", "guest");
}

#[test]
fn another_account_can_be_used_while_one_is_outside_its_hours() {
    let (home, [tv]) = home();
    tv.sign_in("guest", "");
    home.with(|fake| _ = fake.user_mut("guest").allow_only_between(0.0, 0.0));
    tv.reload();
    tv.press("#other-account");
    tv.wait_for_state("waiting");
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
}

#[test]
fn a_gate_on_the_pages_own_origin_asks_for_another_load_and_the_code_is_kept() {
    let (home, [tv]) = home();
    let gate = Server::start(Jellyfin::default()).expect("a free port");
    tv.open("");
    let code = tv.code();
    fault_every_call(&home, &Fault::Redirect { status: 302, to: gate.origin(), is_shared: false });
    until("the way out", || {
        tv.press("#check-now");
        tv.shows("#reload").then_some(())
    });
    tv.wait_for_text(".by-code [role=status]", "asks for its sign-in again");
    home.clear_faults();
    tv.press("#reload");
    tv.wait_for_state("waiting");
    assert_eq!(tv.code(), code);
}

/// A server on https, and one on http that sends every request there.
fn moved(status: u16) -> (Server, Server) {
    let new = Server::builder(Jellyfin::default()).tls().start().expect("a free port");
    let old = Server::start(Jellyfin::default()).expect("a free port");
    old.fault("/", Fault::redirect(status, &new.origin()), 10_000);
    (old, new)
}

#[test]
fn a_server_that_has_moved_to_https_is_found_there_and_nothing_is_lost_on_the_way() {
    for status in [301, 302, 307, 308] {
        let (old, new) = moved(status);
        let (_home, [tv]) = Setup::new().pointing_at(&old.origin()).trusting(&new).start();
        tv.open("");
        let code = tv.code();
        tv.enter("demo", "demo");
        tv.wait_for_text("#account", "demo");
        let at_new = |path: &str| new.seen().iter().filter(|seen| seen.path() == path && seen.method == "POST").count();
        // Where the method stays, src/boot/ has asked as well, and leaves it to the program what an answer from another address
        // means.
        let codes = if status < 307 { 1 } else { 2 };
        assert_eq!(
            (at_new("/QuickConnect/Initiate"), at_new("/Users/AuthenticateByName")),
            (codes, 1),
            "{status} {code}"
        );
    }
}

#[test]
fn a_redirect_that_this_page_may_not_read_is_spoken_of() {
    let (old, new) = moved(301);
    old.clear_faults();
    old.fault("/", Fault::Redirect { status: 301, to: new.origin(), is_shared: false }, 10_000);
    let (_home, [tv]) = Setup::new().pointing_at(&old.origin()).trusting(&new).start();
    tv.open("");
    tv.wait_for_text("#login .by-code [role=status]", "the address needs https://");
}

#[test]
fn a_password_is_not_sent_on_to_another_origin() {
    for status in [307, 308] {
        let (home, [tv]) = home();
        let other = Server::start(Jellyfin::default()).expect("a free port");
        tv.open("");
        tv.code();
        for path in ["/Users/AuthenticateByName", "/System/Info/Public"] {
            home.fault(path, Fault::redirect(status, &other.origin().replace("127.0.0.1", "localhost")), 1000);
        }
        tv.enter("demo", "demo");
        tv.wait_for(".by-name [role=alert]:not(:empty)");
        assert_eq!(tv.typed("[name=password]"), "demo");
        let sent = other.seen().into_iter().find(|seen| seen.path() != "/System/Info/Public");
        assert!(sent.is_none(), "{sent:?}");
    }
}

#[test]
fn where_a_redirect_led_is_said() {
    let (home, [tv]) = Setup::new().apart().start();
    let other = Server::start(Jellyfin::default()).expect("a free port");
    let elsewhere = other.origin().replace("127.0.0.1", "localhost");
    tv.open("");
    tv.code();
    for path in ["/Users/AuthenticateByName", "/System/Info/Public"] {
        home.fault(path, Fault::redirect(307, &elsewhere), 1000);
    }
    tv.enter("demo", "demo");
    tv.wait_for_text(".by-name [role=alert]", &elsewhere);
    assert!(other.seen().iter().all(|seen| seen.path() == "/System/Info/Public"));
}

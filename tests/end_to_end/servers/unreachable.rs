//! Proves that the broken servers of the other stories are broken in exactly one way: each is compared with one that
//! works and differs only in that.

use fake_jellyfin::Fault;
use fake_jellyfin::http::{Server, closed_port};
use fake_jellyfin::{Jellyfin, Request};
use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{Setup, home, until};

/// The result of a request from the page: a status, `opaque`, or the name of the error.
fn fetched(device: &Device, origin: &str, mode: &str) -> String {
    let script = "
        const signal = AbortSignal.timeout(arguments[2]);
        return fetch(arguments[0] + '/System/Info/Public', { mode: arguments[1], signal })
            .then(answer => answer.type === 'opaque' ? 'opaque' : String(answer.status), error => error.name)";
    // Long on a busy machine; short for a server that never answers.
    let patience = if mode == "impatient" { 1_000 } else { 20_000 };
    let mode = if mode == "no-cors" { mode } else { "cors" };
    device.run(script, json!([origin, mode, patience])).as_str().expect("a text").to_owned()
}

fn jellyfin() -> Server {
    Server::start(Jellyfin::default()).expect("a free port")
}

#[test]
fn a_page_on_https_works_like_any_other() {
    let (home, [tv]) = Setup::new().secure().start();
    assert!(home.page().starts_with("https://"));
    tv.open("");
    assert_eq!(tv.run("return isSecureContext && location.protocol", json!([])), "https:");
    home.approve(&tv.code());
    tv.hurry();
    tv.wait_for_text("#account", "attic");
}

#[test]
fn a_page_on_https_apart_from_its_server_works_with_a_server_on_https() {
    let server = Server::builder(Jellyfin::default()).tls().start().expect("a free port");
    let (_home, [tv]) = Setup::new().secure().pointing_at(&server.origin()).trusting(&server).start();
    tv.open("");
    let code = tv.code();
    assert!(server.with(|fake| fake.approve(&code, "demo")));
    tv.hurry();
    tv.wait_for("#settings");
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused_by_whoever_was_not_told_to_accept_it() {
    let server = Server::builder(Jellyfin::default()).tls().start().expect("a free port");
    let (_told, [told]) = Setup::new().trusting(&server).start();
    let (_home, [tv]) = home();
    for (device, mode, outcome) in [
        (&tv, "cors", "TypeError"),
        (&tv, "no-cors", "TypeError"),
        (&told, "cors", "200"),
        (&told, "no-cors", "opaque"),
    ] {
        device.open("");
        assert_eq!(fetched(device, &server.origin(), mode), outcome, "{mode}");
    }
    assert_eq!(server.seen().len(), 2, "only who was told got through");
}

#[test]
fn a_page_on_https_is_kept_from_a_server_on_http() {
    let server = jellyfin();
    let plain = server.origin_at("attic.test");
    let (_secure, [kept]) = Setup::new().secure().start();
    let (_home, [tv]) = home();
    kept.open("");
    for mode in ["cors", "no-cors"] {
        assert_eq!(fetched(&kept, &plain, mode), "TypeError");
    }
    assert_eq!(server.seen().len(), 0);
    assert_eq!(
        fetched(&kept, &server.origin(), "cors"),
        "200",
        "Chromium makes an exception of this machine's own names"
    );
    tv.open("");
    assert_eq!(fetched(&tv, &plain, "cors"), "200");
}

#[test]
fn nobody_answers_on_a_closed_port_and_nobody_has_an_invalid_name() {
    let (_home, [tv]) = home();
    tv.open("");
    let port = closed_port().expect("a free port");
    for origin in [format!("http://127.0.0.1:{port}"), format!("http://attic.test:{port}")] {
        assert_eq!(fetched(&tv, &origin, "no-cors"), "TypeError");
    }
    assert_eq!(fetched(&tv, "http://attic.invalid", "no-cors"), "TypeError");
}

#[test]
fn a_silent_server_takes_every_request_and_answers_none() {
    let server = jellyfin();
    server.fault("", Fault::Hang, usize::MAX);
    let (_home, [tv]) = home();
    tv.open("");
    assert_eq!(fetched(&tv, &server.origin(), "impatient"), "TimeoutError");
    let seen = until("the request that was given up", || server.seen().pop().filter(|seen| seen.ended.is_some()));
    assert_eq!((seen.path(), seen.status), ("/System/Info/Public", None));
    server.clear_faults();
    assert_eq!(fetched(&tv, &server.origin(), "cors"), "200");
}

#[test]
fn a_host_list_without_the_page_lets_requests_through_and_no_answer_back() {
    let server = jellyfin();
    let (home, [tv]) = home();
    tv.open("");
    server.with(|fake| fake.set_cors_hosts(&["http://elsewhere.test"]));
    assert_eq!(fetched(&tv, &server.origin(), "cors"), "TypeError");
    assert_eq!(fetched(&tv, &server.origin(), "no-cors"), "opaque");
    assert!(server.seen().iter().all(|seen| seen.status == Some(200)));
    server.with(|fake| fake.set_cors_hosts(&[&home.origin()]));
    assert_eq!(fetched(&tv, &server.origin(), "cors"), "200");
}

#[test]
fn another_program_answers_with_a_page_that_only_itself_can_read() {
    let page = "<!DOCTYPE html><title>Router</title>";
    let router = Server::anything_but_jellyfin(200, "text/html", page).start().expect("a free port");
    let (_home, [tv]) = home();
    tv.open("");
    assert_eq!(fetched(&tv, &router.origin(), "cors"), "TypeError");
    assert_eq!(fetched(&tv, &router.origin(), "no-cors"), "opaque");
    tv.go(&router.origin());
    assert_eq!(fetched(&tv, &router.origin(), "cors"), "200");
    router.fault("", Fault::body(200, "text/html", page), 1);
    tv.open("");
    assert_eq!(fetched(&tv, &router.origin(), "cors"), "200", "and a fault lets everybody read its page");
}

#[test]
fn a_server_without_its_base_path_redirects_to_a_page() {
    let (home, [tv]) = Setup::new().with(|fake| fake.set_base_path("/media")).start();
    let plain = home.with(|fake| fake.handle(&Request::get("/System/Info/Public")).status);
    assert_eq!(plain, 302);
    tv.open("");
    assert_eq!(fetched(&tv, &home.origin(), "cors"), "200");
    assert_eq!(fetched(&tv, &home.localhost(), "cors"), "TypeError");
}

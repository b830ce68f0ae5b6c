//! Every reason why a server cannot be used, with a real server for each: what the page says after its address was
//! typed or set by the host, and that the details list what was tried.

use fake_jellyfin::Fault;
use fake_jellyfin::http::{Builder, Server, closed_port};
use fake_jellyfin::{Jellyfin, Phase, Version};
use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{Setup, home, until};

const PAGE: &str = "<!DOCTYPE html><title>Router</title>";
const JSON: &str = "application/json";

fn running(builder: Builder) -> Server {
    builder.start().expect("a free port")
}

fn jellyfin(change: impl FnOnce(&mut Jellyfin)) -> Server {
    let mut fake = Jellyfin::default();
    change(&mut fake);
    running(Server::builder(fake))
}

/// A server that gives this answer to every request, from any origin.
fn answering(content_type: &str, body: &str) -> Server {
    let server = jellyfin(|_| ());
    server.fault("", Fault::body(200, content_type, body), usize::MAX);
    server
}

/// The address without its scheme.
fn bare(server: &Server) -> String {
    format!("127.0.0.1:{}", server.port())
}

/// Follows a link to a server and presses connect.
fn look_for(tv: &Device, typed: &str) {
    tv.open(&format!("#/login?server={typed}"));
    tv.press("#connect");
}

/// Opens the details.
fn unfold(tv: &Device, tried: &str) {
    tv.wait_for("details.details:not([open])");
    tv.press("details.details summary");
    tv.wait_for_text("details.details[open] p", tried);
}

#[test]
fn a_typed_address_that_leads_to_no_server_is_told_with_its_cause_and_what_was_tried() {
    let (_home, [tv]) = home();
    let port = closed_port().expect("a free port");
    let router = running(Server::anything_but_jellyfin(200, "text/html", PAGE));
    let (page, json) = (answering("text/html", PAGE), answering(JSON, r#"{"status":"ok"}"#));
    let in_folder = jellyfin(|fake| fake.set_base_path("/media"));
    let closed = jellyfin(|fake| fake.set_cors_hosts(&["http://elsewhere.test"]));
    let old = running(Server::builder(Jellyfin::new(Version::V10_7_7)));
    let secure = running(Server::builder(Jellyfin::default()).tls());
    for (typed, said, tried) in [
        (format!("127.0.0.1:{port}"), "Can’t connect to 127.0.0.1", "no connection"),
        ("attic.invalid".into(), "Can’t connect to attic.invalid", "http://attic.invalid:8096: no connection"),
        (bare(&page), "sent a web page instead of an answer", "a web page, not Jellyfin’s API"),
        (bare(&json), "Check the server’s address and port", "not Jellyfin’s"),
        (bare(&router), "answers, but this page may not read it", "not to pages of this origin (CORS)"),
        (bare(&in_folder), "or a path such as /jellyfin", "/jellyfin: answers, but not to pages"),
        (bare(&closed), "Ask an administrator to add this page to the server’s CORS hosts", "(CORS)"),
        (bare(&old), "runs Jellyfin 10.7.7. Quick Connect needs 10.8 or later", "Jellyfin 10.7.7, attic"),
        (secure.origin(), "Check this device’s date", "not trusted"),
    ] {
        look_for(&tv, &typed);
        tv.wait_for_text("#server-form [role=alert]", said);
        tv.wait_for_focus("[name=server]");
        unfold(&tv, tried);
        assert_eq!(tv.typed("[name=server]"), typed);
        assert_eq!(
            tv.text("#server-form [role=alert]").contains("Can’t connect to"),
            said.contains("Can’t connect to")
        );
    }
    assert_eq!(secure.seen().len(), 0);
}

#[test]
fn a_server_that_the_host_has_set_and_that_cannot_be_used_is_told_with_its_cause() {
    let (_home, [mut tv]) = home();
    let port = closed_port().expect("a free port");
    let router = running(Server::anything_but_jellyfin(200, "text/html", PAGE));
    let (page, json) = (answering("text/html", PAGE), answering(JSON, r#"{"status":"ok"}"#));
    let in_folder = jellyfin(|fake| fake.set_base_path("/jellyfin"));
    let closed = jellyfin(|fake| fake.set_cors_hosts(&["http://elsewhere.test"]));
    let secure = running(Server::builder(Jellyfin::default()).tls());
    let old = running(Server::builder(Jellyfin::new(Version::V10_7_7)));
    for (address, said, last) in [
        (format!("http://127.0.0.1:{port}"), "Check that the server is on", "no connection"),
        ("http://attic.invalid".into(), "Can’t connect to attic.invalid", "no connection"),
        (page.origin(), "sent a web page instead of an answer", "a web page, not Jellyfin’s API"),
        (json.origin(), "sent an answer that is not from Jellyfin", "an answer that is not Jellyfin’s"),
        (router.origin(), "answers, but this page may not read it", "not to pages of this origin (CORS)"),
        (in_folder.origin(), "or a path such as /jellyfin", "not to pages of this origin (CORS)"),
        (closed.origin(), "add this page to the server’s CORS hosts", "not to pages of this origin (CORS)"),
        (secure.origin(), "Can’t connect securely to", "not trusted"),
    ] {
        let (home, []) = Setup::new().pointing_at(&address).start();
        tv.visit(&home);
        tv.open("");
        tv.wait_for_state("unreachable");
        tv.wait_for_text(".by-code [role=status]", said);
        unfold(&tv, &format!("Server: {address}"));
        tv.wait_for_text("details.details p", last);
    }
    let (home, []) = Setup::new().pointing_at(&old.origin()).start();
    tv.visit(&home);
    tv.open("");
    tv.wait_for_text("#login > [role=alert]", "runs Jellyfin 10.7.7. Quick Connect needs 10.8 or later");
    assert_eq!(tv.text(".by-code [role=status]"), "", "one cause is enough");
}

#[test]
fn the_usual_base_path_is_found_without_being_typed() {
    let server = jellyfin(|fake| fake.set_base_path("/jellyfin"));
    let (_home, [tv]) = home();
    look_for(&tv, &bare(&server));
    let code = tv.code();
    assert!(server.with(|fake| fake.approve(&code, "demo")));
    tv.hurry();
    tv.wait_for_text("#account", "attic");
}

#[test]
fn a_page_on_https_says_that_it_cannot_reach_http_before_it_asks() {
    let server = jellyfin(|_| ());
    let (_home, [tv]) = Setup::new().secure().start();
    look_for(&tv, &server.origin_at("attic.test"));
    tv.wait_for_text("#server-form [role=alert]", "This browser blocks http on a page that uses https");
    tv.wait_for_text("#server-form [role=alert]", "Open this page with http://");
    unfold(&tv, "not tried: http from a page on https");
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn a_page_on_https_whose_host_has_set_a_server_on_http_says_that_it_cannot_reach_it() {
    let server = jellyfin(|_| ());
    let (_home, [tv]) = Setup::new().secure().pointing_at(&server.origin_at("attic.test")).start();
    tv.open("");
    tv.wait_for_text(".by-code [role=status]", "This browser blocks http on a page that uses https");
    unfold(&tv, "not tried: http from a page on https");
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn a_server_that_never_answers_is_given_up_in_time_and_used_once_it_does() {
    let server = jellyfin(|_| ());
    server.fault("", Fault::Hang, usize::MAX);
    let (_home, [tv]) = home();
    look_for(&tv, &server.origin());
    tv.wait_for_text("#server-form [role=status]", "of 2 addresses");
    tv.wait_for_text("#server-form [role=alert]", "is taking too long to answer");
    unfold(&tv, "no answer in time");
    server.clear_faults();
    tv.press("#connect");
    tv.code();
}

#[test]
fn a_server_that_starts_is_waited_for_until_it_gives_a_code() {
    let (home, [tv]) = home();
    tv.open("");
    let first = tv.code();
    home.with(|fake| {
        fake.restart();
        fake.set_phase(Phase::Starting);
    });
    tv.press("#new-code");
    tv.wait_for_text(".by-code [role=status]", "is still starting, which can take some minutes");
    unfold(&tv, "Jellyfin, still starting");
    tv.follow(&format!("#/login?server={}", bare(&home)));
    tv.press("#connect");
    tv.wait_for_text(".by-code [role=status]", "is still starting, which can take some minutes. This code still works");
    home.with(|fake| fake.set_phase(Phase::Running));
    tv.code_after(&first);
}

#[test]
fn a_server_of_another_origin_that_starts_cannot_be_read_and_is_waited_for_all_the_same() {
    let (home, [tv]) = Setup::new().with(|fake| fake.set_phase(Phase::Starting)).apart().start();
    tv.open("");
    tv.wait_for_text(".by-code [role=status]", "Wait if the server is just starting");
    home.with(|fake| fake.set_phase(Phase::Loading));
    tv.wait_for_text(".by-code [role=status]", "is still starting");
    home.with(|fake| fake.set_phase(Phase::Running));
    tv.code();
}

#[test]
fn a_server_whose_set_up_is_not_finished_is_told() {
    let server = jellyfin(|fake| fake.complete_wizard(false));
    let (home, [tv]) = home();
    look_for(&tv, &bare(&server));
    tv.wait_for_text("#login [role=alert]", "is not set up yet");
    home.with(|fake| fake.complete_wizard(false));
    tv.forget_kept();
    tv.open("");
    tv.wait_for_text("#login [role=alert]", "is not set up yet");
}

#[test]
fn another_product_that_speaks_the_api_can_be_used() {
    for status in [404, 405] {
        let (home, [tv, phone]) = Setup::new().with(|fake| fake.imitate_jellyfin(status)).start();
        tv.open("");
        let code = tv.code();
        phone.sign_in("demo", "demo");
        phone.approve(&code);
        phone.wait_for_result("approved");
        tv.wait_for("#settings");
        home.fault("/QuickConnect/Connect", Fault::Drop, 1000);
        tv.press("#sign-out");
        let next = tv.code_after(&code);
        home.approve(&next);
        phone.press("#next");
        phone.approve(&next);
        phone.wait_for_result("used");
    }
}

#[test]
fn a_device_without_a_network_says_so_and_goes_on_when_it_is_back() {
    let (_home, [tv]) = home();
    let network = |offline: bool| {
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        tv.command("Network.enable", json!({}));
        tv.command("Network.emulateNetworkConditions", conditions);
    };
    tv.open("");
    let first = tv.code();
    network(true);
    tv.press("#new-code");
    tv.wait_for_text(".by-code [role=status]", "This device may be offline");
    unfold(&tv, "the browser says that it is offline");
    tv.press("#change-server");
    tv.type_into("[name=server]", "attic.test");
    tv.press("#connect");
    tv.wait_for_text("#server-form [role=alert]", "This device may be offline");
    tv.press("#keep-server");
    network(false);
    until("a code", || tv.shows("#quick-connect-code").then_some(()));
    tv.code_after(&first);
}

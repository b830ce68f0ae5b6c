//! Servers that wake up only when they are asked, and sign-ins that take a minute.

use fake_jellyfin::http::Server;
use fake_jellyfin::{Fault, Jellyfin};
use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{home, until};
use crate::support::servers::connect;

fn asleep(fault: Fault) -> Server {
    let server = Server::start(Jellyfin::default()).expect("a free port");
    server.fault("", fault, usize::MAX);
    server
}

fn look_for(tv: &Device, server: &Server) {
    tv.open("");
    tv.code();
    tv.press("#change-server");
    connect(tv, &server.origin());
}

#[test]
fn a_server_that_shows_a_start_page_or_is_silent_at_first_is_found_once_it_is_awake() {
    let (_home, [tv]) = home();
    let page = "<!DOCTYPE html><title>Starting your server</title>";
    for (fault, said) in [
        (Fault::body(200, "text/html", page), "sent a web page"),
        (Fault::Drop, "Can’t connect to"),
        (Fault::Hang, "is taking too long to answer"),
    ] {
        let server = asleep(fault);
        look_for(&tv, &server);
        tv.wait_for_text("#server-form [role=alert]", said);
        tv.wait_for_text("#server-form [role=alert]", "Still looking…");
        server.clear_faults();
        tv.wait_for_state("waiting");
        let code = tv.code();
        assert!(server.with(|fake| fake.code_of(&tv.id()) == Some(code.as_str())), "{said}");
        tv.run("localStorage.removeItem('jellyfin-quick-connect.servers'); sessionStorage.clear()", json!([]));
    }
}

#[test]
fn whoever_types_another_address_is_left_alone() {
    let (_home, [tv]) = home();
    let server = asleep(Fault::Drop);
    look_for(&tv, &server);
    tv.wait_for_text("#server-form [role=alert]", "Still looking…");
    let before = server.seen().len();
    until("another look", || (server.seen().len() > before).then_some(()));
    tv.type_into("[name=server]", "attic.inv");
    server.clear_faults();
    server.forget_seen();
    tv.run("return new Promise(done => setTimeout(done, 6500))", json!([]));
    assert!(tv.shows("#server-form") && server.seen().len() < 3, "{:?}", server.seen());
    assert_eq!(tv.typed("[name=server]"), "attic.inv");
}

#[test]
fn a_sign_in_by_name_may_take_a_minute_and_says_so_after_a_while() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    home.fault("/AuthenticateByName", Fault::Delay(18_000), 1);
    tv.enter("demo", "demo");
    tv.wait_for_text("#name-form [role=status]", "The server is still checking. If your phone asks");
    tv.wait_for_text("#account", "demo");
    assert_eq!(home.requests("/AuthenticateByName").len(), 1);
}

#[test]
fn a_sign_in_that_takes_long_can_be_cancelled() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    home.fault("/AuthenticateByName", Fault::Hang, 1);
    tv.enter("demo", "demo");
    tv.press("#cancel-sign-in");
    tv.wait_for_focus("#sign-in");
    assert!(!tv.shows("#cancel-sign-in"));
    assert_eq!((tv.typed("[name=username]"), tv.typed("[name=password]")), ("demo".into(), "demo".into()));
    tv.press("#sign-in");
    tv.wait_for_text("#account", "demo");
}

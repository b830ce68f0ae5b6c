//! The HTTP server around the fake: each fault, files, the log, and real time.

mod wire;

use fake_jellyfin::Fault;
use fake_jellyfin::http::Server;
use fake_jellyfin::{Jellyfin, Version};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use wire::{Answer, ask, bytes, connect};

const TV: &str = "MediaBrowser Client=\"c\", Device=\"d\", DeviceId=\"tv-7\", Version=\"1\"";
const PING: &str = "GET /System/Ping";

fn server() -> Server {
    Server::start(Jellyfin::default()).expect("a free port")
}

fn ping(server: &Server) -> Option<Answer> {
    ask(server.port(), PING, &[], None)
}

/// Spoils one ping with this fault. The next one must work again.
fn spoiled(server: &Server, fault: Fault) -> Option<Answer> {
    server.fault("system/PING", fault, 1);
    let answer = ping(server);
    assert_eq!(ping(server).expect("an answer").json(), "Jellyfin Server");
    answer
}

#[test]
fn a_dropped_request_gets_no_answer() {
    let server = server();
    assert!(spoiled(&server, Fault::Drop).is_none());
    let statuses: Vec<Option<u16>> = server.seen().iter().map(|seen| seen.status).collect();
    assert_eq!(statuses, [None, Some(200)]);
}

#[test]
fn a_delayed_answer_comes_late() {
    let server = server();
    let start = Instant::now();
    server.fault("", Fault::Delay(120), 1);
    assert_eq!(ping(&server).expect("an answer").status, 200);
    assert!(start.elapsed() >= Duration::from_millis(120));
    let seen = &server.seen()[0];
    assert!(seen.ended.expect("an end") - seen.arrived >= 119);
}

#[test]
fn a_status_can_stand_alone() {
    let answer = spoiled(&server(), Fault::Status(502)).expect("an answer");
    assert_eq!((answer.status, answer.text()), (502, ""));
    assert_eq!(answer.header("Access-Control-Allow-Origin"), Some("*"));
}

#[test]
fn a_body_can_be_anything() {
    let server = server();
    let page = spoiled(&server, Fault::body(200, "text/html", "<p>")).expect("an answer");
    assert_eq!((page.header("Content-Type"), page.text()), (Some("text/html"), "<p>"));
    let empty = spoiled(&server, Fault::body(200, "", "")).expect("an answer");
    assert_eq!((empty.header("Content-Type"), empty.text()), (None, ""));
    let long = spoiled(&server, Fault::body(200, "text/plain", "x".repeat(1 << 20)));
    assert_eq!(long.expect("an answer").body.len(), 1 << 20);
}

#[test]
fn a_body_can_break_off() {
    let answer = spoiled(&server(), Fault::CutOff).expect("a head");
    assert_eq!((answer.status, answer.complete), (200, false));
    assert_eq!(answer.text(), "\"Jellyfi");
}

#[test]
fn a_lost_answer_was_acted_upon() {
    let server = server();
    server.fault("initiate", Fault::LostAnswer, 1);
    let line = "POST /QuickConnect/Initiate";
    assert!(ask(server.port(), line, &[("Authorization", TV)], None).is_none());
    assert_eq!(server.with(|fake| fake.pending_codes().len()), 1);
}

#[test]
fn a_request_can_hang_until_the_server_stops() {
    let server = server();
    server.fault("", Fault::Hang, 1);
    let mut stream = connect(server.port());
    stream.write_all(&bytes(PING, &[], None)).expect("a request");
    stream.set_read_timeout(Some(Duration::from_millis(150))).expect("a timeout");
    assert!(stream.read(&mut [0; 1]).is_err());
    assert_eq!(server.seen()[0].ended, None);
    drop(server);
    assert!(matches!(stream.read(&mut [0; 1]), Ok(0) | Err(_)));
}

#[test]
fn a_body_can_go_on_for_ever() {
    let server = server();
    server.fault("", Fault::Endless, 1);
    let mut stream = connect(server.port());
    stream.write_all(&bytes(PING, &[], None)).expect("a request");
    let mut received = 0;
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(150) {
        received += stream.read(&mut [0; 512]).expect("more of it");
    }
    assert!(received > 200);
}

#[test]
fn faults_pass_preflights_and_run_out() {
    let server = server();
    server.fault("ping", Fault::Status(500), 2);
    let asked = [("Access-Control-Request-Method", "GET")];
    let preflight = ask(server.port(), "OPTIONS /System/Ping", &asked, None);
    assert_eq!(preflight.expect("an answer").status, 204);
    let status = || ping(&server).expect("an answer").status;
    assert_eq!([status(), status(), status()], [500, 500, 200]);
    server.fault("ping", Fault::Status(500), 2);
    server.clear_faults();
    assert_eq!(ping(&server).expect("an answer").status, 200);
}

#[test]
fn the_log_tells_who_asked_what() {
    let server = server();
    ask(server.port(), "POST /QuickConnect/Initiate?x=1", &[("Authorization", TV)], None);
    let seen = server.seen();
    let first = &seen[0];
    assert_eq!((first.method.as_str(), first.path()), ("POST", "/QuickConnect/Initiate"));
    assert_eq!(first.target, "/QuickConnect/Initiate?x=1");
    assert_eq!((first.device_id.as_deref(), first.status), (Some("tv-7"), Some(200)));
    assert_eq!(first.header("origin"), Some("https://app.example.net"));
    server.forget_seen();
    assert!(server.seen().is_empty());
}

#[test]
fn overlapping_requests_can_be_told_from_a_queue() {
    let server = server();
    server.fault("", Fault::Delay(100), 2);
    std::thread::scope(|scope| {
        scope.spawn(|| ping(&server));
        scope.spawn(|| ping(&server));
    });
    ping(&server);
    let seen = server.seen();
    assert!(seen[0].overlaps(&seen[1]));
    assert!(!seen[0].overlaps(&seen[2]));
}

#[test]
fn real_time_is_the_fakes_time_and_jumps_add_to_it() {
    let server = server();
    let before = server.with(|fake| fake.now());
    std::thread::sleep(Duration::from_millis(30));
    let passed = server.with(|fake| fake.now()) - before;
    assert!((30..2_000).contains(&passed));
    server.with(|fake| fake.advance(600_000));
    assert!(server.with(|fake| fake.now()) >= 600_030);
}

#[test]
fn both_spellings_of_loopback_answer() {
    let server = server();
    let address = server.localhost().replace("http://", "");
    assert!(std::net::TcpStream::connect(address).is_ok());
    let port = server.port();
    drop(server);
    let again = Server::builder(Jellyfin::default()).port(port).start();
    assert_eq!(again.expect("the port is free again").port(), port);
}

#[test]
fn a_header_that_is_not_text_is_refused_without_cors() {
    let server = server();
    let mut request = b"GET /System/Ping HTTP/1.1\r\nHost: x\r\nOrigin: y\r\nConnection: close\r\n".to_vec();
    request.extend(b"Authorization: MediaBrowser Device=\"\xe9\"\r\n\r\n");
    let mut stream = connect(server.port());
    stream.write_all(&request).expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("text");
    assert!(answer.starts_with("HTTP/1.1 400") && !answer.contains("ccess-control"));
}

/// A folder with a page, a program and a subfolder, and a file beside it that nobody may see.
fn folder(name: &str) -> PathBuf {
    let outer = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let inner = outer.join("dist");
    std::fs::create_dir_all(inner.join("sub")).expect("a folder");
    std::fs::write(outer.join("secret.txt"), "secret").expect("a file");
    std::fs::write(inner.join("index.html"), "<p>page").expect("a file");
    std::fs::write(inner.join("sub/index.html"), "<p>sub").expect("a file");
    std::fs::write(inner.join("app.wasm"), b"\0asm".repeat(500)).expect("a file");
    inner
}

#[test]
fn files_live_beside_the_endpoints_below_the_base_path() {
    let mut fake = Jellyfin::new(Version::V12_0);
    fake.set_base_path("/media");
    let dist = folder("beside");
    let server = Server::builder(fake).files("/web", &dist).brotli(true).start().expect("a port");
    let get = |target: &str, headers: &[(&str, &str)]| {
        ask(server.port(), &format!("GET {target}"), headers, None).expect("an answer")
    };
    let page = get("/media/web/", &[]);
    assert_eq!((page.status, page.text()), (200, "<p>page"));
    assert_eq!(page.header("Cache-Control"), Some("no-cache"));
    assert_eq!(page.header("Access-Control-Allow-Origin"), Some("*"));
    assert_eq!(get("/media/web", &[]).header("Location"), Some("web/"));
    assert_eq!(get("/media/web/sub", &[]).header("Location"), Some("sub/"));
    assert_eq!(get("/media/web/sub/?x", &[]).text(), "<p>sub");
    let program = get("/media/web/app.wasm", &[]);
    assert_eq!(program.header("Content-Type"), Some("application/wasm"));
    assert_eq!((program.header("Content-Encoding"), program.body.len()), (None, 2000));
    let packed = get("/media/web/app.wasm", &[("Accept-Encoding", "gzip, br")]);
    assert_eq!(packed.header("Content-Encoding"), Some("br"));
    assert!(packed.body.len() < 100);
    let head = ask(server.port(), "HEAD /media/web/app.wasm", &[], None).expect("an answer");
    assert_eq!((head.status, head.header("Content-Length")), (200, Some("2000")));
    assert!(head.body.is_empty());
    assert_eq!(get("/media/System/Ping", &[]).text(), "\"Jellyfin Server\"");
    assert_eq!(get("/web/", &[]).status, 302);
    for escape in ["../secret.txt", "%2e%2e/secret.txt", "sub/../../secret.txt", "..%2fsecret.txt"] {
        assert_eq!(get(&format!("/media/web/{escape}"), &[]).status, 404, "{escape}");
    }
}

#[test]
fn a_file_named_after_its_content_may_be_kept_and_any_other_is_asked_about() {
    let dist = folder("kept");
    std::fs::write(dist.join("app-0123456789abcdef_bg.wasm"), "program").expect("a file");
    let server = Server::files_only(&dist).start().expect("a port");
    let get = |target: &str, headers: &[(&str, &str)]| {
        ask(server.port(), &format!("GET {target}"), headers, None).expect("an answer")
    };
    let program = get("/app-0123456789abcdef_bg.wasm", &[]);
    assert_eq!(program.header("Cache-Control"), Some("max-age=31536000, immutable"));
    let page = get("/", &[]);
    let tag = page.header("ETag").expect("a tag").to_owned();
    let again = get("/", &[("If-None-Match", &tag)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    std::fs::write(dist.join("index.html"), "<p>another").expect("a file");
    let changed = get("/", &[("If-None-Match", &tag)]);
    assert_eq!((changed.status, changed.text()), (200, "<p>another"));
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_the_folder() {
    let dist = folder("link");
    let link = dist.join("link.txt");
    let _ = std::fs::remove_file(&link);
    std::os::unix::fs::symlink(dist.join("../secret.txt"), &link).expect("a link");
    let server = Server::files_only(&dist).start().expect("a port");
    assert_eq!(ask(server.port(), "GET /link.txt", &[], None).expect("an answer").status, 404);
}

#[test]
fn a_plain_host_serves_one_file_differently_and_knows_no_endpoint() {
    let host = Server::files_only(folder("plain")).replace("config.json", r#"{"a":1}"#);
    let server = host.start().expect("a port");
    let get = |target: &str| ask(server.port(), &format!("GET {target}"), &[], None).expect("an answer");
    assert_eq!(get("/").text(), "<p>page");
    let replaced = get("/config.json?v=2");
    assert_eq!(replaced.text(), r#"{"a":1}"#);
    assert_eq!(replaced.header("Content-Type"), Some("application/json"));
    assert_eq!(replaced.header("Access-Control-Allow-Origin"), None);
    assert_eq!(get("/System/Ping").status, 404);
}

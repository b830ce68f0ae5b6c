//! Each example as it is: by http and https, below a base path, and with a policy that forbids nearly everything.

use std::fmt::Write;

use fake_jellyfin::Jellyfin;
use fake_jellyfin::http::Server;
use serde_json::{Value, json};

use super::program::{Program, Running, Site};
use crate::support::chromium::Edition;
use crate::support::device::Device;
use crate::support::home::{Home, release_files, start_devices};
use crate::support::seats::Seats;

/// One way to use an example.
#[derive(Clone, Copy)]
struct Case {
    name: &'static str,
    is_secure: bool,
    base_path: &'static str,
    is_strict: bool,
}

const CASES: [Case; 4] = [
    Case { name: "http", is_secure: false, base_path: "", is_strict: false },
    Case { name: "https", is_secure: true, base_path: "", is_strict: false },
    Case { name: "base path", is_secure: true, base_path: "/jellyfin", is_strict: false },
    Case { name: "strict policy", is_secure: false, base_path: "", is_strict: true },
];

/// A fake Jellyfin, which has the page in its own web folder as well, without headers of a host that thinks of it.
fn jellyfin(base_path: &str) -> Server {
    let mut fake = Jellyfin::default();
    fake.set_base_path(base_path);
    let builder = Server::builder(fake).files("/web/quick/", release_files()).header("Cache-Control", "");
    builder.start().expect("a free port")
}

fn live(program: Program) {
    let _seats = Seats::take(2);
    let mut homes = Vec::new();
    for case in CASES {
        let server = jellyfin(case.base_path);
        let mut site = Site::new(program, server.port());
        if !case.base_path.is_empty() {
            site.put_below(case.base_path);
        }
        if case.is_strict {
            site.put("\"frame-ancestors 'none'\"", "\"default-src 'self'; frame-ancestors 'none'\"");
        }
        homes.push((case, site.start(), server));
    }
    let running: Vec<&Running> = homes.iter().map(|(_, running, _)| running).collect();
    let [mut tv, mut phone] = start_devices("", Edition::Whole, &[Running::flag(&running)]);
    let mut table = String::new();
    for (case, running, server) in homes {
        let page = format!("{}{}{}", running.origin(case.is_secure), case.base_path, program.page());
        println!("{program:?}, {}", case.name);
        let home = Home::behind(server, page);
        tv.visit(&home);
        phone.visit(&home);
        sign_in_and_approve(&tv, &phone);
        assert_what_it_says(case, program, &home, &tv);
        assert_files(case, &home, &tv, &running);
        let _ = writeln!(table, "{program:?}, {}: passed", case.name);
        // The server has to outlive the page.
        tv.go("about:blank");
        phone.go("about:blank");
    }
    print!("{table}");
}

fn sign_in_and_approve(tv: &Device, phone: &Device) {
    tv.open("");
    phone.sign_in("demo", "demo");
    phone.approve(&tv.code());
    phone.wait_for_result("approved");
    tv.hurry();
    tv.wait_for_text("#account", "attic");
    let radius = tv.look(".card", "getComputedStyle(element).borderTopLeftRadius").unwrap_or_default();
    assert!(!radius.is_empty() && radius != "0px", "it looks as it should: {radius}");
}

/// What Jellyfin hears from the program, and the browser from Jellyfin through it.
fn assert_what_it_says(case: Case, program: Program, home: &Home, tv: &Device) {
    let heard = home.requests("/QuickConnect/Initiate");
    let heard = heard.first().expect("a request for a code");
    let scheme = if case.is_secure { "https" } else { "http" };
    assert_eq!(heard.header("X-Forwarded-Proto"), Some(scheme));
    assert_eq!(heard.header("X-Forwarded-For"), Some("127.0.0.1"));
    if program != Program::Haproxy {
        let host = heard.header("Host").unwrap_or_default();
        assert!(home.page().contains(&format!("//{host}/")), "{host}");
    }
    // A browser sends the origin with POST, and then sees one header in place of two as one with a comma.
    let script =
        "return fetch(arguments[0], { method: 'POST' }).then(it => it.headers.get('Access-Control-Allow-Origin'))";
    let address = format!("{}{}/QuickConnect/Initiate", origin(home.page()), case.base_path);
    assert_eq!(tv.run(script, json!([address])), "*");
    let protocol = tv.run("return performance.getEntriesByType('navigation')[0].nextHopProtocol", json!([]));
    assert_eq!(protocol, if case.is_secure { "h2" } else { "http/1.1" });
}

/// Each file has its type, is compressed once, and is kept as long as README says; what is missing is missing.
fn assert_files(case: Case, home: &Home, tv: &Device, running: &Running) {
    let script = "
        const name = arguments[0];
        return fetch(name, { cache: 'no-store' }).then(answer => answer.arrayBuffer().then(body => {
            const said = { status: answer.status, length: body.byteLength, redirected: answer.redirected };
            answer.headers.forEach((value, name) => said[name] = value);
            return said;
        }))";
    let ask = |name: &str| tv.run(script, json!([name]));
    for (name, length) in running.files() {
        let said = ask(&name);
        assert_eq!(said["status"], 200, "{name}: {said}");
        assert_eq!(said["length"], length, "{name}: {said}");
        let kind = match name.rsplit('.').next().unwrap_or_default() {
            "css" => "text/css",
            "html" => "text/html",
            "js" => "javascript",
            "json" => "application/json",
            "png" => "image/png",
            "svg" => "image/svg+xml",
            "txt" => "text/plain",
            "wasm" => "application/wasm",
            _ => panic!("a new kind of file: {name}"),
        };
        let has = |key: &str, part: &str| said[key].as_str().is_some_and(|value| value.contains(part));
        assert!(has("content-type", kind), "{name}: {said}");
        assert!(has("x-content-type-options", "nosniff"), "{name}: {said}");
        assert!(has("content-security-policy", "frame-ancestors 'none'"), "{name}: {said}");
        assert_eq!(has("content-security-policy", "default-src"), case.is_strict, "{name}: {said}");
        if length > 20_000 && kind != "text/plain" {
            assert_eq!(said["content-encoding"], "gzip", "{name}: {said}");
        }
        let is_named = ["icon-", "jellyfin-quick-connect-", "language-"].iter().any(|start| name.starts_with(start));
        let keep = if is_named { "immutable" } else { "no-cache" };
        assert!(has("cache-control", keep), "{name}: {said}");
    }
    for missing in ["missing.html", "jellyfin-quick-connect-0123456789abcdef.js", "folder/"] {
        let said = ask(missing);
        assert_eq!(said["status"], 404, "{missing}: {said}");
        assert_ne!(said["cache-control"], "public, max-age=31536000, immutable", "{missing}: {said}");
    }
    let without_slash = ask(home.page().trim_end_matches('/'));
    assert_eq!((&without_slash["status"], &without_slash["redirected"]), (&json!(200), &Value::Bool(true)));
    assert_asked_for_again(tv);
}

/// A second visit asks for the page and gets no second copy of it.
fn assert_asked_for_again(tv: &Device) {
    let script = "
        const again = () => fetch('index.html', { cache: 'no-cache' }).then(it => it.text());
        performance.clearResourceTimings();
        return again().then(again).then(() => {
            const entries = performance.getEntriesByType('resource').filter(it => it.name.endsWith('/index.html'));
            return entries[entries.length - 1].transferSize;
        })";
    let size = tv.run(script, json!([])).as_u64();
    assert!(size.is_some_and(|size| size < 2000), "{size:?} bytes for a page that is unchanged");
}

fn origin(page: &str) -> String {
    page.split('/').take(3).collect::<Vec<_>>().join("/")
}

#[test]
fn nginx_with_its_example() {
    live(Program::Nginx);
}

#[test]
fn caddy_with_its_example() {
    live(Program::Caddy);
}

#[test]
fn apache_with_its_example() {
    live(Program::Apache);
}

#[test]
fn haproxy_with_its_example() {
    live(Program::Haproxy);
}

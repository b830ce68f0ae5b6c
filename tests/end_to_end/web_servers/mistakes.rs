//! What goes wrong in practice: each row is the example of nginx with something else in it. Some of it the page survives;
//! for the rest it says what a person needs to know.

use fake_jellyfin::Jellyfin;
use fake_jellyfin::http::Server;

use super::program::{Program, Running, Site};
use crate::support::chromium::Edition;
use crate::support::device::Device;
use crate::support::home::{Home, release_files, start_devices};
use crate::support::seats::Seats;

/// Something else than in the example.
struct Row {
    name: &'static str,
    /// The base path of Jellyfin, and where nginx shows it.
    base_paths: (&'static str, &'static str),
    changes: &'static [(&'static str, &'static str)],
    /// What a person reads; nothing if all is well.
    message: Option<&'static str>,
}

const ROOT: (&str, &str) = ("", "");

const ROWS: &[Row] = &[
    Row {
        name: "index.html in the place of what is missing",
        base_paths: ROOT,
        changes: &[("index index.html;", "index index.html;\n try_files $uri $uri/ /quick/index.html;")],
        message: None,
    },
    Row {
        name: "no type for wasm",
        base_paths: ROOT,
        changes: &[("index index.html;", "index index.html;\n types { text/html html; text/javascript js; }")],
        message: None,
    },
    Row {
        // Compressed once and said twice: the browser undoes it twice, and fails.
        name: "compressed twice, as a host says it",
        base_paths: ROOT,
        changes: &[
            ("map $uri $quick_connect_keep", "map $uri $twice { ~wasm$ gzip; }\nmap $uri $quick_connect_keep"),
            ("gzip on;", "gzip on;\n add_header Content-Encoding $twice;"),
        ],
        message: Some("This page could not be started"),
    },
    Row { name: "buffering", base_paths: ROOT, changes: &[("proxy_buffering off;", "")], message: None },
    Row {
        name: "no X-Forwarded-Proto",
        base_paths: ROOT,
        changes: &[
            ("proxy_set_header X-Forwarded-Proto $scheme;", ""),
            ("Host              $http_host", "Host jellyfin"),
        ],
        message: None,
    },
    Row {
        name: "small request headers",
        base_paths: ROOT,
        changes: &[("server_name", "client_header_buffer_size 512; large_client_header_buffers 8 512;\n server_name")],
        message: None,
    },
    Row {
        name: "proxy_pass with a slash, and a Jellyfin without a base URL",
        base_paths: ("", "/jellyfin"),
        changes: &[(";\n        proxy_http_version", "/;\n        proxy_http_version")],
        message: None,
    },
    Row {
        name: "proxy_pass without a slash, and a Jellyfin without a base URL",
        base_paths: ("", "/jellyfin"),
        changes: &[],
        message: Some("does not come from a Jellyfin server"),
    },
    Row {
        name: "proxy_pass with a slash, and a Jellyfin with a base URL",
        base_paths: ("/jellyfin", "/jellyfin"),
        changes: &[(";\n        proxy_http_version", "/;\n        proxy_http_version")],
        message: Some("does not come from a Jellyfin server"),
    },
];

fn jellyfin(base_path: &str) -> Server {
    let mut fake = Jellyfin::default();
    fake.set_base_path(base_path);
    Server::start(fake).expect("a free port")
}

#[test]
fn what_is_wrong_is_survived_or_told() {
    let _seats = Seats::take(1);
    let mut homes = Vec::new();
    for row in ROWS {
        let server = jellyfin(row.base_paths.0);
        let mut site = Site::new(Program::Nginx, server.port());
        if !row.base_paths.1.is_empty() {
            site.put_below(row.base_paths.1);
        }
        for (part, other) in row.changes {
            site.put(part, other);
        }
        if row.changes.iter().any(|(_, other)| other.contains("try_files")) {
            site.without_file("config.json");
        }
        homes.push((row, site.start(), server));
    }
    let running: Vec<&Running> = homes.iter().map(|(_, running, _)| running).collect();
    let [mut tv] = start_devices("", Edition::Whole, &[Running::flag(&running)]);
    for (row, running, server) in homes {
        println!("{}", row.name);
        let page = format!("{}{}/quick/", running.origin(true), row.base_paths.1);
        let home = Home::behind(server, page);
        tv.visit(&home);
        tv.open("");
        match row.message {
            None => {
                home.approve(&tv.code());
                tv.hurry();
                tv.wait_for_text("#account", "attic");
            }
            Some(message) => tv.wait_for_text("body", message),
        }
        tv.go("about:blank");
    }
}

/// A page on another origin, which asks Jellyfin through nginx.
fn from_elsewhere(change: (&'static str, &'static str)) -> (Home, Server, Running, Device) {
    let server = jellyfin("");
    let mut site = Site::new(Program::Nginx, server.port());
    site.put(change.0, change.1);
    let running = site.start();
    let config = format!(r#"{{ "server": "{}" }}"#, running.origin(true));
    let host = Server::files_only(release_files()).replace("config.json", config).start().expect("a free port");
    let page = format!("{}/", host.origin());
    let [mut tv] = start_devices("", Edition::Whole, &[Running::flag(&[&running])]);
    let home = Home::behind(server, page);
    tv.visit(&home);
    (home, host, running, tv)
}

#[test]
fn a_page_on_another_origin_is_allowed_by_jellyfin_alone() {
    let _seats = Seats::take(1);
    let (home, _host, _running, tv) = from_elsewhere(("proxy_buffering off;", ""));
    tv.open("");
    home.approve(&tv.code());
    tv.hurry();
    tv.wait_for_text("#account", "attic");
}

#[test]
fn a_page_on_another_origin_that_is_allowed_twice_is_told_what_stands_in_the_way() {
    let _seats = Seats::take(1);
    let twice = "add_header Access-Control-Allow-Origin * always;";
    let (_home, _host, _running, tv) = from_elsewhere(("proxy_buffering off;", twice));
    tv.open("");
    tv.wait_for_text("[role=alert], [role=status]", "CORS");
}

//! Everything that is read from outside: no text, whatever is in it, makes a reader panic, take long or grow. Each reader
//! gets texts of any characters, and texts that are almost good: with parts cut out, doubled or changed.
//!
//! `HOSTILE_INPUTS=1000000 cargo test --release --test hostile_input` tries more of them.

#![cfg(not(target_family = "wasm"))]

use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use quick_connect_client::account::jellyfin_web::{HandOver, hand_over, take_over};
use quick_connect_client::account::session::{Session, read_list};
use quick_connect_client::flow::quick_connect::State;
use quick_connect_client::jellyfin::code::Code;
use quick_connect_client::jellyfin::device::Device;
use quick_connect_client::jellyfin::login_disclaimer::paragraphs;
use quick_connect_client::jellyfin::passwords::{Forgotten, PinRedeemed};
use quick_connect_client::jellyfin::users::Me;
use quick_connect_client::jellyfin::{
    Answer, Lost, Method, branding, configuration, passwords, public_users, quick_connect, sessions, system, users,
};
use quick_connect_client::page::config;
use quick_connect_client::page::route::Link;
use quick_connect_client::server::address::{Address, Typed};
use quick_connect_client::server::known::KnownServers;

/// How many texts each reader gets.
fn inputs() -> u32 {
    std::env::var("HOSTILE_INPUTS").ok().and_then(|number| number.parse().ok()).unwrap_or(3000)
}

/// No reader may take longer than this for one text, even in a debug build on a busy machine.
const LONG: Duration = Duration::from_secs(2);

/// A good text with up to three changes: a part taken out, doubled, or replaced.
fn near(good: &'static [&'static str]) -> impl Strategy<Value = String> {
    let wound = (any::<prop::sample::Index>(), 0..12_usize, 0..4_u8, any::<char>());
    (prop::sample::select(good), vec(wound, 0..4)).prop_map(|(good, wounds)| {
        let mut text: Vec<char> = good.chars().collect();
        for (place, length, kind, other) in wounds {
            let start = place.index(text.len() + 1);
            let end = (start + length).min(text.len());
            let part: Vec<char> = text[start..end].to_vec();
            match kind {
                0 => _ = text.drain(start..end),
                1 => _ = text.splice(start..start, part),
                2 => text.insert(start, other),
                _ => _ = text.splice(start..end, part.iter().rev().copied().collect::<Vec<_>>()),
            }
        }
        text.into_iter().collect()
    })
}

/// Gives all sorts of texts to a reader.
fn try_all(good: &'static [&'static str], read: impl Fn(&str)) {
    let any_text = vec(any::<char>(), 0..300).prop_map(|text| text.into_iter().collect::<String>());
    let marks = "[\\[\\]{}\",:\\\\/?#&%=+@. 0-9a-fA-F\\-]{0,120}";
    let texts = prop_oneof![2 => near(good), 1 => any_text, 1 => marks];
    let config = Config { cases: inputs(), failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&texts, |text| {
            let begun = Instant::now();
            read(&text);
            prop_assert!(begun.elapsed() < LONG, "{} characters took {:?}", text.len(), begun.elapsed());
            Ok(())
        })
        .expect("a reader that takes everything");
}

const ADDRESSES: &[&str] = &[
    "http://192.168.1.10:8096/jellyfin/web/index.html?a=1#/login",
    "https://media.example.org",
    "  HTTP://[fe80::1%25eth0]:8096/web/ ",
    "http://user:password@host/",
];

const SESSIONS: &[&str] = &[
    r#"{"Address":"http://h:8096/jellyfin","ServerId":"4f","ServerName":"attic","UserId":"7d","UserName":"demo","IsAdministrator":"true","AccessToken":"9b"}"#,
];

const KEPT: &[&str] = &[
    "http://attic.local\n583204\nAB\n1795000000\nGET\n120456\nCD\n18446744073709551615\nPOST",
    "http://attic.local\n\n\n\n\n120456\nCD\n1795000000\nPOST",
];

const SERVERS: &[&str] = &[
    r#"[{"Address":"http://h:8096/jellyfin","Id":"4f","Name":"attic","Method":"GET","Used":"29916666"},{"Address":"http://i"}]"#,
];

const WEB_CLIENT: &[&str] = &[
    r#"{"Servers":[{"Id":"4f","ManualAddress":"http://attic.local","manualAddressOnly":true,"AccessToken":"9b","UserId":"7d","DateLastAccessed":1795000000000,"LastConnectionMode":2}]}"#,
];

const ANSWERS: &[&str] = &[
    r#"{"Authenticated":false,"Secret":"AB","Code":"583204","DateAdded":"2026-08-22T18:00:03.1245531Z"}"#,
    r#"{"User":{"Name":"demo","Id":"7d","Policy":{"IsAdministrator":true}},"AccessToken":"9b","ServerId":"4f"}"#,
    r#"{"ServerName":"attic","Version":"12.0.0","ProductName":"Jellyfin Server","Id":"4f2c"}"#,
    r#"{"Name":"Zo\u00eb \ud83d\ude00","Id":"a0","PrimaryImageTag":"9b"}"#,
    "\"Unknown secret\"",
    "Error processing request.",
    "<!DOCTYPE html><title>502</title>",
    "true",
];

#[test]
fn what_a_person_types_as_an_address_and_where_a_page_may_be() {
    try_all(ADDRESSES, |text| {
        if let Ok(address) = Address::parse(text) {
            // A host in another script is written in ASCII, a few letters for one.
            assert!(address.as_str().len() <= 8 * text.len(), "it grew: {text:?}");
            // Brackets may hold nonsense that is an address only with the port that was dropped.
            let is_plain = !text.contains('[');
            assert!(!is_plain || Address::parse(address.as_str()).is_ok(), "it cannot be read again: {text:?}");
        }
        let around = Address::around_page(text);
        assert!(around.len() <= text.matches('/').count() + 1);
        let _ = Address::above_web_folder(text);
        if let Ok(typed) = Typed::parse(text) {
            assert!(typed.candidates().len() <= 8, "it grew: {text:?}");
            let _ = typed.otherwise();
        }
    });
}

#[test]
fn what_a_person_types_as_a_code_and_what_a_link_carries() {
    const CODES: &[&str] =
        &["123 456", "１２３-４５６", "http://tv/#/settings?code=123456", "#/settings?code=12%2034+56"];
    try_all(CODES, |text| {
        if let Ok(code) = Code::parse(text) {
            assert_eq!(Code::parse(&code.grouped()), Ok(code));
        }
        let link = Link::read(text);
        assert!(link.code.is_none_or(|code| code.len() <= text.len()));
    });
}

#[test]
fn what_the_host_or_the_browser_keeps() {
    try_all(&["{ \"server\": \"http://192.168.1.10:8096\" }", "{}"], |text| _ = config::Config::read(text));
    try_all(SESSIONS, |text| {
        if let Some(session) = Session::read(text) {
            assert_eq!(Session::read(&session.written()), Some(session));
        }
    });
    try_all(SESSIONS, |text| assert!(read_list(text).len() <= text.len()));
    try_all(SERVERS, |text| {
        let servers = KnownServers::read(text);
        assert!(servers.list().len() <= text.len());
        assert_eq!(KnownServers::read(&servers.written()).list().len(), servers.list().len());
    });
    let (now, wall) = (Duration::from_secs(3600), Duration::from_secs(1_795_000_100));
    try_all(KEPT, |text| {
        let server = Address::parse("http://attic.local").expect("an address");
        let state = State::resume(text, &server, Method::Post, now, wall);
        if let Some(kept) = state.kept(&server, now, wall) {
            assert_eq!(State::resume(&kept, &server, Method::Post, now, wall).secrets(), state.secrets());
        }
    });
}

#[test]
fn what_jellyfins_own_web_client_keeps_on_the_same_origin() {
    let session = Session::read(SESSIONS[0]).expect("a session");
    try_all(WEB_CLIENT, |text| {
        let _ = take_over(Some(text), "4f");
        let _ = hand_over(Some(text), Some(text), &session, |_| false, 1_795_000_000_000);
    });
}

#[test]
fn what_an_administrator_writes_for_the_login_page_and_what_a_browser_says_of_itself() {
    const TEXTS: &[&str] = &[
        "# Welcome\n\nBe *kind*, **please** ([rules](https://example.org/a?b=c))\n- one\n- two `code`",
        "<p>Hi <a href=\"javascript:alert(1)\">there</a><script>x</script>&lt;&#x41;",
    ];
    try_all(TEXTS, |text| {
        let shown = format!("{:?}", paragraphs(text));
        assert!(shown.len() <= 200 * (text.len() + 1), "it grew: {text:?}");
    });
    try_all(&["Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 Chrome/79.0.3945.79 Safari/537.36"], |text| {
        assert!(Device::name_from(text).len() < 100);
    });
}

#[test]
fn what_a_server_or_something_in_front_of_it_answers() {
    try_all(ANSWERS, |text| {
        let _ = read_as_every_answer(text);
        let _ = Lost::busy(Some(text));
    });
}

/// Gives a text to every reader of answers, with every status. Returns how much was found in it, in bytes and items.
fn read_as_every_answer(text: &str) -> usize {
    let mut found = 0;
    for status in [200, 204, 302, 400, 401, 403, 404, 405, 409, 429, 500, 502, 503, 999] {
        let reply = || Ok(Answer::new(status, text));
        let _ = quick_connect::read_initiated(reply());
        let _ = quick_connect::read_polled(reply());
        let _ = quick_connect::read_redeemed(reply());
        let _ = quick_connect::read_authorized(reply());
        let _ = quick_connect::read_enabled(reply());
        let _ = users::read_by_name(reply());
        let _ = users::read_password_changed(reply());
        let _ = sessions::read_logged_out(reply());
        let _ = sessions::read_removed(reply());
        let _ = configuration::read_configuration(reply());
        let _ = configuration::read_switched(reply());
        if let Me::User(user) = users::read_me(reply()) {
            found += user.id.len() + user.name.len();
        }
        if let Ok(info) = system::read_public_info(reply()) {
            found += info.id.len() + info.version.len() + info.name.map_or(0, |name| name.len());
        }
        if let Ok(branding) = branding::read_branding(reply()) {
            found += branding.disclaimer.map_or(0, |text| text.len());
        }
        if let Forgotten::PinCode { file: Some(file) } = passwords::read_forgotten(reply()) {
            found += file.len();
        }
        if let PinRedeemed::Reset(names) = passwords::read_pin_redeemed(reply()) {
            found += names.iter().map(String::len).sum::<usize>();
        }
        found += public_users::read_public_users(reply()).map_or(0, |users| users.len());
        found += users::read_all(reply()).map_or(0, |accounts| accounts.len());
        found += sessions::read_signed_in(reply()).map_or(0, |sessions| sessions.len());
    }
    found
}

#[test]
fn json_of_any_depth_and_shape_reads_or_does_not_and_never_grows() {
    try_all(ANSWERS, |text| {
        // Several readers may find the same member.
        assert!(read_as_every_answer(text) <= 4 * text.len(), "more in it than was read: {text:?}");
    });
    for open in ["[", "{\"a\":", "{\"User\":", "{\"Items\":[", "[[{\"a\":[", "\"\\u", "-", "\\"] {
        let deep = open.repeat(100_000);
        let begun = Instant::now();
        assert_eq!(read_as_every_answer(&deep), 0, "{open}");
        assert_eq!(Session::read(&deep), None);
        assert_eq!(read_list(&deep), []);
        assert_eq!(KnownServers::read(&deep).list(), []);
        assert_eq!(config::Config::read(&deep).1, [config::ConfigError::NotJson]);
        assert_eq!(take_over(Some(&deep), "4f"), None);
        let session = Session::read(SESSIONS[0]).expect("a session");
        assert_eq!(hand_over(Some(&deep), None, &session, |_| false, 0), HandOver::Unreadable);
        assert!(begun.elapsed() < 10 * LONG, "{open} took {:?}", begun.elapsed());
    }
}

//! Each recorded answer that the client can meet, and what it makes of it.

use std::collections::BTreeMap;

use fake_jellyfin::recording::{Exchange, Recording};
use quick_connect_client::jellyfin::branding::read_branding;
use quick_connect_client::jellyfin::configuration::{read_configuration, read_switched};
use quick_connect_client::jellyfin::passwords::{read_forgotten, read_pin_redeemed};
use quick_connect_client::jellyfin::public_users::read_public_users;
use quick_connect_client::jellyfin::quick_connect::{
    Initiated, Redeemed, read_authorized, read_enabled, read_initiated, read_polled, read_redeemed,
};
use quick_connect_client::jellyfin::sessions::{read_logged_out, read_removed, read_signed_in};
use quick_connect_client::jellyfin::system::read_public_info;
use quick_connect_client::jellyfin::users::{Authentication, ByName, Me, read_by_name, read_me};
use quick_connect_client::jellyfin::{Answer, Headers, Reply};
use serde_json::Value;

use crate::filled;
use crate::outcomes::{ALL, FILES, OUTCOMES};

/// A recording, with values in place of names.
fn read(name: &str) -> Recording {
    let path = format!("{}/tests/recordings/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    Recording::read(&filled(&std::fs::read_to_string(path).expect("a recording"))).expect("a recording")
}

/// The outcome of an exchange in a few words; none if the client never asks this. Its targets are below a base path.
fn outcome(exchange: &Exchange, base: &str) -> Option<String> {
    let response = exchange.answer.response();
    // The recordings leave out a header that differs from run to run, and by which Jellyfin is known.
    let reply: Reply = Ok(Answer::new(response.status, response.text()).with_headers(Headers::Timed));
    let target = exchange.question.target.split('?').next().unwrap_or_default();
    let target = target.strip_prefix(base).unwrap_or(target);
    let signed_in = |them: &Authentication| format!("signed in as {}", them.user.name);
    Some(match (exchange.question.method.as_str(), target) {
        ("GET", "/System/Info/Public") => match read_public_info(reply) {
            Ok(info) => format!("{} {}, set up: {}", info.name.unwrap_or_default(), info.version, info.is_set_up),
            Err(lost) => format!("{lost:?}"),
        },
        ("GET", "/QuickConnect/Enabled") => format!("enabled: {}", read_enabled(reply)),
        (_, "/QuickConnect/Initiate") => match read_initiated(reply) {
            Initiated::Code(code, _) => format!("code {}", code.digits()),
            other => format!("{other:?}"),
        },
        ("GET", "/QuickConnect/Connect") => format!("{:?}", read_polled(reply)),
        ("POST", "/QuickConnect/Authorize") => format!("{:?}", read_authorized(reply)),
        ("POST", "/Users/AuthenticateWithQuickConnect") => match read_redeemed(reply) {
            Redeemed::SignedIn(them) => signed_in(&them),
            other => format!("{other:?}"),
        },
        ("POST", "/Users/AuthenticateByName") => match read_by_name(reply) {
            ByName::SignedIn(them) => signed_in(&them),
            other => format!("{other:?}"),
        },
        ("GET", "/Users/Me") => match read_me(reply) {
            Me::User(user) => user.name,
            other => format!("{other:?}"),
        },
        ("GET", "/Users/Public") => {
            let listed = read_public_users(reply).expect("a list");
            let person = |it: &quick_connect_client::jellyfin::public_users::PublicUser| {
                let picture = if it.user.image_tag.is_some() { " with a picture" } else { "" };
                format!("{}{picture}{}", it.user.name, if it.has_no_password { " without a password" } else { "" })
            };
            listed.iter().map(person).collect::<Vec<_>>().join(", ")
        }
        ("GET", "/Branding/Configuration") => {
            let branding = read_branding(reply).expect("branding");
            format!("{}, picture: {}", branding.disclaimer.unwrap_or_default(), branding.has_splash)
        }
        ("GET", "/Devices" | "/Sessions") => match read_signed_in(reply) {
            Ok(devices) => {
                devices.iter().map(|it| format!("{} on {}", it.user, it.device)).collect::<Vec<_>>().join(", ")
            }
            Err(lost) => format!("{lost:?}"),
        },
        ("DELETE", "/Devices") => format!("{:?}", read_removed(reply)),
        ("POST", "/Sessions/Logout") => format!("{:?}", read_logged_out(reply)),
        ("GET", "/System/Configuration") => {
            format!("on: {:?}", read_configuration(reply).map(|configuration| configuration.is_on()))
        }
        ("POST", "/System/Configuration") => format!("{:?}", read_switched(reply)),
        ("POST", "/Users/ForgotPassword") => format!("{:?}", read_forgotten(reply)),
        ("POST", "/Users/ForgotPassword/Pin") => format!("{:?}", read_pin_redeemed(reply)),
        _ => return None,
    })
}

/// What an exchange is called in the table: its case or, if many share one or have none, what is asked.
fn key(exchange: &Exchange) -> String {
    let question = &exchange.question;
    let path = question.target.split('?').next().unwrap_or_default();
    let who = question.body.as_ref().and_then(|body| body["Username"].as_str());
    let who = who.map_or(String::new(), |name| format!(" as {name}"));
    let case = exchange.case.clone().filter(|case| case != "starting");
    case.unwrap_or_else(|| format!("{} {path}{who}", question.method))
}

/// Empty if there is none.
fn base(recording: &Recording) -> &str {
    recording.world.get("baseUrl").and_then(Value::as_str).unwrap_or_default()
}

/// The outcomes in a recording under each key, in order, without repetitions.
fn outcomes(recording: &Recording) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for exchange in recording.exchanges.iter().filter(|exchange| exchange.question.method != "OPTIONS") {
        let Some(outcome) = outcome(exchange, base(recording)) else { continue };
        let listed = found.entry(key(exchange)).or_default();
        if listed.last() != Some(&outcome) {
            listed.push(outcome);
        }
    }
    found.into_iter().map(|(key, outcomes)| (key, outcomes.join(", then "))).collect()
}

#[test]
fn every_recording_is_in_the_table() {
    let entries = std::fs::read_dir(format!("{}/tests/recordings", env!("CARGO_MANIFEST_DIR"))).expect("recordings");
    for entry in entries {
        let name = entry.expect("a file").file_name().to_string_lossy().into_owned();
        if let Some(name) = name.strip_suffix(".jsonl") {
            assert!(FILES.contains(&name), "{name} is missing in outcomes.rs");
        }
    }
}

#[test]
fn every_recorded_answer_has_its_outcome() {
    let mut answers = 0;
    for name in FILES {
        let recording = read(name);
        answers += recording.exchanges.iter().filter(|exchange| outcome(exchange, base(&recording)).is_some()).count();
        let listed = OUTCOMES.iter().filter(|(files, ..)| *files == ALL || files.split(' ').any(|file| file == name));
        let listed = listed.filter(|(files, ..)| *files != ALL || !name.contains('-'));
        let expected: BTreeMap<String, String> =
            listed.map(|(_, key, outcome)| ((*key).to_owned(), (*outcome).to_owned())).collect();
        let found = outcomes(&recording);
        for (key, outcome) in &found {
            assert_eq!(expected.get(key), Some(outcome), "{name}: {key}");
        }
        for key in expected.keys() {
            assert!(found.contains_key(key), "{name}: nobody asks {key}");
        }
    }
    println!("{answers} answers read");
}

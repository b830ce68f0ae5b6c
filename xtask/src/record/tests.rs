//! The recorder against the fake Jellyfin: it gets the recordings back, finds out whatever is different, and leaves
//! nothing behind.

use fake_jellyfin::recording::{CHANGES, Change};
use fake_jellyfin::{Jellyfin, Version};

use super::*;

fn read(name: &str) -> (String, Recording) {
    let path = paths::root().join(format!("tests/recordings/{name}.jsonl"));
    let text = fs::read_to_string(path).expect("a recording");
    let recording = Recording::read(&text).expect("a recording");
    (text, recording)
}

const RECORDED: [(&str, Version); 4] = [
    ("10.8.13", Version::V10_8_13),
    ("10.9.11", Version::V10_9_11),
    ("10.11.11", Version::V10_11_11),
    ("12.0.0", Version::V12_0),
];

fn fresh(version: Version) -> Jellyfin {
    let mut fake = Jellyfin::fresh(version);
    if version == Version::V10_8_13 {
        // As the recorded one did.
        fake.run_on_a_newer_runtime();
    }
    fake
}

/// Visits a server, which answers through `apply`.
fn visit(
    fake: &mut Jellyfin,
    script: &Recording,
    administrator: Option<(&str, &str)>,
    apply: fn(&Request, &mut Response),
) -> Result<Heard, String> {
    let stopped = AtomicBool::new(false);
    let mut send = |request: &Request| {
        let mut response = fake.handle(request);
        apply(request, &mut response);
        Ok(response)
    };
    Visit { script, administrator, stopped: &stopped }.make(&mut send, &mut |_| ())
}

#[test]
fn a_fresh_server_gives_the_very_recording_back() {
    for (name, version) in RECORDED {
        let (text, script) = read(name);
        let heard = visit(&mut fresh(version), &script, None, |_, _| ()).expect(name);
        assert_eq!(heard.differences, Vec::<String>::new(), "{name}");
        for (line, (heard, recorded)) in (1..).zip(heard.recording.text().lines().zip(text.lines())) {
            assert_eq!(heard, recorded, "{name}, line {line}");
        }
        assert_eq!(heard.recording.text().len(), text.len(), "{name}");
    }
}

#[test]
fn the_questions_of_the_newest_recording_suit_every_version() {
    let (_, newest) = read("12.0.0");
    for (name, version) in RECORDED {
        let (_, recorded) = read(name);
        let script = Recording { world: recorded.world.clone(), exchanges: newest.exchanges.clone() };
        let heard = visit(&mut fresh(version), &script, None, |_, _| ()).expect(name).recording;
        let lines = |recording: &Recording| {
            let mut recording = recording.clone();
            for exchange in &mut recording.exchanges {
                // Some are named in the newest one only, and each makes up its own ids of nobody.
                exchange.case = None;
                exchange.question.target = without_ids(&exchange.question.target);
            }
            numbered_anew(&recording.text()).lines().map(str::to_owned).collect::<Vec<_>>()
        };
        let (heard, recorded) = (lines(&heard), lines(&recorded));
        for (line, (heard, recorded)) in (1..).zip(heard.iter().zip(&recorded)) {
            assert_eq!(heard, recorded, "{name}, line {line}");
        }
        assert_eq!(heard.len(), recorded.len(), "{name}");
    }
}

/// The same text with names that are counted as they turn up.
fn numbered_anew(text: &str) -> String {
    let mut names: Vec<(String, String)> = Vec::new();
    let mut parts = text.split("{{");
    let mut numbered = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").expect("the end of a name");
        let (plain, form) = name.split_once('|').unwrap_or((name, ""));
        let kind = plain.split(':').next().unwrap_or_default();
        if !names.iter().any(|(old, _)| old == plain) {
            let count = names.iter().filter(|(old, _)| old.starts_with(kind)).count();
            names.push((plain.to_owned(), format!("{kind}:{count}")));
        }
        let anew = names.iter().find(|(old, _)| old == plain).map_or("", |(_, anew)| anew);
        numbered.extend(["{{", anew, form, "}}", rest]);
    }
    numbered
}

fn without_ids(target: &str) -> String {
    let is_id = |part: &&str| part.len() == 32 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let ids: Vec<&str> = target.split(['/', '=', '&']).filter(is_id).collect();
    ids.into_iter().fold(target.to_owned(), |target, id| target.replace(id, "…"))
}

#[test]
fn a_server_that_differs_in_one_thing_is_found_out() {
    let (_, script) = read("12.0.0");
    for Change { name, apply } in CHANGES {
        let mut fake = fresh(Version::V12_0);
        let heard = visit(&mut fake, &script, None, |_, _| ()).expect(name);
        assert!(heard.differences.is_empty(), "{name}");
        let mut fake = fresh(Version::V12_0);
        let heard = visit(&mut fake, &script, None, apply).expect(name);
        println!("{name}: {}", heard.differences.first().expect(name));
    }
}

#[test]
fn a_server_in_use_is_asked_for_its_administrator_and_left_as_it_was() {
    let (_, script) = read("10.11.11");
    let mut fake = Jellyfin::new(Version::V10_11_11);
    fake.set_disclaimer(Some("Ours."));
    let before = fake.configuration();
    let refused = visit(&mut fake, &script, None, |_, _| ()).err().expect("a refusal");
    assert!(refused.contains("--admin"), "{refused}");
    let wrong = visit(&mut fake, &script, Some(("demo", "no")), |_, _| ()).err().expect("a refusal");
    assert!(wrong.contains("401"), "{wrong}");
    let guest = visit(&mut fake, &script, Some(("guest", "")), |_, _| ()).err().expect("a refusal");
    assert!(guest.contains("no administrator"), "{guest}");
    let heard = visit(&mut fake, &script, Some(("demo", "demo")), |_, _| ()).expect("answers");
    assert_eq!(heard.recording.exchanges.len(), script.exchanges.len() - 1, "all but the one with a proxy");
    let names: Vec<&str> = fake.users().iter().map(fake_jellyfin::User::name).collect();
    assert_eq!(names, ["demo", "guest"]);
    assert_eq!(fake.configuration(), before);
    let branding = fake.handle(&Request::get("/Branding/Configuration")).json();
    assert_eq!(branding["LoginDisclaimer"], "Ours.");
}

#[test]
fn whoever_stops_it_gets_everything_put_back() {
    let (_, script) = read("12.0.0");
    for stop_at in [1, 12, 20, 40, 120] {
        let mut fake = Jellyfin::new(Version::V12_0);
        let before = fake.configuration();
        let stopped = AtomicBool::new(false);
        let mut asked = 0;
        let mut send = |request: &Request| {
            asked += 1;
            stopped.store(asked >= stop_at, Ordering::Relaxed);
            Ok(fake.handle(request))
        };
        let visit = Visit { script: &script, administrator: Some(("demo", "demo")), stopped: &stopped };
        assert_eq!(visit.make(&mut send, &mut |_| ()).err().as_deref(), Some("Stopped."), "{stop_at}");
        assert_eq!((fake.users().len(), fake.configuration()), (2, before), "{stop_at}");
        assert_eq!(fake.tokens().len(), 0, "{stop_at}");
    }
}

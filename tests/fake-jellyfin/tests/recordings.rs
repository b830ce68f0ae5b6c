//! The fake Jellyfin answers as the running servers did: each recording is asked again, in its own world, and compared
//! whole.

use fake_jellyfin::recording::{CHANGES, Change, Interview, Names, Recording, send};
use fake_jellyfin::{Request, Response};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../recordings");
    let entries = std::fs::read_dir(folder).expect("the recordings");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    files
}

fn read(file: &Path) -> Recording {
    let text = std::fs::read_to_string(file).expect("a recording");
    let recording = Recording::read(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    assert_eq!(recording.text(), text, "{}", file.display());
    recording
}

/// Asks a server everything; what differs, a line each.
fn replay(
    recording: &Recording,
    names: Names,
    mut send: impl FnMut(&Request) -> Result<Response, String>,
) -> Vec<String> {
    let mut interview = Interview::new(names, &mut send);
    let mut found = Vec::new();
    for (line, exchange) in (2..).zip(&recording.exchanges) {
        let said = match interview.ask(exchange) {
            Ok(said) => said.expect("a question for this version").answer,
            Err(problem) => {
                found.push(format!("line {line}, {problem}"));
                continue;
            }
        };
        let differences = exchange.answer.differences(&said, &mut interview.names);
        found.extend(differences.iter().map(|difference| format!("line {line}, {}: {difference}", exchange.name())));
    }
    found
}

/// Replays all files and counts.
fn replay_all(replay_one: impl Fn(&Path, &Recording) -> Vec<String>) {
    let (mut exchanges, mut found) = (0, Vec::new());
    for file in files() {
        let recording = read(&file);
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        println!("{name}: {} exchanges", recording.exchanges.len());
        exchanges += recording.exchanges.len();
        found.extend(replay_one(&file, &recording).iter().map(|difference| format!("{name}, {difference}")));
    }
    println!("{exchanges} exchanges compared");
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_recorded_answer_is_given_again() {
    replay_all(|_, recording| {
        let mut fake = recording.server().expect("a world");
        let names = recording.names(&fake);
        replay(recording, names, |request| Ok(fake.handle(request)))
    });
}

/// The program of its own, ended with the test.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_program_serves_the_world_of_a_recording_to_anybody() {
    replay_all(|file, recording| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fake-jellyfin"));
        let command = command.arg("--recording").arg(file).stdout(Stdio::piped());
        let mut program = Program(command.spawn().expect("a program"));
        let output = BufReader::new(program.0.stdout.take().expect("its output"));
        let mut lines = output.lines().map(|line| line.expect("text"));
        let first = lines.next().expect("a line");
        let (_, server) = first.rsplit_once(' ').expect("an address");
        let mut names = Names::default();
        for line in lines.take_while(|line| !line.starts_with("Ctrl+C")) {
            if let Some((name, value)) = line.strip_prefix("{{").and_then(|line| line.split_once("}} = ")) {
                names.bind(name, value);
            }
        }
        replay(recording, names, |request| send(server, request))
    });
}

#[test]
fn a_server_that_differs_in_one_thing_is_found_out() {
    let recording = read(&files().into_iter().find(|file| file.ends_with("12.0.0.jsonl")).expect("a recording"));
    for Change { name, apply } in CHANGES {
        let mut fake = recording.server().expect("a world");
        let names = recording.names(&fake);
        let found = replay(&recording, names, |request| {
            let mut response = fake.handle(request);
            apply(request, &mut response);
            Ok(response)
        });
        println!("{name}: {}", found.first().expect(name));
    }
}

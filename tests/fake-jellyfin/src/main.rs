//! The fake Jellyfin by itself, for any client that wants to talk to it: `cargo run -p fake-jellyfin -- --port 8096`.
//! With `--recording FILE` it has the people and the settings of a recorded server; with `--fresh 12.0.0` it is of that
//! version and was never set up.

use std::process::ExitCode;

use fake_jellyfin::{Jellyfin, Version, http::Server, recording::Recording};

const USAGE: &str =
    "Usage: fake-jellyfin [--port PORT] [--recording FILE | --fresh VERSION]\n\nWithout a port, a free one is taken.";

fn main() -> ExitCode {
    match serve(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn serve(arguments: impl Iterator<Item = String>) -> Result<(), String> {
    let Options { port, world } = Options::read(arguments).ok_or(USAGE)?;
    let (fake, accounts) = match world {
        World::Accounts => (Jellyfin::new(Version::default()), Jellyfin::ACCOUNTS.to_owned()),
        World::Of(file) => in_the_world_of(&file)?,
        World::Fresh(version) => (Jellyfin::fresh(version), "It waits to be set up.".to_owned()),
    };
    let version = fake.version();
    let server = Server::builder(fake).port(port).start();
    let server = server.map_err(|error| format!("Port {port} cannot be used: {error}."))?;
    println!("A fake Jellyfin {version} is running at {}\n\n{accounts}\n\nCtrl+C stops it.", server.origin());
    server.join();
    Ok(())
}

/// The server of a recording, and what its names stand for that no client can learn by asking.
fn in_the_world_of(file: &str) -> Result<(Jellyfin, String), String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file} cannot be read: {error}."))?;
    let recording = Recording::read(&text).map_err(|error| format!("{file}: {error}."))?;
    let fake = recording.server().map_err(|error| format!("{file}: {error}."))?;
    let names = recording.names(&fake);
    let lines: Vec<String> = names.iter().map(|(name, value)| format!("{{{{{name}}}}} = {value}")).collect();
    Ok((fake, lines.join("\n")))
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    /// 0 stands for any free port.
    port: u16,
    world: World,
}

/// Who is there.
#[derive(Debug, Default, PartialEq, Eq)]
enum World {
    #[default]
    Accounts,
    /// The people of a recording.
    Of(String),
    Fresh(Version),
}

impl Options {
    /// `--port 8096` or `--port=8096`.
    fn read(arguments: impl Iterator<Item = String>) -> Option<Self> {
        let mut options = Self::default();
        let mut words = arguments.flat_map(|word| match word.split_once('=') {
            Some((option, value)) => vec![option.to_owned(), value.to_owned()],
            None => vec![word],
        });
        while let Some(option) = words.next() {
            let value = words.next()?;
            match option.as_str() {
                "--port" => options.port = value.parse().ok()?,
                "--recording" => options.world = World::Of(value),
                "--fresh" => options.world = World::Fresh(value.parse().ok()?),
                _ => return None,
            }
        }
        Some(options)
    }
}

#[cfg(test)]
mod tests {
    use super::{Options, Version, World};

    #[test]
    fn a_port_and_a_world_are_all_that_it_takes() {
        let read = |words: &[&str]| Options::read(words.iter().map(|&word| word.to_owned()));
        let of = |port, world| Some(Options { port, world });
        assert_eq!(read(&[]), of(0, World::Accounts));
        assert_eq!(read(&["--port", "8096"]), of(8096, World::Accounts));
        assert_eq!(read(&["--port=8096"]), of(8096, World::Accounts));
        assert_eq!(read(&["--recording", "a b.jsonl", "--port", "1"]), of(1, World::Of("a b.jsonl".to_owned())));
        assert_eq!(read(&["--fresh", "12.0.0"]), of(0, World::Fresh(Version::V12_0)));
        for wrong in [&["--port"][..], &["--port", "x"], &["--fresh", "twelve"], &["8096"], &["--port", "1", "2"]] {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
    }
}

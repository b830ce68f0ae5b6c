//! `cargo verify -- --server`: the stories in `tests/end_to_end/foreign/`, with any Jellyfin.

use std::{
    fs::{self, File},
    io::Write,
};

use crate::{
    build,
    install::{self, tools, tools::Tool},
    paths,
    programs::{cargo, run_into},
    record::password,
};

/// A server that is not the fake.
pub struct Foreign {
    /// Its address, base path included.
    pub address: String,
    /// The name of its administrator.
    pub administrator: Option<String>,
}

impl Foreign {
    /// After `--`, as in `cargo verify -- --server`, options arrive as words.
    pub fn among(words: &[String]) -> Option<Self> {
        let value = |option: &str| {
            let place = words.iter().position(|word| word == option)?;
            words.get(place + 1).cloned()
        };
        Some(Self { address: value("--server")?, administrator: value("--admin") })
    }

    /// Lives the stories, one after the other, because they share the server.
    pub fn live(&self) -> Result<(), String> {
        let name = self.administrator.as_deref().ok_or("The stories need an administrator: --admin NAME")?;
        let password = password::of(name)?;
        install::install_missing(&[tools::FOR_BUILD, &[Tool::Chromium]].concat())?;
        let path = paths::root().join("target/verify/foreign.log");
        let opened = fs::create_dir_all(path.parent().unwrap_or(&path)).and_then(|()| File::create(&path));
        let mut log = opened.map_err(|error| format!("{} cannot be written: {error}.", path.display()))?;
        build::unless_up_to_date(|trunk| run_into(&log, trunk))?;
        let mut stories = cargo(["test", "--workspace", "--test", "end_to_end", "--"]);
        stories.args(["foreign::", "--test-threads=1", "--nocapture"]);
        stories.env("FOREIGN_SERVER", self.address.trim_end_matches('/'));
        stories.env("FOREIGN_ADMIN", name).env("JELLYFIN_PASSWORD", password);
        println!("Living the stories with {} …", self.address);
        let outcome = run_into(&log, &mut stories);
        let _ = log.flush();
        let output = fs::read_to_string(&path).unwrap_or_default();
        // Without capturing, what a story prints stands behind its name.
        let is_told = |line: &&str| line.contains("skipped: ") || line.starts_with("test ");
        for line in output.lines().filter(is_told) {
            println!("{line}");
        }
        outcome.map_err(|problem| format!("{}\n{problem}", output.trim_end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_options_are_found_among_the_words() {
        let read = |words: &[&str]| Foreign::among(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        let found = read(&["--server", "http://tv", "--admin", "demo"]).expect("a server");
        assert_eq!((found.address.as_str(), found.administrator.as_deref()), ("http://tv", Some("demo")));
        assert!(read(&["--admin", "demo"]).is_none() && read(&["--server"]).is_none());
    }
}

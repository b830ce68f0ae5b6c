//! `cargo run -p xtask -- record`: asks a running Jellyfin server every question of the recordings, and writes a new
//! recording or says what the server answers differently.

mod household;
pub mod password;
#[cfg(test)]
mod tests;

use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};

use fake_jellyfin::{
    Request, Response,
    recording::{self, Administrator, Interview, Recording, Writer},
};

use crate::paths;
use household::Household;

/// Whose questions are asked when there is no recording to compare with.
const NEWEST: &str = "tests/recordings/12.0.0.jsonl";

/// Needs a proxy that the server knows, which it learns at a restart only.
const NEEDS_A_PROXY: &str = "(needs KnownProxies 127.0.0.1)";

#[derive(clap::Args)]
#[command(group(clap::ArgGroup::new("use").required(true).args(["out", "compare"])))]
pub struct Options {
    /// The server's address, such as `http://127.0.0.1:8096`. A fresh one is best: it is set up, and keeps nothing else
    #[arg(long, value_name = "URL")]
    server: String,
    /// Write what it answers into this file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print what it answers differently from this recording
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
    /// For a server that is in use: its administrator. The password comes from `JELLYFIN_PASSWORD` or is asked for. People
    /// and settings that are needed are put back afterwards
    #[arg(long, value_name = "NAME")]
    admin: Option<String>,
}

/// Records or compares.
pub fn record(options: &Options) -> Result<(), String> {
    let stopped: &'static AtomicBool = Box::leak(Box::default());
    ctrlc::set_handler(|| stopped.store(true, Ordering::Relaxed))
        .map_err(|error| format!("Ctrl+C cannot be caught: {error}."))?;
    let file = options.compare.clone().unwrap_or_else(|| paths::root().join(NEWEST));
    let text = fs::read_to_string(&file).map_err(|error| format!("{} cannot be read: {error}.", file.display()))?;
    let script = Recording::read(&text).map_err(|error| format!("{}: {error}.", file.display()))?;
    let password = options.admin.as_deref().map(password::of).transpose()?;
    let address = options.server.trim_end_matches('/').to_owned();
    let visit = Visit { script: &script, administrator: options.admin.as_deref().zip(password.as_deref()), stopped };
    let mut send = |request: &Request| recording::send(&address, request);
    let heard = visit.make(&mut send, &mut |line| println!("{line}"))?;
    if let Some(file) = &options.out {
        if !heard.unanswered.is_empty() {
            return Err(heard.unanswered.join("\n"));
        }
        fs::write(file, heard.recording.text()).map_err(|error| format!("{}: {error}.", file.display()))?;
        println!("{} exchanges in {}", heard.recording.exchanges.len(), file.display());
        return Ok(());
    }
    let differences: Vec<&String> = heard.unanswered.iter().chain(&heard.differences).collect();
    for line in &differences {
        println!("{line}");
    }
    println!("{} exchanges compared with {}", heard.recording.exchanges.len(), file.display());
    match differences.len() {
        0 => Ok(()),
        1 => Err("One difference.".to_owned()),
        count => Err(format!("{count} differences.")),
    }
}

/// What is going to be asked of a server, and as whom.
struct Visit<'a> {
    /// The questions, and the world that they need.
    script: &'a Recording,
    /// Name and password on a server that is in use.
    administrator: Option<(&'a str, &'a str)>,
    /// True as soon as somebody has pressed Ctrl+C.
    stopped: &'a AtomicBool,
}

/// What came of it.
struct Heard {
    recording: Recording,
    /// Questions that could not be asked or were not answered, with the reason.
    unanswered: Vec<String>,
    /// A line for each thing that was recorded differently.
    differences: Vec<String>,
}

impl Visit<'_> {
    /// Prepares the server, asks, and puts everything back, whatever happens meanwhile.
    fn make(
        &self,
        send: &mut dyn FnMut(&Request) -> Result<Response, String>,
        say: &mut dyn FnMut(&str),
    ) -> Result<Heard, String> {
        let mut household = Household::enter(Administrator::new(send), self.administrator, &self.script.world)?;
        say(&format!("Jellyfin {}: making the people and the settings", household.version));
        let outcome = household.prepare(self.stopped).and_then(|()| self.ask(&mut household, say));
        say("putting everything back");
        let put_back = household.put_back();
        let heard = outcome?;
        put_back.map(|()| heard)
    }

    fn ask(&self, household: &mut Household, say: &mut dyn FnMut(&str)) -> Result<Heard, String> {
        let mut world = self.script.world.clone();
        world.insert("version".to_owned(), household.version.as_str().into());
        let mut writer = Writer::new(self.script);
        let (names, knows_proxy, here) = (household.names.clone(), household.knows_proxy, household.here.clone());
        let server = &mut household.server;
        let mut send = |request: &Request| server.send_from(request, &here);
        let mut interview = Interview::new(names, &mut send);
        let (mut exchanges, mut unanswered, mut differences) = (Vec::new(), Vec::new(), Vec::new());
        let count = self.script.exchanges.len();
        for (number, exchange) in (1..).zip(&self.script.exchanges) {
            if self.stopped.load(Ordering::Relaxed) {
                return Err("Stopped.".to_owned());
            }
            let name = exchange.name();
            if name.ends_with(NEEDS_A_PROXY) && !knows_proxy {
                say(&format!("{number}/{count} {name}: left out"));
                continue;
            }
            let said = match interview.ask(exchange) {
                Ok(Some(said)) => said,
                Ok(None) => continue,
                Err(problem) => {
                    unanswered.push(problem);
                    continue;
                }
            };
            say(&format!("{number}/{count} {name}"));
            let found = exchange.answer.differences(&said.answer, &mut interview.names);
            differences.extend(found.iter().map(|difference| format!("{name}: {difference}")));
            writer.know(&interview.names);
            exchanges.push(writer.exchange(exchange.case.clone(), &said.question, &said.request, &said.answer));
        }
        Ok(Heard { recording: Recording { world, exchanges }, unanswered, differences })
    }
}

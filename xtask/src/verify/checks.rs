//! The checks of `cargo verify` in order, the cheapest first: what each one runs and needs.

use std::{
    fs::{self, File},
    io::Write,
    process::Command,
    thread,
};

use fake_jellyfin::{Jellyfin, Version, http::Server};

use super::dependencies;
use crate::{
    build,
    install::tools::{self, Tool},
    paths,
    programs::{as_typed, cargo, command, run_into},
    size,
};

/// One check.
pub struct Check {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it checks.
    pub meaning: &'static str,
    /// How it relates to the release files and to tests.
    pub kind: Kind,
    /// The tools that it needs.
    pub needs: &'static [Tool],
    /// Runs it. Output goes to the file; the words select tests by name.
    pub run: fn(&mut File, &[String]) -> Result<(), String>,
}

/// The kinds of checks that `cargo verify` treats differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Reads the sources.
    Check,
    /// Runs tests, which can be selected by name.
    Tests,
    /// Makes the release files.
    Build,
    /// Measures the release files. Its table is printed after success too.
    Size,
    /// Runs tests with the release files.
    ReleaseTests,
    /// Does so with web servers that are installed for it, so a word alone does not bring the check.
    HostTests,
    /// Does so in old browsers. These are a large download, so the check runs only on request.
    EngineTests,
}

impl Kind {
    /// True if it takes words that select tests.
    pub fn has_tests(self) -> bool {
        matches!(self, Self::Tests | Self::ReleaseTests | Self::HostTests | Self::EngineTests)
    }

    /// True if it needs a build before it.
    pub fn reads_release_files(self) -> bool {
        matches!(self, Self::Size | Self::ReleaseTests | Self::HostTests | Self::EngineTests)
    }
}

/// All checks in order.
pub const ALL: &[Check] = &[
    Check {
        name: "format",
        meaning: "the code is formatted as rustfmt does it",
        kind: Kind::Check,
        needs: &[Tool::Rustfmt],
        run: |log, _| run(log, &mut cargo(["fmt", "--all", "--check", "--", "--color", "never"])),
    },
    Check {
        name: "scripts",
        meaning: "the scripts of the page and for other pages: no complaint of the linter, formatted, and tested each as a file",
        kind: Kind::Check,
        needs: &[Tool::Node, Tool::NpmTools],
        run: scripts,
    },
    Check {
        name: "tests",
        meaning: "the core, the fake Jellyfin and whole conversations, without a browser",
        kind: Kind::Tests,
        needs: &[],
        run: native_tests,
    },
    Check {
        name: "sdk",
        meaning: "the official TypeScript SDK signs in to the fake Jellyfin by Quick Connect",
        kind: Kind::Check,
        needs: &[Tool::Node, Tool::NpmTools],
        run: official_sdk,
    },
    Check {
        name: "clippy",
        meaning: "no warnings in what runs here",
        kind: Kind::Check,
        needs: &[Tool::Clippy],
        run: native_clippy,
    },
    Check {
        name: "documentation",
        meaning: "no warnings and no broken links in the documentation",
        kind: Kind::Check,
        needs: &[],
        run: documentation,
    },
    Check {
        name: "dependencies",
        meaning: "licences of all dependencies, and a reason for each in Cargo.toml",
        kind: Kind::Check,
        needs: &[],
        run: |log, _| {
            let report = dependencies::report()?;
            let _ = write!(log, "{report}");
            report.check()
        },
    },
    Check {
        name: "clippy-wasm",
        meaning: "no warnings in what runs in the browser",
        kind: Kind::Check,
        needs: &[Tool::Clippy, Tool::WasmTarget],
        run: wasm_clippy,
    },
    Check {
        name: "build",
        meaning: "the release files can be made",
        kind: Kind::Build,
        needs: tools::FOR_BUILD,
        run: release_files,
    },
    Check {
        name: "size",
        meaning: "a first visit stays within the limit",
        kind: Kind::Size,
        needs: &[],
        run: size_limit,
    },
    Check {
        name: "browser",
        meaning: "the app in headless Chromium, against the fake Jellyfin",
        kind: Kind::Tests,
        needs: &[Tool::WasmTarget, Tool::WasmBindgen, Tool::Chromium],
        run: browser_tests,
    },
    Check {
        name: "end-to-end",
        meaning: "the release files in headless Chromium, with two devices",
        kind: Kind::ReleaseTests,
        // axe, which looks at every state.
        needs: &[Tool::Node, Tool::NpmTools, Tool::Chromium, Tool::HeadlessShell],
        run: end_to_end_tests,
    },
    Check {
        name: "hosting",
        meaning: "the examples in hosting/ with nginx, Caddy, Apache and HAProxy",
        kind: Kind::HostTests,
        needs: &[Tool::Chromium, Tool::WebServers],
        run: hosting_tests,
    },
    Check {
        name: "engines",
        meaning: "the release files in the old browsers of televisions, in Firefox and in WebKit",
        kind: Kind::EngineTests,
        // Chromium, because the old versions use the same system libraries.
        needs: &[Tool::Node, Tool::Chromium, Tool::Engines],
        run: engine_tests,
    },
];

const WASM: &str = "wasm32-unknown-unknown";
const PACKAGE: &str = "jellyfin-quick-connect";
/// Of what the browser runs, the other package that we wrote.
const WASM_STREAMS: &str = "wasm-streams";

fn run(log: &mut File, command: &mut Command) -> Result<(), String> {
    let _ = writeln!(log, "$ {}", as_typed(command));
    run_into(log, command)
}

/// What stands in src/boot, which is looked at again for being ECMAScript 5 when it is finished (`finish`), and what other
/// pages load.
fn scripts(log: &mut File, _: &[String]) -> Result<(), String> {
    run(log, command("eslint").args(["--max-warnings", "0", "src/boot", "embed.js"]))?;
    let formatted = ["src/boot", "embed.js", "tests/boot", "tests/sdk", "eslint.config.mjs"];
    run(log, command("prettier").arg("--check").args(formatted))?;
    let folder = paths::root().join("tests/boot");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    let mut tests: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    tests.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    tests.sort();
    run(log, command("node").arg("--test").args(tests))
}

fn native_clippy(log: &mut File, _: &[String]) -> Result<(), String> {
    run(log, cargo(["clippy", "--workspace", "--all-targets"]).args(["--", "-D", "warnings"]))?;
    // The manifests exclude these, and together with --all-targets their names mean nothing.
    let mut excluded = cargo(["clippy", "--workspace", "--test", "end_to_end", "--test", "engines"]);
    run(log, excluded.args(["--", "-D", "warnings"]))
}

fn wasm_clippy(log: &mut File, _: &[String]) -> Result<(), String> {
    // Not --all-targets: the other tests use the fake Jellyfin, which does not run in a browser.
    let mut clippy = cargo(["clippy", "--package", PACKAGE, "--package", WASM_STREAMS, "--target", WASM]);
    clippy.args(["--lib", "--bins", "--test", "browser"]);
    run(log, clippy.args(["--", "-D", "warnings"]))
}

fn documentation(log: &mut File, _: &[String]) -> Result<(), String> {
    let mut doc = cargo(["doc", "--workspace", "--lib", "--no-deps"]);
    run(log, doc.env("RUSTDOCFLAGS", "-D warnings"))
}

/// All tests that need no browser. The manifests exclude the others unless they are named.
fn native_tests(log: &mut File, words: &[String]) -> Result<(), String> {
    run(log, cargo(["test", "--workspace", "--"]).args(words))
}

/// With each version that the SDK supports.
fn official_sdk(log: &mut File, _: &[String]) -> Result<(), String> {
    for version in [Version::V10_10_7, Version::V10_11_11, Version::V12_0] {
        let server = Server::start(Jellyfin::new(version));
        let server = server.map_err(|error| format!("The fake Jellyfin cannot be started: {error}."))?;
        let mut node = command("node");
        node.arg("tests/sdk/sign_in.mjs").env("JELLYFIN", server.origin()).env("NPM", paths::npm_tools());
        run(log, &mut node)?;
    }
    Ok(())
}

fn release_files(log: &mut File, _: &[String]) -> Result<(), String> {
    let is_new = build::unless_up_to_date(|trunk| run(log, trunk))?;
    let _ = writeln!(log, "{}", if is_new { "built" } else { "up to date" });
    Ok(())
}

fn size_limit(log: &mut File, _: &[String]) -> Result<(), String> {
    let table = size::measure(&paths::dist())?;
    let _ = write!(log, "{table}");
    table.check()
}

fn browser_tests(log: &mut File, words: &[String]) -> Result<(), String> {
    let server = fake_for_browser_tests()?;
    // The runner takes one word at a time.
    let words: Vec<Option<&String>> = if words.is_empty() { vec![None] } else { words.iter().map(Some).collect() };
    for word in words {
        let mut test = cargo(["test", "--target", WASM, "--package", PACKAGE]);
        test.args(["--test", "browser", "--"]).args(word);
        test.env("FAKE_JELLYFIN", server.origin());
        // Otherwise the runner would prefer any other browser whose driver it finds.
        if let Some(driver) = paths::find("chromedriver") {
            test.env("CHROMEDRIVER", driver);
        }
        run(log, &mut test)?;
    }
    Ok(())
}

/// The address is compiled into the tests, so the same port is tried first each time.
fn fake_for_browser_tests() -> Result<Server, String> {
    let start = |port| {
        let fake = Jellyfin::new(Version::default());
        Server::builder(fake).port(port).start()
    };
    start(48_096).or_else(|_| start(0)).map_err(|error| format!("The fake Jellyfin cannot be started: {error}."))
}

fn end_to_end_tests(log: &mut File, words: &[String]) -> Result<(), String> {
    // tests/end_to_end/support/seats.rs limits the number of browsers of each run.
    if !words.is_empty() {
        return run(log, stories().args(["--test-threads=16", "--skip", WEB_SERVERS]).args(words));
    }
    // Stories about waiting leave the processors idle, so they are lived beside the others.
    let path = paths::root().join("target/verify/end-to-end-waiting.log");
    let failed = |error| format!("{} cannot be written: {error}.", path.display());
    let mut beside = File::create(&path).map_err(failed)?;
    let (others, waiting) = thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let waiting = run(&mut beside, stories().args(["--test-threads=4", WAITING]));
            let mut german = stories();
            german.env("STORY_LANGUAGE", "de").arg("--test-threads=4").args(IN_GERMAN);
            waiting.and(run(&mut beside, &mut german))
        });
        let others = run(log, stories().args(["--test-threads=16", "--skip", WAITING, "--skip", WEB_SERVERS]));
        (others, waiting.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let _ = log.write_all(&fs::read(&path).map_err(failed)?);
    others.and(waiting)
}

/// The whole workspace, as for the other tests, so that nothing is compiled twice.
fn stories() -> Command {
    cargo(["test", "--workspace", "--test", "end_to_end", "--"])
}

/// The stories that are lived in German as well: a sign-in by code and by password, an approval and each way in which it is
/// refused, a code that expires, and a network that is not there.
const IN_GERMAN: [&str; 5] = [
    "accounts::sign_in::",
    "approving::approval::",
    "every_outcome_is_told_and_leads_on_by_keyboard_alone",
    "waiting::code::",
    "servers::failures::a_device_without_a_network",
];

/// The stories about waiting for an approval.
const WAITING: &str = "waiting::";

/// The stories with web servers, which are a check of their own.
const WEB_SERVERS: &str = "web_servers::";

fn hosting_tests(log: &mut File, words: &[String]) -> Result<(), String> {
    let mut test = stories();
    if words.is_empty() {
        test.arg(WEB_SERVERS);
    }
    run(log, test.arg("--test-threads=4").args(words))
}

fn engine_tests(log: &mut File, words: &[String]) -> Result<(), String> {
    let mut test = cargo(["test", "--workspace", "--test", "engines", "--"]);
    run(log, test.arg("--test-threads=3").args(words))
}

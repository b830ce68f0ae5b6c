//! Which tools a task needs, in which versions, and whether they are installed. Only looks; the module above installs.

use std::process::Command;

use xtask::browser::engines;

use super::old_browsers;
use crate::{paths, programs};

const TRUNK: &str = "0.21.14";
const CARGO_ABOUT: &str = "0.9.3";

/// Something that a task needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tool {
    /// The formatter of the Rust toolchain.
    Rustfmt,
    /// The linter of the Rust toolchain.
    Clippy,
    /// The standard library for WebAssembly.
    WasmTarget,
    /// Node.js with npm, for the tools from there.
    Node,
    /// wasm-opt, esbuild and acorn; eslint, prettier and Jellyfin's SDK for the checks.
    NpmTools,
    /// The programs `wasm-bindgen` and `wasm-bindgen-test-runner`.
    WasmBindgen,
    /// The program that builds the web files.
    Trunk,
    /// The program that collects licences, for a release.
    CargoAbout,
    /// Chromium or Chrome and its driver, for the tests.
    Chromium,
    /// Chromium without its windows, which makes the stories quicker. Not every system has it, and none needs it.
    HeadlessShell,
    /// nginx, Caddy, Apache and `HAProxy`, for the examples in `hosting/`.
    WebServers,
    /// The old browsers of televisions, other engines.
    Engines,
}

/// What a release build needs.
pub const FOR_BUILD: &[Tool] = &[Tool::WasmTarget, Tool::Node, Tool::NpmTools, Tool::WasmBindgen, Tool::Trunk];

impl Tool {
    /// What it is, where it comes from, and roughly how long the installation takes on four cores.
    pub fn description(self) -> String {
        match self {
            Self::Rustfmt => "rustfmt, by rustup (a few seconds)".to_owned(),
            Self::Clippy => "clippy, by rustup (a few seconds)".to_owned(),
            Self::WasmTarget => "Rust's standard library for WebAssembly, by rustup (10 s)".to_owned(),
            Self::Node => "Node.js and npm, by the system's packages (30 s)".to_owned(),
            Self::NpmTools => {
                "wasm-opt, esbuild, acorn, eslint, prettier, axe and Jellyfin's SDK, from npm, into target/tools (15 s)"
                    .to_owned()
            }
            Self::WasmBindgen => {
                format!("wasm-bindgen {}, compiled into target/tools (1 minute)", wasm_bindgen().unwrap_or_default())
            }
            Self::Trunk => {
                format!("Trunk {TRUNK}, compiled into target/tools (2 minutes)")
            }
            Self::CargoAbout => format!("cargo-about {CARGO_ABOUT}, compiled into target/tools (2 minutes)"),
            Self::Chromium => "Chromium and its driver, by the system's packages (1 minute)".to_owned(),
            Self::HeadlessShell => "Chromium without its windows, by the system's packages (10 s)".to_owned(),
            Self::WebServers => {
                "nginx, Caddy, Apache and HAProxy, by the system's packages, which may start them (1 minute)".to_owned()
            }
            Self::Engines => {
                "old versions of Chromium, from npm and with Qt from Python's packages, into target/tools \
                              (2.3 GB, 2 minutes); Firefox, WPE WebKit and Xvfb, by the system's packages"
                    .to_owned()
            }
        }
    }

    /// True if rustup adds it to the compiler.
    pub fn is_of_rustup(self) -> bool {
        matches!(self, Self::Rustfmt | Self::Clippy | Self::WasmTarget)
    }

    /// True if it is compiled here.
    pub fn is_compiled(self) -> bool {
        matches!(self, Self::WasmBindgen | Self::Trunk | Self::CargoAbout)
    }

    /// True if nothing can be done without it.
    pub fn is_required(self) -> bool {
        self != Self::HeadlessShell
    }

    /// True if it is installed.
    pub fn is_present(self) -> bool {
        match self {
            Self::Rustfmt => programs::answer(&mut programs::cargo(["fmt", "--version"])).is_some(),
            Self::Clippy => programs::answer(&mut programs::cargo(["clippy", "--version"])).is_some(),
            Self::WasmTarget => wasm_target_is_present(),
            Self::Node => version("npm").is_some() && version("node").is_some_and(|found| is_node_18(&found)),
            Self::NpmTools => npm_tools_are_present(),
            Self::WasmBindgen => wasm_bindgen().is_ok_and(|wanted| {
                let same = |program| version(program).is_some_and(|found| found == wanted);
                same("wasm-bindgen") && same("wasm-bindgen-test-runner")
            }),
            Self::Trunk => version("trunk").is_some_and(|found| found == TRUNK),
            Self::CargoAbout => version("cargo-about").is_some_and(|found| found == CARGO_ABOUT),
            Self::Chromium => engines::chromium().is_some() && paths::find("chromedriver").is_some(),
            Self::HeadlessShell => engines::headless_shell().is_some() || paths::find("apt-get").is_none(),
            Self::WebServers => WEB_SERVERS.iter().all(|program| is_server(program)),
            Self::Engines => old_browsers::are_present(),
        }
    }
}

/// The programs, which are named like their packages.
pub const WEB_SERVERS: [&str; 4] = ["nginx", "caddy", "apache2", "haproxy"];

/// True if the server is there. Some are where only root looks.
fn is_server(program: &str) -> bool {
    paths::find(program).is_some() || std::path::Path::new("/usr/sbin").join(program).is_file()
}

/// The version of Trunk that this project uses.
pub fn trunk() -> &'static str {
    TRUNK
}

/// The version of cargo-about that this project uses.
pub fn cargo_about() -> &'static str {
    CARGO_ABOUT
}

/// The version of wasm-bindgen's programs, which must be exactly that of the library.
pub fn wasm_bindgen() -> Result<String, String> {
    paths::locked_version("wasm-bindgen")
}

/// The version number that `PROGRAM --version` prints, as in `trunk 0.21.14` or `v20.1.0`.
fn version(program: &str) -> Option<String> {
    let path = paths::find(program)?;
    let printed = programs::answer(Command::new(path).arg("--version"))?;
    let word = printed
        .split_whitespace()
        .find(|word| word.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit()))?;
    Some(word.trim_start_matches('v').to_owned())
}

fn is_node_18(version: &str) -> bool {
    let major = version.split('.').next().and_then(|text| text.parse().ok());
    major.is_some_and(|major: u32| major >= 18)
}

fn wasm_target_is_present() -> bool {
    let mut question = programs::command("rustc");
    question.args(["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]);
    programs::answer(&mut question).is_some_and(|folder| std::path::Path::new(&folder).is_dir())
}

/// True if they were installed from the current lock file.
fn npm_tools_are_present() -> bool {
    let read = |path| std::fs::read(path).ok();
    let wanted = read(npm_lock());
    wanted.is_some()
        && wanted == read(paths::npm_tools().join("package-lock.json"))
        && version("wasm-opt").is_some()
        && version("esbuild").is_some()
        && paths::find("acorn").is_some()
        && paths::find("eslint").is_some()
        && paths::find("prettier").is_some()
}

/// The committed list of npm packages and their checksums.
pub fn npm_lock() -> std::path::PathBuf {
    paths::root().join("xtask/npm/package-lock.json")
}

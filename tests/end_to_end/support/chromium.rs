//! A Chromium that has just been started.

use std::path::PathBuf;

use xtask::browser::engines;
use xtask::browser::process::{Process, port_after};

/// Names for stories. `*.test` is this machine, but the browser treats it as any other host, unlike `localhost`;
/// `*.home.arpa` too, and at home; `*.invalid` does not exist.
const NAMES: &str = "--host-resolver-rules=MAP *.test 127.0.0.1, MAP *.home.arpa 127.0.0.1, MAP *.invalid ~NOTFOUND";

/// What Chromium starts ahead for each window and each page, in processes of its own, and no story uses: two lists below the
/// address bar, which take three times as long as the window, and places for the next pages. And going twice to the same
/// address is going there twice.
const UNUSED: [&str; 5] =
    ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess", "Prewarm", "IgnoreDuplicateNavs"];

/// Programs that are controlled are started like this: without traffic, questions and limits of their own.
const CONTROLLED: [&str; 14] = [
    "--allow-pre-commit-input",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-client-side-phishing-detection",
    "--disable-default-apps",
    "--disable-hang-monitor",
    "--disable-popup-blocking",
    "--disable-prompt-on-repost",
    "--disable-sync",
    "--enable-automation",
    "--no-first-run",
    "--password-store=basic",
    "--remote-debugging-port=0",
];

/// Chromium prints this before the address for commands.
const ANNOUNCED: &str = "DevTools listening on ";

/// Which program it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// Chromium as people have it.
    Whole,
    /// Without windows, which takes two thirds of the time. Of the tabs of a window, one is seen; here, all are.
    Small,
}

impl Edition {
    /// The one for stories that open no other tab, with these flags. The small one has no camera and takes not every flag.
    pub fn with_flags(flags: &[String]) -> Self {
        if flags.is_empty() && engines::headless_shell().is_some() { Self::Small } else { Self::Whole }
    }

    fn program(self) -> PathBuf {
        let found = match self {
            Self::Whole => engines::chromium(),
            Self::Small => engines::headless_shell(),
        };
        found.expect("Chromium, which `cargo verify` installs")
    }
}

/// The running program.
pub struct Chromium {
    /// Which it is.
    pub edition: Edition,
    /// The address for commands to the browser itself.
    pub devtools: String,
    /// The port of that address.
    pub port: u16,
    _process: Process,
}

impl Chromium {
    /// Starts one with these additional flags.
    pub fn start(edition: Edition, flags: &[String]) -> Self {
        let started = Process::start(
            &edition.program(),
            |command, folder| {
                command.args(["--headless=new", "--window-size=1280,720", "--disable-dev-shm-usage", NAMES]);
                command.args(CONTROLLED).args(with_features(flags));
                if is_root() {
                    command.arg("--no-sandbox");
                }
                command.arg(format!("--user-data-dir={}", folder.join("profile").display())).arg("about:blank");
            },
            |line| Some((line.split_once(ANNOUNCED)?.1.to_owned(), port_after(line, "127.0.0.1:")?)),
        );
        let (process, (devtools, port)) = started.expect("a Chromium that starts");
        Self { edition, devtools, port, _process: process }
    }
}

/// Chromium takes only the last list of features.
fn with_features(flags: &[String]) -> Vec<String> {
    const LIST: &str = "--disable-features=";
    let (lists, mut rest): (Vec<String>, Vec<String>) = flags.iter().cloned().partition(|flag| flag.starts_with(LIST));
    let all: Vec<&str> = UNUSED.into_iter().chain(lists.iter().filter_map(|flag| flag.strip_prefix(LIST))).collect();
    rest.push(format!("{LIST}{}", all.join(",")));
    rest
}

/// As root, Chromium runs only without its sandbox.
fn is_root() -> bool {
    #[cfg(unix)]
    let owner = std::fs::metadata("/proc/self").map(|own| std::os::unix::fs::MetadataExt::uid(&own)).ok();
    #[cfg(not(unix))]
    let owner: Option<u32> = None;
    owner == Some(0)
}

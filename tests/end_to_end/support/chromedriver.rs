//! A chromedriver, which controls one Chromium.

use std::ffi::OsStr;
use std::path::Path;

use serde_json::json;
use thirtyfour::Capabilities;
use xtask::browser::process::{Process, port_after};

/// A running chromedriver.
pub struct Chromedriver {
    port: u16,
    _process: Process,
}

impl Chromedriver {
    /// Starts one on a free port. On a busy machine, about one start in a hundred never opens it, so it is tried again.
    pub fn start() -> Self {
        let driver = std::env::var_os("CHROMEDRIVER");
        let driver = Path::new(driver.as_deref().unwrap_or(OsStr::new("chromedriver")));
        let start = |_| {
            let found = |line: &str| port_after(line, "started successfully on port ");
            Process::start(driver, |command, _| _ = command.arg("--port=0"), found).ok()
        };
        let started = (0..3).find_map(start);
        let (process, port) = started.expect("chromedriver does not start; `cargo verify` installs it");
        Self { port, _process: process }
    }

    /// The address for commands.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The settings with which it controls a Chromium that runs already and has its `DevTools` at this port.
    pub fn join(devtools: u16) -> Capabilities {
        let mut capabilities = Capabilities::new();
        let mut set = |name: &str, value| capabilities.set(name, value).expect("a capability that is JSON");
        set("browserName", json!("chrome"));
        // In some stories, a part of the page never arrives.
        set("pageLoadStrategy", json!("eager"));
        set("goog:loggingPrefs", json!({ "browser": "ALL" }));
        set("goog:chromeOptions", json!({ "debuggerAddress": format!("127.0.0.1:{devtools}") }));
        capabilities
    }
}

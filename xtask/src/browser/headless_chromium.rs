//! A headless Chromium of today, controlled by the `DevTools` protocol: for measurements.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use serde_json::{Value, json};

use super::http::page_address;
use super::process::{Process, port_after};
use super::socket::Socket;
use super::{Outcome, PATIENCE};

/// Chromium prints its port after this.
const ANNOUNCED: &str = "DevTools listening on ws://127.0.0.1:";

/// The browser, and the connection to its only page.
pub struct HeadlessChromium {
    socket: Socket,
    events: Vec<Value>,
    _process: Process,
}

/// Starts one with an empty page, its own profile and these additional flags. Returns its port too.
///
/// # Errors
/// When it does not start.
pub fn start(program: &Path, flags: &[&str]) -> Outcome<(Process, u16)> {
    let prepare = |command: &mut Command, folder: &Path| {
        // Without the sandbox, which needs rights that containers lack. Only our own pages are opened.
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]);
        // No network traffic of its own.
        command.args(["--disable-background-networking", "--disable-component-update", "--no-first-run"]);
        command.args(["--remote-debugging-port=0", "--window-size=1280,720"]).args(flags);
        command.arg(format!("--user-data-dir={}", folder.join("profile").display())).arg("about:blank");
    };
    Process::start(program, prepare, |line| port_after(line, ANNOUNCED))
}

impl HeadlessChromium {
    /// Starts it with these additional flags.
    ///
    /// # Errors
    /// If it does not start or opens no page.
    pub fn start(program: &Path, flags: &[&str]) -> Outcome<Self> {
        let (process, port) = start(program, flags)?;
        let socket = Socket::connect(&page_address(port)?, port)?;
        let mut browser = Self { socket, events: Vec::new(), _process: process };
        for domain in ["Page", "Runtime"] {
            browser.command(&format!("{domain}.enable"), &json!({}))?;
        }
        Ok(browser)
    }

    /// Sends a command and waits for its answer.
    ///
    /// # Errors
    /// If the browser refuses it or does not answer.
    pub fn command(&mut self, method: &str, parameters: &Value) -> Outcome<Value> {
        let events = &mut self.events;
        self.socket.command(method, parameters, |event| events.push(event))
    }

    /// The value of an expression in the page; a promise is awaited.
    ///
    /// # Errors
    /// What the page throws.
    pub fn evaluate(&mut self, expression: &str) -> Outcome<Value> {
        let question = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.command("Runtime.evaluate", &question)?;
        match &answer["exceptionDetails"] {
            Value::Null => Ok(answer["result"]["value"].take()),
            details => Err(details["exception"]["description"].as_str().unwrap_or("an error").to_owned()),
        }
    }

    /// Waits for an event with this name and returns its parameters.
    ///
    /// # Errors
    /// When it does not come within a minute.
    pub fn wait_for(&mut self, name: &str) -> Outcome<Value> {
        let started = Instant::now();
        loop {
            if started.elapsed() > PATIENCE {
                return Err(format!("No {name} within a minute."));
            }
            let mut message = self.socket.read().map_err(|error| format!("No {name}: {error}"))?;
            let parameters = message["params"].clone();
            let is_it = message["method"] == name;
            self.events.push(message.take());
            if is_it {
                return Ok(parameters);
            }
        }
    }

    /// Every event since the last call, in order.
    pub fn take_events(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.events)
    }
}

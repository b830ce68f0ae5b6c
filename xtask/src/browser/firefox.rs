//! Firefox, controlled by `WebDriver BiDi`, for which it needs no separate driver.

use std::path::Path;
use std::process::Command;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

use super::Outcome;
use super::driver::{Driver, Key};
use super::process::{Process, port_after};
use super::socket::Socket;

/// The browser, and the connection to its only page.
pub struct Firefox {
    socket: Socket,
    page: Value,
    /// The page, or its frame.
    inside: Value,
    complaints: Vec<String>,
    _process: Process,
}

impl Firefox {
    /// Starts it on an empty page.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(program: &Path) -> Self {
        let prepare = |command: &mut Command, folder: &Path| {
            command.args(["--headless", "--no-remote", "--remote-debugging-port", "0", "--profile"]).arg(folder);
        };
        let announced = "WebDriver BiDi listening on ws://127.0.0.1:";
        let started = Process::start(program, prepare, move |line| port_after(line, announced));
        let (process, port) = started.expect("a browser that starts");
        let socket = Socket::connect(&format!("ws://127.0.0.1:{port}/session"), port).expect("a browser that listens");
        let mut browser =
            Self { socket, page: Value::Null, inside: Value::Null, complaints: Vec::new(), _process: process };
        browser.command("session.new", &json!({ "capabilities": {} }));
        browser.command("session.subscribe", &json!({ "events": ["log.entryAdded"] }));
        // In its first page nothing may be compiled.
        browser.page = browser.command("browsingContext.create", &json!({ "type": "tab" }))["context"].take();
        browser.leave_frame();
        browser
    }

    fn command(&mut self, method: &str, parameters: &Value) -> Value {
        self.try_command(method, parameters).unwrap_or_else(|problem| panic!("{problem}"))
    }

    fn try_command(&mut self, method: &str, parameters: &Value) -> Outcome<Value> {
        let complaints = &mut self.complaints;
        self.socket.command(method, parameters, |event| {
            let is_complaint = event["method"] == "log.entryAdded" && event["params"]["level"] == "error";
            complaints.extend(is_complaint.then(|| event["params"]["text"].to_string()));
        })
    }
}

impl Driver for Firefox {
    fn open(&mut self, address: &str) {
        let page = self.page.clone();
        self.command("browsingContext.navigate", &json!({ "context": page, "url": address, "wait": "interactive" }));
    }

    fn reload(&mut self) {
        let page = self.page.clone();
        self.command("browsingContext.reload", &json!({ "context": page, "wait": "interactive" }));
    }

    fn evaluate(&mut self, expression: &str) -> Result<Value, String> {
        // As JSON, which is easier to read than the protocol's own values.
        let as_text = format!("JSON.stringify({expression})");
        let target = json!({ "context": self.inside });
        let question = json!({ "expression": as_text, "target": target, "awaitPromise": false });
        let answer = self.try_command("script.evaluate", &question);
        // This fails while another page is being loaded.
        let answer = answer?;
        if answer["type"] != "success" {
            return Err(answer["exceptionDetails"]["text"].to_string());
        }
        let text = answer["result"]["value"].as_str().unwrap_or("null");
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    fn press(&mut self, key: Key) {
        let key = key.of_webdriver();
        let both = json!([{ "type": "keyDown", "value": key }, { "type": "keyUp", "value": key }]);
        let actions = json!([{ "type": "key", "id": "remote control", "actions": both }]);
        let page = self.page.clone();
        self.command("input.performActions", &json!({ "context": page, "actions": actions }));
    }

    fn resize(&mut self, (width, height): (u32, u32)) {
        let viewport = json!({ "width": width, "height": height });
        let page = self.page.clone();
        self.command("browsingContext.setViewport", &json!({ "context": page, "viewport": viewport }));
    }

    fn picture(&mut self) -> Vec<u8> {
        let page = self.page.clone();
        let picture = self.command("browsingContext.captureScreenshot", &json!({ "context": page }));
        BASE64_STANDARD.decode(picture["data"].as_str().unwrap_or_default()).expect("a picture")
    }

    fn complaints(&mut self) -> Vec<String> {
        self.complaints.clone()
    }

    fn prepare(&mut self, script: &str) {
        self.command("script.addPreloadScript", &json!({ "functionDeclaration": format!("() => {{ {script} }}") }));
    }

    fn enter_frame(&mut self) {
        let page = self.page.clone();
        let mut tree = self.command("browsingContext.getTree", &json!({ "root": page }));
        self.inside = tree["contexts"][0]["children"][0]["context"].take();
    }

    fn leave_frame(&mut self) {
        self.inside = self.page.clone();
    }
}

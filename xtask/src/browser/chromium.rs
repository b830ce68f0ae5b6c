//! Chromium of any age, controlled by the `DevTools` protocol, which has hardly changed in ten years.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

use super::driver::{Driver, Key};
use super::http::page_address;
use super::process::{Process, port_after};
use super::socket::Socket;
use super::virtual_screen::VirtualScreen;
use super::{Outcome, PATIENCE, headless_chromium};

/// Notes in the page when a key is released.
const LISTEN: &str = "(function () {
    function note() { window.isReleased = true; window.removeEventListener('keyup', note, true); }
    window.isReleased = false;
    window.addEventListener('keyup', note, true);
})()";

/// The browser, and the connection to its only page.
pub struct Chromium {
    socket: Socket,
    complaints: Vec<String>,
    size: (u32, u32),
    _process: Process,
    /// Its screen, if it needs one.
    screen: Option<VirtualScreen>,
}

impl Chromium {
    /// Starts one that needs no screen.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(program: &Path) -> Self {
        let (process, port) = headless_chromium::start(program, &[]).expect("a browser that starts");
        Self::connect(process, port, None)
    }

    /// Starts the one in Qt. Qt 5 needs a screen.
    ///
    /// # Panics
    /// When it does not start.
    pub fn of_qt(program: &Path, major: u32) -> Self {
        let screen = (major == 5).then(VirtualScreen::start);
        // It cannot choose a port by itself.
        let free = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port").port();
        let prepare = |command: &mut Command, _: &Path| {
            // Qt 5 takes flags as arguments, Qt 6 from the environment.
            let flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
            if let Some(screen) = &screen {
                command.args(flags).env("DISPLAY", screen.name()).env("QT_QPA_PLATFORM", "xcb");
            } else {
                command.env("QTWEBENGINE_CHROMIUM_FLAGS", flags.join(" ")).env("QT_QPA_PLATFORM", "offscreen");
            }
            command.env("QTWEBENGINE_DISABLE_SANDBOX", "1").env("LIBGL_ALWAYS_SOFTWARE", "1");
            command.env("QTWEBENGINE_REMOTE_DEBUGGING", free.to_string());
        };
        let announced = "Chromium-based browser to http://127.0.0.1:";
        let started = Process::start(program, prepare, move |line| port_after(line, announced));
        let (process, port) = started.expect("a browser that starts");
        Self::connect(process, port, screen)
    }

    fn connect(process: Process, port: u16, screen: Option<VirtualScreen>) -> Self {
        let address = page_address(port).expect("a browser with a page");
        let socket = Socket::connect(&address, port).expect("a browser that listens");
        let mut browser = Self { socket, complaints: Vec::new(), size: (1280, 720), _process: process, screen };
        for domain in ["Page", "Runtime"] {
            browser.command(&format!("{domain}.enable"), &json!({}));
        }
        // Before Chromium 54, console messages came from another domain.
        if browser.try_command("Log.enable", &json!({})).is_err() {
            browser.command("Console.enable", &json!({}));
        }
        browser
    }

    fn command(&mut self, method: &str, parameters: &Value) -> Value {
        self.try_command(method, parameters).unwrap_or_else(|problem| panic!("{problem}"))
    }

    fn try_command(&mut self, method: &str, parameters: &Value) -> Outcome<Value> {
        let complaints = &mut self.complaints;
        self.socket.command(method, parameters, |event| complaints.extend(complaint(&event)))
    }
}

impl Driver for Chromium {
    fn open(&mut self, address: &str) {
        self.command("Page.navigate", &json!({ "url": address }));
    }

    fn reload(&mut self) {
        self.command("Page.reload", &json!({}));
    }

    fn evaluate(&mut self, expression: &str) -> Result<Value, String> {
        // The last option applies the page's content security policy to the expression.
        let question = json!({
            "expression": expression, "returnByValue": true, "allowUnsafeEvalBlockedByCSP": false,
        });
        let mut answer = self.command("Runtime.evaluate", &question);
        let details = &answer["exceptionDetails"];
        if details.is_null() && answer["wasThrown"] != true {
            return Ok(answer["result"]["value"].take());
        }
        // Older versions put the error into the result.
        let said = [&details["exception"]["description"], &answer["result"]["description"], &details["text"]];
        Err(said.into_iter().find_map(Value::as_str).unwrap_or("an error").to_owned())
    }

    fn press(&mut self, key: Key) {
        let digit = |digit: char| (digit.to_string(), u32::from(digit), digit.to_string());
        let (name, code, text) = match key {
            Key::Left => ("ArrowLeft".to_owned(), 37, String::new()),
            Key::Up => ("ArrowUp".to_owned(), 38, String::new()),
            Key::Right => ("ArrowRight".to_owned(), 39, String::new()),
            Key::Down => ("ArrowDown".to_owned(), 40, String::new()),
            Key::Enter => ("Enter".to_owned(), 13, "\r".to_owned()),
            Key::Digit(it) => digit(it),
        };
        let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let mut event = json!({
            "type": kind, "key": name, "windowsVirtualKeyCode": code, "nativeVirtualKeyCode": code, "text": text,
        });
        let _ = self.evaluate(LISTEN);
        self.command("Input.dispatchKeyEvent", &event);
        event["type"] = "keyUp".into();
        event["text"] = "".into();
        self.command("Input.dispatchKeyEvent", &event);
        // Old ones answer before the page has the key. One that leads to another page is not waited for.
        let started = Instant::now();
        while self.evaluate("window.isReleased") == Ok(Value::Bool(false)) && started.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn resize(&mut self, size: (u32, u32)) {
        self.size = size;
        let metrics = json!({
            "width": size.0, "height": size.1, "deviceScaleFactor": 1, "mobile": false,
            // Required by older versions, ignored by newer ones.
            "fitWindow": false,
        });
        self.command("Emulation.setDeviceMetricsOverride", &metrics);
    }

    fn picture(&mut self) -> Vec<u8> {
        if let Some(screen) = &self.screen {
            // Nothing says when it has drawn, so wait until the picture no longer changes.
            let mut last = Vec::new();
            for _ in 0..10 {
                let picture = screen.picture(self.size);
                if picture == last {
                    break;
                }
                last = picture;
                std::thread::sleep(Duration::from_millis(400));
            }
            return last;
        }
        let picture = self.command("Page.captureScreenshot", &json!({ "format": "png" }));
        BASE64_STANDARD.decode(picture["data"].as_str().unwrap_or_default()).expect("a picture")
    }

    fn complaints(&mut self) -> Vec<String> {
        self.complaints.clone()
    }

    fn prepare(&mut self, script: &str) {
        // Chromium 53 has it under an older name only.
        if self.try_command("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script })).is_err() {
            self.command("Page.addScriptToEvaluateOnLoad", &json!({ "scriptSource": script }));
        }
    }
}

fn complaint(event: &Value) -> Option<String> {
    let parameters = &event["params"];
    let complaint = match event["method"].as_str()? {
        "Runtime.exceptionThrown" => &parameters["exceptionDetails"],
        "Runtime.consoleAPICalled" if parameters["type"] == "error" => &parameters["args"],
        "Log.entryAdded" if parameters["entry"]["level"] == "error" => &parameters["entry"],
        "Console.messageAdded" if parameters["message"]["level"] == "error" => &parameters["message"],
        "Inspector.targetCrashed" => panic!("the page has crashed"),
        _ => return None,
    };
    Some(complaint.to_string())
}

//! A running old browser, spoken to in the `DevTools` protocol, which has hardly changed since. Nothing of it outlives
//! the value, or the test program, however that ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use harness::engines::Engine;
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

/// Runs a command until standard input ends, which it does when the test program does, and then kills everything that
/// the command started. Only the command holds the output, so that it ends with the command.
const WARDEN: &str = r#""$@" & exec >/dev/null 2>&1; read -r _; kill -KILL 0"#;

/// For a browser that starts and for one that answers. One that crashed says nothing at all.
const PATIENCE: Duration = Duration::from_secs(60);

/// The browser, and the connection to its only page.
pub struct Browser {
    warden: Child,
    lifeline: Option<ChildStdin>,
    profile: PathBuf,
    socket: WebSocket<TcpStream>,
    sent: u64,
    complaints: Vec<String>,
}

impl Browser {
    /// Starts it on an empty page.
    pub fn start(engine: &Engine) -> Self {
        let program = engine.program(&project().join("target/tools"));
        assert!(program.is_file(), "Chromium {} is not installed; `cargo verify engines` does that", engine.version);
        let profile = std::env::temp_dir().join(format!("engine-{}-{}", std::process::id(), engine.version));
        std::fs::create_dir_all(&profile).expect("a folder for the browser");
        let mut warden = command(&program, &profile).spawn().expect("a shell that can be started");
        let lifeline = warden.stdin.take();
        let output = BufReader::new(warden.stderr.take().expect("an output to read")).lines();
        let (found, port) = mpsc::channel();
        // Reads to the end, because whoever does not read makes the writer wait.
        std::thread::spawn(move || {
            for port in output.map_while(Result::ok).filter_map(|line| port_in(&line)) {
                let _ = found.send(port);
            }
        });
        let port = port.recv_timeout(PATIENCE).expect("a browser that starts");
        let address = page_address(port);
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
        let (socket, _) = tungstenite::client(address, stream).expect("a socket to the page");
        let mut browser = Self { warden, lifeline, profile, socket, sent: 0, complaints: Vec::new() };
        for domain in ["Page", "Runtime", "Log"] {
            browser.command(&format!("{domain}.enable"), json!({}));
        }
        browser
    }

    /// Sends a command and waits for its answer.
    pub fn command(&mut self, method: &str, parameters: Value) -> Value {
        self.sent += 1;
        let command = json!({ "id": self.sent, "method": method, "params": parameters });
        self.socket.send(Message::text(command.to_string())).expect("a browser that listens");
        loop {
            let message = self.socket.read().unwrap_or_else(|error| panic!("no answer to {method}: {error}"));
            let Ok(text) = message.to_text() else { continue };
            let mut message: Value = serde_json::from_str(text).unwrap_or_default();
            if message["id"] == self.sent {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].take();
            }
            self.note(&message);
        }
    }

    /// The value of an expression in the page, or of what it promises; an error of the page's as words.
    pub fn evaluate(&mut self, expression: &str) -> Result<Value, String> {
        // Without the last, the page's content policy would not hold for it.
        let question = json!({
            "expression": expression, "returnByValue": true, "awaitPromise": true,
            "allowUnsafeEvalBlockedByCSP": false,
        });
        let mut answer = self.command("Runtime.evaluate", question);
        match &answer["exceptionDetails"] {
            Value::Null => Ok(answer["result"]["value"].take()),
            details => Err(details["exception"]["description"].as_str().unwrap_or("an error").to_owned()),
        }
    }

    /// Presses and releases a key; what it types, if anything, is its text.
    pub fn key(&mut self, name: &str, code: u32, text: &str) {
        let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let mut event = json!({
            "type": kind, "key": name, "windowsVirtualKeyCode": code, "nativeVirtualKeyCode": code, "text": text,
        });
        self.command("Input.dispatchKeyEvent", event.clone());
        event["type"] = "keyUp".into();
        event["text"] = "".into();
        self.command("Input.dispatchKeyEvent", event);
    }

    /// Writes what it shows at this size to a file.
    pub fn take_picture(&mut self, path: &Path, (width, height): (u32, u32)) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.command("Emulation.setDeviceMetricsOverride", metrics);
        let picture = self.command("Page.captureScreenshot", json!({ "format": "png" }));
        let bytes = BASE64_STANDARD.decode(picture["data"].as_str().unwrap_or_default()).expect("a picture");
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder for pictures");
        std::fs::write(path, bytes).expect("a file");
    }

    /// Errors that the page did not catch, and what it or the browser put into the console as an error.
    pub fn complaints(&self) -> &[String] {
        &self.complaints
    }

    fn note(&mut self, event: &Value) {
        let parameters = &event["params"];
        let complaint = match event["method"].as_str() {
            Some("Runtime.exceptionThrown") => &parameters["exceptionDetails"],
            Some("Runtime.consoleAPICalled") if parameters["type"] == "error" => &parameters["args"],
            Some("Log.entryAdded") if parameters["entry"]["level"] == "error" => &parameters["entry"],
            Some("Inspector.targetCrashed") => panic!("the page has crashed"),
            _ => return,
        };
        self.complaints.push(complaint.to_string());
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        let _ = self.warden.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

/// The project's folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the project")
}

fn command(program: &Path, profile: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", WARDEN, "sh"]).arg(program);
    // No sandbox: it needs rights that containers do not give, and the only pages are our own.
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]);
    command.args(["--remote-debugging-port=0", "--window-size=1280,720"]);
    command.arg(format!("--user-data-dir={}", profile.display())).arg("about:blank");
    command.env("HOME", profile).env("TMPDIR", profile);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    // In a group of its own it can be killed as a whole, and Ctrl-C does not kill the warden first.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

/// `DevTools listening on ws://127.0.0.1:39225/devtools/browser/…`
fn port_in(line: &str) -> Option<u16> {
    let address = line.strip_prefix("DevTools listening on ws://")?;
    address.split_once(':')?.1.split('/').next()?.parse().ok()
}

/// The socket of the page that is open, once there is one.
fn page_address(port: u16) -> String {
    let address = |targets: &Value| {
        let page = targets.as_array()?.iter().find(|target| target["type"] == "page")?;
        page["webSocketDebuggerUrl"].as_str().map(str::to_owned)
    };
    for _ in 0..100 {
        if let Some(address) = targets(port).as_ref().and_then(address) {
            return address;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the browser opens no page");
}

fn targets(port: u16) -> Option<Value> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    write!(stream, "GET /json/list HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n").ok()?;
    // The oldest keep the connection open all the same: the length says where the answer ends.
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.split_once(':') else {
            if line.trim().is_empty() {
                break;
            }
            continue;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

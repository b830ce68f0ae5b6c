//! A headless Chromium, spoken to in its `DevTools` protocol. Nothing of it outlives the value, or the program that
//! started it, however that ends.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

/// Runs a command until standard input ends, which it does when our own program does, and then kills everything that
/// the command started. Only the command holds the output, so that it ends with the command.
const WARDEN: &str = r#""$@" & exec >/dev/null 2>&1; read -r _; kill -KILL 0"#;

/// For a browser that starts and for one that answers. One that crashed says nothing at all.
const PATIENCE: Duration = Duration::from_secs(60);

/// What ends a conversation with a browser: the reason, in words.
pub type Outcome<T> = Result<T, String>;

/// The browser, and the connection to its only page.
pub struct Browser {
    warden: Child,
    lifeline: Option<ChildStdin>,
    profile: PathBuf,
    socket: Option<WebSocket<TcpStream>>,
    sent: u64,
    events: Vec<Value>,
}

impl Browser {
    /// Starts it with a profile of its own and these flags besides the usual ones, on an empty page.
    ///
    /// # Errors
    /// When it does not start, or opens no page.
    pub fn start(program: &Path, flags: &[&str]) -> Outcome<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("devtools-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let profile = std::env::temp_dir().join(name);
        let unusable = |error: io::Error| format!("{} cannot be started: {error}.", program.display());
        std::fs::create_dir_all(&profile).map_err(unusable)?;
        let mut warden = command(program, flags, &profile).spawn().map_err(unusable)?;
        let lifeline = warden.stdin.take();
        let output = warden.stderr.take();
        let mut browser = Self { warden, lifeline, profile, socket: None, sent: 0, events: Vec::new() };
        let (found, port) = mpsc::channel();
        // Reads to the end, because whoever does not read makes the writer wait.
        std::thread::spawn(move || {
            let lines = output.map(BufReader::new).into_iter().flat_map(BufRead::lines);
            for port in lines.map_while(Result::ok).filter_map(|line| port_in(&line)) {
                let _ = found.send(port);
            }
        });
        let port = port.recv_timeout(PATIENCE).map_err(|_| format!("{} does not start.", program.display()))?;
        let address = page_address(port).ok_or("The browser opens no page.")?;
        let stream = TcpStream::connect(("127.0.0.1", port)).map_err(unusable)?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(unusable)?;
        let (socket, _) = tungstenite::client(address, stream).map_err(|error| format!("No socket: {error}."))?;
        browser.socket = Some(socket);
        for domain in ["Page", "Runtime"] {
            browser.command(&format!("{domain}.enable"), &json!({}))?;
        }
        Ok(browser)
    }

    /// Sends a command and waits for its answer.
    ///
    /// # Errors
    /// When the browser refuses it, or says nothing any more.
    pub fn command(&mut self, method: &str, parameters: &Value) -> Outcome<Value> {
        self.sent += 1;
        let command = json!({ "id": self.sent, "method": method, "params": parameters });
        let socket = self.socket.as_mut().ok_or("The browser is gone.")?;
        socket.send(Message::text(command.to_string())).map_err(|error| format!("{method}: {error}."))?;
        loop {
            let mut message = self.read()?;
            if message["id"] == self.sent {
                let error = &message["error"];
                return if error.is_null() { Ok(message["result"].take()) } else { Err(format!("{method}: {error}")) };
            }
            self.events.push(message);
        }
    }

    /// The value of an expression in the page, or of what it promises.
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

    /// Waits for an event of this name; gives its parameters.
    ///
    /// # Errors
    /// When it does not come within a minute.
    pub fn wait_for(&mut self, name: &str) -> Outcome<Value> {
        let started = Instant::now();
        loop {
            if started.elapsed() > PATIENCE {
                return Err(format!("No {name} within a minute."));
            }
            let mut message = self.read().map_err(|error| format!("No {name}: {error}"))?;
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

    fn read(&mut self) -> Outcome<Value> {
        let socket = self.socket.as_mut().ok_or("The browser is gone.")?;
        loop {
            let message = socket.read().map_err(|error| format!("The browser says no more: {error}."))?;
            if let Some(message) = message.to_text().ok().and_then(|text| serde_json::from_str(text).ok()) {
                return Ok(message);
            }
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        let _ = self.warden.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

fn command(program: &Path, flags: &[&str], profile: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", WARDEN, "sh"]).arg(program);
    // No sandbox: it needs rights that containers do not give, and the only pages are our own.
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]);
    // Nothing that the browser does for itself.
    command.args(["--disable-background-networking", "--disable-component-update", "--no-first-run"]);
    command.args(["--remote-debugging-port=0", "--window-size=1280,720"]).args(flags);
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
fn page_address(port: u16) -> Option<String> {
    let address = |targets: &Value| {
        let page = targets.as_array()?.iter().find(|target| target["type"] == "page")?;
        page["webSocketDebuggerUrl"].as_str().map(str::to_owned)
    };
    (0..200).find_map(|_| {
        let found = targets(port).as_ref().and_then(address);
        if found.is_none() {
            std::thread::sleep(Duration::from_millis(50));
        }
        found
    })
}

fn targets(port: u16) -> Option<Value> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    write!(stream, "GET /json/list HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n").ok()?;
    // It keeps the connection open all the same: the length says where the answer ends.
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.trim().parse().ok()?,
            None if line.trim().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

//! WPE `WebKit`, controlled by `WebDriver` through its own driver.

use std::path::{Path, PathBuf};
use std::process::Command;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

use super::driver::{Driver, Key};
use super::http::request;
use super::process::Process;

/// The driver and its session.
pub struct WebKit {
    port: u16,
    session: String,
    _process: Process,
}

impl WebKit {
    /// Starts the driver, which starts a browser on an empty page.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(program: &Path) -> Self {
        // It cannot choose a port by itself, and does not say when it is ready.
        let port =
            std::net::TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port").port();
        let prepare = |command: &mut Command, _: &Path| {
            command.arg(format!("--port={port}")).arg("--host=127.0.0.1");
            // The sandbox needs rights that containers lack. Only our own pages are opened.
            command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
        };
        let process = Process::start_silently(program, prepare).expect("a driver that starts");
        for _ in 0..100 {
            if request(port, "GET", "/status", "").is_some() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        let options = json!({ "binary": mini_browser(), "args": ["--headless", "--automation"] });
        let wished = json!({ "capabilities": { "alwaysMatch": { "wpe:browserOptions": options } } });
        let answer = request(port, "POST", "/session", &wished.to_string()).unwrap_or_default();
        let session =
            answer["value"]["sessionId"].as_str().unwrap_or_else(|| panic!("no session: {answer}")).to_owned();
        Self { port, session, _process: process }
    }

    fn command(&self, method: &str, name: &str, parameters: &Value) -> Result<Value, String> {
        let path = format!("/session/{}/{name}", self.session);
        let body = if method == "GET" { String::new() } else { parameters.to_string() };
        let mut answer = request(self.port, method, &path, &body).ok_or_else(|| format!("no answer to {name}"))?;
        match answer["value"]["error"].as_str() {
            Some(_) => Err(answer["value"]["message"].to_string()),
            None => Ok(answer["value"].take()),
        }
    }

    fn certainly(&self, method: &str, name: &str, parameters: &Value) -> Value {
        self.command(method, name, parameters).unwrap_or_else(|problem| panic!("{name}: {problem}"))
    }
}

impl Driver for WebKit {
    fn open(&mut self, address: &str) {
        self.certainly("POST", "url", &json!({ "url": address }));
    }

    fn reload(&mut self) {
        self.certainly("POST", "refresh", &json!({}));
    }

    fn evaluate(&mut self, expression: &str) -> Result<Value, String> {
        let script = format!("return {expression};");
        self.command("POST", "execute/sync", &json!({ "script": script, "args": [] }))
    }

    fn press(&mut self, key: Key) {
        let key = key.of_webdriver();
        let both = json!([{ "type": "keyDown", "value": key }, { "type": "keyUp", "value": key }]);
        let actions = json!([{ "type": "key", "id": "remote control", "actions": both }]);
        self.certainly("POST", "actions", &json!({ "actions": actions }));
    }

    fn resize(&mut self, (width, height): (u32, u32)) {
        self.certainly("POST", "window/rect", &json!({ "width": width, "height": height }));
    }

    fn picture(&mut self) -> Vec<u8> {
        let picture = self.certainly("GET", "screenshot", &json!({}));
        BASE64_STANDARD.decode(picture.as_str().unwrap_or_default()).expect("a picture")
    }

    /// The protocol has nothing for this.
    fn complaints(&mut self) -> Vec<String> {
        Vec::new()
    }

    fn prepare(&mut self, _: &str) {
        unimplemented!("the protocol has nothing for this");
    }

    fn enter_frame(&mut self) {
        self.certainly("POST", "frame", &json!({ "id": 0 }));
    }

    fn leave_frame(&mut self) {
        self.certainly("POST", "frame", &json!({ "id": null }));
    }
}

/// The browser, which Debian installs beside the library.
fn mini_browser() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").expect("the system's libraries");
    let places = folders.filter_map(Result::ok).map(|it| it.path().join("wpe-webkit-1.1/MiniBrowser"));
    places.into_iter().find(|path| path.is_file()).expect("the browser of libwpewebkit")
}

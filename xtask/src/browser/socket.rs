//! A WebSocket for commands to a browser and for its answers and events, as in the `DevTools` protocol and `WebDriver
//! BiDi`.

use std::net::TcpStream;

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use super::{Outcome, PATIENCE};

/// The connection.
pub struct Socket {
    inner: WebSocket<TcpStream>,
    sent: u64,
}

impl Socket {
    /// Connects to this address, whose port is given again.
    ///
    /// # Errors
    /// If no such socket can be opened.
    pub fn connect(address: &str, port: u16) -> Outcome<Self> {
        let failed = |error: &dyn std::fmt::Display| format!("No socket to the browser: {error}.");
        let stream = TcpStream::connect(("127.0.0.1", port)).map_err(|error| failed(&error))?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(|error| failed(&error))?;
        let (inner, _) = tungstenite::client(address, stream).map_err(|error| failed(&error))?;
        Ok(Self { inner, sent: 0 })
    }

    /// Sends a command, waits for its answer and returns the result. Events that arrive meanwhile go to `note`.
    ///
    /// # Errors
    /// If the browser refuses it or does not answer.
    pub fn command(&mut self, method: &str, parameters: &Value, mut note: impl FnMut(Value)) -> Outcome<Value> {
        self.sent += 1;
        let command = json!({ "id": self.sent, "method": method, "params": parameters });
        self.inner.send(Message::text(command.to_string())).map_err(|error| format!("{method}: {error}."))?;
        loop {
            let mut message = self.read().map_err(|problem| format!("{method}: {problem}"))?;
            if message["id"] != self.sent {
                note(message);
            } else if message["error"].is_null() {
                return Ok(message["result"].take());
            } else {
                return Err(format!("{method}: {message}"));
            }
        }
    }

    /// The next message.
    ///
    /// # Errors
    /// If the browser sends nothing more.
    pub fn read(&mut self) -> Outcome<Value> {
        loop {
            let message = self.inner.read().map_err(|error| format!("The browser sends nothing more: {error}."))?;
            if let Some(message) = message.to_text().ok().and_then(|text| serde_json::from_str(text).ok()) {
                return Ok(message);
            }
        }
    }
}

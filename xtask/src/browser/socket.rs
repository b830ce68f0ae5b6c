//! A socket over which commands go to a browser and its answers and news come back, as in the `DevTools` protocol and in
//! `WebDriver BiDi`.

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
    /// Connects to this address, which is on this port.
    ///
    /// # Errors
    /// When nothing listens there, or something else.
    pub fn connect(address: &str, port: u16) -> Outcome<Self> {
        let failed = |error: &dyn std::fmt::Display| format!("No socket to the browser: {error}.");
        let stream = TcpStream::connect(("127.0.0.1", port)).map_err(|error| failed(&error))?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(|error| failed(&error))?;
        let (inner, _) = tungstenite::client(address, stream).map_err(|error| failed(&error))?;
        Ok(Self { inner, sent: 0 })
    }

    /// Sends a command and waits for its answer, which is its result. What else arrives is handed on.
    ///
    /// # Errors
    /// When the browser refuses it, or says nothing any more.
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

    /// The next that arrives.
    ///
    /// # Errors
    /// When the browser says nothing any more.
    pub fn read(&mut self) -> Outcome<Value> {
        loop {
            let message = self.inner.read().map_err(|error| format!("The browser says no more: {error}."))?;
            if let Some(message) = message.to_text().ok().and_then(|text| serde_json::from_str(text).ok()) {
                return Ok(message);
            }
        }
    }
}

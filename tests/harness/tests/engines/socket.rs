//! A socket over which commands go to a browser and its answers and news come back, as in the `DevTools` protocol and in
//! `WebDriver BiDi`.

use std::net::TcpStream;

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use crate::process::PATIENCE;

/// The connection.
pub struct Socket {
    inner: WebSocket<TcpStream>,
    sent: u64,
}

impl Socket {
    /// Connects to this address, which is on this port.
    pub fn connect(address: &str, port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
        let (inner, _) = tungstenite::client(address, stream).expect("a socket to the page");
        Self { inner, sent: 0 }
    }

    /// Sends a command and waits for its answer, which is its result or its error. What else arrives is handed on.
    pub fn command(&mut self, method: &str, parameters: &Value, mut note: impl FnMut(&Value)) -> Result<Value, Value> {
        self.sent += 1;
        let command = json!({ "id": self.sent, "method": method, "params": parameters });
        self.inner.send(Message::text(command.to_string())).expect("a browser that listens");
        loop {
            let message = self.inner.read().unwrap_or_else(|error| panic!("no answer to {method}: {error}"));
            let Ok(text) = message.to_text() else { continue };
            let mut message: Value = serde_json::from_str(text).unwrap_or_default();
            if message["id"] != self.sent {
                note(&message);
            } else if message["error"].is_null() {
                return Ok(message["result"].take());
            } else {
                return Err(message);
            }
        }
    }
}

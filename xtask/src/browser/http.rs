//! Just enough HTTP to send a request to a browser on this machine.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use super::{Outcome, PATIENCE};

/// Sends a request and returns the JSON of the answer, if any.
#[must_use]
pub fn request(port: u16, method: &str, path: &str, body: &str) -> Option<Value> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .ok()?;
    // The oldest browsers keep the connection open anyway, so the length has to say where the answer ends.
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

/// Waits until a Chromium has opened a page and returns the address of its socket.
///
/// # Errors
/// If it opens none.
pub fn page_address(port: u16) -> Outcome<String> {
    let address = |targets: &Value| {
        let page = targets.as_array()?.iter().find(|target| target["type"] == "page")?;
        page["webSocketDebuggerUrl"].as_str().map(str::to_owned)
    };
    for _ in 0..200 {
        if let Some(address) = request(port, "GET", "/json/list", "").as_ref().and_then(address) {
            return Ok(address);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Err("The browser opens no page.".to_owned())
}

//! A client that writes bytes to a socket and reads the answer. It knows only as much of HTTP as the tests need, so
//! that it corrects nothing.

use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The origin of the page that asks.
const PAGE: &str = "https://app.example.net";

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Did the body end the way the headers said?
    pub complete: bool,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body of text")
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a body of JSON")
    }
}

/// Sends one request from [`PAGE`] and reads until the connection is closed; `None` when it closes
/// without an answer.
pub fn ask(port: u16, line: &str, headers: &[(&str, &str)], body: Option<&str>) -> Option<Answer> {
    let mut stream = connect(port);
    stream.write_all(&bytes(line, headers, body)).expect("a request that can be sent");
    let mut received = Vec::new();
    // A connection that breaks off gives what had arrived until then.
    let _ = stream.read_to_end(&mut received);
    parse(&received)
}

/// Opens a connection that waits two seconds for an answer at most.
pub fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("a server that listens");
    stream.set_read_timeout(Some(Duration::from_secs(2))).expect("a socket with a timeout");
    stream
}

/// The bytes of a request that asks for the connection to be closed.
pub fn bytes(line: &str, headers: &[(&str, &str)], body: Option<&str>) -> Vec<u8> {
    let mut lines = vec![
        format!("{line} HTTP/1.1"),
        "Host: media.example.net".to_owned(),
        "Connection: close".to_owned(),
        format!("Origin: {PAGE}"),
    ];
    lines.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
    if body.is_some() {
        lines.push("Content-Type: application/json".to_owned());
    }
    let body = body.unwrap_or_default();
    if line.starts_with("POST") {
        lines.push(format!("Content-Length: {}", body.len()));
    }
    format!("{}\r\n\r\n{body}", lines.join("\r\n")).into_bytes()
}

fn parse(received: &[u8]) -> Option<Answer> {
    let end = received.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&received[..end]).into_owned();
    let rest = &received[end + 4..];
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let pairs = lines.filter_map(|line| line.split_once(": "));
    let headers = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let mut answer = Answer { status, headers, body: rest.to_vec(), complete: true };
    if answer.header("Transfer-Encoding") == Some("chunked") {
        (answer.body, answer.complete) = joined(rest);
    } else if let Some(length) = answer.header("Content-Length") {
        answer.complete = length.parse() == Ok(rest.len());
    }
    Some(answer)
}

/// The chunks put together, and whether the last one was there.
fn joined(mut rest: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let digits = String::from_utf8_lossy(&rest[..end]).into_owned();
        let Ok(size) = usize::from_str_radix(&digits, 16) else {
            break;
        };
        let Some(chunk) = rest.get(end + 2..end + 2 + size) else {
            break;
        };
        if size == 0 {
            return (body, true);
        }
        body.extend(chunk);
        rest = rest.get(end + 4 + size..).unwrap_or_default();
    }
    (body, false)
}

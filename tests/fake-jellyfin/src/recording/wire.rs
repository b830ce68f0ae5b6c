//! Just enough HTTP to send a request to a server and to take its answer as it comes.

use crate::{Request, Response};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Sends a request to the server at this address, such as `http://127.0.0.1:8096`.
///
/// # Errors
///
/// Says why there is no answer.
pub fn send(server: &str, request: &Request) -> Result<Response, String> {
    let host = server.strip_prefix("http://").ok_or_else(|| format!("{server} does not begin with http://"))?;
    let with_port = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
    let failed = |error: std::io::Error| format!("{server} does not answer: {error}");
    let mut stream = TcpStream::connect(with_port).map_err(failed)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
    stream.write_all(&bytes(host, request)).map_err(failed)?;
    let mut received = Vec::new();
    stream.read_to_end(&mut received).map_err(failed)?;
    parse(&received).ok_or_else(|| format!("{server} does not speak HTTP"))
}

fn bytes(host: &str, request: &Request) -> Vec<u8> {
    let mut lines = vec![
        format!("{} {} HTTP/1.1", request.method, request.target),
        format!("Host: {host}"),
        "Connection: close".to_owned(),
    ];
    lines.extend(request.headers.iter().map(|(name, value)| format!("{name}: {value}")));
    if request.method == "POST" || !request.body.is_empty() {
        lines.push(format!("Content-Length: {}", request.body.len()));
    }
    [lines.join("\r\n").as_bytes(), b"\r\n\r\n", &request.body].concat()
}

fn parse(received: &[u8]) -> Option<Response> {
    let end = received.windows(4).position(|window| window == b"\r\n\r\n")?;
    let (head, body) = (String::from_utf8_lossy(&received[..end]), &received[end + 4..]);
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let pairs = lines.filter_map(|line| line.split_once(": "));
    let headers = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let mut response = Response { status, headers, body: body.to_vec() };
    if response.header("Transfer-Encoding") == Some("chunked") {
        response.body = joined(body)?;
    }
    Some(response)
}

/// The chunks put together.
fn joined(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).ok()?, 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        body.extend(rest.get(end + 2..end + 2 + size)?);
        rest = rest.get(end + 4 + size..)?;
    }
}

//! Handles connections: each request is read, logged, perhaps spoiled, and answered.

use super::body::Outgoing;
use super::faults::Faults;
use super::files::Files;
use super::seen::Log;
use super::tls::Tls;
use crate::{Fault, Jellyfin, Request, Response};
use http_body_util::BodyExt;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::sleep;

/// What all connections of one server share.
pub(super) struct Shared {
    fake: Mutex<Timed>,
    /// A second one in another folder.
    beside: Option<Mutex<Timed>>,
    foreground: Foreground,
    files: Vec<Files>,
    pub(super) tls: Option<Tls>,
    pub(super) faults: Faults,
    pub(super) log: Arc<Log>,
}

/// What answers a request that is not for a file.
pub(super) enum Foreground {
    /// The fake.
    Jellyfin,
    /// A program that always gives the same answer.
    Always(Response),
    /// The server at this address, which gets every request.
    Another(String),
}

/// The fake, and the real time up to which its clock has been advanced.
struct Timed {
    fake: Jellyfin,
    until: Instant,
}

impl Shared {
    pub(super) fn new(
        fake: Jellyfin,
        beside: Option<Jellyfin>,
        foreground: Foreground,
        files: Vec<Files>,
        tls: Option<Tls>,
    ) -> Self {
        let timed = |fake| Mutex::new(Timed { fake, until: Instant::now() });
        Self {
            fake: timed(fake),
            beside: beside.map(timed),
            foreground,
            files,
            tls,
            faults: Faults::default(),
            log: Arc::new(Log::new()),
        }
    }

    /// Advances the fake's clock, then gives access to the fake.
    pub(super) fn with<R>(&self, action: impl FnOnce(&mut Jellyfin) -> R) -> R {
        with(&self.fake, action)
    }

    /// The same for the one beside it, if there is one.
    pub(super) fn with_beside<R>(&self, action: impl FnOnce(&mut Jellyfin) -> R) -> Option<R> {
        self.beside.as_ref().map(|beside| with(beside, action))
    }

    fn answer(&self, request: &Request) -> Response {
        match &self.foreground {
            Foreground::Always(answer) => return self.file(request, "").unwrap_or_else(|| answer.clone()),
            Foreground::Another(server) => return self.file(request, "").unwrap_or_else(|| forward(server, request)),
            Foreground::Jellyfin => {}
        }
        let is_beside = |fake: &mut Jellyfin| request.target.starts_with(&format!("{}/", fake.base_path()));
        let fake = match &self.beside {
            Some(beside) if with(beside, is_beside) => beside,
            _ => &self.fake,
        };
        let (hosts, base_path, cors) = with(fake, |fake| {
            let is_folder = request.target.split('?').next().is_some_and(|path| path.ends_with('/'));
            let hosts = !fake.is_start_up_server() && (fake.serves_folders() || !is_folder);
            (hosts, fake.base_path().to_owned(), fake.cors_headers(request))
        });
        if let Some(mut file) = self.file(request, &base_path).filter(|_| hosts) {
            file.headers.extend(cors);
            return file;
        }
        with(fake, |fake| fake.handle(request))
    }

    fn file(&self, request: &Request, base_path: &str) -> Option<Response> {
        self.files.iter().find_map(|files| files.answer(request, base_path))
    }
}

fn with<R>(timed: &Mutex<Timed>, action: impl FnOnce(&mut Jellyfin) -> R) -> R {
    let mut timed = timed.lock().unwrap_or_else(PoisonError::into_inner);
    let passed = u64::try_from(timed.until.elapsed().as_millis()).unwrap_or_default();
    timed.until += Duration::from_millis(passed);
    timed.fake.advance(passed);
    action(&mut timed.fake)
}

/// Hands a request on, and the answer back. What belongs to one connection stays behind.
fn forward(server: &str, request: &Request) -> Response {
    let is_of_connection = |(name, _): &(String, String)| {
        let name = name.to_ascii_lowercase();
        ["connection", "content-length", "host", "keep-alive", "transfer-encoding"].contains(&name.as_str())
    };
    let mut request = request.clone();
    request.headers.retain(|header| !is_of_connection(header));
    let sent = tokio::task::block_in_place(|| crate::recording::send(server, &request));
    let mut response = sent.unwrap_or_else(|_| Response { status: 502, ..Response::default() });
    response.headers.retain(|header| !is_of_connection(header));
    response
}

/// Answers requests on one connection until it is closed.
pub(super) async fn serve_connection(stream: TcpStream, shared: Arc<Shared>) {
    let Some(tls) = &shared.tls else {
        return serve_stream(stream, shared).await;
    };
    // A client that refuses the certificate closes the connection.
    if let Ok(stream) = tls.acceptor.accept(stream).await {
        serve_stream(stream, Arc::clone(&shared)).await;
    }
}

async fn serve_stream(stream: impl AsyncRead + AsyncWrite + Unpin, shared: Arc<Shared>) {
    let service = service_fn(move |request| respond(request, Arc::clone(&shared)));
    let connection = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // An error is what a fault or the client wanted.
    drop(connection.await);
}

async fn respond(incoming: hyper::Request<Incoming>, shared: Arc<Shared>) -> io::Result<hyper::Response<Outgoing>> {
    let Some(request) = read(incoming).await? else {
        return Ok(write(Response { status: 400, ..Response::default() }));
    };
    let mut entry = shared.log.open(&request);
    let fault = (!request.is_preflight()).then(|| shared.faults.take(&request.target)).flatten();
    let answer = match fault {
        Some(fault) => spoil(fault, &request, &shared).await,
        None => Ok(write(shared.answer(&request))),
    };
    entry.status = answer.as_ref().ok().map(|answer| answer.status().as_u16());
    answer
}

/// `None` if a header is not UTF-8, which Kestrel itself refuses.
async fn read(incoming: hyper::Request<Incoming>) -> io::Result<Option<Request>> {
    let (head, body) = incoming.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let text = |value: &[u8]| String::from_utf8(value.to_vec()).ok();
    let pair = |(name, value): (&hyper::header::HeaderName, &hyper::header::HeaderValue)| {
        Some((name.as_str().to_owned(), text(value.as_bytes())?))
    };
    let headers = head.headers.iter().map(pair).collect::<Option<Vec<_>>>();
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let method = head.method.as_str().to_owned();
    Ok(headers.map(|headers| Request { method, target, headers, body: body.to_vec() }))
}

/// An error closes the connection without an answer.
async fn spoil(fault: Fault, request: &Request, shared: &Shared) -> io::Result<hyper::Response<Outgoing>> {
    let closed = || Err(io::Error::from(io::ErrorKind::ConnectionReset));
    let plain = |status, content_type: &str, body: Vec<u8>| {
        let mut headers = Vec::new();
        if !content_type.is_empty() {
            headers.push(("Content-Type".to_owned(), content_type.to_owned()));
        }
        if request.header_value("Origin").is_some() {
            headers.push(("Access-Control-Allow-Origin".to_owned(), "*".to_owned()));
        }
        Response { status, headers, body }
    };
    match fault {
        Fault::Drop => closed(),
        Fault::Delay(milliseconds) => {
            let answer = shared.answer(request);
            sleep(Duration::from_millis(milliseconds)).await;
            Ok(write(answer))
        }
        Fault::Status(status) => Ok(write(plain(status, "", Vec::new()))),
        Fault::Body { status, content_type, body } => Ok(write(plain(status, &content_type, body))),
        Fault::Redirect { status, to, is_shared } => {
            let mut answer = plain(status, "", Vec::new());
            if !is_shared {
                answer.headers.clear();
            }
            answer.headers.push(("Location".to_owned(), format!("{to}{}", request.target)));
            Ok(write(answer))
        }
        Fault::ErrorPage(status) => {
            let answer = shared.answer(request);
            let page = || plain(status, "text/html", b"<!DOCTYPE html><title>Not found</title>".to_vec());
            Ok(write(if answer.status == status { page() } else { answer }))
        }
        Fault::CutOff => Ok(write_half(shared.answer(request))),
        Fault::Hang => std::future::pending().await,
        Fault::LostAnswer => {
            shared.answer(request);
            closed()
        }
        Fault::Endless => {
            let answer = write(plain(200, "application/json; charset=utf-8", Vec::new()));
            Ok(answer.map(|_| Outgoing::endless()))
        }
    }
}

/// Jellyfin's answers are chunked, except that an empty one has a length.
fn write(mut response: Response) -> hyper::Response<Outgoing> {
    let from_jellyfin = response.header("Server").is_some();
    let body = std::mem::take(&mut response.body);
    let body = (!body.is_empty()).then(|| Bytes::from(body));
    let chunked = from_jellyfin && body.is_some();
    with_head(&response, if chunked { Outgoing::Chunked(body) } else { Outgoing::Whole(body) })
}

/// Announces twice as much as it sends.
fn write_half(mut response: Response) -> hyper::Response<Outgoing> {
    let length = response.body.len().max(2);
    response.headers.push(("Content-Length".to_owned(), length.to_string()));
    let half = Bytes::copy_from_slice(&response.body[..response.body.len() / 2]);
    with_head(&response, Outgoing::broken(half))
}

fn with_head(response: &Response, body: Outgoing) -> hyper::Response<Outgoing> {
    let mut builder = hyper::Response::builder().status(response.status);
    for (name, value) in &response.headers {
        builder = builder.header(name, value);
    }
    // A test may have set something that HTTP cannot transport.
    builder.body(body).unwrap_or_else(|_| {
        let mut broken = hyper::Response::new(Outgoing::Whole(None));
        *broken.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
        broken
    })
}

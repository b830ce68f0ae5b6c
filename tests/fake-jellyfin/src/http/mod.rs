//! The fake on a real port: a small HTTP server on loopback that also serves files, spoils chosen answers, and logs
//! requests. The fake's time follows real time. Callers need no async: the server has its own thread and stops when it
//! is dropped.

mod body;
mod faults;
mod files;
mod listen;
mod seen;
mod serve;
mod tls;

pub use seen::Seen;
pub use tls::Certificate;

use crate::{Fault, Jellyfin, Response};
use files::Files;
use serve::{Foreground, Shared};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use tls::Tls;
use tokio::sync::oneshot;

/// A running server on loopback. Dropping it frees the port and cuts every open connection.
pub struct Server {
    port: u16,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Puts a fake on a free port.
    ///
    /// # Errors
    ///
    /// When no port can be opened.
    pub fn start(fake: Jellyfin) -> io::Result<Self> {
        Self::builder(fake).start()
    }

    /// A server that can be configured before it starts.
    #[must_use]
    pub fn builder(fake: Jellyfin) -> Builder {
        Builder { fake, beside: None, foreground: Foreground::Jellyfin, is_secure: false, port: 0, files: Vec::new() }
    }

    /// A plain host for the files in a folder, without Jellyfin.
    #[must_use]
    pub fn files_only(folder: impl Into<PathBuf>) -> Builder {
        Self::anything_but_jellyfin(404, "", "").files("/", folder)
    }

    /// Another program that gives the same answer to every request, unreadable for other origins: a router's page, or
    /// another product's JSON.
    #[must_use]
    pub fn anything_but_jellyfin(status: u16, content_type: &str, body: &str) -> Builder {
        let mut answer = Response { status, body: body.as_bytes().to_vec(), ..Response::default() };
        if !content_type.is_empty() {
            answer.headers.push(("Content-Type".to_owned(), content_type.to_owned()));
        }
        Builder { foreground: Foreground::Always(answer), ..Self::builder(Jellyfin::default()) }
    }

    /// A proxy that serves files of its own and asks another server, such as `http://192.168.1.10:8096`, for all the rest.
    #[must_use]
    pub fn in_front_of(server: &str) -> Builder {
        Builder { foreground: Foreground::Another(server.to_owned()), ..Self::builder(Jellyfin::default()) }
    }

    /// The port, the same for IPv4 and IPv6.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// `http://127.0.0.1:…`, or `https` behind TLS, without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> String {
        self.origin_at("127.0.0.1")
    }

    /// `http://localhost:…`: the same server, and to a browser another origin.
    #[must_use]
    pub fn localhost(&self) -> String {
        self.origin_at("localhost")
    }

    /// Its origin under any other name that leads to this machine.
    #[must_use]
    pub fn origin_at(&self, host: &str) -> String {
        let scheme = if self.shared.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{host}:{}", self.port)
    }

    /// With TLS, the SHA-256 of the certificate's public key in base64, with which Chromium can be told to accept it.
    #[must_use]
    pub fn key_hash(&self) -> Option<&str> {
        self.shared.tls.as_ref().map(|tls| tls.key_hash.as_str())
    }

    /// Looks at the fake or changes it. Time that has passed is counted first.
    pub fn with<R>(&self, action: impl FnOnce(&mut Jellyfin) -> R) -> R {
        self.shared.with(action)
    }

    /// The same for the one beside it, if there is one.
    pub fn with_beside<R>(&self, action: impl FnOnce(&mut Jellyfin) -> R) -> Option<R> {
        self.shared.with_beside(action)
    }

    /// Spoils the next `times` requests whose path and query contain this text, ignoring case. Preflights pass. If
    /// several faults match, the earliest is used first.
    pub fn fault(&self, path_contains: &str, fault: Fault, times: usize) {
        self.shared.faults.add(path_contains, fault, times);
    }

    /// Removes the remaining faults. Requests that already hang keep hanging.
    pub fn clear_faults(&self) {
        self.shared.faults.clear();
    }

    /// Every request so far, in the order of arrival.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.log.seen()
    }

    /// Clears the log.
    pub fn forget_seen(&self) {
        self.shared.log.forget();
    }

    /// Serves until the program is ended from outside.
    pub fn join(mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic there has already been printed.
            drop(thread.join());
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // This fails only if the thread has already ended.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// A port of this machine that nobody listens on.
///
/// # Errors
///
/// When no port can be opened, which is how a free one is found.
pub fn closed_port() -> io::Result<u16> {
    listen::open(0).map(|listeners| listeners.port)
}

/// Describes a server before it is started.
pub struct Builder {
    fake: Jellyfin,
    beside: Option<Jellyfin>,
    foreground: Foreground,
    is_secure: bool,
    port: u16,
    files: Vec<Files>,
}

impl Builder {
    /// Sets the port. Without it, the system chooses.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Another Jellyfin on the same port, which answers what is below its own base path.
    #[must_use]
    pub fn beside(mut self, fake: Jellyfin) -> Self {
        self.beside = Some(fake);
        self
    }

    /// Speaks only TLS, with a certificate made at the start.
    #[must_use]
    pub fn tls(mut self) -> Self {
        self.is_secure = true;
        self
    }

    /// Serves a folder under a path inside the base path: `/web`, or `/` for all of it. A file wins
    /// over an endpoint of the same path; a folder shows its `index.html`.
    #[must_use]
    pub fn files(mut self, mount: &str, folder: impl Into<PathBuf>) -> Self {
        self.files.push(Files::new(mount, folder.into()));
        self
    }

    /// Serves these bytes instead of a file in the folder that was named last, such as `config.json`. The file need not
    /// exist.
    #[must_use]
    pub fn replace(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        if let Some(files) = self.files.last_mut() {
            files.replace(path, bytes.into());
        }
        self
    }

    /// Sends this header with the files of the folder that was named last, in place of its own, as a proxy may do. An empty
    /// value only leaves out its own.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Some(files) = self.files.last_mut() {
            files.set_header(name, value);
        }
        self
    }

    /// Compresses the files of the folder that was named last for clients that accept brotli, or serves the `.br` file
    /// beside one.
    #[must_use]
    pub fn brotli(mut self, compressed: bool) -> Self {
        if let Some(files) = self.files.last_mut() {
            files.compress(compressed);
        }
        self
    }

    /// Opens the port and starts to answer.
    ///
    /// # Errors
    ///
    /// When the port, or any port, cannot be opened, or no certificate can be made.
    pub fn start(self) -> io::Result<Server> {
        let tls = if self.is_secure { Some(Tls::new()?) } else { None };
        let listeners = listen::open(self.port)?;
        let port = listeners.port;
        let shared = Arc::new(Shared::new(self.fake, self.beside, self.foreground, self.files, tls));
        let (stop, stopped) = oneshot::channel();
        let thread = listen::run(listeners, Arc::clone(&shared), stopped)?;
        Ok(Server { port, shared, stop: Some(stop), thread: Some(thread) })
    }
}

//! The fake on a real port: a small HTTP server on loopback that also serves files, spoils chosen
//! answers, and remembers what was asked. Real time that passes is handed to the fake as its own.
//! Callers need no async: the server lives on a thread of its own and stops when it is dropped.

mod body;
mod faults;
mod files;
mod listen;
mod seen;
mod serve;
mod tls;

pub use seen::Seen;

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

    /// A server that can still be told more before it starts.
    #[must_use]
    pub fn builder(fake: Jellyfin) -> Builder {
        Builder { fake, foreground: Foreground::Jellyfin, is_secure: false, port: 0, files: Vec::new() }
    }

    /// A plain host for the files of one folder, without a Jellyfin behind it.
    #[must_use]
    pub fn files_only(folder: impl Into<PathBuf>) -> Builder {
        Self::anything_but_jellyfin(404, "", "").files("/", folder)
    }

    /// Another program that answers every request alike, and no page of another origin may read it: a router's page, a
    /// different product's JSON.
    #[must_use]
    pub fn anything_but_jellyfin(status: u16, content_type: &str, body: &str) -> Builder {
        let mut answer = Response { status, body: body.as_bytes().to_vec(), ..Response::default() };
        if !content_type.is_empty() {
            answer.headers.push(("Content-Type".to_owned(), content_type.to_owned()));
        }
        Builder { foreground: Foreground::Always(answer), ..Self::builder(Jellyfin::default()) }
    }

    /// The port, the same for both families of addresses.
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

    /// Behind TLS, by what Chromium can be told to accept the certificate: the SHA-256 of its public key, in base64.
    #[must_use]
    pub fn key_hash(&self) -> Option<&str> {
        self.shared.tls.as_ref().map(|tls| tls.key_hash.as_str())
    }

    /// Looks at the fake or changes it. Time that has passed is counted first.
    pub fn with<R>(&self, action: impl FnOnce(&mut Jellyfin) -> R) -> R {
        self.shared.with(action)
    }

    /// Spoils the next requests, this many, whose path and query contain this text in any case.
    /// Preflights pass. Of several faults that fit, the one that was asked for first is used up
    /// first.
    pub fn fault(&self, path_contains: &str, fault: Fault, times: usize) {
        self.shared.faults.add(path_contains, fault, times);
    }

    /// Forgets the faults that were not used up. Requests that hang already go on hanging.
    pub fn clear_faults(&self) {
        self.shared.faults.clear();
    }

    /// Every request so far, in the order of arrival.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.log.seen()
    }

    /// Starts the log anew.
    pub fn forget_seen(&self) {
        self.shared.log.forget();
    }

    /// Serves until the program is ended from outside.
    pub fn join(mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic in there was printed already, and there is nobody left to tell.
            drop(thread.join());
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The other end is gone only if the thread already is.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// A port of this machine on which nobody listens.
///
/// # Errors
///
/// When no port can be opened to learn of one.
pub fn closed_port() -> io::Result<u16> {
    listen::open(0).map(|listeners| listeners.port)
}

/// What a server is to be like.
pub struct Builder {
    fake: Jellyfin,
    foreground: Foreground,
    is_secure: bool,
    port: u16,
    files: Vec<Files>,
}

impl Builder {
    /// A fixed port; without one, the system chooses.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Speaks TLS and nothing else, with a certificate made at the start.
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

    /// Serves these bytes instead of a file of the folder named last: `config.json`. The file need
    /// not exist.
    #[must_use]
    pub fn replace(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        if let Some(files) = self.files.last_mut() {
            files.replace(path, bytes.into());
        }
        self
    }

    /// Sends this content policy with the files of the folder named last, as a proxy may do.
    #[must_use]
    pub fn policy(mut self, policy: &str) -> Self {
        if let Some(files) = self.files.last_mut() {
            files.set_policy(policy);
        }
        self
    }

    /// Compresses the files of the folder named last for clients that understand brotli, or serves
    /// the `.br` file that lies beside one.
    #[must_use]
    pub fn brotli(mut self, compressed: bool) -> Self {
        if let Some(files) = self.files.last_mut() {
            files.compress(compressed);
        }
        self
    }

    /// Opens the port and begins to answer.
    ///
    /// # Errors
    ///
    /// When the port, or any port, cannot be opened, or no certificate can be made.
    pub fn start(self) -> io::Result<Server> {
        let tls = if self.is_secure { Some(Tls::new()?) } else { None };
        let listeners = listen::open(self.port)?;
        let port = listeners.port;
        let shared = Arc::new(Shared::new(self.fake, self.foreground, self.files, tls));
        let (stop, stopped) = oneshot::channel();
        let thread = listen::run(listeners, Arc::clone(&shared), stopped)?;
        Ok(Server { port, shared, stop: Some(stop), thread: Some(thread) })
    }
}

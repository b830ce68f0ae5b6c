//! The log of requests and their outcomes.

use crate::Request;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// One request that arrived. Times are milliseconds since the server started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// In capitals.
    pub method: String,
    /// Path and query as sent.
    pub target: String,
    /// Name and value in the order sent.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// When the whole request had arrived.
    pub arrived: u64,
    /// When the answer was ready or the connection was closed. `None` while the request is open.
    pub ended: Option<u64>,
    /// The status that was sent. `None` when nothing was.
    pub status: Option<u16>,
    /// `DeviceId` in the `Authorization` header, as sent.
    pub device_id: Option<String>,
}

impl Seen {
    /// The path alone.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The first header line of that name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// True if both were open at the same moment. An open request has no end yet.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let end = |seen: &Self| seen.ended.unwrap_or(u64::MAX);
        self.arrived < end(other) && other.arrived < end(self)
    }
}

/// All requests since the start or since the log was cleared.
pub(super) struct Log {
    started: Instant,
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    /// Counts how often the log was cleared. A request from before that has no entry any more.
    age: usize,
    seen: Vec<Seen>,
}

impl Log {
    pub(super) fn new() -> Self {
        Self { started: Instant::now(), entries: Mutex::default() }
    }

    pub(super) fn seen(&self) -> Vec<Seen> {
        self.lock().seen.clone()
    }

    pub(super) fn forget(&self) {
        let mut entries = self.lock();
        entries.age += 1;
        entries.seen.clear();
    }

    /// Logs an arrival. Dropping the returned value closes the entry.
    pub(super) fn open(self: &Arc<Self>, request: &Request) -> Entry {
        let mut entries = self.lock();
        entries.seen.push(Seen {
            method: request.method.clone(),
            target: request.target.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
            arrived: self.now(),
            ended: None,
            status: None,
            device_id: request.header_value("Authorization").and_then(device_id),
        });
        Entry { log: Arc::clone(self), age: entries.age, index: entries.seen.len() - 1, status: None }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request without an answer yet. It also ends if the client disconnects.
pub(super) struct Entry {
    log: Arc<Log>,
    age: usize,
    index: usize,
    pub(super) status: Option<u16>,
}

impl Drop for Entry {
    fn drop(&mut self) {
        let now = self.log.now();
        let mut entries = self.log.lock();
        let current = entries.age == self.age;
        if let Some(seen) = entries.seen.get_mut(self.index).filter(|_| current) {
            (seen.ended, seen.status) = (Some(now), self.status);
        }
    }
}

/// The value in quotation marks, still encoded.
fn device_id(header: &str) -> Option<String> {
    let (_, rest) = header.split_once("DeviceId=\"")?;
    rest.split_once('"').map(|(value, _)| value.to_owned())
}

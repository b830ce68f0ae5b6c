//! The faults that a test has set, and the requests that they apply to.

use crate::Fault;
use std::sync::{Mutex, PoisonError};

/// The faults that wait for a matching request.
#[derive(Default)]
pub(super) struct Faults(Mutex<Vec<Waiting>>);

struct Waiting {
    path_contains: String,
    fault: Fault,
    times: usize,
}

impl Faults {
    pub(super) fn add(&self, path_contains: &str, fault: Fault, times: usize) {
        let path_contains = path_contains.to_ascii_lowercase();
        self.lock().push(Waiting { path_contains, fault, times });
    }

    pub(super) fn clear(&self) {
        self.lock().clear();
    }

    /// Takes the fault that is meant for this request, if there is one.
    pub(super) fn take(&self, target: &str) -> Option<Fault> {
        let target = target.to_ascii_lowercase();
        let mut waiting = self.lock();
        waiting.retain(|waiting| waiting.times > 0);
        let fits = |waiting: &&mut Waiting| target.contains(&waiting.path_contains);
        let found = waiting.iter_mut().find(fits)?;
        found.times -= 1;
        Some(found.fault.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! Runs many stories on all processors and reports how they ended. The first seed that fails is run once more, with its
//! transcript.

use std::cell::Cell;
use std::fmt;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crate::bug::Bug;
use crate::story::{Ending, Story};

/// How many seeds a thread takes at a time.
const CHUNK: u64 = 250;

/// How many sign-ins there are between two reports.
const REPORT: u64 = 50_000;

/// How many sign-ins ended, and how.
#[derive(Debug)]
pub struct Summary {
    first_seed: u64,
    sign_ins: u64,
    requests: u64,
    rescued: usize,
    not_approved: u64,
    /// Sorted, in milliseconds.
    latencies: Vec<u32>,
}

/// A sign-in that broke a rule.
#[derive(Debug)]
pub struct Failure {
    pub seed: u64,
    pub message: String,
    pub transcript: String,
}

impl Failure {
    /// What was broken.
    pub fn rule(&self) -> &str {
        self.message.lines().find(|line| line.contains('[')).unwrap_or(&self.message)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}\n{}\nSIMULATION_SEED={} tells this again", self.transcript, self.message, self.seed)
    }
}

/// Lives through so many sign-ins.
pub fn run(first_seed: u64, sign_ins: u64, bug: Bug, report: impl Fn(u64) + Sync) -> Result<Summary, Failure> {
    let end = first_seed + sign_ins;
    let (next, failed) = (AtomicU64::new(first_seed), AtomicU64::new(u64::MAX));
    let work = || {
        let mut endings = vec![];
        loop {
            let start = next.fetch_add(CHUNK, Ordering::Relaxed);
            for seed in start..end.min(start + CHUNK) {
                if seed > failed.load(Ordering::Relaxed) {
                    return endings;
                }
                match live(seed, bug, false) {
                    Ok((ending, _)) => endings.push(ending),
                    Err(_) => _ = failed.fetch_min(seed, Ordering::Relaxed),
                }
            }
            if start >= end {
                return endings;
            }
            let done = (start + CHUNK).min(end) - first_seed;
            if done.is_multiple_of(REPORT) {
                report(done);
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let endings: Vec<Ending> = thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running.into_iter().flat_map(|thread| thread.join().expect("no panic outside of the stories")).collect()
    });
    match failed.into_inner() {
        u64::MAX => Ok(Summary::of(first_seed, &endings)),
        seed => Err(told(seed, bug).expect_err("a failure that repeats itself")),
    }
}

/// Lives through one sign-in and tells it.
pub fn told(seed: u64, bug: Bug) -> Result<String, Failure> {
    live(seed, bug, true).map(|(_, transcript)| transcript)
}

fn live(seed: u64, bug: Bug, is_told: bool) -> Result<(Ending, String), Failure> {
    thread_local!(static IS_QUIET: Cell<bool> = const { Cell::new(false) });
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |panicked| {
            if !IS_QUIET.get() {
                loud(panicked);
            }
        }));
    });
    let (story, run) = Story::live(seed, bug, is_told);
    IS_QUIET.set(true);
    let ended = catch_unwind(AssertUnwindSafe(run));
    IS_QUIET.set(false);
    let transcript = story.transcript();
    match ended {
        Ok(ending) => Ok((ending, transcript)),
        Err(panicked) => {
            let words = panicked.downcast_ref::<String>().cloned();
            let message = words.or_else(|| panicked.downcast_ref::<&str>().map(|words| (*words).to_owned()));
            Err(Failure { seed, message: message.unwrap_or_default(), transcript })
        }
    }
}

impl Summary {
    fn of(first_seed: u64, endings: &[Ending]) -> Self {
        let latency = |ending: &Ending| ending.latency.map(|latency| u32::try_from(latency).unwrap_or(u32::MAX));
        let mut latencies: Vec<u32> = endings.iter().filter_map(latency).collect();
        latencies.sort_unstable();
        Self {
            first_seed,
            sign_ins: endings.len() as u64,
            requests: endings.iter().map(|ending| ending.requests).sum(),
            rescued: endings.iter().filter(|ending| ending.is_rescued).count(),
            not_approved: (endings.len() - latencies.len()) as u64,
            latencies,
        }
    }

    fn seconds(&self, hundredth: usize) -> f64 {
        let place = (self.latencies.len() * hundredth / 100).min(self.latencies.len().saturating_sub(1));
        f64::from(self.latencies.get(place).copied().unwrap_or_default()) / 1000.0
    }
}

#[expect(clippy::cast_precision_loss, reason = "for people")]
impl fmt::Display for Summary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{:>10} sign-ins, from seed {} on; every rule held", self.sign_ins, self.first_seed)?;
        writeln!(out, "{:>10} signed in", self.latencies.len())?;
        writeln!(out, "{:>10} of them although something went wrong around the approval", self.rescued)?;
        writeln!(out, "{:>10} not approved by anybody", self.not_approved)?;
        writeln!(out, "{:>10.1} s from the approval to the sign-in, median", self.seconds(50))?;
        writeln!(out, "{:>10.1} s in 99 of 100", self.seconds(99))?;
        write!(out, "{:>10.1} requests a sign-in", self.requests as f64 / self.sign_ins.max(1) as f64)
    }
}

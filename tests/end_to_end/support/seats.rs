//! Places for browsers, so that only so many run at once, and an end for a story that hangs.

use std::cell::Cell;
use std::io::Write;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Condvar, LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// A story that takes longer waits for something that never happens. The longest takes two minutes on a busy machine.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// More than there are processors, because stories mostly wait.
static ROOM: LazyLock<Room> =
    LazyLock::new(|| Room::new(2 + 3 * std::thread::available_parallelism().map_or(2, usize::from)));

thread_local! {
    /// How many places this thread, which is to say this story, has.
    static OWN: Cell<usize> = const { Cell::new(0) };
}

/// Some places, until they are dropped.
pub struct Seats {
    room: &'static Room,
    count: usize,
    _watch: Watch,
}

/// While it exists, a clock runs.
struct Watch {
    _is_over: mpsc::Sender<()>,
}

struct Room {
    places: usize,
    door: Mutex<()>,
    taken: Mutex<usize>,
    freed: Condvar,
}

impl Seats {
    /// Waits until so many are free. A story that has some already does not wait for more: two such stories could wait
    /// for each other without end.
    pub fn take(count: usize) -> Self {
        ROOM.take(count)
    }
}

impl Room {
    const fn new(places: usize) -> Self {
        Self { places, door: Mutex::new(()), taken: Mutex::new(0), freed: Condvar::new() }
    }

    fn take(&'static self, count: usize) -> Seats {
        let waits = count > 0 && OWN.get() == 0;
        // In turn, so that stories with one browser do not keep overtaking a story with two.
        let _door = waits.then(|| self.door.lock().unwrap_or_else(PoisonError::into_inner));
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while waits && *taken > 0 && *taken + count > self.places {
            taken = self.freed.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += count;
        OWN.set(OWN.get() + count);
        Seats { room: self, count, _watch: Watch::start() }
    }
}

impl Watch {
    /// Ends the whole program after [`LONGEST`], since a thread cannot be ended, and says which story it was. Nobody would
    /// learn that from a run that never ends.
    fn start() -> Self {
        let (is_over, end) = mpsc::channel::<()>();
        let story = thread::current().name().unwrap_or_default().to_owned();
        thread::spawn(move || {
            if end.recv_timeout(LONGEST) == Err(RecvTimeoutError::Timeout) {
                // Not `eprintln!`, which a test program collects and would never show.
                let _ = writeln!(std::io::stderr(), "{story} is not over after {} s.", LONGEST.as_secs());
                std::process::exit(1);
            }
        });
        Self { _is_over: is_over }
    }
}

impl Drop for Seats {
    fn drop(&mut self) {
        *self.room.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.count;
        OWN.set(OWN.get() - self.count);
        self.room.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    /// For what must happen, however busy the machine is.
    const LONG: Duration = Duration::from_secs(30);

    #[test]
    fn a_story_that_has_a_browser_gets_another_while_others_wait() {
        static ROOM: Room = Room::new(2);
        let (report, reports) = channel();
        let (go_on, is_to_go_on) = channel::<()>();
        let other = report.clone();
        thread::spawn(move || {
            let _first = ROOM.take(1);
            report.send("one has a browser").expect("a reader");
            is_to_go_on.recv().expect("a word");
            let _more = (ROOM.take(0), ROOM.take(1));
            report.send("one has two").expect("a reader");
        });
        assert_eq!(reports.recv_timeout(LONG), Ok("one has a browser"));
        thread::spawn(move || {
            let _both = ROOM.take(2);
            other.send("the other has two").expect("a reader");
        });
        // By then it waits at the door.
        assert_eq!(reports.recv_timeout(Duration::from_millis(300)), Err(RecvTimeoutError::Timeout));
        go_on.send(()).expect("a listener");
        assert_eq!(reports.recv_timeout(LONG), Ok("one has two"));
        assert_eq!(reports.recv_timeout(LONG), Ok("the other has two"));
    }

    #[test]
    fn a_story_with_more_browsers_than_places_runs_alone() {
        static ROOM: Room = Room::new(2);
        let (report, reports) = channel();
        thread::spawn(move || {
            let _three = ROOM.take(3);
            report.send(()).expect("a reader");
        });
        assert_eq!(reports.recv_timeout(LONG), Ok(()));
    }
}

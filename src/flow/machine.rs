//! How a flow is driven: ask the state what it wants, do that one thing, feed the answer back, show the new state. Knows
//! nothing of what the states mean, of browsers or of Jellyfin.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

/// A flow as a value.
pub trait Machine: Sized {
    /// What can happen to it.
    type Event;
    /// What it can want done.
    type Effect: PartialEq;

    /// The state after `event`, which happened at `now` on any monotonic clock. Total: an event that nobody waits for
    /// changes nothing.
    #[must_use]
    fn next(self, event: Self::Event, now: Duration) -> Self;

    /// The one thing that this state wants done; none when only a person can move it on.
    fn effect(&self) -> Option<Self::Effect>;

    /// Whether nothing can happen any more.
    fn is_over(&self) -> bool {
        false
    }
}

/// What a machine lives in: the app's shell, or a test.
pub trait World<M: Machine> {
    /// Does what is wanted and returns what came of it. Dropping the future cancels the work.
    fn perform(&self, effect: &M::Effect) -> impl Future<Output = M::Event>;

    /// Waits for the next thing that a person does, or the browser on their behalf.
    fn person(&self) -> impl Future<Output = M::Event>;

    /// The time that has passed on a monotonic clock.
    fn now(&self) -> Duration;

    /// Shows a state. Called for the first state and after every event.
    fn show(&self, state: &M);
}

/// Runs `machine` in `world` until it is over, and returns its last state. At most one effect is under way: an event from
/// a person cancels it if it changes what is wanted, and leaves it running if not.
pub async fn drive<M: Machine>(mut machine: M, world: &impl World<M>) -> M {
    world.show(&machine);
    while !machine.is_over() {
        let Some(wanted) = machine.effect() else {
            machine = machine.next(world.person().await, world.now());
            world.show(&machine);
            continue;
        };
        let mut work = pin!(world.perform(&wanted));
        while machine.effect().as_ref() == Some(&wanted) {
            let (event, finished) = match race(work.as_mut(), pin!(world.person())).await {
                Won::First(event) => (event, true),
                Won::Second(event) => (event, false),
            };
            machine = machine.next(event, world.now());
            world.show(&machine);
            if finished {
                break;
            }
        }
    }
    machine
}

/// Which of two was ready first.
pub(crate) enum Won<A, B> {
    First(A),
    Second(B),
}

/// Whichever is ready first; the first one when both are.
pub(crate) async fn race<A, B>(
    mut first: Pin<&mut impl Future<Output = A>>,
    mut second: Pin<&mut impl Future<Output = B>>,
) -> Won<A, B> {
    poll_fn(|context| {
        if let Poll::Ready(value) = first.as_mut().poll(context) {
            return Poll::Ready(Won::First(value));
        }
        second.as_mut().poll(context).map(Won::Second)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::task::{Context, Waker};

    /// Counts: work adds ten, a person adds one; wants work (named by the tens) until forty.
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Counter(u32);

    impl Machine for Counter {
        type Event = u32;
        type Effect = u32;

        fn next(self, event: u32, _: Duration) -> Self {
            Self(self.0 + event)
        }

        fn effect(&self) -> Option<u32> {
            Some(self.0 / 10)
        }

        fn is_over(&self) -> bool {
            self.0 >= 40
        }
    }

    /// Work is done at the third poll; the person's events come from a list, one a poll.
    struct Desk {
        presses: RefCell<Vec<u32>>,
        started: RefCell<Vec<u32>>,
        shown: RefCell<Vec<u32>>,
    }

    impl World<Counter> for Desk {
        async fn perform(&self, effect: &u32) -> u32 {
            self.started.borrow_mut().push(*effect);
            let mut polls = 0;
            poll_fn(move |_| {
                polls += 1;
                if polls == 3 { Poll::Ready(10) } else { Poll::Pending }
            })
            .await
        }

        async fn person(&self) -> u32 {
            poll_fn(|_| match self.presses.borrow_mut().pop() {
                Some(press) if press > 0 => Poll::Ready(press),
                _ => Poll::Pending,
            })
            .await
        }

        fn now(&self) -> Duration {
            Duration::ZERO
        }

        fn show(&self, state: &Counter) {
            self.shown.borrow_mut().push(state.0);
        }
    }

    fn run(mut presses: Vec<u32>) -> Desk {
        presses.reverse();
        let desk = Desk { presses: RefCell::new(presses), started: RefCell::default(), shown: RefCell::default() };
        let mut context = Context::from_waker(Waker::noop());
        {
            let mut driven = pin!(drive(Counter(0), &desk));
            let finished = (0..100).any(|_| driven.as_mut().poll(&mut context).is_ready());
            assert!(finished, "the machine never came to its end");
        }
        desk
    }

    #[test]
    fn work_is_done_one_piece_at_a_time_until_the_end() {
        let desk = run(vec![]);
        assert_eq!(*desk.started.borrow(), [0, 1, 2, 3]);
        assert_eq!(*desk.shown.borrow(), [0, 10, 20, 30, 40]);
    }

    #[test]
    fn a_press_that_changes_nothing_wanted_leaves_the_work_running() {
        let desk = run(vec![1, 1]);
        assert_eq!(*desk.started.borrow(), [0, 1, 2, 3]);
        assert_eq!(*desk.shown.borrow(), [0, 1, 2, 12, 22, 32, 42]);
    }

    #[test]
    fn a_press_that_changes_what_is_wanted_cancels_the_work() {
        let desk = run(vec![0, 15]);
        assert_eq!(*desk.started.borrow(), [0, 1, 2, 3]);
        assert_eq!(*desk.shown.borrow(), [0, 15, 25, 35, 45]);
    }
}

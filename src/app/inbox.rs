//! How buttons and browser events reach a flow that is being driven: a queue with one reader. (A channel of the
//! futures crates does the same for 1 kB more.)

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Both ends in one; copies share the queue.
pub struct Inbox<Event>(Rc<RefCell<Queue<Event>>>);

struct Queue<Event> {
    events: VecDeque<Event>,
    reader: Option<Waker>,
}

impl<Event> Inbox<Event> {
    /// An empty queue.
    pub fn new() -> Self {
        Self(Rc::new(RefCell::new(Queue { events: VecDeque::new(), reader: None })))
    }

    /// Adds an event; without effect once nobody reads any more.
    pub fn put(&self, event: Event) {
        self.0.borrow_mut().events.push_back(event);
        let reader = self.0.borrow_mut().reader.take();
        if let Some(reader) = reader {
            reader.wake();
        }
    }

    /// The next event. Dropping the future loses none.
    pub async fn next(&self) -> Event {
        poll_fn(|context| {
            let mut queue = self.0.borrow_mut();
            if let Some(event) = queue.events.pop_front() {
                return Poll::Ready(event);
            }
            queue.reader = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }
}

impl<Event> Clone for Inbox<Event> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

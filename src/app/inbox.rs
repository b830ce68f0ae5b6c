//! How buttons and browser events reach a flow that is being driven.

use std::cell::RefCell;
use std::future::poll_fn;
use std::task::Poll;

use futures_channel::mpsc::UnboundedReceiver;
use futures_util::stream::StreamExt;

/// The end that a flow reads.
pub struct Inbox<Event>(RefCell<UnboundedReceiver<Event>>);

impl<Event> Inbox<Event> {
    /// Reads from here on.
    pub fn new(receiver: UnboundedReceiver<Event>) -> Self {
        Self(RefCell::new(receiver))
    }

    /// The next event. Dropping the future loses none.
    pub async fn next(&self) -> Event {
        poll_fn(|context| match self.0.borrow_mut().poll_next_unpin(context) {
            Poll::Ready(Some(event)) => Poll::Ready(event),
            _ => Poll::Pending,
        })
        .await
    }
}

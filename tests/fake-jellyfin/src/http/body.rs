//! The bodies that travel: one in chunks as Kestrel sends it, one of known length, and the two that
//! break off or never end.

use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Interval, Sleep, interval, sleep};

/// How often an endless body says something more, and how long a broken one waits: hyper throws away
/// what it has not sent yet when a body fails.
const PACE: Duration = Duration::from_millis(20);

/// What goes out behind the headers.
pub(super) enum Outgoing {
    /// The length is announced.
    Whole(Option<Bytes>),
    /// The length is not announced.
    Chunked(Option<Bytes>),
    /// These bytes, and when they are on their way the connection breaks.
    Broken(Option<Bytes>, Pin<Box<Sleep>>),
    /// Brackets that open, for ever.
    Endless(Interval),
}

impl Outgoing {
    pub(super) fn broken(bytes: Bytes) -> Self {
        Self::Broken(Some(bytes), Box::pin(sleep(PACE)))
    }

    pub(super) fn endless() -> Self {
        Self::Endless(interval(PACE))
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let data = |bytes: Bytes| Ok(Frame::data(bytes));
        match self.get_mut() {
            Self::Whole(bytes) | Self::Chunked(bytes) => Poll::Ready(bytes.take().map(data)),
            Self::Broken(bytes, pause) => match bytes.take() {
                Some(bytes) => Poll::Ready(Some(data(bytes))),
                None => pause.as_mut().poll(context).map(|()| Some(Err(io::ErrorKind::ConnectionReset.into()))),
            },
            Self::Endless(interval) => {
                interval.poll_tick(context).map(|_| Some(data(Bytes::from_static(b"[0,[0,[0,"))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None) | Self::Chunked(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            _ => SizeHint::default(),
        }
    }
}

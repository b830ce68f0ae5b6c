//! Bodies of answers: chunked as Kestrel sends them, of known length, broken off, or endless.

use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Interval, Sleep, interval, sleep};

/// How often an endless body continues, and how long a broken one waits before it fails: hyper discards what it has not
/// sent by then.
const PACE: Duration = Duration::from_millis(20);

/// The body of an answer.
pub(super) enum Outgoing {
    /// With a length.
    Whole(Option<Bytes>),
    /// Without a length.
    Chunked(Option<Bytes>),
    /// Sends these bytes, then breaks the connection.
    Broken(Option<Bytes>, Pin<Box<Sleep>>),
    /// Opening brackets without end.
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

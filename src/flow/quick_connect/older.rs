//! The requests whose codes were shown before. Somebody may have read such a code and still approve it, so none is given
//! up as long as it is good.

use std::time::Duration;

use super::request::Request;

/// With so many of them that are still good, another code is not asked for: each takes its turn in the polls.
const MOST: usize = 3;

/// The requests, with the one first that is asked about next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Older(Vec<Request>);

impl Older {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Request> {
        self.0.iter()
    }

    /// The one that is asked about next.
    #[must_use]
    pub fn first(&self) -> Option<&Request> {
        self.0.first()
    }

    pub(super) fn first_mut(&mut self) -> Option<&mut Request> {
        self.0.first_mut()
    }

    pub(super) fn take_first(&mut self) -> Option<Request> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    /// The one that was shown last.
    pub(super) fn take_newest(&mut self) -> Option<Request> {
        let (place, _) = self.0.iter().enumerate().max_by_key(|(_, request)| request.received)?;
        Some(self.0.remove(place))
    }

    /// The first has had its turn.
    pub(super) fn turn(&mut self) {
        if !self.0.is_empty() {
            self.0.rotate_left(1);
        }
    }

    /// Whether another code may be asked for.
    #[must_use]
    pub fn makes_room(&self, now: Duration) -> bool {
        self.0.len() < MOST || self.0.iter().any(|request| request.is_of_no_use(now))
    }

    /// With one more, in the place of one that is of no use any more.
    pub(super) fn and(mut self, request: Request, now: Duration) -> Self {
        if self.0.len() >= MOST {
            let useless = self.0.iter().position(|request| request.is_of_no_use(now));
            // Twice as many there are only after approvals that came to nothing.
            if let Some(place) = useless.or((self.0.len() >= 2 * MOST).then_some(0)) {
                self.0.remove(place);
            }
        }
        self.0.push(request);
        self
    }
}

impl FromIterator<Request> for Older {
    fn from_iter<Requests: IntoIterator<Item = Request>>(requests: Requests) -> Self {
        Self(requests.into_iter().collect())
    }
}

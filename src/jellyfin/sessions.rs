//! Ending a session at the server.

use super::{Call, Lost, Method, Reply, authorization, unexpected};
use crate::device::Device;
use crate::secret::Token;

/// What signing out can come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoggedOut {
    /// The server has deleted the token, or had done so before.
    Revoked,
    /// The server did not say so: the token may still be good there.
    Unknown(Lost),
}

/// Ends the session of this token and deletes it.
#[must_use]
pub fn logout(device: &Device, token: &Token) -> Call {
    Call::new(Method::Post, "/Sessions/Logout").authorized(authorization::for_session(device, token))
}

/// Reads the answer to [`logout`]. A token that was dead already is as good as revoked; an account outside its
/// allowed hours is refused with 403 and stays signed in.
#[must_use]
pub fn read_logged_out(reply: Reply) -> LoggedOut {
    match reply {
        Ok(answer) if answer.status == 204 || (answer.status == 401 && answer.is_empty()) => LoggedOut::Revoked,
        Ok(answer) => LoggedOut::Unknown(unexpected(&answer)),
        Err(lost) => LoggedOut::Unknown(lost),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Answer;
    use super::*;

    #[test]
    fn only_the_servers_word_counts_as_revoked() {
        let read = |status, body: &str| read_logged_out(Ok(Answer { status, body: body.into() }));
        assert_eq!(read(204, ""), LoggedOut::Revoked);
        assert_eq!(read(401, ""), LoggedOut::Revoked);
        assert_eq!(read(401, "<html>"), LoggedOut::Unknown(Lost::Status(401)));
        assert_eq!(read(403, ""), LoggedOut::Unknown(Lost::Status(403)));
        assert_eq!(read(200, "<html>"), LoggedOut::Unknown(Lost::Page));
        assert_eq!(read_logged_out(Err(Lost::NoAnswer)), LoggedOut::Unknown(Lost::NoAnswer));
    }
}

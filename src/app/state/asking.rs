//! Calls in the account's name.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;

use super::account::Account;
use crate::account::session::{Ended, Session};
use crate::app::browser::{fetch, storage};
use crate::jellyfin::device::Device;
use crate::jellyfin::secret::Token;
use crate::jellyfin::users::{Me, me, read_me};
use crate::jellyfin::{Answer, Call, Reply};

impl Account {
    /// Sends a call in the account's name: the one of this moment, even if the answer is waited for later. None when
    /// nobody is signed in, and when somebody else is by the time that the answer is here: it is for nobody then.
    pub fn ask(self, call: impl FnOnce(&Device, &Token) -> Call) -> Pin<Box<dyn Future<Output = Option<Reply>>>> {
        let asked = self.current().map(|session| {
            let call = self.device.with_value(|device| call(device, &session.token));
            (fetch::send(&session.server, call), session)
        });
        Box::pin(async move {
            let (reply, session) = asked?;
            let reply = reply.await;
            // The whole app may be gone by then, as it is at the end of a test. A token that is refused says nothing about
            // the one that another sign-in of this account has brought meanwhile.
            let is_refused = reply.as_ref().is_ok_and(Answer::refuses_token);
            let is_for_us = |now: &Session| {
                let is_same = now.server == session.server && now.user.id == session.user.id;
                is_same && (!is_refused || now.token == session.token)
            };
            let is_for_us = self.session.try_with_untracked(|current| current.as_ref().is_some_and(is_for_us));
            is_for_us.unwrap_or_default().then_some(reply)
        })
    }

    /// The same for what a screen lists or changes: a session that the server has ended is over here, too.
    pub fn ask_or_end(
        self,
        call: impl FnOnce(&Device, &Token) -> Call,
    ) -> Pin<Box<dyn Future<Output = Option<Reply>>>> {
        let reply = self.ask(call);
        Box::pin(async move {
            let reply = reply.await?;
            if reply.as_ref().is_ok_and(Answer::refuses_token) {
                self.end_session(Ended::ByServer);
                return None;
            }
            if reply.as_ref().is_ok_and(|answer| answer.status == 403) {
                self.doubt.notify();
            }
            Some(reply)
        })
    }

    /// The session to call the server with. Another tab may have signed the same account in again, which ends the token
    /// that is known here; then this one takes over the new one. It never changes the account.
    pub fn current(self) -> Option<Session> {
        let known = self.session.get_untracked()?;
        let kept = storage::session()
            .map(|held| held.session)
            .filter(|kept| kept.user.id == known.user.id && kept.server == known.server);
        let session = kept.unwrap_or_else(|| known.clone());
        if session != known {
            self.change_current(|current| *current = session.clone());
        }
        Some(session)
    }

    /// Whether the server says, asked now, that the account is no administrator.
    pub fn is_no_administrator(self) -> Pin<Box<dyn Future<Output = bool>>> {
        let reply = self.ask(me);
        Box::pin(async move { matches!(reply.await.map(read_me), Some(Me::User(user)) if !user.is_administrator) })
    }
}

//! Calls in the account's name.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;

use super::Account;
use crate::account::session::{Ended, Session};
use crate::app::browser::fetch;
use crate::jellyfin::device::Device;
use crate::jellyfin::secret::Token;
use crate::jellyfin::users::{Me, me, read_me};
use crate::jellyfin::{Answer, Call, Reply};

/// Makes a call in the account's name.
type ToCall<'a> = Box<dyn Fn(&Device, &Token) -> Call + 'a>;

/// The answer to it.
type Asked<'a> = Pin<Box<dyn Future<Output = Option<Reply>> + 'a>>;

impl Account {
    /// Sends a call in the account's name: the one of this moment, even if the answer is waited for later. None when
    /// nobody is signed in, and when somebody else is by the time that the answer is here: it is for nobody then. Where
    /// another sign-in of this account has ended the token meanwhile, the call is made once more with the new one. Such a
    /// sign-in may be the approval of a code that nobody shows any more.
    pub fn ask<'a>(self, call: impl Fn(&Device, &Token) -> Call + 'a) -> Asked<'a> {
        self.ask_with(Box::new(call))
    }

    /// Compiled once and not once for each call.
    fn ask_with(self, call: ToCall<'_>) -> Asked<'_> {
        let send = move |session: &Session| {
            let call = self.device.with_value(|device| call(device, &session.token));
            fetch::send(&session.server, call)
        };
        let asked = self.current().map(|session| (send(&session), session));
        Box::pin(async move {
            let (reply, session) = asked?;
            let asked_with = session.token.clone();
            let mut reply = reply.await;
            // The whole app may be gone by then, as it is at the end of a test.
            let now = move || {
                let now = self.session.try_get_untracked().flatten();
                now.filter(|now| now.is_same_account(&session))
            };
            if reply.as_ref().is_ok_and(Answer::refuses_token) {
                if now().is_some_and(|now| now.token == asked_with) {
                    self.look_at_codes().await;
                }
                if let Some(now) = now().filter(|now| now.token != asked_with) {
                    reply = send(&now).await;
                }
            }
            now().map(|_| reply)
        })
    }

    /// The same for what a screen lists or changes: a session that the server has ended is over here, too.
    pub fn ask_or_end<'a>(self, call: impl Fn(&Device, &Token) -> Call + 'a) -> Asked<'a> {
        self.or_end(self.ask(call))
    }

    fn or_end(self, reply: Asked<'_>) -> Asked<'_> {
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
    /// that is known here; then this is the new one. None when another account has taken its place there.
    pub fn current(self) -> Option<Session> {
        let known = self.session_untracked()?;
        self.catch_up();
        self.session_untracked().filter(|now| now.user.id == known.user.id)
    }

    /// Whether the server says, asked now, that the account is no administrator.
    pub fn is_no_administrator(self) -> Pin<Box<dyn Future<Output = bool>>> {
        let reply = self.ask(me);
        Box::pin(async move { matches!(reply.await.map(read_me), Some(Me::User(user)) if !user.is_administrator) })
    }
}

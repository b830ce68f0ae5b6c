//! What stands between a page and the server: a network that loses, spoils and delays, and perhaps a program in front of the
//! server.

use fake_jellyfin::Version;
use quick_connect_client::jellyfin::{Answer, Call, Headers, Lost, Reply, TIMEOUT_MS};

use super::Page;
use super::rules::truth;
use crate::exchange::exchange;
use crate::front::Front;

impl Page {
    /// A call over a bad network, perhaps with something in front of the server. It takes its time before the server has it
    /// and before the answer is back.
    pub async fn send(&self, call: &Call) -> Reply {
        let random = &self.story.random;
        let is_sign_out = call.target.ends_with("/Sessions/Logout");
        let is_spoiled = random.happens(self.story.faults.get()) || (is_sign_out && self.story.loses_a_sign_out.take());
        self.came_through.set(!is_spoiled);
        let is_clean = !is_spoiled && self.story.front_of_server.get().is_none();
        // A sign-out is tried again, but for 10.8.
        let is_old = self.story.fake.borrow().version() == Version::V10_8_13;
        let may_leave = !is_clean && (is_old || !is_sign_out);
        self.story.may_leave_tokens.set(self.story.may_leave_tokens.get() || may_leave);
        self.said.set(None);
        // At least one, so that whatever has happened to the page is heard of before the answer.
        self.pass(1 + random.below(300)).await;
        if let Some(reply) = self.story.front_of_server.get().and_then(Front::own_reply) {
            self.came_through.set(false);
            return reply;
        }
        if !is_spoiled {
            let answer = self.answer(call);
            let passed_on = self.story.front_of_server.get().map_or(answer.clone(), |front| front.passes_on(&answer));
            self.said.set(Some(truth(&answer)).filter(|_| passed_on == answer));
            self.pass(random.below(300)).await;
            return Ok(passed_on);
        }
        let page = "<!DOCTYPE html><title>Not Jellyfin</title>";
        let foreign = |status, body: &str| Ok(Answer::new(status, body));
        match random.below(12) {
            0 => Err(Lost::NoAnswer),
            1 => {
                self.answer(call);
                Err(Lost::NoAnswer)
            }
            2 => {
                self.pass(TIMEOUT_MS.into()).await;
                Err(Lost::TimedOut)
            }
            3 => {
                self.answer(call);
                self.pass(TIMEOUT_MS.into()).await;
                Err(Lost::TimedOut)
            }
            4 | 5 => {
                // Late, on either way; but the answer comes through.
                self.came_through.set(true);
                let late = random.below(u64::from(TIMEOUT_MS) / 2);
                self.pass(late).await;
                let answer = self.answer(call);
                self.said.set(Some(truth(&answer)));
                self.pass(random.below(u64::from(TIMEOUT_MS) / 2)).await;
                Ok(answer)
            }
            6 => foreign(random.pick(&[500, 502, 503, 504]), page),
            7 => foreign(random.pick(&[200, 401, 403, 404]), page),
            8 => foreign(random.pick(&[200, 500, 503]), ""),
            9 => foreign(200, random.pick(&["{}", "null", "{\"Authenticated\":\"yes\"}", "{\"Code\":\"12\"}"])),
            10 => Err(Lost::busy(random.pick(&[None, Some("0"), Some("7"), Some("30"), Some("soon")]))),
            _ => {
                let mut answer = self.answer(call);
                answer.body.truncate(answer.body.len() / 2);
                Ok(answer)
            }
        }
    }

    fn answer(&self, call: &Call) -> Answer {
        let answer = exchange(&mut self.story.fake.borrow_mut(), call);
        if self.story.is_apart { answer.with_headers(Headers::Hidden) } else { answer }
    }
}

//! The network between a device and the server, with the faults that a conversation asks for.

use fake_jellyfin::Fault;
use quick_connect_client::jellyfin::{Answer, Call, Lost, MOST_BYTES, Reply};

use crate::exchange::exchange;
use crate::stage::Conversation;

impl Conversation {
    /// Sends a call, spoiled if that was asked for.
    pub async fn send(&self, call: &Call) -> Reply {
        self.note(call);
        let path = call.target.split('?').next().unwrap_or_default();
        let fault = {
            let mut faults = self.faults.borrow_mut();
            faults.iter().position(|(end, _)| path.ends_with(end)).map(|place| faults.remove(place).1)
        };
        let reply = match fault {
            None => Ok(self.answer(call)),
            Some(Fault::Drop) => Err(Lost::NoAnswer),
            Some(Fault::LostAnswer) => {
                self.answer(call);
                Err(Lost::NoAnswer)
            }
            Some(Fault::Delay(milliseconds)) => {
                let answer = self.answer(call);
                self.pass(milliseconds.min(call.patience_ms.into())).await;
                if milliseconds < call.patience_ms.into() { Ok(answer) } else { Err(Lost::TimedOut) }
            }
            Some(Fault::Hang) => {
                self.pass(call.patience_ms.into()).await;
                Err(Lost::TimedOut)
            }
            Some(Fault::Status(429)) => Err(Lost::busy(Some("30"))),
            Some(Fault::Status(status)) => Ok(Answer::new(status, "")),
            Some(Fault::Body { body, .. }) if body.len() > MOST_BYTES => Err(Lost::TooLarge),
            Some(Fault::Body { status, body, .. }) => Ok(Answer::new(status, String::from_utf8_lossy(&body))),
            Some(Fault::Redirect { .. }) => Err(Lost::Redirected),
            Some(Fault::ErrorPage(status)) => {
                let answer = self.answer(call);
                Ok(if answer.status == status { Answer::new(status, "<html>") } else { answer })
            }
            Some(Fault::CutOff) => {
                let mut answer = self.answer(call);
                answer.body.truncate(answer.body.len() / 2);
                Ok(answer)
            }
            Some(Fault::Endless) => Err(Lost::TooLarge),
        };
        let outcome = match &reply {
            Ok(answer) => answer.status.to_string(),
            Err(lost) => format!("{lost:?}"),
        };
        self.line(format!("{} {path} -> {outcome}", call.method.as_str()));
        self.note(&reply);
        reply
    }

    fn answer(&self, call: &Call) -> Answer {
        let answer = exchange(&mut self.fake.borrow_mut(), call);
        let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
        let texts = ["Secret", "AccessToken", "Code"].iter().filter_map(|name| body[name].as_str().map(str::to_owned));
        self.hidden.borrow_mut().extend(texts);
        answer
    }
}

//! Asking a server what another one was asked: every question of a recording, in its order.

use super::{Answer, Exchange, Names, Question};
use crate::{Request, Response, Version};
use serde_json::Value;

/// A conversation with one server, through whatever carries a request to it.
pub struct Interview<'a> {
    send: &'a mut dyn FnMut(&Request) -> Result<Response, String>,
    /// What the names of the recording stand for on this server.
    pub names: Names,
    version: Option<Version>,
    initiates_by_get: bool,
    configuration: Option<Configurations>,
}

/// The configuration as it was last read, there and here.
struct Configurations {
    recorded: Value,
    here: Value,
}

/// What was really asked, and what came back.
pub struct Exchanged {
    /// The question, if need be adapted to this server.
    pub question: Question,
    /// The request that asked it.
    pub request: Request,
    /// All that the server said.
    pub answer: Answer,
}

/// Not asked before 10.9: the first signs everybody out there, the others ask for what came with 10.9.
const SINCE_10_9: [&str; 4] =
    ["login no device fields", "Authorize bad userId", "Authorize foreign userId", "Authorize stray user (admin)"];

const CONFIGURATION: &str = "/System/Configuration";
const INITIATE: &str = "/QuickConnect/Initiate";

impl<'a> Interview<'a> {
    /// Begins; `names` has what cannot be learned by asking.
    pub fn new(names: Names, send: &'a mut dyn FnMut(&Request) -> Result<Response, String>) -> Self {
        Self { send, names, version: None, initiates_by_get: false, configuration: None }
    }

    /// Asks one question; `None` if this server is too old for it.
    ///
    /// # Errors
    ///
    /// With the question and the reason, if it cannot be asked or is not answered.
    pub fn ask(&mut self, exchange: &Exchange) -> Result<Option<Exchanged>, String> {
        let is_old = self.version.is_some_and(Version::is_before_10_9);
        if is_old && exchange.case.as_deref().is_some_and(|case| SINCE_10_9.contains(&case)) {
            return Ok(None);
        }
        let problem = |reason: String| format!("{}: {reason}", exchange.name());
        let question = self.adapted(&exchange.question);
        let request = question.request(&self.names).map_err(problem)?;
        let response = (self.send)(&request).map_err(problem)?;
        let answer = Answer::of(&response);
        self.note(exchange, &question, &answer);
        Ok(Some(Exchanged { question, request, answer }))
    }

    /// A server that has no `POST` Initiate is asked by `GET`. A configuration is written as this server has it, with the
    /// change that the recorded one has: it replaces everything.
    fn adapted(&self, question: &Question) -> Question {
        let mut question = question.clone();
        if question.target == INITIATE && self.initiates_by_get {
            "GET".clone_into(&mut question.method);
        }
        if question.target == CONFIGURATION
            && let (Some(Value::Object(body)), Some(last)) = (&question.body, &self.configuration)
        {
            let mut written = last.here.clone();
            for (name, value) in body.iter().filter(|(name, value)| last.recorded.get(name.as_str()) != Some(value)) {
                written[name] = value.clone();
            }
            question.body = Some(written);
        }
        question
    }

    fn note(&mut self, exchange: &Exchange, question: &Question, answer: &Answer) {
        if question.target == INITIATE && question.method == "POST" && answer.status == 405 {
            self.initiates_by_get = true;
        }
        let Some(body) = &answer.body else {
            return;
        };
        if let Some(version) = body["Version"].as_str() {
            self.version = version.parse().ok();
        }
        if question.target == CONFIGURATION
            && let Some(recorded) = exchange.answer.body.clone()
        {
            self.configuration = Some(Configurations { recorded, here: body.clone() });
        }
    }
}

//! Talking to any server as its administrator.

use crate::{Request, Response};
use serde_json::{Value, json};

/// An administrator of a server, who may not have signed in yet.
pub struct Administrator<'a> {
    send: &'a mut dyn FnMut(&Request) -> Result<Response, String>,
    token: Option<String>,
}

/// What the administrator's device says of itself.
const DEVICE: [(&str, &str); 4] =
    [("Client", "Setup"), ("Device", "setup"), ("DeviceId", "setup-1"), ("Version", "1.0")];

/// What stands in recordings for where the asker is.
const LOOPBACK: &str = "127.0.0.1";

impl<'a> Administrator<'a> {
    /// Somebody who reaches a server in this way.
    pub fn new(send: &'a mut dyn FnMut(&Request) -> Result<Response, String>) -> Self {
        Self { send, token: None }
    }

    /// Sends a request and gives back whatever comes.
    ///
    /// # Errors
    ///
    /// When nothing comes.
    pub fn answer(&mut self, method: &str, target: &str, body: Option<&Value>) -> Result<Response, String> {
        let mut header: Vec<String> = DEVICE.iter().map(|(name, value)| format!("{name}=\"{value}\"")).collect();
        header.extend(self.token.iter().map(|token| format!("Token=\"{token}\"")));
        let request =
            Request::new(method, target).header("Authorization", &format!("MediaBrowser {}", header.join(", ")));
        let request = match body {
            Some(body) => request.json(&body.to_string()),
            None => request,
        };
        (self.send)(&request)
    }

    /// The same, with the JSON of the answer.
    ///
    /// # Errors
    ///
    /// When nothing comes, and for every status but 200 and 204.
    pub fn ask(&mut self, method: &str, target: &str, body: Option<&Value>) -> Result<Value, String> {
        let response = self.answer(method, target, body)?;
        if matches!(response.status, 200 | 204) {
            Ok(response.json())
        } else {
            Err(format!("{method} {target} was answered with {} {}", response.status, response.text()))
        }
    }

    /// Reads something.
    ///
    /// # Errors
    ///
    /// As [`Self::ask`].
    pub fn get(&mut self, target: &str) -> Result<Value, String> {
        self.ask("GET", target, None)
    }

    /// Writes something.
    ///
    /// # Errors
    ///
    /// As [`Self::ask`].
    pub fn post(&mut self, target: &str, body: &Value) -> Result<Value, String> {
        self.ask("POST", target, Some(body))
    }

    /// Signs in; from then on every request is the administrator's. Returns the answer.
    ///
    /// # Errors
    ///
    /// When the server does not let this person in, or it is no administrator.
    pub fn sign_in(&mut self, name: &str, password: &str) -> Result<Value, String> {
        let answer = self.post("/Users/AuthenticateByName", &json!({"Username": name, "Pw": password}))?;
        // In either casing, so that a server which changes it can still be compared.
        let token = answer["AccessToken"].as_str().or_else(|| answer["accessToken"].as_str());
        let token = token.ok_or("The administrator got no token.")?;
        self.token = Some(token.to_owned());
        if answer["User"]["Policy"]["IsAdministrator"] == true {
            Ok(answer)
        } else {
            Err(format!("{name} is no administrator."))
        }
    }

    /// Uploads a picture, which travels as base64.
    ///
    /// # Errors
    ///
    /// When the server does not take it.
    pub fn upload(&mut self, target: &str, base64: &str) -> Result<(), String> {
        let token = self.token.clone().unwrap_or_default();
        let mut request = Request::post(target).header("Content-Type", "image/png");
        request = request.header("Authorization", &format!("MediaBrowser Token=\"{token}\""));
        request.body = base64.as_bytes().to_vec();
        let response = (self.send)(&request)?;
        if response.status == 204 {
            Ok(())
        } else {
            Err(format!("POST {target} was answered with {}", response.status))
        }
    }

    /// What proves it; empty before a sign-in.
    #[must_use]
    pub fn token(&self) -> &str {
        self.token.as_deref().unwrap_or_default()
    }

    /// Sends a recorded question. Where the asker is, as the server sees it, becomes what stands for it in recordings.
    ///
    /// # Errors
    ///
    /// When nothing comes.
    pub fn send_from(&mut self, request: &Request, here: &str) -> Result<Response, String> {
        let mut response = (self.send)(request)?;
        let is_json = response.header("Content-Type").is_some_and(|kind| kind.starts_with("application/json"));
        if is_json && here != LOOPBACK {
            let (said, recorded) = (json!(here).to_string(), json!(LOOPBACK).to_string());
            response.body = response.text().replace(&said, &recorded).into_bytes();
        }
        Ok(response)
    }
}

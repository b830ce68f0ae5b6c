//! The answers while the server is starting.

use crate::Jellyfin;
use crate::endpoints::system::describe_health;
use crate::pipeline::answer::Answer;
use crate::pipeline::message::{Request, Response};
use serde_json::json;

/// How far the server has started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// It works.
    #[default]
    Running,
    /// The real server has the port and is loading: 503 with one sentence as `text/html` and no
    /// `Retry-After`, after endpoint protection had its say (`ServerStartupMessageMiddleware`).
    Loading,
    /// 10.11 and later: the start-up server has the port. Public information is camelCase with an
    /// unfinished wizard; everything else is a 503 page. Nothing knows of CORS or the base path
    /// (`SetupServer`). Earlier releases show [`Phase::Loading`] instead.
    Starting,
    /// The same, but it does not know its own name yet: public information is a 503 too.
    StartingUnnamed,
    /// The same, and it stays so: the start has failed, as `/health` says.
    FailedToStart,
}

const LOADING: &str = "Jellyfin Server is loading. Please try again shortly.";
const PAGE: &str = "<!DOCTYPE html><html><head><title>Jellyfin</title></head>\
                    <body><h1>The server is starting.</h1></body></html>";

/// Seconds, as three digits.
const RETRY_AFTER: &str = "005";

impl Jellyfin {
    /// True if the start-up server has the port. Then the real one and its files cannot be reached.
    #[must_use]
    pub fn is_start_up_server(&self) -> bool {
        self.version.has_start_up_server() && !matches!(self.phase, Phase::Running | Phase::Loading)
    }

    /// Goes one phase further if this was already asked in the present one.
    pub(crate) fn go_on_starting(&mut self, request: &Request) {
        let asked = format!("{} {}", request.method, request.target);
        if self.asked_in_phase.contains(&asked)
            && let Some(next) = self.later_phases.pop_front()
        {
            self.phase = next;
            self.asked_in_phase.clear();
        }
        if !self.later_phases.is_empty() {
            self.asked_in_phase.push(asked);
        }
    }

    /// The answer of the start-up server, if it has the port.
    pub(crate) fn answer_while_starting(&self, request: &Request) -> Option<Response> {
        if !self.is_start_up_server() {
            return None;
        }
        let path = request.target.split('?').next().unwrap_or_default().to_ascii_lowercase();
        let answer = match path.trim_end_matches('/') {
            "/health" if self.phase == Phase::FailedToStart => describe_health(503, "Unhealthy"),
            "/health" => describe_health(200, "Degraded"),
            "/system/info/public" if self.phase == Phase::Starting => {
                Answer::json(self.public_info_while_starting(request))
            }
            "/system/info/public" => Answer::empty(503).with("Retry-After", RETRY_AFTER),
            _ => Answer::bytes(503, "text/html", PAGE.as_bytes().to_vec()).with("Retry-After", RETRY_AFTER),
        };
        let mut response = answer.write(self, "", "");
        // This server compresses nothing.
        response.headers.retain(|(name, _)| name != "Vary");
        response.headers.push(("Server".to_owned(), "Kestrel".to_owned()));
        Some(response)
    }

    fn public_info_while_starting(&self, request: &Request) -> serde_json::Value {
        json!({
            "localAddress": self.local_address(request),
            "serverName": self.server_name(),
            "version": self.version.to_string(),
            "productName": "Jellyfin Server",
            "operatingSystem": "",
            "id": self.server_id,
            "startupWizardCompleted": false,
        })
    }

    /// The answer of the real server while it loads, except for `/System/Ping`.
    pub(crate) fn refusal_while_loading(&self, path: &str) -> Option<Answer> {
        let spared = path.trim_end_matches('/').eq_ignore_ascii_case("/System/Ping");
        let loading = self.phase != Phase::Running && !spared;
        loading.then(|| Answer::bytes(503, "text/html", LOADING.as_bytes().to_vec()))
    }
}

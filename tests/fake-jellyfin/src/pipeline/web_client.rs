//! The addresses of Jellyfin's own web client, with a page in its place, and what an address tells about the asker.

use crate::Jellyfin;
use crate::pipeline::answer::Answer;
use crate::pipeline::message::Request;
use crate::state::device::HERE;
use std::net::IpAddr;

const PAGE: &str = "<!DOCTYPE html><html><head><title>Jellyfin</title></head><body></body></html>";

/// Made by the real server from the length and the time of its file.
const TAG: &str = "\"1dd7f5fb833a03c\"";

impl Jellyfin {
    /// The answer to a request below `/web`.
    pub(crate) fn web_client(&self, request: &Request, path: &str) -> Option<Answer> {
        let (start, rest) = path.split_at_checked("/web".len())?;
        let is_read = matches!(request.method.as_str(), "GET" | "HEAD");
        if !start.eq_ignore_ascii_case("/web") || !is_read {
            return None;
        }
        match rest {
            "" if self.version.serves_folders() => {
                let location = format!("{}{}/web/", origin(request), self.base_path);
                Some(Answer::empty(301).with("Location", location))
            }
            "/" if self.version.serves_folders() => Some(self.page()),
            "/index.html" => Some(self.page()),
            _ => None,
        }
    }

    fn page(&self) -> Answer {
        let page = Answer::bytes(200, "text/html", PAGE.as_bytes().to_vec()).with("ETag", TAG);
        if self.version.is_10_11_or_later() { page.with("Cache-Control", "no-cache") } else { page }
    }

    /// True for somebody outside of the local network. Whom a known proxy asks for, it says itself.
    pub(crate) fn comes_from_outside(&self, request: &Request) -> bool {
        let forwarded =
            request.header_value("X-Forwarded-For").filter(|_| self.known_proxies.iter().any(|it| it == HERE));
        let address = forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse().ok());
        let is_far = |address: IpAddr| match address {
            IpAddr::V4(address) => !(address.is_private() || address.is_loopback() || address.is_link_local()),
            IpAddr::V6(address) => !address.is_loopback(),
        };
        self.callers_outside || address.is_some_and(is_far)
    }
}

/// Where the request was sent to, as far as the server can tell.
pub(crate) fn origin(request: &Request) -> String {
    format!("http://{}", request.header_value("Host").unwrap_or("127.0.0.1:8096"))
}

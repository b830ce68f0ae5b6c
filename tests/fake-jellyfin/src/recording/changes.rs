//! Servers that differ from 12.0.0 in one thing each. Whatever compares answers has to find all of them out.

use crate::{Request, Response};

/// One thing that a server does otherwise.
pub struct Change {
    /// What it is.
    pub name: &'static str,
    /// Makes it in an answer.
    pub apply: fn(&Request, &mut Response),
}

/// Ten of them.
pub const CHANGES: [Change; 10] = [
    Change { name: "another status", apply: another_status },
    Change { name: "a header less", apply: |_, response| remove(response, "Allow") },
    Change { name: "a header more", apply: a_header_more },
    Change { name: "no CORS on one error", apply: no_cors_on_one_error },
    Change { name: "a charset more", apply: a_charset_more },
    Change { name: "a member's casing", apply: |_, response| replace(response, "\"AccessToken\"", "\"accessToken\"") },
    Change {
        name: "a null that was left out",
        apply: |_, response| replace(response, "\"CustomCss\":\"\"", "\"CustomCss\":\"\",\"Note\":null"),
    },
    Change {
        name: "a text for a number",
        apply: |_, response| replace(response, "\"LibraryMonitorDelay\":60", "\"LibraryMonitorDelay\":\"60\""),
    },
    Change {
        name: "another order of members",
        apply: |_, response| {
            replace(
                response,
                "\"IsActive\":true,\"SupportsMediaControl\":false",
                "\"SupportsMediaControl\":false,\"IsActive\":true",
            );
        },
    },
    Change { name: "another sentence", apply: |_, response| replace(response, "Unknown secret", "No such secret") },
];

fn another_status(request: &Request, response: &mut Response) {
    if request.target == "/Users/ForgotPassword/Pin" {
        response.status = 400;
    }
}

fn a_header_more(_: &Request, response: &mut Response) {
    if response.status == 401 {
        response.headers.push(("WWW-Authenticate".to_owned(), "MediaBrowser".to_owned()));
    }
}

fn no_cors_on_one_error(_: &Request, response: &mut Response) {
    if response.status == 404 {
        remove(response, "Access-Control-Allow-Origin");
    }
}

fn a_charset_more(_: &Request, response: &mut Response) {
    for (_, value) in response.headers.iter_mut().filter(|(_, value)| value == "text/plain") {
        value.push_str("; charset=utf-8");
    }
}

fn remove(response: &mut Response, header: &str) {
    response.headers.retain(|(name, _)| name != header);
}

fn replace(response: &mut Response, text: &str, by: &str) {
    response.body = response.text().replace(text, by).into_bytes();
}

//! Asks a real server the two questions that decide whether a page from another address can use it: is it Jellyfin, and
//! does it allow requests from other origins?

use crate::{
    paths,
    programs::{answer, command},
};

/// The answer, sorted by what the person can do next.
#[derive(Debug, PartialEq, Eq)]
pub enum Finding {
    /// A Jellyfin server that allows the page.
    Usable { name: String, version: String },
    /// A Jellyfin server whose answers a browser will not let the page read.
    Refused { version: String },
    /// It redirects to another address.
    Moved { to: String },
    /// Something answers, but it is not Jellyfin.
    SomethingElse { status: String },
    /// Nothing answers.
    Unreachable,
    /// curl is not installed, so nothing was asked.
    Unknown,
}

/// Asks the server as the page at that origin would.
pub fn check(server: &str, origin: &str) -> Finding {
    if paths::find("curl").is_none() {
        return Finding::Unknown;
    }
    // curl instead of a library: nearly every system has it, and it trusts the certificates that the system trusts.
    let mut curl = command("curl");
    curl.args(["--silent", "--include", "--max-time", "10", "--header"])
        .arg(format!("Origin: {origin}"))
        .arg(format!("{server}/System/Info/Public"));
    answer(&mut curl).map_or(Finding::Unreachable, |text| read(&text, origin))
}

/// Reads an HTTP response with its headers.
fn read(answer: &str, origin: &str) -> Finding {
    let answer = answer.replace("\r\n", "\n");
    let (head, body) = answer.split_once("\n\n").unwrap_or((&answer, ""));
    let header = |wanted: &str| {
        head.lines().skip(1).find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted).then(|| value.trim())
        })
    };
    let status = head.split_whitespace().nth(1).unwrap_or_default();
    if let (true, Some(to)) = (status.starts_with('3'), header("Location")) {
        return Finding::Moved { to: to.to_owned() };
    }
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let text = |name: &str| body[name].as_str().map(str::to_owned);
    let (Some(version), Some(_), "200") = (text("Version"), text("Id"), status) else {
        return Finding::SomethingElse { status: status.to_owned() };
    };
    let allowed = header("Access-Control-Allow-Origin");
    if allowed.is_some_and(|value| value == "*" || value == origin) {
        let name = text("ServerName").unwrap_or_default();
        Finding::Usable { name, version }
    } else {
        Finding::Refused { version }
    }
}

impl Finding {
    /// What to tell the person.
    pub fn explanation(&self, server: &str, origin: &str) -> String {
        match self {
            Self::Usable { name, version } => {
                format!("{server} is the Jellyfin server \"{name}\" ({version}) and allows this page.")
            }
            Self::Refused { version } => format!(
                "{server} is a Jellyfin server ({version}), but it does not allow pages from other \
                 addresses, so the page cannot use it.\nEither add {origin} to <CorsHosts> in the server's \
                 config/system.xml and restart the server, or copy dist/ into the server's own web folder, \
                 where no permission is needed."
            ),
            Self::Moved { to } => {
                format!("{server} redirects to {to}. Use the address that it leads to.")
            }
            Self::SomethingElse { status } => format!(
                "Something answers at {server} (status {status}), but not as a Jellyfin server. \
                 If it is still starting, try again. If it has a base path, include it in the address, as in \
                 {server}/jellyfin."
            ),
            Self::Unreachable => format!(
                "Nothing answers at {server}. Is it running, is the port right (usually 8096), \
                 is its certificate valid, and can this machine reach it?"
            ),
            Self::Unknown => {
                format!("Could not check whether {server} allows this page: curl is not installed.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "http://localhost:1";
    const BODY: &str = r#"{"ServerName":"Home","Version":"10.11.0","Id":"ab"}"#;

    fn finding(head: &str, body: &str) -> Finding {
        read(&format!("{head}\r\n\r\n{body}"), ORIGIN)
    }

    #[test]
    fn a_server_that_allows_every_origin_or_ours_is_usable() {
        for allowed in ["*", ORIGIN] {
            let head = format!("HTTP/1.1 200 OK\r\naccess-control-allow-origin: {allowed}");
            let expected = Finding::Usable { name: "Home".to_owned(), version: "10.11.0".to_owned() };
            assert_eq!(finding(&head, BODY), expected);
        }
    }

    #[test]
    fn a_server_that_allows_none_or_another_origin_refuses() {
        let version = "10.11.0".to_owned();
        let other = "HTTP/2 200\r\nAccess-Control-Allow-Origin: http://other";
        assert_eq!(finding("HTTP/2 200", BODY), Finding::Refused { version: version.clone() });
        assert_eq!(finding(other, BODY), Finding::Refused { version });
    }

    #[test]
    fn a_redirection_is_named() {
        let to = "https://home/System/Info/Public".to_owned();
        let head = format!("HTTP/1.1 301 Moved\r\nLocation: {to}");
        assert_eq!(finding(&head, ""), Finding::Moved { to });
    }

    #[test]
    fn a_web_page_is_something_else() {
        let status = "200".to_owned();
        assert_eq!(finding("HTTP/1.1 200 OK", "<html>"), Finding::SomethingElse { status });
    }
}

//! A base address, below which a server's API lives, and which ones a page's own address suggests.

use super::host::is_at_home;
use super::parts::{AddressError, HTTPS, Parts, without_query};

/// A base address, `http` or `https`, without credentials, query, fragment and trailing slash:
/// `http://192.168.1.10:8096`, `https://media.example.org/jellyfin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(pub(super) String);

impl Address {
    /// Reads a whole address, with its scheme. Spaces around it, a trailing slash and a trailing `/web` or
    /// `/web/index.html`, which people copy from a browser, are dropped, and so is a port that the scheme implies.
    ///
    /// # Errors
    /// What keeps the text from being an address.
    pub fn parse(written: &str) -> Result<Self, AddressError> {
        let parts = Parts::parse(written)?;
        let scheme = parts.scheme.ok_or(AddressError::Scheme)?;
        Ok(Self(parts.written(scheme, parts.port)))
    }

    /// Whether it is on https.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// Whether a browser lets the page at `page` call this address at all. A page on https reaches no server on http,
    /// except on its own device (W3C Mixed Content, section 4).
    #[must_use]
    pub fn may_be_asked_from(&self, page: &str) -> bool {
        !page.starts_with("https:") || self.is_secure() || self.is_on_this_device()
    }

    /// Whether whoever is on the way can read what is sent there.
    #[must_use]
    pub fn crosses_the_internet_unencrypted(&self) -> bool {
        !self.is_secure() && !self.is_at_home()
    }

    /// Whether it is in the same network as this device, as far as its name tells.
    #[must_use]
    pub fn is_at_home(&self) -> bool {
        is_at_home(self.host())
    }

    /// Whether a browser that asks before a page reaches the home network then lets a page on https through to it, though it
    /// is on http (Local Network Access, section 3.3): by its number or a name that ends in `.local`.
    #[must_use]
    pub fn may_be_asked_with_permission(&self) -> bool {
        let host = self.host();
        let is_number = host.starts_with('[') || !host.contains(|character: char| character.is_ascii_alphabetic());
        let is_local = host.rsplit_once('.').is_some_and(|(_, last)| last == "local");
        self.is_at_home() && (is_number || is_local)
    }

    /// Where the same server may be on https.
    #[must_use]
    pub fn encrypted(&self) -> Vec<Self> {
        let (place, host) = (self.without_scheme(), self.host());
        let path = place.find('/').map_or("", |start| &place[start..]);
        HTTPS.ports.iter().filter_map(|port| Self::parse(&format!("https://{host}:{port}{path}")).ok()).collect()
    }

    /// Whether it names the device that it is used on.
    #[must_use]
    pub fn is_on_this_device(&self) -> bool {
        let name = self.host();
        name == "localhost" || name.ends_with(".localhost") || name.starts_with("127.") || name == "[::1]"
    }

    /// The host, without the port.
    fn host(&self) -> &str {
        let host = self.without_scheme().split('/').next().unwrap_or_default();
        host.rsplit_once(':').map_or(host, |(name, port)| if port.ends_with(']') { host } else { name })
    }

    /// Whether the page at `page` has the same origin. Then it may read every answer, and what the server's own pages keep
    /// in the browser.
    #[must_use]
    pub fn shares_origin_with(&self, page: &str) -> bool {
        let origin = |address: &str| address.split('/').take(3).map(str::to_ascii_lowercase).collect::<Vec<_>>();
        origin(&self.0) == origin(without_query(page))
    }

    /// The same server under https, if that is what the address where it answered means: the same host, another scheme.
    #[must_use]
    pub fn made_secure(&self, answered_at: &str) -> Option<Self> {
        let new = Self::parse(answered_at).ok()?;
        (!self.is_secure() && new.is_secure() && self.host() == new.host()).then_some(new)
    }

    /// The servers that a page's own address suggests, the likeliest first: what comes before its last `/web/`, which is
    /// Jellyfin's own web folder, then each folder above the page, the nearest first.
    #[must_use]
    pub fn around_page(page: &str) -> Vec<Self> {
        let page = without_query(page);
        let mut found: Vec<Self> = Self::above_web_folder(page).into_iter().collect();
        let mut add = |text: &str| {
            if let Ok(address) = Self::parse(text)
                && !found.contains(&address)
            {
                found.push(address);
            }
        };
        let mut rest = page;
        while let Some((above, _)) = rest.rsplit_once('/') {
            if above.ends_with('/') {
                break;
            }
            add(above);
            rest = above;
        }
        found
    }

    /// What comes before the last `/web/` in the path of a page: the server, if the page is in Jellyfin's own web folder.
    #[must_use]
    pub fn above_web_folder(page: &str) -> Option<Self> {
        let page = without_query(page);
        let mut end = 0;
        let mut place = None;
        for (index, segment) in page.split('/').enumerate() {
            // The first three are the scheme, nothing, and the host.
            if index > 2 && segment == "web" && end + segment.len() < page.len() {
                place = Some(end);
            }
            end += segment.len() + 1;
        }
        Self::parse(page.get(..place?)?).ok()
    }

    /// The address of something below the base; `target` begins with a slash.
    #[must_use]
    pub fn join(&self, target: &str) -> String {
        format!("{}{target}", self.0)
    }

    /// The page of the server's own web client. Named with its file, because on 10.8 a folder has no page.
    #[must_use]
    pub fn web_client(&self) -> String {
        self.join("/web/index.html")
    }

    /// Where a link leads that this server's administrator wrote: a whole address as it is; a path from the root below the
    /// base, whether it says so or not; any other path as on a page in the web folder.
    #[must_use]
    pub fn resolve(&self, link: &str) -> String {
        let path = self.without_scheme().find('/').map_or("", |start| &self.without_scheme()[start..]);
        if !link.starts_with('/') {
            let is_whole = link.split('/').next().is_some_and(|first| first.contains(':'));
            return if is_whole { link.to_owned() } else { self.join(&format!("/web/{link}")) };
        }
        let is_below = link.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        self.join(if is_below { &link[path.len()..] } else { link })
    }

    /// As it is shown and kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Host, port and path, for people, who need not see the scheme.
    #[must_use]
    pub fn without_scheme(&self) -> &str {
        self.0.split_once(':').map_or(&self.0, |(_, rest)| rest.trim_start_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_moves_to_https_only_on_its_own_host() {
        let old = Address::parse("http://tv.local:8096/jf").unwrap();
        for (answered_at, new) in [
            ("https://tv.local/jf", Some("https://tv.local/jf")),
            ("https://tv.local:8920", Some("https://tv.local:8920")),
            ("http://tv.local:8097/jf", None),
            ("https://tv.local.example.org/jf", None),
            ("https://example.org/jf", None),
            ("", None),
        ] {
            assert_eq!(old.made_secure(answered_at).as_ref().map(Address::as_str), new, "{answered_at}");
        }
        let secure = Address::parse("https://tv.local/jf").unwrap();
        assert_eq!(secure.made_secure("https://tv.local:8920"), None);
    }

    #[test]
    fn a_written_address_is_brought_to_one_form() {
        for (written, address) in [
            ("http://192.168.1.10:8096", "http://192.168.1.10:8096"),
            (" HTTPS://Media.Example.org/Jellyfin/ ", "https://media.example.org/Jellyfin"),
            ("http://tv.local/web/index.html#/home", "http://tv.local"),
            ("http://tv.local/jellyfin/web/", "http://tv.local/jellyfin"),
            ("http://[::1]:8096/", "http://[::1]:8096"),
            ("http://tv.local/?a=b", "http://tv.local"),
            ("http://tv.local:80", "http://tv.local"),
            ("https://tv.local:0443/", "https://tv.local"),
            ("https://tv.local:80", "https://tv.local:80"),
            ("http:\\\\tv.local\\jellyfin", "http://tv.local/jellyfin"),
        ] {
            assert_eq!(Address::parse(written).unwrap().as_str(), address);
        }
    }

    #[test]
    fn what_is_not_an_address_is_refused_with_the_reason() {
        for (written, error) in [
            (" ", AddressError::Empty),
            ("tv.local", AddressError::Scheme),
            ("//tv.local", AddressError::Scheme),
            ("javascript://x", AddressError::Scheme),
            ("file:///web/", AddressError::Scheme),
            ("http://", AddressError::Host),
            ("http://:80", AddressError::Host),
            ("http://a b/", AddressError::Host),
            ("http://tv.local:", AddressError::Port),
            ("http://tv.local:x", AddressError::Port),
            ("http://tv.local:0", AddressError::Port),
            ("http://tv.local:65536", AddressError::Port),
            ("http://demo:demo@tv.local", AddressError::Credentials),
        ] {
            assert_eq!(Address::parse(written), Err(error), "{written:?}");
        }
    }

    #[test]
    fn a_page_suggests_the_server_above_its_web_folder_first() {
        for (page, servers) in [
            ("http://h:8096/web/index.html#/login", vec!["http://h:8096"]),
            ("http://h/web/", vec!["http://h"]),
            ("https://h/jellyfin/web/?x#/login", vec!["https://h/jellyfin", "https://h"]),
            ("http://h/web/quick/index.html", vec!["http://h", "http://h/web/quick"]),
            ("http://h/", vec!["http://h"]),
            ("http://h/apps/quick/", vec!["http://h/apps/quick", "http://h/apps", "http://h"]),
            ("http://h/web/a/web/x", vec!["http://h/web/a", "http://h"]),
            ("http://web/quick/", vec!["http://web/quick", "http://web"]),
            ("http://h/quick/?x=/web/#/web/", vec!["http://h/quick", "http://h"]),
            ("file:///opt/app/index.html", vec![]),
            ("about:blank", vec![]),
        ] {
            let found = Address::around_page(page);
            let found: Vec<_> = found.iter().map(Address::as_str).collect();
            assert_eq!(found, servers, "{page}");
        }
    }

    #[test]
    fn the_api_lives_below_the_base() {
        let address = Address::parse("http://h/jellyfin/").unwrap();
        assert_eq!(address.join("/Users/Me"), "http://h/jellyfin/Users/Me");
        assert_eq!(address.without_scheme(), "h/jellyfin");
    }

    #[test]
    fn a_server_on_http_may_be_on_https_too() {
        let server = Address::parse("http://media.example.org:8096/jellyfin").unwrap();
        assert!(server.crosses_the_internet_unencrypted());
        let encrypted = server.encrypted();
        let encrypted: Vec<_> = encrypted.iter().map(Address::as_str).collect();
        assert_eq!(encrypted, ["https://media.example.org/jellyfin", "https://media.example.org:8920/jellyfin"]);
        for quiet in ["https://media.example.org", "http://192.168.1.10:8096", "http://[fd00::1]:8096"] {
            assert!(!Address::parse(quiet).unwrap().crosses_the_internet_unencrypted(), "{quiet}");
        }
    }

    #[test]
    fn a_permission_lets_https_through_to_numbers_and_local_names_at_home() {
        for (server, may) in [
            ("http://192.168.1.10:8096", true),
            ("http://[fd00::1]", true),
            ("http://tv.local:8096", true),
            ("http://tv", false),
            ("http://tv.lan", false),
            ("http://8.8.8.8", false),
            ("http://media.example.org", false),
        ] {
            assert_eq!(Address::parse(server).unwrap().may_be_asked_with_permission(), may, "{server}");
        }
    }

    #[test]
    fn an_administrators_link_is_followed_from_the_server() {
        for (server, link, address) in [
            ("http://h:8096", "/sso/OID/start/home", "http://h:8096/sso/OID/start/home"),
            ("http://h/jellyfin", "/sso/OID/start/home", "http://h/jellyfin/sso/OID/start/home"),
            ("http://h/jellyfin", "/jellyfin/sso/OID", "http://h/jellyfin/sso/OID"),
            ("http://h/jellyfin", "/jellyfin2/sso", "http://h/jellyfin/jellyfin2/sso"),
            ("http://h/jellyfin", "../sso/OID", "http://h/jellyfin/web/../sso/OID"),
            ("http://h", "https://example.org/a", "https://example.org/a"),
            ("http://h", "mailto:a@h", "mailto:a@h"),
        ] {
            assert_eq!(Address::parse(server).unwrap().resolve(link), address);
        }
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let server = Address::parse("http://h:8096/jellyfin").unwrap();
        for (page, shares) in [
            ("http://h:8096", true),
            ("http://H:8096/web/#/login", true),
            ("http://h:8096?x", true),
            ("http://h:80960/", false),
            ("http://h/", false),
            ("https://h:8096/", false),
            ("file:///h:8096/", false),
        ] {
            assert_eq!(server.shares_origin_with(page), shares, "{page}");
        }
    }

    #[test]
    fn a_page_on_https_asks_http_on_its_own_device_only() {
        for (server, may) in [
            ("https://tv.local", true),
            ("http://tv.local", false),
            ("http://127.0.0.1:8096", true),
            ("http://localhost/jellyfin", true),
            ("http://[::1]:8096", true),
            ("http://[::1]", true),
            ("http://localhost.example.org", false),
        ] {
            let server = Address::parse(server).unwrap();
            assert_eq!(server.may_be_asked_from("https://app.example.org/"), may, "{server:?}");
            assert!(server.may_be_asked_from("http://app.example.org/"));
            assert!(server.may_be_asked_from("file:///app/index.html"));
        }
    }
}

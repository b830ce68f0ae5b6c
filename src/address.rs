//! Where a server is: a base address below which its API lives. Knows how one is written, and which servers a page's
//! own address suggests; does not know whether anybody answers there.

/// A base address, `http` or `https`, without credentials, query, fragment and trailing slash:
/// `http://192.168.1.10:8096`, `https://media.example.org/jellyfin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

/// Why a text is not an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// It does not begin with `http://` or `https://`.
    Scheme,
    /// No host, or characters that no host has.
    Host,
    /// A name or password before the host.
    Credentials,
}

impl Address {
    /// Reads a written address. Spaces around it, a trailing slash and a trailing `/web` or `/web/index.html` (people
    /// copy it from a browser) are dropped.
    ///
    /// # Errors
    /// What keeps the text from being an address.
    pub fn parse(written: &str) -> Result<Self, AddressError> {
        let written = without_query(written.trim());
        let (scheme, rest) = written.split_once(':').ok_or(AddressError::Scheme)?;
        let rest = rest.strip_prefix("//").ok_or(AddressError::Scheme)?;
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "http" && scheme != "https" {
            return Err(AddressError::Scheme);
        }
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if host.contains('@') {
            return Err(AddressError::Credentials);
        }
        if host.is_empty() || host.starts_with(':') || host.contains(|character: char| !is_host(character)) {
            return Err(AddressError::Host);
        }
        let path = path.trim_end_matches("index.html").trim_end_matches('/');
        let path = path.strip_suffix("/web").unwrap_or(path).trim_end_matches('/');
        Ok(Self(format!("{scheme}://{}{path}", host.to_ascii_lowercase())))
    }

    /// The servers that a page's own address suggests, the likeliest first: what stands before its last `/web/`
    /// (Jellyfin's own web folder, or a folder in it), then each folder above the page, the nearest first.
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

    /// What stands before the last `/web/` in the path of a page: the server, when the page is in Jellyfin's own web
    /// folder.
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

    /// As it is written for people and in storage.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Host, port and path, for people who need not see the scheme.
    #[must_use]
    pub fn without_scheme(&self) -> &str {
        self.0.split_once(':').map_or(&self.0, |(_, rest)| rest.trim_start_matches('/'))
    }
}

/// Up to the query or the fragment.
fn without_query(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

fn is_host(character: char) -> bool {
    // The tables of what is a letter elsewhere cost more bytes than they catch mistakes.
    character.is_ascii_alphanumeric() || !character.is_ascii() || matches!(character, '.' | '-' | '_' | ':' | '[' | ']')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_address_is_brought_to_one_form() {
        for (written, address) in [
            ("http://192.168.1.10:8096", "http://192.168.1.10:8096"),
            (" HTTPS://Media.Example.org/Jellyfin/ ", "https://media.example.org/Jellyfin"),
            ("http://tv.local/web/index.html#/home", "http://tv.local"),
            ("http://tv.local/jellyfin/web/", "http://tv.local/jellyfin"),
            ("http://[::1]:8096/", "http://[::1]:8096"),
            ("http://tv.local/?a=b", "http://tv.local"),
        ] {
            assert_eq!(Address::parse(written).unwrap().as_str(), address);
        }
    }

    #[test]
    fn what_is_not_an_address_is_refused_with_the_reason() {
        for (written, error) in [
            ("", AddressError::Scheme),
            ("tv.local", AddressError::Scheme),
            ("javascript://x", AddressError::Scheme),
            ("file:///web/", AddressError::Scheme),
            ("http://", AddressError::Host),
            ("http://:80", AddressError::Host),
            ("http://a b/", AddressError::Host),
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
}

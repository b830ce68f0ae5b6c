//! What a person types for an address, and the addresses that it may stand for.

use super::base::Address;
use super::parts::{AddressError, HTTP, HTTPS, Parts, Scheme};

/// An address as a person knows it: with or without scheme, port and path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed(Parts);

impl Typed {
    /// Reads what was typed, however it is spaced and capitalised. Of a page in a server's web folder, as an address bar shows
    /// it, that server is meant.
    ///
    /// # Errors
    /// What keeps the text from being an address.
    pub fn parse(written: &str) -> Result<Self, AddressError> {
        let mut parts = Parts::parse(written)?;
        if let Some(end) = parts.path.rfind("/web/") {
            parts.path.truncate(end);
        }
        Ok(Self(parts))
    }

    /// The addresses that it may stand for, the best first. Without a scheme, `https` comes first. `http` may also mean
    /// `https`, but never the other way round. A port that was typed is the only one.
    #[must_use]
    pub fn candidates(&self) -> Vec<Address> {
        let schemes: &[Scheme] = match (self.0.scheme, self.0.port) {
            (Some(HTTPS), _) | (None, Some(443)) => &[HTTPS],
            (None, Some(80)) => &[HTTP],
            (Some(_), _) => &[HTTP, HTTPS],
            (None, _) => &[HTTPS, HTTP],
        };
        let mut found = Vec::new();
        for scheme in schemes {
            let mut add = |port| found.push(Address(self.0.written(*scheme, Some(port))));
            match self.0.port {
                Some(port) => add(port),
                None => scheme.ports.into_iter().for_each(add),
            }
        }
        found
    }

    /// Where the server may be if it is not there: in the folder above, or else in the usual one of servers that have one.
    #[must_use]
    pub fn otherwise(&self) -> Self {
        let path = self.0.path.rsplit_once('/').map_or("/jellyfin", |(above, _)| above);
        Self(Parts { path: path.to_owned(), ..self.0.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The candidates, each without what it shares with the others.
    fn candidates(typed: &str) -> Vec<String> {
        let found = Typed::parse(typed).unwrap_or_else(|error| panic!("{typed:?}: {error:?}")).candidates();
        found.iter().map(|address| address.as_str().to_owned()).collect()
    }

    #[test]
    fn what_is_typed_stands_for_these_addresses_the_best_first() {
        let any = |host: &str, path: &str| {
            vec![
                format!("https://{host}{path}"),
                format!("https://{host}:8920{path}"),
                format!("http://{host}{path}"),
                format!("http://{host}:8096{path}"),
            ]
        };
        let plain_first = |host: &str, path: &str| {
            let mut all = any(host, path);
            all.rotate_left(2);
            all
        };
        let secure = |host: &str, path: &str| any(host, path)[..2].to_vec();
        let both = |place: &str| vec![format!("https://{place}"), format!("http://{place}")];
        let plain = |place: &str| vec![format!("http://{place}"), format!("https://{place}")];
        let only = |address: &str| vec![address.to_owned()];
        for (typed, expected) in [
            // A name or a number alone.
            ("tv.local", any("tv.local", "")),
            ("tv", any("tv", "")),
            ("192.168.1.10", any("192.168.1.10", "")),
            ("localhost", any("localhost", "")),
            ("media.example.org", any("media.example.org", "")),
            ("MEDIA.Example.ORG", any("media.example.org", "")),
            ("my_nas", any("my_nas", "")),
            ("xn--bcher-kva.example", any("xn--bcher-kva.example", "")),
            ("bücher.example", any("bücher.example", "")),
            ("//tv.local", any("tv.local", "")),
            ("[fd00::10]", any("[fd00::10]", "")),
            ("fd00::10", any("[fd00::10]", "")),
            ("FE80::1", any("[fe80::1]", "")),
            ("::1", any("[::1]", "")),
            // With spaces, slashes and what a browser's address bar adds.
            ("  tv.local\t", any("tv.local", "")),
            ("tv.local/", any("tv.local", "")),
            ("tv.local//", any("tv.local", "")),
            ("tv.local/web", any("tv.local", "")),
            ("tv.local/web/", any("tv.local", "")),
            ("tv.local/web/index.html", any("tv.local", "")),
            ("tv.local/web/index.html#/home.html", any("tv.local", "")),
            ("tv.local/web/#/login?x=1", any("tv.local", "")),
            ("tv.local/index.html", any("tv.local", "")),
            ("tv.local/web/quick/#/login", any("tv.local", "")),
            ("tv.local/jellyfin/web/quick/index.html?x#/settings", any("tv.local", "/jellyfin")),
            ("tv.local?x=1", any("tv.local", "")),
            ("tv.local#", any("tv.local", "")),
            // With a path.
            ("tv.local/jellyfin", any("tv.local", "/jellyfin")),
            ("tv.local/jellyfin/", any("tv.local", "/jellyfin")),
            ("tv.local/jellyfin/web/index.html", any("tv.local", "/jellyfin")),
            ("tv.local/Media/Jelly", any("tv.local", "/Media/Jelly")),
            ("tv.local\\jellyfin", any("tv.local", "/jellyfin")),
            ("tv.local/webb", any("tv.local", "/webb")),
            // With a port.
            ("tv.local:8096", both("tv.local:8096")),
            ("192.168.1.10:8096", both("192.168.1.10:8096")),
            ("media.example.org:8920", both("media.example.org:8920")),
            ("tv.local:30013/jellyfin/", both("tv.local:30013/jellyfin")),
            ("localhost:8096/web/", both("localhost:8096")),
            ("[fd00::10]:8096", both("[fd00::10]:8096")),
            ("tv.local:08096", both("tv.local:8096")),
            ("tv.local:443", only("https://tv.local")),
            ("tv.local:443/jellyfin", only("https://tv.local/jellyfin")),
            ("tv.local:80", only("http://tv.local")),
            // On http: that first, but the same host may have moved to https.
            ("http://tv.local", plain_first("tv.local", "")),
            ("HTTP://TV.local/Jellyfin/", plain_first("tv.local", "/Jellyfin")),
            ("http:tv.local", plain_first("tv.local", "")),
            ("http:/tv.local", plain_first("tv.local", "")),
            ("http:\\\\tv.local", plain_first("tv.local", "")),
            ("http://192.168.1.10:8096", plain("192.168.1.10:8096")),
            ("http://192.168.1.10:8096/web/index.html", plain("192.168.1.10:8096")),
            ("http://[::1]:8096", plain("[::1]:8096")),
            ("http://tv.local:80", vec!["http://tv.local".into(), "https://tv.local:80".into()]),
            // On https: nothing less.
            ("https://media.example.org", secure("media.example.org", "")),
            ("https://media.example.org/jellyfin/", secure("media.example.org", "/jellyfin")),
            ("HTTPS://Media.Example.Org/web/", secure("media.example.org", "")),
            ("https://media.example.org:8920", only("https://media.example.org:8920")),
            ("https://media.example.org:443/", only("https://media.example.org")),
            ("https://media.example.org:8096", only("https://media.example.org:8096")),
            ("https:media.example.org", secure("media.example.org", "")),
            ("https://[2001:db8::1]/jellyfin", secure("[2001:db8::1]", "/jellyfin")),
        ] {
            assert_eq!(candidates(typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn what_cannot_be_an_address_is_refused_with_the_reason() {
        for (typed, error) in [
            ("", AddressError::Empty),
            ("  ", AddressError::Empty),
            ("http://", AddressError::Host),
            ("https:", AddressError::Host),
            ("/", AddressError::Host),
            (":8096", AddressError::Host),
            ("my server", AddressError::Host),
            ("tv.local/my path", AddressError::Host),
            ("<b>", AddressError::Host),
            ("[tv]", AddressError::Host),
            ("\"tv\"", AddressError::Host),
            ("tv.local:", AddressError::Port),
            ("tv.local:abc", AddressError::Port),
            ("tv.local:0", AddressError::Port),
            ("tv.local:65536", AddressError::Port),
            ("tv.local:+80", AddressError::Port),
            ("javascript:alert(1)", AddressError::Port),
            ("ftp://tv.local", AddressError::Scheme),
            ("file:///etc/passwd", AddressError::Scheme),
            ("htp://tv.local", AddressError::Scheme),
            ("javascript://tv.local/%0aalert(1)", AddressError::Scheme),
            ("demo@tv.local", AddressError::Credentials),
            ("https://demo:demo@tv.local:8096/", AddressError::Credentials),
        ] {
            assert_eq!(Typed::parse(typed), Err(error), "{typed:?}");
        }
    }

    #[test]
    fn a_server_that_is_not_there_may_be_in_a_folder_above_or_in_the_usual_one() {
        for (typed, expected) in [
            ("tv.local:8096", "http://tv.local:8096/jellyfin"),
            ("tv.local:8096/media", "http://tv.local:8096"),
            ("tv.local:8096/media/quick/#/login", "http://tv.local:8096/media"),
        ] {
            let otherwise = Typed::parse(typed).unwrap().otherwise();
            assert_eq!(otherwise.candidates()[1].as_str(), expected, "{typed}");
        }
    }
}

//! Which screen the URL's hash names. Routes live in the hash so that the files work in any folder of any host, without
//! rewrite rules.

/// A screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// The waiting device: a code to be approved elsewhere, or a name and a password.
    Login,
    /// The signed-in device: approves codes.
    Settings,
}

/// A hash, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The screen that it names; none if it is empty or unknown.
    pub route: Option<Route>,
    /// The code in it, as it is written. It only ever fills a field.
    pub code: Option<String>,
    /// The server's address in it, as it is written. It only ever fills a field.
    pub server: Option<String>,
    /// Where to go after the sign-in, as it is written.
    pub return_to: Option<String>,
}

/// How much of a code is taken from a link, in characters.
const MOST_OF_A_CODE: usize = 32;

/// How much of an address is taken from a link, in characters.
const MOST_OF_AN_ADDRESS: usize = 256;

/// How much of the address to go back to is taken, which may have an app's whole place in it.
const MOST_OF_A_RETURN: usize = 2048;

impl Route {
    /// The hash of this screen.
    #[must_use]
    pub fn hash(self) -> &'static str {
        match self {
            Self::Login => "#/login",
            Self::Settings => "#/settings",
        }
    }
}

impl Link {
    /// Reads a hash: `#/login`, `#/login?server=tv.local`, `#/login?return=%2Fapp%2F`, `#/settings`,
    /// `#/settings?code=123456`.
    #[must_use]
    pub fn read(hash: &str) -> Self {
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let route = [Route::Login, Route::Settings]
            .into_iter()
            .find(|route| path.trim_end_matches('/').eq_ignore_ascii_case(route.hash()));
        let parameter = |of: Route, name: &str, most: usize| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let (_, value) = pairs.find(|(key, _)| *key == name && route == Some(of))?;
            let value: String = decoded(value).chars().take(most).collect();
            Some(value).filter(|value| !value.trim().is_empty())
        };
        Self {
            route,
            code: parameter(Route::Settings, "code", MOST_OF_A_CODE),
            server: parameter(Route::Login, "server", MOST_OF_AN_ADDRESS),
            return_to: parameter(Route::Login, "return", MOST_OF_A_RETURN),
        }
    }
}

/// Decodes a value of a query (URL Standard, section 5.1): `%XX` is a byte of UTF-8, and `+` a space.
fn decoded(value: &str) -> String {
    let value = value.replace('+', " ");
    let mut parts = value.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let byte = part.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(b'%'));
        bytes.extend(part.bytes().skip(if byte.is_some() { 2 } else { 0 }));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_names_a_screen_and_may_carry_a_code() {
        for (hash, route, code) in [
            ("", None, None),
            ("#", None, None),
            ("#/", None, None),
            ("#/elsewhere", None, None),
            ("#/login", Some(Route::Login), None),
            ("#/login?code=123456", Some(Route::Login), None),
            ("#/Settings/", Some(Route::Settings), None),
            ("#/settings", Some(Route::Settings), None),
            ("#/settings?code=", Some(Route::Settings), None),
            ("#/settings?code=123456", Some(Route::Settings), Some("123456")),
            ("#/settings?x=1&code=123%20456", Some(Route::Settings), Some("123 456")),
            ("#/settings?code=123+456", Some(Route::Settings), Some("123 456")),
            ("#/settings?code=%31%3", Some(Route::Settings), Some("1%3")),
            ("#/settings?code=<b>", Some(Route::Settings), Some("<b>")),
            ("#/settings?server=tv.local", Some(Route::Settings), None),
        ] {
            let link = Link { route, code: code.map(str::to_owned), server: None, return_to: None };
            assert_eq!(Link::read(hash), link, "{hash}");
        }
    }

    #[test]
    fn a_link_to_the_login_may_carry_a_server() {
        for (hash, server) in [
            ("#/login?server=tv.local", Some("tv.local")),
            ("#/login?server=http%3A%2F%2Ftv.local%3A8096%2Fjellyfin", Some("http://tv.local:8096/jellyfin")),
            ("#/login?x=1&server=http://[::1]:8096", Some("http://[::1]:8096")),
            ("#/login?server=b%C3%BCcher.example", Some("bücher.example")),
            ("#/login?server=", None),
            ("#/login?server=%20", None),
            ("#/login?servers=tv.local", None),
            ("#/elsewhere?server=tv.local", None),
        ] {
            assert_eq!(Link::read(hash).server.as_deref(), server, "{hash}");
        }
    }

    #[test]
    fn a_link_to_the_login_may_say_where_to_go_afterwards() {
        let to = |hash: &str| Link::read(hash).return_to;
        assert_eq!(to("#/login?return=%2Fapp%2F%3Fa%3D1%2B2+3").as_deref(), Some("/app/?a=1+2 3"));
        assert_eq!(to("#/settings?return=%2Fapp%2F"), None);
        assert_eq!(to("#/login?return="), None);
    }

    #[test]
    fn a_code_in_a_link_is_cut_to_a_length_that_fits_a_field() {
        let link = Link::read(&format!("#/settings?code={}", "9".repeat(5000)));
        assert_eq!(link.code.unwrap().len(), MOST_OF_A_CODE);
    }

    #[test]
    fn every_screen_is_found_by_its_own_hash() {
        for route in [Route::Login, Route::Settings] {
            assert_eq!(Link::read(route.hash()).route, Some(route));
        }
    }
}

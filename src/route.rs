//! Which screen the URL's hash names. Routes live in the hash so that the files work in any folder of any host
//! without a rewrite rule.

/// A screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// The waiting device: a code to be approved elsewhere, or name and password.
    Login,
    /// The signed-in device: approves codes.
    Settings,
}

/// A hash, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The screen that it names; none for an empty or unknown hash.
    pub route: Option<Route>,
    /// The code that it carries, as written: it only ever fills a field.
    pub code: Option<String>,
}

/// How much of a code in a link is taken over, in characters.
const MOST_OF_A_CODE: usize = 32;

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
    /// Reads a hash: `#/login`, `#/settings`, `#/settings?code=123456`.
    #[must_use]
    pub fn read(hash: &str) -> Self {
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let route = [Route::Login, Route::Settings]
            .into_iter()
            .find(|route| path.trim_end_matches('/').eq_ignore_ascii_case(route.hash()));
        let code = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("code="))
            .map(with_spaces)
            .filter(|code| !code.trim().is_empty() && route == Some(Route::Settings));
        Self { route, code }
    }
}

/// A code may be written in two groups, and a browser writes the space between them as `%20` or `+`.
fn with_spaces(code: &str) -> String {
    let mut parts = code.split('%');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push(' ');
        text.push_str(part.strip_prefix("20").unwrap_or(part));
    }
    text.chars().map(|character| if character == '+' { ' ' } else { character }).take(MOST_OF_A_CODE).collect()
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
            ("#/settings?code=<b>", Some(Route::Settings), Some("<b>")),
        ] {
            let link = Link { route, code: code.map(str::to_owned) };
            assert_eq!(Link::read(hash), link, "{hash}");
        }
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

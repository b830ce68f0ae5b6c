//! What the person who hosts the files may set, in `config.json` beside `index.html`.

use crate::address::Address;
use crate::json::Json;

/// The settings; the default is what counts without a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// `server`: the one server to use. Without it, the server that serves the page.
    pub server: Option<Address>,
}

/// What is wrong with a `config.json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// It is not a JSON object.
    NotJson,
    /// `server` is not an address such as `http://192.168.1.10:8096`.
    Server,
    /// There is no such key.
    UnknownKey(String),
}

impl Config {
    /// Reads the file's text: what can be used of it, and the first thing that is wrong with it.
    #[must_use]
    pub fn read(text: &str) -> (Self, Option<ConfigError>) {
        let Some(Json::Object(members)) = Json::read(text) else {
            return (Self::default(), Some(ConfigError::NotJson));
        };
        let mut config = Self::default();
        let mut error = None;
        for (name, value) in members {
            if name != "server" {
                error = error.or(Some(ConfigError::UnknownKey(name)));
                continue;
            }
            config.server = match value {
                Json::Text(address) => Address::parse(&address).ok(),
                _ => None,
            };
            if config.server.is_none() {
                error = error.or(Some(ConfigError::Server));
            }
        }
        (config, error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Option<Address> {
        Address::parse(text).ok()
    }

    #[test]
    fn a_file_names_a_server_or_leaves_it_to_the_page() {
        assert_eq!(Config::read("{}"), (Config::default(), None));
        let (config, error) = Config::read(r#"{ "server": "http://192.168.1.10:8096/" }"#);
        assert_eq!((config.server, error), (address("http://192.168.1.10:8096"), None));
    }

    #[test]
    fn mistakes_are_named_and_the_rest_is_used() {
        for (text, server, error) in [
            ("", None, ConfigError::NotJson),
            ("[]", None, ConfigError::NotJson),
            (r#"{"server":"tv"}"#, None, ConfigError::Server),
            (r#"{"server":null}"#, None, ConfigError::Server),
            (r#"{"sever":"http://tv"}"#, None, ConfigError::UnknownKey("sever".into())),
            (r#"{"x":1,"server":"http://tv"}"#, address("http://tv"), ConfigError::UnknownKey("x".into())),
        ] {
            assert_eq!(Config::read(text), (Config { server }, Some(error)), "{text}");
        }
    }
}

//! The settings of whoever hosts the files, in `config.json` beside `index.html`. README.md has the same list.

use serde_json::value::RawValue;

use super::languages::LANGUAGES;
use crate::jellyfin::json::Members;
use crate::server::address::Address;

/// The settings. The default is what applies without a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// `server`: the only server to use. Without this and without `servers`, the server that serves the page or the one
    /// that a person names.
    pub server: Option<Address>,
    /// `servers`: the servers to choose from. No others can be named.
    pub servers: Vec<Address>,
    /// `signIn`: how people may sign in.
    pub ways: SignInWays,
    /// `name`: the heading of the page.
    pub name: Option<String>,
    /// `openJellyfin`: where "Open Jellyfin" leads, a whole address or one relative to the page. Without it, to the
    /// server's own web client.
    pub open_jellyfin: Option<String>,
    /// `quickConnectLink`: where the QR code leads. `"here"` is this page, `"jellyfin"` the server's own web client.
    pub links_to_jellyfin: bool,
    /// `television`: whether this is one, even if it is not known as one.
    pub is_television: bool,
    /// `language`: the language of whoever has picked none. src/boot/language.js reads it.
    pub language: Option<String>,
    /// Whether there is an `embed`: the origins of the pages that may use this one in a frame. src/boot/embedder.js holds to
    /// it; without it, any may show this page, and none learns anything.
    pub names_embedders: bool,
}

/// How people may sign in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignInWays {
    /// `"both"`
    #[default]
    Both,
    /// `"code"`: with a code that is approved elsewhere.
    Code,
    /// `"password"`: with a name and a password.
    Password,
}

/// What is wrong with a `config.json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// It is not a JSON object.
    NotJson,
    /// There is no such key.
    UnknownKey(String),
    /// The key's value, or one in its list, is not a server's address such as `http://192.168.1.10:8096`.
    Server(&'static str),
    /// `signIn` is none of `code`, `password` and `both`.
    SignIn,
    /// `name` is not a text, or an empty one.
    Name,
    /// `openJellyfin` is not the address of a page.
    OpenJellyfin,
    /// `quickConnectLink` is neither `here` nor `jellyfin`.
    QuickConnectLink,
    /// `television` is neither `true` nor `false`.
    Television,
    /// `language` is none of those of this page.
    Language,
    /// `embed` is not a list of origins such as `https://app.example.org`.
    Embed,
}

impl Config {
    /// Reads the file: what can be used of it, and everything that is wrong with it, in the order of the file.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<ConfigError>) {
        let mut config = Self::default();
        let Some(members) = Members::read(text) else {
            return (config, vec![ConfigError::NotJson]);
        };
        let mut errors = Vec::new();
        for (key, value) in members.0 {
            let error = match key.as_str() {
                "server" => put(&mut config.server, server(value), ConfigError::Server("server")),
                "servers" => {
                    let (written, read) = servers(value);
                    let is_whole = written == read.len() && written > 0;
                    config.servers = read;
                    (!is_whole).then_some(ConfigError::Server("servers"))
                }
                "signIn" => {
                    let ways = ways(value);
                    config.ways = ways.unwrap_or_default();
                    ways.is_none().then_some(ConfigError::SignIn)
                }
                "name" => put(&mut config.name, words(value), ConfigError::Name),
                "openJellyfin" => put(
                    &mut config.open_jellyfin,
                    words(value).filter(|address| is_of_a_page(address)),
                    ConfigError::OpenJellyfin,
                ),
                "quickConnectLink" => {
                    let place = words(value).unwrap_or_default();
                    config.links_to_jellyfin = place == "jellyfin";
                    (!config.links_to_jellyfin && place != "here").then_some(ConfigError::QuickConnectLink)
                }
                "television" => {
                    config.is_television = value.get() == "true";
                    (!config.is_television && value.get() != "false").then_some(ConfigError::Television)
                }
                "language" => put(
                    &mut config.language,
                    words(value).filter(|wanted| LANGUAGES.iter().any(|(tag, _)| tag == wanted)),
                    ConfigError::Language,
                ),
                "embed" => {
                    config.names_embedders = true;
                    (!are_origins(value)).then_some(ConfigError::Embed)
                }
                _ => Some(ConfigError::UnknownKey(key)),
            };
            errors.extend(error);
        }
        (config, errors)
    }

    /// Whether people may use this server.
    #[must_use]
    pub fn offers(&self, server: &Address) -> bool {
        match &self.server {
            Some(only) => only == server,
            None => self.servers.is_empty() || self.servers.contains(server),
        }
    }

    /// Whether a person may name a server that is not in the file.
    #[must_use]
    pub fn leaves_the_server_open(&self) -> bool {
        self.server.is_none() && self.servers.is_empty()
    }
}

/// Sets what was read, and returns the error if nothing was.
fn put<T>(place: &mut Option<T>, value: Option<T>, error: ConfigError) -> Option<ConfigError> {
    *place = value;
    place.is_none().then_some(error)
}

fn words(value: &RawValue) -> Option<String> {
    let text: String = serde_json::from_str(value.get()).ok()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn server(value: &RawValue) -> Option<Address> {
    Address::parse(&words(value)?).ok()
}

/// How many items there are, and those that are addresses.
fn servers(value: &RawValue) -> (usize, Vec<Address>) {
    let values: Vec<&RawValue> = serde_json::from_str(value.get()).unwrap_or_default();
    (values.len(), values.into_iter().filter_map(server).collect())
}

/// Whether it is a list of origins as browsers write them: no pattern, and not `null`.
fn are_origins(value: &RawValue) -> bool {
    let values: Vec<&RawValue> = serde_json::from_str(value.get()).unwrap_or_default();
    let is_origin = |value: &RawValue| {
        let text = words(value).unwrap_or_default();
        Address::parse(&text)
            .is_ok_and(|address| address.as_str() == text && !address.without_scheme().contains(['/', '*']))
    };
    value.get().starts_with('[') && values.into_iter().all(is_origin)
}

fn ways(value: &RawValue) -> Option<SignInWays> {
    match words(value)?.as_str() {
        "both" => Some(SignInWays::Both),
        "code" => Some(SignInWays::Code),
        "password" => Some(SignInWays::Password),
        _ => None,
    }
}

/// Whether an address is relative, with no colon before its first slash, or on the web. `javascript:` is neither.
fn is_of_a_page(address: &str) -> bool {
    let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
    match scheme.split_once(':') {
        Some((scheme, _)) => scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"),
        None => !address.chars().any(|character| character.is_ascii_control()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Address {
        Address::parse(text).unwrap()
    }

    #[test]
    fn the_qr_code_leads_here_or_to_jellyfin() {
        let read = |text: &str| {
            let (config, errors) = Config::read(text);
            (config.links_to_jellyfin, errors)
        };
        assert_eq!(read(r#"{"quickConnectLink":"jellyfin"}"#), (true, vec![]));
        assert_eq!(read(r#"{"quickConnectLink":"here"}"#), (false, vec![]));
        for wrong in [r#""there""#, "true", "null", r#""""#] {
            let text = format!(r#"{{"quickConnectLink":{wrong}}}"#);
            assert_eq!(read(&text), (false, vec![ConfigError::QuickConnectLink]), "{text}");
        }
    }

    #[test]
    fn a_television_is_one_if_the_host_says_so() {
        let read = |value: &str| {
            let (config, errors) = Config::read(&format!(r#"{{"television":{value}}}"#));
            (config.is_television, errors)
        };
        assert_eq!(read("true"), (true, vec![]));
        assert_eq!(read("false"), (false, vec![]));
        assert_eq!(read(r#""true""#), (false, vec![ConfigError::Television]));
    }

    #[test]
    fn a_language_is_one_of_this_page() {
        let read = |value: &str| {
            let (config, errors) = Config::read(&format!(r#"{{"language":{value}}}"#));
            (config.language, errors)
        };
        assert_eq!(read(r#""en""#), (Some("en".into()), vec![]));
        for wrong in [r#""tlh""#, r#""EN""#, "[]", "1", "null"] {
            assert_eq!(read(wrong), (None, vec![ConfigError::Language]), "{wrong}");
        }
    }

    #[test]
    fn without_a_setting_the_defaults_count() {
        assert_eq!(Config::read("{}"), (Config::default(), vec![]));
        assert!(Config::default().leaves_the_server_open());
    }

    #[test]
    fn every_key_is_read() {
        let text = r#"{ "server": "http://192.168.1.10:8096/", "servers": ["http://tv", "https://attic/jellyfin"],
            "signIn": "code", "name": " Living room ", "openJellyfin": "https://tv.example.org/#/home" }"#;
        let expected = Config {
            server: Some(address("http://192.168.1.10:8096")),
            servers: vec![address("http://tv"), address("https://attic/jellyfin")],
            ways: SignInWays::Code,
            name: Some("Living room".into()),
            open_jellyfin: Some("https://tv.example.org/#/home".into()),
            ..Config::default()
        };
        assert!(!expected.leaves_the_server_open());
        assert_eq!(Config::read(text), (expected, vec![]));
    }

    #[test]
    fn mistakes_are_named_and_the_defaults_take_their_place() {
        for (text, error) in [
            ("", ConfigError::NotJson),
            ("[]", ConfigError::NotJson),
            (r#"{"server":"tv"}"#, ConfigError::Server("server")),
            (r#"{"server":null}"#, ConfigError::Server("server")),
            (r#"{"servers":[]}"#, ConfigError::Server("servers")),
            (r#"{"servers":"http://tv"}"#, ConfigError::Server("servers")),
            (r#"{"signIn":"Code"}"#, ConfigError::SignIn),
            (r#"{"signIn":true}"#, ConfigError::SignIn),
            (r#"{"name":""}"#, ConfigError::Name),
            (r#"{"name":7}"#, ConfigError::Name),
            (r#"{"openJellyfin":"javascript:alert(1)"}"#, ConfigError::OpenJellyfin),
            (r#"{"openJellyfin":" JavaScript:alert(1)"}"#, ConfigError::OpenJellyfin),
            (r#"{"openJellyfin":"java\nscript:alert(1)"}"#, ConfigError::OpenJellyfin),
            (r#"{"openJellyfin":["/web/"]}"#, ConfigError::OpenJellyfin),
            (r#"{"sever":"http://tv"}"#, ConfigError::UnknownKey("sever".into())),
        ] {
            assert_eq!(Config::read(text), (Config::default(), vec![error]), "{text}");
        }
    }

    #[test]
    fn only_whole_origins_may_embed_the_page() {
        let read = |list: &str| {
            let (config, errors) = Config::read(&format!(r#"{{"embed":{list}}}"#));
            (config.names_embedders, errors)
        };
        for list in ["[]", r#"["https://app.example.org","http://192.168.1.10:3000"]"#] {
            assert_eq!(read(list), (true, vec![]));
        }
        for wrong in [
            r#"["*"]"#,
            r#"["null"]"#,
            "[null]",
            r#"["https://app.example.org","https://*.example.org"]"#,
            r#"["https://app.example.org/"]"#,
            r#"["https://app.example.org/login"]"#,
            r#"["https://app.example.org:443"]"#,
            r#"["https://App.example.org"]"#,
            r#"["app.example.org"]"#,
            r#"["file://"]"#,
            r#""https://app.example.org""#,
        ] {
            assert_eq!(read(wrong), (true, vec![ConfigError::Embed]), "{wrong}");
        }
    }

    #[test]
    fn a_mistake_in_one_place_leaves_the_rest_in_use() {
        let (config, errors) = Config::read(r#"{"x":1,"servers":["http://tv","attic"],"signIn":7}"#);
        assert_eq!(config.servers, [address("http://tv")]);
        assert_eq!(errors, [ConfigError::UnknownKey("x".into()), ConfigError::Server("servers"), ConfigError::SignIn,]);
    }

    #[test]
    fn jellyfin_may_be_opened_at_any_page_of_the_web() {
        for at in ["../", "/web/", "./?a:b", "HTTPS://tv/", "web/index.html#/home:1"] {
            let (config, errors) = Config::read(&format!(r#"{{"openJellyfin":"{at}"}}"#));
            assert_eq!((config.open_jellyfin.as_deref(), errors), (Some(at), vec![]));
        }
    }
}

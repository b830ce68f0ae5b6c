//! The words for mistakes in `config.json`.

use super::lost::in_short;
use crate::jellyfin::Lost;
use crate::page::config::ConfigError;

/// What is wrong with `config.json`.
#[must_use]
pub fn config_errors(errors: &[ConfigError]) -> String {
    if errors.is_empty() {
        return String::new();
    }
    let mistakes: Vec<_> = errors.iter().map(mistake).collect();
    format!(
        "config.json, beside this page’s index.html, has a mistake: {}. What is wrong is left out, and the default is \
         used.",
        mistakes.join("; ")
    )
}

/// While `config.json` cannot be loaded, which may name the server.
#[must_use]
pub fn without_config(last: Lost) -> String {
    format!(
        "A part of this page, its file config.json, cannot be loaded ({}). It is tried again by itself. If that does not \
         help, load this page again, or ask whoever runs it: the file has to be there, or be missing altogether.",
        in_short(last)
    )
}

fn mistake(error: &ConfigError) -> String {
    match error {
        ConfigError::NotJson => "it is not a JSON object".into(),
        ConfigError::Server(key) => {
            format!("“{key}” has something other than an address such as http://192.168.1.10:8096")
        }
        ConfigError::UnknownKey(key) => format!("it has no setting “{key}”"),
        ConfigError::SignIn => "“signIn” is none of “code”, “password” and “both”".into(),
        ConfigError::Name => "“name” is not a text".into(),
        ConfigError::QuickConnectLink => "“quickConnectLink” is neither “here” nor “jellyfin”".into(),
        ConfigError::Television => "“television” is neither true nor false".into(),
        ConfigError::OpenJellyfin => "“openJellyfin” is not the address of a page".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_mistakes_of_the_configuration_are_told_at_once() {
        assert_eq!(config_errors(&[]), "");
        let text = config_errors(&[ConfigError::UnknownKey("sever".into()), ConfigError::SignIn]);
        assert!(text.contains("“sever”; “signIn”"), "{text}");
        assert!(config_errors(&[ConfigError::Server("servers")]).contains("“servers” has"));
    }
}

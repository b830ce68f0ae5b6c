//! The words for mistakes in `config.json`.

use super::lost::in_short;
use crate::jellyfin::Lost;
use crate::page::config::ConfigError;

/// What is wrong with `config.json`, each mistake on a line of its own.
#[must_use]
pub fn config_errors(errors: &[ConfigError]) -> String {
    if errors.is_empty() {
        return String::new();
    }
    let mut lines = vec!["config.json has mistakes. Defaults are used instead.".to_owned()];
    lines.extend(errors.iter().map(mistake));
    lines.join("\n")
}

/// While `config.json` cannot be loaded, which may name the server.
#[must_use]
pub fn without_config(last: Lost) -> String {
    format!(
        "config.json can’t be loaded ({}). Trying again…\n\
         Reload this page.\n\
         Ask an administrator to check the file.",
        in_short(last)
    )
}

fn mistake(error: &ConfigError) -> String {
    match error {
        ConfigError::NotJson => "It is not a JSON object.".into(),
        ConfigError::Server(key) => {
            format!("“{key}” needs an address such as http://192.168.1.10:8096")
        }
        ConfigError::UnknownKey(key) => format!("There is no setting “{key}”."),
        ConfigError::SignIn => "“signIn” must be “code”, “password” or “both”.".into(),
        ConfigError::Name => "“name” must be a text.".into(),
        ConfigError::QuickConnectLink => "“quickConnectLink” must be “here” or “jellyfin”.".into(),
        ConfigError::Television => "“television” must be true or false.".into(),
        ConfigError::Embed => "“embed” must be a list of origins such as https://app.example.org".into(),
        ConfigError::OpenJellyfin => "“openJellyfin” must be the address of a page.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_mistakes_of_the_configuration_are_told_at_once() {
        assert_eq!(config_errors(&[]), "");
        let text = config_errors(&[ConfigError::UnknownKey("sever".into()), ConfigError::SignIn]);
        assert!(text.contains("“sever”.\n“signIn”"), "{text}");
        assert!(config_errors(&[ConfigError::Server("servers")]).contains("“servers” needs"));
    }
}

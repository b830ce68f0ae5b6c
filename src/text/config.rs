//! The words for mistakes in `config.json`.

use super::lost::in_short;
use super::messages::config as say;
use crate::jellyfin::Lost;
use crate::page::config::ConfigError;

/// What is wrong with `config.json`, each mistake on a line of its own.
#[must_use]
pub fn config_errors(errors: &[ConfigError]) -> String {
    if errors.is_empty() {
        return String::new();
    }
    let mut lines = vec![say::MISTAKES.into()];
    lines.extend(errors.iter().map(mistake));
    lines.join("\n")
}

/// While `config.json` cannot be loaded, which may name the server.
#[must_use]
pub fn without_config(last: Lost) -> String {
    say::not_loaded(&in_short(last))
}

fn mistake(error: &ConfigError) -> String {
    match error {
        ConfigError::NotJson => say::NOT_JSON,
        ConfigError::Server(key) => return say::server(key),
        ConfigError::UnknownKey(key) => return say::unknown_key(key),
        ConfigError::SignIn => say::SIGN_IN,
        ConfigError::Name => say::NAME,
        ConfigError::QuickConnectLink => say::QUICK_CONNECT_LINK,
        ConfigError::Television => say::TELEVISION,
        ConfigError::Language => say::LANGUAGE,
        ConfigError::Embed => say::EMBED,
        ConfigError::OpenJellyfin => say::OPEN_JELLYFIN,
    }
    .into()
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

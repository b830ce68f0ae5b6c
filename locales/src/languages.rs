//! The languages that a file in this folder may be for: the name of each in itself, and the direction it is written in.

/// A language of the page.
#[derive(Debug, PartialEq, Eq)]
pub struct Language {
    /// Its tag, which is also the name of its file: `de`, `pt-BR`.
    pub tag: &'static str,
    /// What it calls itself.
    pub name: &'static str,
    /// Whether it is written from right to left.
    pub is_right_to_left: bool,
}

/// Every language, in the order of the list that a person chooses from: by what they call themselves, Latin letters first.
pub const LANGUAGES: &[Language] = &[
    left_to_right("id", "Bahasa Indonesia"),
    left_to_right("ca", "Català"),
    left_to_right("cs", "Čeština"),
    left_to_right("da", "Dansk"),
    left_to_right("de", "Deutsch"),
    left_to_right("et", "Eesti"),
    left_to_right("en", "English"),
    left_to_right("es", "Español"),
    left_to_right("fr", "Français"),
    left_to_right("hr", "Hrvatski"),
    left_to_right("it", "Italiano"),
    left_to_right("lv", "Latviešu"),
    left_to_right("lt", "Lietuvių"),
    left_to_right("hu", "Magyar"),
    left_to_right("nl", "Nederlands"),
    left_to_right("nb", "Norsk bokmål"),
    left_to_right("pl", "Polski"),
    left_to_right("pt-BR", "Português (Brasil)"),
    left_to_right("pt-PT", "Português (Portugal)"),
    left_to_right("ro", "Română"),
    left_to_right("sk", "Slovenčina"),
    left_to_right("sl", "Slovenščina"),
    left_to_right("fi", "Suomi"),
    left_to_right("sv", "Svenska"),
    left_to_right("vi", "Tiếng Việt"),
    left_to_right("tr", "Türkçe"),
    left_to_right("el", "Ελληνικά"),
    left_to_right("bg", "Български"),
    left_to_right("ru", "Русский"),
    left_to_right("sr", "Српски"),
    left_to_right("uk", "Українська"),
    right_to_left("he", "עברית"),
    right_to_left("ar", "العربية"),
    right_to_left("fa", "فارسی"),
    left_to_right("th", "ไทย"),
    left_to_right("ko", "한국어"),
    left_to_right("ja", "日本語"),
    left_to_right("zh-CN", "简体中文"),
    left_to_right("zh-TW", "繁體中文"),
];

const fn left_to_right(tag: &'static str, name: &'static str) -> Language {
    Language { tag, name, is_right_to_left: false }
}

const fn right_to_left(tag: &'static str, name: &'static str) -> Language {
    Language { tag, name, is_right_to_left: true }
}

/// The language with this tag.
#[must_use]
pub fn language(tag: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.tag == tag)
}

//! A file of messages: i18next's form of JSON, with flat keys, `{{name}}` for what is filled in, and a suffix for each form
//! of a plural.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Map, Value};

use crate::plurals::FORMS;

/// The messages of a language as they stand in its file.
pub struct Catalogue {
    /// The language's tag.
    pub tag: String,
    /// Key and text, in the order of the file.
    pub entries: Vec<(String, String)>,
}

impl Catalogue {
    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// When it is not an object of texts, or a key stands in it twice.
    pub fn read(tag: &str, text: &str) -> Result<Self, String> {
        let object: Map<String, Value> =
            serde_json::from_str(text).map_err(|error| format!("{tag}: this is not a JSON object: {error}."))?;
        // The parser keeps the last of two.
        let mut keys = BTreeSet::new();
        for key in text.lines().filter_map(|line| Some(line.strip_prefix("  \"")?.split_once("\":")?.0)) {
            if !keys.insert(key) {
                return Err(format!("{tag}: {key} is there twice."));
            }
        }
        let mut entries = Vec::new();
        for (key, value) in object {
            let Value::String(value) = value else { return Err(format!("{tag}: {key} is not a text.")) };
            entries.push((key, value));
        }
        Ok(Self { tag: tag.to_owned(), entries })
    }

    /// The text of a key.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.entries.iter().find(|(it, _)| it == key).map(|(_, text)| &**text)
    }
}

/// A message as English has it: its key, without the suffix of a plural.
pub struct Message {
    /// `login.new_code`.
    pub key: String,
    /// What is filled in, in the order of the English text.
    pub placeholders: Vec<String>,
    /// Whether its text depends on a number, which is one of the placeholders: `count`.
    pub is_plural: bool,
}

impl Message {
    /// The key of one of its texts.
    #[must_use]
    pub fn key_of(&self, form: &str) -> String {
        if self.is_plural { format!("{}_{form}", self.key) } else { self.key.clone() }
    }
}

/// What English has, in its order. A key is a plural's if it ends in `_other`.
#[must_use]
pub fn messages(english: &Catalogue) -> Vec<Message> {
    let plural = |key: &str| key.strip_suffix("_other").map(str::to_owned);
    let is_another_form = |key: &str| {
        FORMS.iter().any(|form| {
            let base = key.strip_suffix(form).and_then(|key| key.strip_suffix('_'));
            *form != "other" && base.is_some_and(|base| english.text(&format!("{base}_other")).is_some())
        })
    };
    let message = |(key, text): &(String, String)| Message {
        key: plural(key).unwrap_or_else(|| key.clone()),
        placeholders: placeholders(text),
        is_plural: plural(key).is_some(),
    };
    english.entries.iter().filter(|(key, _)| !is_another_form(key)).map(message).collect()
}

/// The names between `{{` and `}}`, each once, in their order.
#[must_use]
pub fn placeholders(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in text.split("{{").skip(1) {
        let name = part.split("}}").next().unwrap_or_default().to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The folder with the files.
#[must_use]
pub fn folder() -> PathBuf {
    // Where the package lies now; it may have moved since it was compiled.
    let now = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let places = now.into_iter().flat_map(|place| [place.join("locales"), place.clone(), place.join("../locales")]);
    let compiled = Path::new(env!("CARGO_MANIFEST_DIR")).to_owned();
    places.chain([compiled]).find(|place| place.join("en.json").is_file()).unwrap_or_default()
}

/// English.
///
/// # Errors
///
/// When its file cannot be read.
pub fn english() -> Result<Catalogue, String> {
    named("en")
}

/// The file of a language.
///
/// # Errors
///
/// When it cannot be read.
pub fn named(tag: &str) -> Result<Catalogue, String> {
    at(&folder().join(format!("{tag}.json")))
}

/// The file at a path, which is named after its language.
///
/// # Errors
///
/// When it cannot be read.
pub fn at(path: &Path) -> Result<Catalogue, String> {
    let tag = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    Catalogue::read(tag, &text(path)?)
}

/// What translators read about each message.
///
/// # Errors
///
/// When the file cannot be read.
pub fn descriptions() -> Result<Catalogue, String> {
    Catalogue::read("descriptions", &text(&folder().join("descriptions.json"))?)
}

/// The tags of the files that are there, English aside, in alphabetical order.
#[must_use]
pub fn translated() -> Vec<String> {
    let entries = fs::read_dir(folder()).into_iter().flatten().filter_map(Result::ok);
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut tags: Vec<_> = names
        .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
        .filter(|tag| tag != "en" && tag != "descriptions")
        .collect();
    tags.sort();
    tags
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}.", path.display()))
}

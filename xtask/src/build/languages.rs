//! The files of the languages, one each beside the page, and their place in it. `src/boot/language.js` loads one.

use std::{fs, path::Path};

use locales::{
    catalogue::{english, named, translated},
    language,
    packed::script,
};

use crate::sha256::sha256;

/// How the names of the files begin.
pub const LANGUAGE: &str = "language-";

/// What stands in the script in the place of the tags, of those that are written from right to left, and of the hash.
const TAGS: &str = "{languages}";
const RIGHT_TO_LEFT: &str = "{right-to-left}";
const HASH: &str = "{hash}";

/// The files, each with its name.
pub struct Languages {
    tags: String,
    right_to_left: String,
    hash: String,
    files: Vec<(String, String)>,
}

impl Languages {
    /// All that there are. They have one hash together, which the page carries once: a visit loads no more than one of them.
    ///
    /// # Errors
    ///
    /// When a file cannot be read.
    pub fn read() -> Result<Self, String> {
        let english = english()?;
        let tags = translated();
        let texts = tags.iter().map(|tag| Ok(script(&english, &named(tag)?))).collect::<Result<Vec<_>, String>>()?;
        let mut hash = sha256(texts.concat().as_bytes());
        hash.truncate(16);
        let files = tags.iter().zip(texts).map(|(tag, text)| (format!("{LANGUAGE}{hash}_{tag}.js"), text)).collect();
        let is_right_to_left = |tag: &&String| language(tag).is_some_and(|language| language.is_right_to_left);
        let right_to_left: Vec<_> = tags.iter().filter(is_right_to_left).map(String::as_str).collect();
        let right_to_left = right_to_left.join(" ");
        Ok(Self { tags: [&["en".to_owned()], &*tags].concat().join(" "), right_to_left, hash, files })
    }

    /// The page that knows them.
    ///
    /// # Errors
    ///
    /// When it has no place for them.
    pub fn put_into(&self, page: &str) -> Result<String, String> {
        if [TAGS, RIGHT_TO_LEFT, HASH].iter().any(|place| page.matches(place).count() != 1) {
            return Err(format!("index.html should contain {TAGS}, {RIGHT_TO_LEFT} and {HASH} once."));
        }
        Ok(page.replace(TAGS, &self.tags).replace(RIGHT_TO_LEFT, &self.right_to_left).replace(HASH, &self.hash))
    }

    /// Writes the files.
    ///
    /// # Errors
    ///
    /// When one cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), String> {
        for (name, text) in &self.files {
            fs::write(folder.join(name), text).map_err(|error| format!("{name} cannot be written: {error}."))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_knows_the_languages_and_the_names_of_their_files() {
        let languages = Languages::read().expect("languages");
        let page = languages.put_into("'{languages}' '{right-to-left}' '{hash}'").expect("a page");
        assert!(page.starts_with("'en ar "), "{page}");
        assert!(page.contains(" 'ar fa he' "), "{page}");
        assert!(page.ends_with(&format!("'{}'", languages.hash)), "{page}");
        assert!(languages.files.iter().any(|(name, _)| *name == format!("language-{}_de.js", languages.hash)));
        assert!(languages.put_into("'{languages}'").is_err());
    }
}

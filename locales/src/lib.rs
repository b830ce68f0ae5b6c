//! The messages of the page in every language, and the tools around them. `en.json` is the source, each other file a
//! translation; `descriptions.json` says about each message what a translator has to know.
//!
//! - [`catalogue`]: such a file
//! - [`languages`]: which languages there can be
//! - [`plurals`]: which form a number takes in each
//! - [`check`]: what can be wrong with a translation; `cargo run -p locales` prints it
//! - [`rust`]: what the program is compiled with, English in it
//! - [`packed`]: the file of any other language that a page loads

pub mod catalogue;
pub mod check;
pub mod languages;
pub mod packed;
pub mod plurals;
pub mod rust;

pub use languages::{LANGUAGES, Language, language};

#[cfg(test)]
mod tests {
    use crate::catalogue::{english, named, translated};
    use crate::check::problems;

    #[test]
    fn every_language_is_complete() {
        let english = english().expect("English");
        let tags = translated().into_iter().chain(["en".to_owned()]);
        let found: Vec<_> = tags
            .flat_map(|tag| match named(&tag) {
                Ok(it) => problems(&english, &it).into_iter().map(|problem| format!("{tag}: {problem}")).collect(),
                Err(problem) => vec![problem],
            })
            .collect();
        assert!(found.is_empty(), "{found:#?}");
    }
}

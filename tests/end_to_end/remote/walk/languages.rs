//! A state in every language that the walk is made in: axe, and where each arrow leads.

use serde_json::json;

use super::axe;
use super::walker::{Look, Walk};
use crate::support::device::Device;

/// English, the longest words that are common, right to left, and no spaces between words.
const LANGUAGES: [&str; 4] = ["en", "de", "ar", "ja"];

/// Texts that stand there in English still: a message of which the language has another text.
const ENGLISH_STILL: &str = "
    const [messages] = arguments, found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode;
        if (!text.parentElement.closest('script, style, noscript') && messages.includes(text.data.trim())) {
            found.push(text.data.trim());
        }
    }
    return found";

impl Walk<'_> {
    /// Looks at a state in each language.
    pub(super) fn speak_each(&mut self, look: &Look) {
        let own = self.tv.read_in("en");
        for picked in LANGUAGES.into_iter().chain([""]) {
            let language = if picked.is_empty() { &own } else { picked };
            self.tv.pick_language(picked);
            self.tv.read_in(language);
            // A list is made anew, and with it a question in one of its rows.
            if self.look().state != look.state {
                self.reach(&look.state);
            }
            if picked.is_empty() {
                continue;
            }
            let place = format!("{self}\nin {} in {language}", look.state);
            let complaints = axe::complaints(self.tv);
            assert!(complaints.is_empty(), "{place}, axe: {complaints:#?}");
            let still = english_still(self.tv, language);
            assert!(still.is_empty(), "{place}, still in English: {still:#?}");
            self.arrows(look);
        }
    }
}

/// Messages that are still in English.
fn english_still(tv: &Device, language: &str) -> Vec<String> {
    let english = locales::catalogue::english().expect("English");
    let it = locales::catalogue::named(language).expect("a language");
    let foreign = |(key, text): &&(String, String)| it.text(key).is_some_and(|own| own != text);
    // A name or a number may be part of the others.
    let whole = |(_, text): &&(String, String)| text.len() > 3 && !text.contains("{{") && !text.contains('\n');
    let is_own = |text: &String| it.entries.iter().any(|(_, own)| own == text);
    let messages = english.entries.iter().filter(foreign).filter(whole).map(|(_, text)| text.clone());
    let messages: Vec<String> = messages.filter(|text| !is_own(text)).collect();
    let found = tv.run(ENGLISH_STILL, json!([messages]));
    found.as_array().expect("texts").iter().map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
}

//! Names as they are compared in a search: without capitals and accents, by the browser's own tables. Ours would be larger
//! than the whole search.

use js_sys::JsString;

/// Whether a name contains what was typed, accents and capitals aside.
pub fn fits(name: &str, typed: &str) -> bool {
    folded(name).contains(&folded(typed.trim()))
}

fn folded(text: &str) -> String {
    let apart = String::from(JsString::from(text).normalize("NFD").to_lower_case());
    apart.chars().filter(|character| !('\u{300}'..='\u{36f}').contains(character)).collect()
}

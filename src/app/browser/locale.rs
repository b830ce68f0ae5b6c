//! What the browser knows of places and languages: a moment that the server names, in this time zone, and which letters
//! are alike. Our own tables of letters would be larger than the search that needs them.

use js_sys::{Date, JsString, Object};

use super::untyped::set;

/// How many minutes ago it was, as far as this device knows the time; none when that cannot be, as on a television that
/// has lost the date.
pub fn minutes_since(written: &str) -> Option<u32> {
    /// So much may the clocks of two machines differ.
    const EARLIER: f64 = -5.0;
    let minutes = (Date::now() - Date::new(&written.into()).get_time()) / 60_000.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "as large as it gets")]
    (minutes > EARLIER).then_some(minutes.max(0.0) as u32)
}

/// Day and time; as the server wrote it where the browser cannot read it.
pub fn shown(written: &str) -> String {
    let date = Date::new(&written.into());
    if date.get_time().is_nan() {
        return written.to_owned();
    }
    let options = Object::new();
    // Chromium 76; older ones write the same as digits.
    for (name, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        set(&options, name, &value.into());
    }
    date.to_locale_string("en-GB", &options).into()
}

/// Whether a name contains what was typed, accents and capitals aside.
pub fn fits(name: &str, typed: &str) -> bool {
    folded(name).contains(&folded(typed.trim()))
}

fn folded(text: &str) -> String {
    let apart = String::from(JsString::from(text).normalize("NFD").to_lower_case());
    apart.chars().filter(|character| !('\u{300}'..='\u{36f}').contains(character)).collect()
}

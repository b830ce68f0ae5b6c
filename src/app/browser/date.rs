//! A moment that the server names, in this browser's time zone. The wall clock is not asked for it.

use js_sys::{Date, Object};

use super::untyped::set;

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

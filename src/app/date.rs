//! A moment that the server names, in this browser's time zone. The wall clock is not asked for it.

use js_sys::{Date, Object, Reflect};

/// Day and time; as the server wrote it where the browser cannot read it.
pub fn shown(written: &str) -> String {
    let date = Date::new(&written.into());
    if date.get_time().is_nan() {
        return written.to_owned();
    }
    let options = Object::new();
    for (name, value) in
        [("month", "short"), ("day", "numeric"), ("year", "numeric"), ("hour", "2-digit"), ("minute", "2-digit")]
    {
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    date.to_locale_string("en-GB", &options).into()
}

//! The languages of this page. `build.rs` makes the list of the files in `locales/`.

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

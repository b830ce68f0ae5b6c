//! Every message by its key: `login.new_code` in `locales/en.json` is [`login::NEW_CODE`] here, and a message that something
//! is filled into is a function. `build.rs` makes them, so that one that is not there does not compile.

#![allow(clippy::doc_markdown, rustdoc::bare_urls, reason = "what is said about a message is written for translators")]

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

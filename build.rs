//! Makes Rust of the messages in `locales/en.json`; `src/text/messages.rs` includes it.

use std::{env, fs, path::Path};

use locales::catalogue::{descriptions, english, translated};
use locales::rust::source;

fn main() {
    println!("cargo::rerun-if-changed=locales");
    let source = english().and_then(|english| source(&english, &descriptions()?, &translated()));
    let target = env::var_os("OUT_DIR").unwrap_or_default();
    let written = source.and_then(|source| {
        fs::write(Path::new(&target).join("messages.rs"), source).map_err(|error| format!("{error}"))
    });
    if let Err(problem) = written {
        println!("cargo::error={problem}");
    }
}

//! Makes Rust of the messages in `locales/en.json`, which `src/text/messages.rs` includes, and of the list of languages, for
//! `src/page/languages.rs`.

use std::{env, fs, path::Path};

use locales::catalogue::{descriptions, english, translated};
use locales::rust::{languages, source};

fn main() {
    println!("cargo::rerun-if-changed=locales");
    if let Err(problem) = make() {
        println!("cargo::error={problem}");
    }
}

fn make() -> Result<(), String> {
    let target = env::var_os("OUT_DIR").unwrap_or_default();
    let messages = source(&english()?, &descriptions()?)?;
    for (name, text) in [("messages.rs", messages), ("languages.rs", languages(&translated()))] {
        let path = Path::new(&target).join(name);
        fs::write(&path, text).map_err(|error| format!("{} cannot be written: {error}.", path.display()))?;
    }
    Ok(())
}

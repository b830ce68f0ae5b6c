//! The licences of what the program is made of, as cargo-about collects them. The result is a file of the project, so that
//! a build does not need cargo-about; `cargo verify dependencies` sees when the file is behind.

use std::{fs, path::PathBuf};

use crate::{
    install::{self, tools::Tool},
    paths,
    programs::{cargo, command, run},
};

/// The name of the file, which lies beside the page too.
pub const NAME: &str = "THIRD-PARTY-NOTICES.txt";

/// The file of the project.
pub fn file() -> PathBuf {
    paths::root().join("packages").join(NAME)
}

/// Writes the file.
pub fn write() -> Result<(), String> {
    let written = generated()?;
    fs::write(file(), written).map_err(|error| format!("{} cannot be written: {error}.", file().display()))
}

/// Fails if the file is not what would be written now, or if something has a licence that is not on the list.
pub fn check() -> Result<(), String> {
    let written = generated()?;
    if fs::read_to_string(file()).is_ok_and(|there| there == written) {
        return Ok(());
    }
    Err(format!("packages/{NAME} is not what `cargo run -p xtask -- notices` writes."))
}

fn generated() -> Result<String, String> {
    install::install_missing(&[Tool::CargoAbout])?;
    let path = paths::root().join("target").join(NAME);
    // What is locked is fetched first: cargo-about takes the texts from there.
    run(&mut cargo(["fetch", "--locked", "--target", "wasm32-unknown-unknown"]))?;
    let mut about = command("cargo-about");
    about.args(["generate", "--locked", "--fail", "--config", "xtask/notices/about.toml"]);
    run(about.arg("--output-file").arg(&path).arg("xtask/notices/about.hbs"))?;
    let text = fs::read_to_string(&path).map_err(|error| format!("{} cannot be read: {error}.", path.display()))?;
    // Of packages with a choice, cargo-about took another licence; what is not a package has none.
    Ok(tidied(&[&text, include_str!("../../../LICENSE-APACHE")].concat()))
}

/// Without the empty lines and the white space that the packages' own files have at their ends.
fn tidied(text: &str) -> String {
    let mut tidy = String::new();
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && (tidy.is_empty() || tidy.ends_with("\n\n"))) {
            tidy += line;
            tidy += "\n";
        }
    }
    tidy.trim_end().to_owned() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_at_ends_goes() {
        assert_eq!(tidied("\n\na  \r\n\n\n\nb\n\n"), "a\n\nb\n");
    }
}

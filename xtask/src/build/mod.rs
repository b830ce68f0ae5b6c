//! Makes the release files in `dist/` with Trunk, unless they are up to date.

mod css_support;
mod file_names;
pub mod languages;
mod page;
pub mod post_build;
mod scripts;
pub mod sources;
mod up_to_date;

use std::{env, process::Command};

use crate::{
    install::{self, tools},
    paths,
    programs::{command, run},
    size,
};

/// Builds, prints the sizes, and fails above the limit.
pub fn build_and_measure() -> Result<(), String> {
    build()?;
    let table = size::measure(&paths::dist())?;
    println!("\n{table}\nThe files are in {}.", paths::dist().display());
    table.check()
}

/// Installs what is missing and builds.
pub fn build() -> Result<(), String> {
    unless_up_to_date(|release| {
        install::install_missing(tools::FOR_BUILD)?;
        println!("Building the release files …");
        run(release)
    })
    .map(|_| ())
}

/// Runs Trunk's release build, unless the files are up to date. Returns whether it ran.
pub fn unless_up_to_date(run: impl FnOnce(&mut Command) -> Result<(), String>) -> Result<bool, String> {
    let before = up_to_date::fingerprint_of_sources();
    if up_to_date::is_up_to_date(&before) {
        return Ok(false);
    }
    run(&mut release())?;
    // After an edit during the build, the next one has to run again.
    if up_to_date::fingerprint_of_sources() == before {
        up_to_date::remember(&before)?;
    }
    Ok(true)
}

/// Trunk, without its subcommand.
pub fn trunk() -> Command {
    let mut trunk = command("trunk");
    // Some systems set NO_COLOR=1, but Trunk accepts only true and false.
    trunk.arg("--quiet").env_remove("NO_COLOR");
    trunk
}

/// The command that writes `dist/`.
fn release() -> Command {
    let mut trunk = trunk();
    trunk.args(["build", "--release"]);
    // Added to the flags in .cargo/config.toml. Paths of sources are in panic messages, where they would publish the names of
    // somebody's folders and take 2 kB, and in what the compiler sorts by: without them it does not matter where the
    // project lies.
    let home = cargo_home().map(|folder| format!("{folder}/registry/src="));
    let places = home.into_iter().chain([format!("{}=", paths::root().display())]);
    let flags: Vec<String> =
        places.filter(|place| !place.contains(' ')).map(|place| format!("--remap-path-prefix={place}")).collect();
    trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags.join(" "));
    trunk
}

fn cargo_home() -> Option<String> {
    let set = env::var("CARGO_HOME").ok();
    set.or_else(|| {
        let home = env::home_dir()?;
        home.join(".cargo").into_os_string().into_string().ok()
    })
}

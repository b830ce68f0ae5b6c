//! Makes the release files: the tools first, then Trunk, then a look at their size.

mod css_support;
mod file_names;
mod page;
pub mod post_build;
mod scripts;

use std::{env, process::Command};

use crate::{
    install::{self, tools},
    paths,
    programs::{command, run},
    size,
};

/// Installs what is missing, builds, prints the sizes, and fails above the limit.
pub fn build_with_tools() -> Result<(), String> {
    install::install_missing(tools::FOR_BUILD)?;
    build()?;
    let table = size::measure(&paths::dist())?;
    println!("\n{table}\nThe files are in {}.", paths::dist().display());
    table.check()
}

/// Builds, with everything that is needed already there.
pub fn build() -> Result<(), String> {
    println!("Building the release files …");
    run(&mut trunk())
}

/// The command that writes `dist/`.
pub fn trunk() -> Command {
    let mut trunk = command("trunk");
    trunk
        .args(["--quiet", "build", "--release"])
        // Some systems set NO_COLOR=1, and Trunk accepts nothing but true and false there.
        .env_remove("NO_COLOR");
    if let Some(folder) = cargo_home().filter(|folder| !folder.contains(' ')) {
        // Cargo adds this to the flags in .cargo/config.toml. Panic messages contain the paths
        // of sources, which would publish a person's folders and take 2 kB.
        trunk.env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            format!("--remap-path-prefix={folder}/registry/src="),
        );
    }
    trunk
}

fn cargo_home() -> Option<String> {
    let set = env::var("CARGO_HOME").ok();
    set.or_else(|| {
        let home = env::home_dir()?;
        home.join(".cargo").into_os_string().into_string().ok()
    })
}

//! Where things are: the project's own folders, and the search path that finds its tools.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

/// The folder with the root `Cargo.toml`.
pub fn root() -> PathBuf {
    // Cargo sets the variable when it runs this; without Cargo, the path at compile time has to do.
    let package =
        env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The folder of the release files.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The folder for tools that only this project uses. It is in the project's own `target/` even if `CARGO_TARGET_DIR`
/// points elsewhere, so that deleting the project deletes them too.
pub fn tools() -> PathBuf {
    root().join("target").join("tools")
}

/// Where `npm ci` puts its packages.
pub fn npm_tools() -> PathBuf {
    tools().join("npm")
}

/// The search path for every program that is run from here: the project's tools first.
pub fn search_path() -> OsString {
    let own = [tools().join("bin"), npm_tools().join("node_modules").join(".bin")];
    let inherited = env::var_os("PATH").unwrap_or_default();
    env::join_paths(own.into_iter().chain(env::split_paths(&inherited))).unwrap_or(inherited)
}

/// The program that this name stands for, if there is one.
pub fn find(program: &str) -> Option<PathBuf> {
    let file = format!("{program}{}", env::consts::EXE_SUFFIX);
    // On Windows, npm puts a .cmd file beside each script, and only that can be started.
    let script = cfg!(windows).then(|| format!("{program}.cmd"));
    env::split_paths(&search_path())
        .flat_map(|folder| {
            [Some(&file), script.as_ref()].into_iter().flatten().map(|name| folder.join(name)).collect::<Vec<_>>()
        })
        .find(|path| path.is_file())
}

/// The version of this project.
pub fn version() -> Result<String, String> {
    locked_version("jellyfin-quick-connect")
}

/// The version of a package in `Cargo.lock`.
pub fn locked_version(package: &str) -> Result<String, String> {
    let path = root().join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let heading = format!("name = \"{package}\"");
    lock.lines()
        .skip_while(|line| *line != heading)
        .find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .ok_or_else(|| format!("Cargo.lock has no package {package}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_holds_the_workspace() {
        assert!(root().join("Trunk.toml").is_file());
    }

    #[test]
    fn the_version_is_that_of_the_package_with_exactly_that_name() {
        let version = locked_version("wasm-bindgen").expect("a version");
        assert!(version.starts_with("0.2."), "{version}");
        assert!(locked_version("wasm-bindge").is_err());
    }
}

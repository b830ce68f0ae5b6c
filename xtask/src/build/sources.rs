//! Which files of the project a build depends on.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::paths;

/// What makes no difference to the page. Everything else counts, so that a new file is never forgotten.
const OTHERS: &[&str] = &[".ci", ".git", ".gitignore", "dist", "hosting", "target", "tests"];

/// What makes a difference to a release build only.
const TOOLING: &[&str] = &["xtask"];

/// Every file that the release files depend on, in a fixed order.
pub fn of_release() -> Vec<PathBuf> {
    list(&paths::root(), OTHERS)
}

/// Every file that the page depends on.
pub fn of_page() -> Vec<PathBuf> {
    list(&paths::root(), &[OTHERS, TOOLING].concat())
}

fn list(root: &Path, left_out: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in entries(root) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !left_out.contains(&name) && path.extension().is_none_or(|extension| extension != "md") {
            add(path, &mut files);
        }
    }
    files
}

fn add(path: PathBuf, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for inside in entries(&path) {
            add(inside, files);
        }
    } else {
        files.push(path);
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_and_its_page_count_and_tests_do_not() {
        let root = paths::root();
        let [release, page] = [of_release(), of_page()];
        for file in ["src/main.rs", "index.html", "Cargo.lock", "Trunk.toml", ".cargo/config.toml"] {
            assert!(release.contains(&root.join(file)) && page.contains(&root.join(file)), "{file}");
        }
        assert!(release.contains(&root.join("xtask/src/main.rs")) && !page.contains(&root.join("xtask/src/main.rs")));
        assert!(
            !release.iter().any(|file| file.starts_with(root.join("tests")) || file.starts_with(root.join("target")))
        );
    }
}

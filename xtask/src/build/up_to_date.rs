//! Knows whether the release files match the sources. After each build, a fingerprint of both is kept in `target/`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::sources;
use crate::{
    paths,
    programs::{answer, command},
    sha256::sha256,
};

/// A hash of what the release files depend on: the sources and the compiler.
pub fn fingerprint_of_sources() -> String {
    let compiler = answer(command("rustc").arg("--version")).unwrap_or_default();
    fingerprint(&sources::of_release(), &paths::root()) + &sha256(compiler.as_bytes())
}

/// True if neither the sources, whose fingerprint is given, nor the release files have changed since the last build.
pub fn is_up_to_date(sources: &str) -> bool {
    paths::dist().join("index.html").is_file()
        && fs::read_to_string(record()).is_ok_and(|known| known == both(sources, &paths::dist()))
}

/// Records the build that was just made.
pub fn remember(sources: &str) -> Result<(), String> {
    let record = record();
    fs::write(&record, both(sources, &paths::dist()))
        .map_err(|error| format!("{} cannot be written: {error}.", record.display()))
}

fn record() -> PathBuf {
    paths::root().join("target").join("built-from")
}

fn both(sources: &str, dist: &Path) -> String {
    let entries = fs::read_dir(dist).into_iter().flatten().filter_map(Result::ok);
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.sort();
    format!("{sources}\n{}\n", fingerprint(&files, dist))
}

fn fingerprint(files: &[PathBuf], root: &Path) -> String {
    let line = |file: &PathBuf| {
        let name = file.strip_prefix(root).unwrap_or(file);
        format!("{} {}\n", name.display(), sha256(&fs::read(file).unwrap_or_default()))
    };
    sha256(files.iter().map(line).collect::<String>().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_changes_with_a_name_and_with_a_content() {
        let root = std::env::temp_dir().join(format!("fingerprint-{}", std::process::id()));
        fs::create_dir_all(&root).expect("a folder");
        let fingerprint_with = |name: &str, content: &str| {
            let file = root.join(name);
            fs::write(&file, content).expect("a file");
            fingerprint(&[file], &root)
        };
        let before = fingerprint_with("one", "1");
        assert_eq!(before, fingerprint_with("one", "1"));
        assert_ne!(before, fingerprint_with("other", "1"));
        assert_ne!(before, fingerprint_with("one", "2"));
        fs::remove_dir_all(&root).expect("removed");
    }
}

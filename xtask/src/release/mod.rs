//! `release`: puts everything that is given to people into `target/release-files/`. The same commit gives the same
//! bytes, in any folder.

mod bill_of_materials;
pub mod notices;

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    build,
    install::{self, tools::Tool},
    paths,
    sha256::sha256,
};
use xtask::packages::{
    self,
    archives::{self, Entry},
};

/// What lies in an archive beside the files of the page.
const BESIDE: &[&str] = &["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "SECURITY.md", "hosting"];

/// Makes all files of a release.
pub fn release() -> Result<(), String> {
    let version = paths::version()?;
    build::build()?;
    install::install_missing(&[Tool::CargoAbout, Tool::Node])?;
    notices::check()?;
    let folder = paths::root().join("target/release-files");
    // A file of this name is an earlier version's.
    let _ = fs::remove_dir_all(&folder).or_else(|_| fs::remove_file(&folder));
    fs::create_dir_all(&folder).map_err(|error| unwritable(&folder, &error))?;

    let name = format!("jellyfin-quick-connect-{version}");
    let entries = of_archive(&name, &paths::dist(), &paths::root())?;
    let write = |end: &str, content: &[u8]| {
        let path = folder.join(format!("{name}{end}"));
        fs::write(&path, content).map_err(|error| unwritable(&path, &error))
    };
    write(".tar.gz", &archives::tar_gz(&entries)?)?;
    write(".zip", &archives::zip(&entries)?)?;
    let app = packages::app(&paths::dist(), "{}")?;
    for (name, content) in [packages::webos(&app, &version)?, packages::tizen(&app, &version)?] {
        let path = folder.join(name);
        fs::write(&path, content).map_err(|error| unwritable(&path, &error))?;
    }
    write(".cdx.json", bill_of_materials::write(&version)?.as_bytes())?;
    fs::copy(notices::file(), folder.join(notices::NAME)).map_err(|error| unwritable(&folder, &error))?;
    write_checksums(&folder)?;
    print!("{}", fs::read_to_string(folder.join(CHECKSUMS)).unwrap_or_default());
    println!("\nThe files are in {}.", folder.display());
    Ok(())
}

const CHECKSUMS: &str = "SHA256SUMS";

/// As `sha256sum --check` reads them.
fn write_checksums(folder: &Path) -> Result<(), String> {
    let line = |path: &PathBuf| {
        let name = path.strip_prefix(folder).unwrap_or(path);
        Ok(format!("{}  {}\n", sha256(&read(path)?), name.display()))
    };
    let lines: String = files_in(folder)?.iter().map(line).collect::<Result<_, String>>()?;
    let path = folder.join(CHECKSUMS);
    fs::write(&path, lines).map_err(|error| unwritable(&path, &error))
}

/// One folder with the page in `web/` and the papers of the project beside it.
fn of_archive(name: &str, dist: &Path, root: &Path) -> Result<Vec<Entry>, String> {
    let mut entries = Vec::new();
    let mut add = |path: PathBuf, within: &Path, place: &str| {
        let inside = path.strip_prefix(within).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        entries.push(Entry { name: format!("{name}/{place}{inside}"), content: read(&path)? });
        Ok::<(), String>(())
    };
    for path in files_in(dist)? {
        add(path, dist, "web/")?;
    }
    for paper in BESIDE {
        for path in files_in(&root.join(paper))? {
            add(path, root, "")?;
        }
    }
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(entries)
}

/// The file, or all files in the folder, in a fixed order.
fn files_in(path: &Path) -> Result<Vec<PathBuf>, String> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).map_err(|error| format!("{} cannot be read: {error}.", path.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        files.extend(files_in(&path)?);
    }
    Ok(files)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{} cannot be read: {error}.", path.display()))
}

fn unwritable(path: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be written: {error}.", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, UNIX_EPOCH};

    /// What a project has to hold, in no order.
    const FILES: [&str; 11] = [
        "hosting/nginx.conf",
        "CHANGELOG.md",
        "hosting/container/start.sh",
        "dist/z.js",
        "LICENSE-MIT",
        "dist/a/b.js",
        "SECURITY.md",
        "README.md",
        "dist/B.js",
        "LICENSE-APACHE",
        "hosting/Caddyfile",
    ];

    /// Writes a file at this time, for that owner.
    fn write(path: &Path, seconds: u64, owner: u32) -> std::io::Result<()> {
        fs::create_dir_all(path.parent().unwrap_or(path))?;
        fs::write(path, path.file_name().unwrap_or_default().as_encoded_bytes().repeat(100))?;
        let file = fs::File::options().write(true).open(path)?;
        file.set_modified(UNIX_EPOCH + Duration::from_secs(seconds))?;
        let mut rights = file.metadata()?.permissions();
        rights.set_readonly(owner == 0);
        file.set_permissions(rights)?;
        // Whoever is not root cannot give files away; then the rest has to do.
        #[cfg(unix)]
        let _ = std::os::unix::fs::chown(path, Some(owner), Some(owner));
        Ok(())
    }

    #[test]
    fn the_same_files_give_the_same_archives_whenever_and_by_whom_they_were_written() {
        let folder = std::env::temp_dir().join(format!("release-{}", std::process::id()));
        let mut files = FILES;
        let archives = [(1_000_000_000, 0), (1_500_000_000, 1000)].map(|(seconds, owner)| {
            let root = folder.join(owner.to_string());
            files.reverse();
            for name in files {
                write(&root.join(name), seconds, owner).expect("a file");
            }
            let entries = of_archive("name", &root.join("dist"), &root).expect("entries");
            let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
            assert!(names.is_sorted() && names.len() == FILES.len(), "{names:?}");
            (archives::tar_gz(&entries).expect("an archive"), archives::zip(&entries).expect("an archive"))
        });
        assert!(archives[0] == archives[1]);
        let _ = fs::remove_dir_all(&folder);
    }
}

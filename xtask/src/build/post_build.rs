//! The last step of a release build, run by Trunk as a hook. It makes the program, its glue and the page small,
//! rewrites what old browsers cannot read or fails the build, and names each file after its content. `xtask::wasm`
//! explains each pass over the program.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use super::{
    file_names::rename,
    languages::{LANGUAGE, Languages},
    page::{self, Inline},
    scripts::{FIRST_WITH_SCRIPT, FIRST_WITH_WASM, parse, shorten_file, shorten_inline},
};
use crate::{
    install::{self, tools::Tool},
    paths,
    programs::{command, run},
    size,
};
use xtask::pictures::{HOME_SCREEN, icon};
use xtask::wasm::{
    as_script::{as_function, with_views_that_follow},
    function_order::with_similar_functions_together,
    panic_messages::without_panic_messages,
    short_names::with_short_names,
    wasm_1_0::lower,
};

/// The options of wasm-opt. First the WebAssembly features that .cargo/config.toml allows, so that any other fails the
/// build (those newer than WebAssembly 1.0 are rewritten afterwards); then what gave the smallest program of all that
/// was tried. With `--converge`, it would be 200 bytes smaller still, but this step would take 29 s in place of 12.
const OPTIMIZE: &[&str] = &[
    "--mvp-features",
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
];

/// Where Trunk.toml lists the files.
const FILES: &str = "quickConnectFiles = {";

/// The end of the script's name, which distinguishes it from the glue.
const SCRIPT: &str = "_program.js";

/// How the names end of the files that take the place of the scripts and styles inside the page.
const START: &str = "_start.js";
const STYLE: &str = "_style.css";

/// What other pages load to show this one in a frame. Its name stays.
const EMBED: &str = "embed.js";

/// How the names of those files end that an ordinary visit does not ask for.
pub const IN_RESERVE: [&str; 3] = [SCRIPT, START, STYLE];

/// What stands in src/boot/early.js in the place of the version.
const NO_VERSION: &str = "Version=\"0.0.0\"";

/// Processes the files in the folder that Trunk names.
pub fn run_for_trunk() -> Result<(), String> {
    let folder = env::var_os("TRUNK_STAGING_DIR").ok_or("This command is for Trunk.")?;
    let folder = Path::new(&folder);
    put_version_in(&folder.join("index.html"))?;
    add_languages(folder)?;
    for (name, size, shape) in HOME_SCREEN {
        write(&folder.join(name), &icon(size, shape)?)?;
    }
    if env::var("TRUNK_PROFILE").as_deref() != Ok("release") {
        return Ok(());
    }
    // Somebody may have called Trunk directly.
    install::install_missing(&[Tool::Node, Tool::NpmTools])?;
    post_build(folder)
}

/// The page asks for its first code under the same version as the program.
fn put_version_in(page: &Path) -> Result<(), String> {
    let html = read_text(page)?;
    if html.matches(NO_VERSION).count() != 1 {
        return Err(format!("index.html should contain {NO_VERSION} once."));
    }
    let version = format!("Version=\"{}\"", paths::version()?);
    write(page, html.replace(NO_VERSION, &version).as_bytes())
}

/// Writes the files of the languages, and puts their names into the page.
pub fn add_languages(folder: &Path) -> Result<(), String> {
    let languages = Languages::read()?;
    let page = folder.join("index.html");
    write(&page, languages.put_into(&read_text(&page)?)?.as_bytes())?;
    languages.write(folder)
}

fn post_build(folder: &Path) -> Result<(), String> {
    let [glue_path, program_path] = [only_file(folder, "js")?, only_file(folder, "wasm")?];
    let glue = with_views_that_follow(&read_text(&glue_path)?)?;
    write(&glue_path, glue.as_bytes())?;
    shorten_file(&glue_path, &FIRST_WITH_WASM)?;
    let program = without_panic_messages(&read(&program_path)?)?;
    write(&program_path, &program)?;
    run(command("wasm-opt").args(OPTIMIZE).arg(&program_path).arg("--output").arg(&program_path))?;
    let (program, glue) = with_short_names(&read(&program_path)?, &read_text(&glue_path)?)?;
    let program = with_similar_functions_together(&lower(&program)?, size::compressed)?;
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
    let page = with_reserve(&page::shorten(&page, &shorten_inline)?, &glue_path)?;
    write(&page_path, page::with_marks(&page::with_hashes(&page)?).as_bytes())
}

/// Writes the scripts and styles of the page into files, and returns the page with these in reserve.
fn with_reserve(page: &str, glue_path: &Path) -> Result<String, String> {
    let glue = glue_path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let [start, style] = [START, STYLE].map(|end| format!("{glue}{end}"));
    // The styles first: the scripts name their file.
    let page = page.replace("quickConnectFiles={", &format!("quickConnectFiles={{style:\"./{style}\","));
    let page = page::with_reserve(&page, &start);
    let page = rename(&glue_path.with_file_name(&style), page::inside(&page, Inline::Style).as_bytes(), &page)?;
    rename(&glue_path.with_file_name(&start), page::inside(&page, Inline::Script).as_bytes(), &page)
}

/// The only file with this extension.
fn only_file(folder: &Path, extension: &str) -> Result<PathBuf, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let is_other = |path: &PathBuf| {
        path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name == EMBED || name.starts_with(LANGUAGE))
    };
    let mut found = paths.filter(|path| path.extension().is_some_and(|it| it == extension) && !is_other(path));
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

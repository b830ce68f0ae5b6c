//! The last step of a release build, run by Trunk: scripts and styles become small, anything
//! that an old browser cannot read is rewritten or fails the build, and each file gets a name
//! that changes with its content.

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
    size,
};
use xtask::wasm::{
    as_script::{as_function, with_views_that_follow},
    function_order, panic_messages, short_names,
    wasm_1_0::lower,
};

/// Exactly the WebAssembly features that .cargo/config.toml allows: wasm-opt fails the build when another one has found
/// its way in. What is beyond WebAssembly 1.0 among them is taken out after that. Then what makes the program smallest.
const PASSES: &[&str] = &[
    "--mvp-features",
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--converge",
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
    let unreadable = |error| format!("{} cannot be read: {error}.", folder.display());
    let mut glue = None;
    let mut program = None;
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("js") => glue = Some(path),
            Some("wasm") => program = Some(path),
            _ => {}
        }
    }
    let (Some(glue), Some(program)) = (glue, program) else {
        return Err("Trunk has made no program or no glue.".to_owned());
    };
    let followed = with_views_that_follow(&fs::read_to_string(&glue).map_err(unreadable)?)?;
    fs::write(&glue, followed).map_err(unreadable)?;
    shorten_file(&glue, &FIRST_WITH_WASM)?;
    fs::write(&program, panic_messages::without_words(&fs::read(&program).map_err(unreadable)?)?)
        .map_err(unreadable)?;
    run(command("wasm-opt").args(PASSES).arg(&program).arg("--output").arg(&program))?;
    let (short_program, short_glue) = short_names::shorten(
        &fs::read(&program).map_err(unreadable)?,
        &fs::read_to_string(&glue).map_err(unreadable)?,
    )?;
    let short_program = function_order::by_likeness(&lower(&short_program)?, size::compressed)?;
    let script = translate(&short_program, &short_glue, &program)?;
    parse(&short_glue, &FIRST_WITH_WASM)?;
    let index = folder.join("index.html");
    let mut html = fs::read_to_string(&index).map_err(unreadable)?;
    let listed = format!("{FILES} script: './{}',", script.file_name().unwrap_or_default().display());
    html = html.replace(FILES, &listed);
    let script_text = fs::read_to_string(&script).map_err(unreadable)?;
    parse(&script_text, &FIRST_WITH_SCRIPT)?;
    for (path, content) in
        [(&script, script_text.as_bytes()), (&program, &short_program), (&glue, short_glue.as_bytes())]
    {
        html = rename(path, content, &html)?;
    }
    fs::write(&index, page::with_hashes(&page::shorten(&html, &shorten_inline)?)?)
        .map_err(|error| format!("{} cannot be written: {error}.", index.display()))
}

/// The glue and the program as one script, in a file beside it.
fn translate(lowered: &[u8], glue: &str, program: &Path) -> Result<PathBuf, String> {
    let unusable = |error| format!("The program cannot be translated: {error}.");
    fs::write(program, lowered).map_err(unusable)?;
    let name = program.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let script = program.with_file_name(format!("{}{SCRIPT}", name.trim_end_matches("_bg")));
    run(command("wasm2js").arg("-Oz").arg(program).arg("--output").arg(&script))?;
    let text = as_function(&fs::read_to_string(&script).map_err(unusable)?)?;
    fs::write(&script, [glue, &text].concat()).map_err(unusable)?;
    shorten_file(&script, &FIRST_WITH_SCRIPT)?;
    Ok(script)
}

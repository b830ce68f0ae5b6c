//! Scripts for old browsers: esbuild rewrites and shortens them, and acorn then checks the syntax, because esbuild may
//! leave something newer in.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::page::Inline;
use crate::programs::{as_typed, command, run};

/// The oldest browser that gets the program as WebAssembly and has to read the glue.
pub const FIRST_WITH_WASM: OldestBrowser = OldestBrowser { browser: "--target=chrome66", syntax: "--ecma2019" };

/// The oldest browser that gets the program as a script. It has no async functions, so the script contains a glue of
/// its own: rewriting them in the common glue would cost every visit 120 bytes.
pub const FIRST_WITH_SCRIPT: OldestBrowser = OldestBrowser { browser: "--target=chrome53", syntax: "--ecma2016" };

/// Every browser, because these scripts tell people that theirs is too old.
const ANY: OldestBrowser = OldestBrowser { browser: "--target=es5", syntax: "--ecma5" };

/// The oldest browser that a script is for, as an option of esbuild, and its edition of ECMAScript, as an option of
/// acorn.
pub struct OldestBrowser {
    browser: &'static str,
    syntax: &'static str,
}

/// Rewrites a script in place for this browser and newer ones.
pub fn shorten_file(path: &Path, oldest: &OldestBrowser) -> Result<(), String> {
    let mut esbuild = command("esbuild");
    esbuild.arg(path).args([
        "--minify",
        oldest.browser,
        // Removes warnings to programmers: how to call the glue, and that a program with another type than
        // application/wasm starts a little later.
        "--pure:console.warn",
        "--log-level=warning",
        "--log-override:empty-import-meta=error",
        "--allow-overwrite",
    ]);
    let outfile = format!("--outfile={}", path.display());
    run(esbuild.arg(outfile))
}

/// A script or a style of the page, shortened.
pub fn shorten_inline(inline: Inline, text: &str) -> Result<String, String> {
    let mut esbuild = command("esbuild");
    esbuild.args(inline.options()).args(["--charset=utf8", "--log-level=warning"]);
    let short = answer_to(esbuild, text)?;
    if matches!(inline, Inline::Script) {
        parse(&short, &ANY)?;
    }
    Ok(short)
}

/// Fails if the script uses syntax that its oldest browser does not know.
pub fn parse(script: &str, oldest: &OldestBrowser) -> Result<(), String> {
    let mut acorn = command("acorn");
    acorn.args([oldest.syntax, "--silent"]);
    answer_to(acorn, script).map(drop)
}

/// What a command prints when it is given this text.
fn answer_to(mut command: Command, text: &str) -> Result<String, String> {
    let typed = as_typed(&command);
    let failed = |error| format!("`{typed}` could not be run: {error}.");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed)?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(text.as_bytes()).map_err(failed)?;
    }
    let output = child.wait_with_output().map_err(failed)?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("`{typed}` does not accept a script or a style sheet; see its message above."))
    }
}

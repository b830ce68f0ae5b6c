//! Scripts for old browsers: esbuild rewrites and shortens them, and acorn reads the result as the oldest browser would,
//! because what shortened a script may have left something newer in it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::page::Inline;
use crate::programs::{as_typed, command, run};

/// The first browser that gets the program as WebAssembly, in which the glue has to parse.
pub const FIRST_WITH_WASM: OldestBrowser = OldestBrowser { browser: "--target=chrome66", syntax: "--ecma2019" };

/// The first browser that gets the program as a script, with a glue of its own in it, because this one has no async
/// functions: rewriting those in the other glue, too, would take 120 bytes of every visit.
pub const FIRST_WITH_SCRIPT: OldestBrowser = OldestBrowser { browser: "--target=chrome53", syntax: "--ecma2016" };

/// What tells people that their browser is too old.
const ANY: OldestBrowser = OldestBrowser { browser: "--target=es5", syntax: "--ecma5" };

/// The oldest browser that a script is for, and the edition of ECMAScript that it knows, as the tools are told.
pub struct OldestBrowser {
    browser: &'static str,
    syntax: &'static str,
}

/// Rewrites a script in place, for this browser and all newer ones.
pub fn shorten_file(path: &Path, oldest: &OldestBrowser) -> Result<(), String> {
    let mut esbuild = command("esbuild");
    esbuild.arg(path).args([
        "--minify",
        oldest.browser,
        // Advice to programmers on how to call the glue, and that a program sent under another type than
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

/// Reads a finished script as its oldest browser does: what has shortened it may have left something newer in it.
pub fn parse(script: &str, oldest: &OldestBrowser) -> Result<(), String> {
    let mut acorn = command("acorn");
    acorn.args([oldest.syntax, "--silent"]);
    answer_to(acorn, script).map(drop)
}

/// What a command prints that reads this text.
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
        Err(format!("A script or a style of the page cannot be used; `{typed}` says why above."))
    }
}

//! The last step of a release build, run by Trunk: scripts and styles become small, anything
//! that an old browser cannot read is rewritten or fails the build, and each file gets a name
//! that changes with its content.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use base64::prelude::{BASE64_STANDARD, Engine};
use ring::digest::{SHA256, digest};

use crate::{
    commands::{as_typed, command, run},
    digest::sha256,
    imports, install, size,
    tools::Tool,
};
use harness::floor;
use harness::lower::lower;
use harness::script::{as_function, with_views_that_follow};
use harness::{order, panics};

/// The first browser that gets the program as WebAssembly, in which the glue has to parse.
const FIRST_WITH_WASM: Floor = Floor { browser: "--target=chrome66", syntax: "--ecma2019" };

/// The first browser that gets the program as a script, with a glue of its own in it, because this one has no async
/// functions: rewriting those in the other glue, too, would take 120 bytes of every visit.
const FIRST_WITH_SCRIPT: Floor = Floor { browser: "--target=chrome53", syntax: "--ecma2016" };

/// What tells people that their browser is too old.
const ANY: Floor = Floor { browser: "--target=es5", syntax: "--ecma5" };

/// The oldest browser that a script is for, and the edition of ECMAScript that it knows, as the tools are told.
struct Floor {
    browser: &'static str,
    syntax: &'static str,
}

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
pub fn finish_for_trunk() -> Result<(), String> {
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
    shorten_script(&glue, &FIRST_WITH_WASM)?;
    fs::write(&program, panics::without_words(&fs::read(&program).map_err(unreadable)?)?).map_err(unreadable)?;
    run(command("wasm-opt").args(PASSES).arg(&program).arg("--output").arg(&program))?;
    let (short_program, short_glue) =
        imports::shorten(&fs::read(&program).map_err(unreadable)?, &fs::read_to_string(&glue).map_err(unreadable)?)?;
    let short_program = order::by_likeness(&lower(&short_program)?, size::compressed)?;
    let script = translate(&short_program, &short_glue, &program)?;
    parse(&short_glue, &FIRST_WITH_WASM)?;
    let page = folder.join("index.html");
    let mut html = fs::read_to_string(&page).map_err(unreadable)?;
    let listed = format!("{FILES} script: './{}',", script.file_name().unwrap_or_default().display());
    html = html.replace(FILES, &listed);
    let script_text = fs::read_to_string(&script).map_err(unreadable)?;
    parse(&script_text, &FIRST_WITH_SCRIPT)?;
    for (path, content) in
        [(&script, script_text.as_bytes()), (&program, &short_program), (&glue, short_glue.as_bytes())]
    {
        html = rename(path, content, &html)?;
    }
    fs::write(&page, with_hashes(&shorten_page(&html, &esbuild)?)?)
        .map_err(|error| format!("{} cannot be written: {error}.", page.display()))
}

/// Puts a file's final content into one that is named after it, and gives back the page with
/// the new name. Trunk's own name is a hash of what Cargo made, and a browser that has kept a
/// file of that name would not notice what was changed after that.
fn rename(path: &Path, content: &[u8], html: &str) -> Result<String, String> {
    let unwritable = |error| format!("{} cannot be written: {error}.", path.display());
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let new = named_after(name, content).ok_or_else(|| format!("Trunk has put no hash into the name {name}."))?;
    if !html.contains(name) {
        return Err(format!("index.html does not name {name}."));
    }
    fs::write(path, content).and_then(|()| fs::rename(path, path.with_file_name(&new))).map_err(unwritable)?;
    Ok(html.replace(name, &new))
}

/// The name with another hash in the place of Trunk's: its last sixteen hexadecimal digits, or fewer, because Trunk
/// writes a number without the zeros that it begins with.
fn named_after(name: &str, content: &[u8]) -> Option<String> {
    const LENGTH: usize = 16;
    const LEAST: usize = 10;
    let is_hash =
        |word: &&str| (LEAST..=LENGTH).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let old = name.rsplit(|character: char| !character.is_ascii_alphanumeric()).find(is_hash)?;
    let mut new = sha256(content);
    new.truncate(LENGTH);
    Some(name.replace(old, &new))
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
    shorten_script(&script, &FIRST_WITH_SCRIPT)?;
    Ok(script)
}

/// Rewrites a script in place, for this browser and all newer ones.
fn shorten_script(path: &Path, oldest: &Floor) -> Result<(), String> {
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

/// The two languages inside a page, and how esbuild treats them.
#[derive(Clone, Copy)]
enum Inline {
    /// ES5, or the build fails.
    Script,
    /// White space and comments only: anything more may bring in newer properties.
    Style,
}

impl Inline {
    const ALL: [Self; 2] = [Self::Script, Self::Style];

    fn tags(self) -> (&'static str, &'static str) {
        match self {
            Self::Script => ("<script>", "</script>"),
            Self::Style => ("<style>", "</style>"),
        }
    }

    fn options(self) -> [&'static str; 3] {
        match self {
            Self::Script => ["--loader=js", "--minify", ANY.browser],
            Self::Style => ["--loader=css", "--minify-whitespace", "--target=esnext"],
        }
    }
}

type Shorten<'a> = &'a dyn Fn(Inline, &str) -> Result<String, String>;

/// The page without comments and indentation, its scripts and styles shortened.
fn shorten_page(html: &str, shorten: Shorten) -> Result<String, String> {
    let mut rest = html;
    let mut page = String::new();
    while let Some((start, inline)) = next_inline(rest) {
        let (open, close) = inline.tags();
        let text = start + open.len();
        let length = rest[text..].find(close).ok_or_else(|| format!("index.html: {open} without {close}."))?;
        if matches!(inline, Inline::Style) {
            floor::check(&rest[text..text + length])?;
        }
        page += &shorten_markup(&rest[..start]);
        page += open;
        page += shorten(inline, &rest[text..text + length])?.trim();
        page += close;
        rest = &rest[text + length + close.len()..];
    }
    Ok(page + &shorten_markup(rest))
}

/// The page's content policy with the hashes of its scripts and styles in the place of `'unsafe-inline'`, so that no
/// others run.
fn with_hashes(page: &str) -> Result<String, String> {
    let mut hashes = [String::new(), String::new()];
    let mut rest = page;
    while let Some((start, inline)) = next_inline(rest) {
        let (open, close) = inline.tags();
        rest = &rest[start + open.len()..];
        let (text, after) = rest.split_once(close).ok_or_else(|| format!("index.html: {open} without {close}."))?;
        let hash = BASE64_STANDARD.encode(digest(&SHA256, text.as_bytes()));
        hashes[inline as usize].extend([" 'sha256-", &hash, "'"]);
        rest = after;
    }
    let mut page = page.to_owned();
    for (directive, hashes) in ["script-src 'self' 'unsafe-eval'", "style-src"].into_iter().zip(hashes) {
        let open = format!("{directive} 'unsafe-inline';");
        if page.matches(&open).count() != 1 {
            return Err(format!("index.html: its content policy lacks “{open}”."));
        }
        page = page.replace(&open, &format!("{directive}{hashes};"));
    }
    Ok(page)
}

fn next_inline(html: &str) -> Option<(usize, Inline)> {
    Inline::ALL
        .into_iter()
        .filter_map(|inline| Some((html.find(inline.tags().0)?, inline)))
        .min_by_key(|(start, _)| *start)
}

fn shorten_markup(markup: &str) -> String {
    let mut parts = markup.split("<!--");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept += part.split_once("-->").map_or("", |(_, after)| after);
    }
    let lines: Vec<&str> = kept.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn esbuild(inline: Inline, text: &str) -> Result<String, String> {
    let mut esbuild = command("esbuild");
    esbuild.args(inline.options()).args(["--charset=utf8", "--log-level=warning"]);
    let short = answer_to(esbuild, text)?;
    if matches!(inline, Inline::Script) {
        parse(&short, &ANY)?;
    }
    Ok(short)
}

/// Reads a finished script as its oldest browser does: what has shortened it may have left something newer in it.
fn parse(script: &str, oldest: &Floor) -> Result<(), String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shortened(html: &str) -> String {
        let mark = |inline, text: &str| {
            Ok(match inline {
                Inline::Script => format!(" js:{} ", text.trim()),
                Inline::Style => format!(" css:{} ", text.trim()),
            })
        };
        shorten_page(html, &mark).expect("a page")
    }

    #[test]
    fn comments_and_indentation_go() {
        assert_eq!(shortened("<p>\n  <!-- why\n so -->\n  text here\n</p>"), "<p>\ntext here\n</p>");
    }

    #[test]
    fn scripts_and_styles_are_shortened_in_their_places() {
        assert_eq!(
            shortened("<style>\n a {} </style> <p> <script> <!-- b </script>"),
            "<style>css:a {}</style><p><script>js:<!-- b</script>"
        );
    }

    #[test]
    fn only_the_scripts_and_styles_of_the_page_may_run() {
        let policy = "<meta content=\"script-src 'self' 'unsafe-eval' 'unsafe-inline'; style-src 'unsafe-inline'; x\">";
        // The hashes of “a”, “b” and nothing, by `openssl dgst -sha256 -binary | base64`.
        let page =
            with_hashes(&format!("{policy}<style>a</style><script>b</script><script></script>")).expect("a page");
        let expected = "script-src 'self' 'unsafe-eval' 'sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=' \
            'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; \
            style-src 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='; x";
        assert!(page.contains(expected), "{page}");
        assert!(with_hashes("<style>a</style>").is_err(), "a page without a policy");
    }

    #[test]
    fn a_name_changes_with_the_content_and_with_nothing_else() {
        let named = |name, content: &str| named_after(name, content.as_bytes());
        let one = named("app-1e283b49e3cacbf5_bg.wasm", "one").expect("a name");
        assert!(one.starts_with("app-") && one.ends_with("_bg.wasm") && one.len() == 28, "{one}");
        assert_ne!(Some(&one), named("app-1e283b49e3cacbf5_bg.wasm", "two").as_ref());
        assert_eq!(Some(&one), named("app-0000000000000000_bg.wasm", "one").as_ref());
        assert_eq!(Some(&one), named("app-92927006b3fc1d7_bg.wasm", "one").as_ref(), "a hash that begins with a zero");
        assert_eq!(named("app.js", "one"), None);
    }

    #[test]
    fn a_file_moves_to_its_name_and_the_page_follows() {
        let folder = env::temp_dir().join(format!("finish-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("app-1e283b49e3cacbf5.js");
        fs::write(&path, "before").expect("a file");
        let html = rename(&path, b"after", "'./app-1e283b49e3cacbf5.js' \"./app-1e283b49e3cacbf5.js\"");
        let new = named_after("app-1e283b49e3cacbf5.js", b"after").expect("a name");
        let content = fs::read_to_string(folder.join(&new));
        let is_gone = !path.exists();
        assert!(rename(&folder.join(&new), b"", "another page").is_err());
        fs::remove_dir_all(&folder).expect("removed");
        assert_eq!(html, Ok(format!("'./{new}' \"./{new}\"")));
        assert_eq!(content.ok().as_deref(), Some("after"));
        assert!(is_gone);
    }

    #[test]
    fn a_style_that_old_browsers_drop_fails() {
        let pass = |_, text: &str| Ok(text.to_owned());
        assert!(shorten_page("<style>p { inset: 0 }</style>", &pass).is_err());
    }

    #[test]
    fn a_script_that_does_not_end_fails() {
        let pass = |_, text: &str| Ok(text.to_owned());
        assert!(shorten_page("<script> a", &pass).is_err());
    }
}

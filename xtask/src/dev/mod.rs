//! `cargo dev`: serves a debug build of the page with the fake Jellyfin, and rebuilds and reloads it whenever a file is
//! saved. The fake keeps running, so that a signed-in page stays signed in.

mod reload;

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant, SystemTime},
};

use crate::{
    build::{self, sources},
    install::{self, tools::Tool},
    paths,
    programs::run,
    site,
};
use reload::Reload;

/// How often the files are checked. Too short to notice, and cheap.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Always the same, because a browser stores a page's data by port.
const PORT: u16 = 8080;

/// The release hook is skipped: it would do nothing here, but takes time to start.
const HOOKS: &str = "[[hooks]]";

/// Builds, serves, and rebuilds until it is stopped.
pub fn dev(options: &site::Options) -> Result<(), String> {
    install::install_missing(&[Tool::WasmTarget, Tool::WasmBindgen, Tool::Trunk])?;
    let folder = paths::root().join("target").join("dev");
    let files = folder.join("files");
    fs::create_dir_all(&files).map_err(|error| format!("{} cannot be written: {error}.", folder.display()))?;
    let reload = Reload::start()?;
    println!("Building. The first build takes minutes; after an edit it takes seconds.");
    let mut seen = changes();
    let mut built = build(&folder, &reload);
    let server = site::open(&files, PORT, options)?;
    loop {
        if let Err(problem) = &built {
            println!("\n{problem}");
        }
        while changes() == seen {
            thread::sleep(LOOK_AGAIN);
        }
        seen = changes();
        let started = Instant::now();
        built = build(&folder, &reload);
        if built.is_ok() {
            reload.now();
            println!("Built in {:.1} s: {}", started.elapsed().as_secs_f32(), server.origin());
        }
    }
}

/// The files of the page, and when each was last changed.
fn changes() -> Vec<(PathBuf, Option<SystemTime>)> {
    let changed = |path: &Path| fs::metadata(path).and_then(|it| it.modified()).ok();
    sources::of_page().into_iter().map(|path| (path.clone(), changed(&path))).collect()
}

/// Builds with Trunk into `files`, and makes the page listen for the next build.
fn build(folder: &Path, reload: &Reload) -> Result<(), String> {
    let unusable = |error| format!("{} cannot be used: {error}.", folder.display());
    let config = folder.join("Trunk.toml");
    let own = fs::read_to_string(paths::root().join("Trunk.toml")).map_err(unusable)?;
    fs::write(&config, without_hooks(&own)).map_err(unusable)?;
    let mut trunk = build::trunk();
    trunk.arg("--config").arg(&config).arg("build").arg("--dist").arg(folder.join("files"));
    run(trunk.arg(paths::root().join("index.html")))?;
    let page = folder.join("files").join("index.html");
    // The hook would do this as well.
    build::post_build::add_languages(&folder.join("files"))?;
    let html = fs::read_to_string(&page).map_err(unusable)?;
    fs::write(&page, html.replacen("<head>", &format!("<head>{}", reload.script()), 1)).map_err(unusable)
}

/// Trunk's configuration without its hooks, which come last.
fn without_hooks(config: &str) -> &str {
    config.split_once(HOOKS).map_or(config, |(before, _)| before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hook_is_run() {
        let config = include_str!("../../../Trunk.toml");
        let (_, hooks) = config.split_once(HOOKS).expect("a hook");
        assert!(!hooks.lines().any(|line| line.starts_with('[')), "the hook is the end of the file");
        assert!(without_hooks(config).contains("[build]") && !without_hooks(config).contains("command"));
    }
}

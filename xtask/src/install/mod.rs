//! Installs the tools that a task lacks, after saying which. They go to `target/tools`, except for what only rustup or
//! the system's package manager can provide.

mod old_browsers;
pub mod tools;

use std::{
    collections::BTreeSet,
    fs,
    process::Command,
    thread::{self, ScopedJoinHandle},
    time::Instant,
};

use crate::{
    paths,
    programs::{answer, as_typed, command, run},
};
use tools::Tool;

/// Installs those of these tools that are missing.
pub fn install_missing(needed: &[Tool]) -> Result<(), String> {
    let missing: BTreeSet<Tool> = needed.iter().copied().filter(|tool| !tool.is_present()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("These have to be installed first (times are for four cores):");
    for tool in &missing {
        println!("  - {}", tool.description());
    }
    let (by_rustup, others): (Vec<Tool>, Vec<Tool>) = missing.into_iter().partition(|tool| tool.is_of_rustup());
    let (compiled, downloaded): (Vec<Tool>, Vec<Tool>) = others.into_iter().partition(|tool| tool.is_compiled());
    // First, because they change the compiler's own folder.
    install_all(&by_rustup)?;
    // All at once: downloads keep the network busy and compilations the processors, but for the end of each, where one
    // crate is left.
    thread::scope(|scope| {
        let compilations = compiled.chunks(1).map(|tool| scope.spawn(move || install_all(tool)));
        let mut installations: Vec<_> = compilations.collect();
        installations.push(scope.spawn(|| install_all(&downloaded)));
        let joined = |it: ScopedJoinHandle<'_, _>| it.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        // All are waited for, also after a failure.
        installations.into_iter().map(joined).fold(Ok(()), Result::and)
    })?;
    println!();
    Ok(())
}

/// Installs these one after another.
fn install_all(tools: &[Tool]) -> Result<(), String> {
    for tool in tools {
        let what = tool.description();
        println!("\nInstalling {what} …");
        let start = Instant::now();
        match install(*tool) {
            Err(problem) if !tool.is_required() => {
                println!("\nIt works without this: {what}. {problem}");
                continue;
            }
            installed => installed?,
        }
        if !tool.is_present() {
            return Err(format!("This was installed but still does not work: {what}."));
        }
        println!("\nInstalled in {} s: {what}.", start.elapsed().as_secs());
    }
    Ok(())
}

fn install(tool: Tool) -> Result<(), String> {
    match tool {
        Tool::Rustfmt => rustup(&["component", "add", "rustfmt"]),
        Tool::Clippy => rustup(&["component", "add", "clippy"]),
        Tool::WasmTarget => rustup(&["target", "add", "wasm32-unknown-unknown"]),
        Tool::Node => system_packages(&["nodejs", "npm"], "Node.js 18 or newer with npm (https://nodejs.org)"),
        Tool::NpmTools => npm_tools(),
        // Without a third program, and without TLS, which the second one would need for a driver on another machine.
        Tool::WasmBindgen => compile(
            "wasm-bindgen-cli",
            &tools::wasm_bindgen()?,
            &["--no-default-features", "--bin", "wasm-bindgen", "--bin", "wasm-bindgen-test-runner"],
        ),
        // Without the features that look for newer versions of Trunk and load tools: they are here already.
        Tool::Trunk => compile("trunk", tools::trunk(), &["--no-default-features"]),
        Tool::CargoAbout => compile("cargo-about", tools::cargo_about(), &["--features", "cli"]),
        Tool::Chromium => system_packages(
            &["chromium", "chromium-driver"],
            "Chromium or Chrome, and the chromedriver of the same version, on the search path",
        ),
        Tool::HeadlessShell => {
            system_packages(&["chromium-headless-shell"], "Debian's package chromium-headless-shell")
        }
        Tool::WebServers => system_packages(
            &tools::WEB_SERVERS,
            "nginx, Caddy, Apache 2.4 and HAProxy as on Debian, for the check `hosting`",
        ),
        Tool::Engines => old_browsers::install(),
    }
}

fn rustup(arguments: &[&str]) -> Result<(), String> {
    let mut rustup = command("rustup");
    rustup.args(arguments);
    run(&mut rustup).map_err(|problem| {
        format!(
            "{problem}\nRust's own parts are installed by rustup (https://rustup.rs). \
             Without it, install what is named above with the packages of your system."
        )
    })
}

/// Compiles a program from the Rust package registry into `target/tools/bin`.
fn compile(package: &str, version: &str, parts: &[&str]) -> Result<(), String> {
    let folder = paths::tools();
    let scratch = folder.join(format!("build-{package}"));
    let mut cargo = command("cargo");
    cargo
        .args(["install", package, "--version", version, "--locked", "--force"])
        .args(parts)
        .arg("--root")
        .arg(&folder)
        .arg("--target-dir")
        .arg(&scratch);
    // These programs do little themselves, so the shortest compilation wins: with Trunk's own settings it takes over ten
    // minutes.
    for (setting, value) in
        [("LTO", "off"), ("CODEGEN_UNITS", "16"), ("OPT_LEVEL", "0"), ("DEBUG", "0"), ("STRIP", "symbols")]
    {
        cargo.env(format!("CARGO_PROFILE_RELEASE_{setting}"), value);
    }
    // But wasm-bindgen reads and writes the whole program at every rebuild: these parts of it make that three times as fast.
    if package == "wasm-bindgen-cli" {
        for part in ["leb128fmt", "id-arena", "walrus", "wasm-bindgen-cli-support", "wasm-encoder", "wasmparser"] {
            cargo.args(["--config", &format!("profile.release.package.{part}.opt-level=1")]);
        }
    }
    // Settings for compiling the project are not meant for its tools.
    for variable in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET", "CARGO_TARGET_DIR"] {
        cargo.env_remove(variable);
    }
    run(&mut cargo).map_err(|problem| {
        format!(
            "{problem}\nThe reason is above. Compiling needs a connection to the package \
             registry and a C compiler (on Debian: apt-get install build-essential)."
        )
    })?;
    // Half a gigabyte that is not needed again.
    let _ = fs::remove_dir_all(scratch);
    Ok(())
}

fn npm_tools() -> Result<(), String> {
    let folder = paths::npm_tools();
    let source = paths::root().join("xtask/npm");
    let prepared = fs::create_dir_all(&folder).and_then(|()| {
        fs::copy(source.join("package.json"), folder.join("package.json"))?;
        fs::copy(tools::npm_lock(), folder.join("package-lock.json"))
    });
    prepared.map_err(|error| format!("{} cannot be written: {error}.", folder.display()))?;
    let mut npm = command("npm");
    // Without installation scripts: none of the packages needs one.
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&folder);
    run(&mut npm).map_err(|problem| {
        // Otherwise the next run would take an incomplete installation for a complete one.
        let _ = fs::remove_file(folder.join("package-lock.json"));
        format!("{problem}\nThe reason is above. npm needs a connection to its registry.")
    })
}

/// Installs packages on Debian and similar systems; elsewhere, the error says what is needed.
pub fn system_packages(packages: &[&str], what: &str) -> Result<(), String> {
    if paths::find("apt-get").is_none() {
        return Err(format!("Please install {what}, and run this again."));
    }
    let mut words = vec!["install", "--yes", "--no-install-recommends"];
    words.extend(packages);
    // First, because without the right to do so the error names this command.
    let mut install = apt(&words)?;
    let mut update = apt(&["update"])?;
    run(&mut update)
        .and_then(|()| run(&mut install))
        .map_err(|problem| format!("{problem}\nThe reason is above. What is needed: {what}."))
}

fn apt(words: &[&str]) -> Result<Command, String> {
    let mut apt = if is_root() {
        command("apt-get")
    } else {
        // -n: do not ask for a password.
        let mut sudo = command("sudo");
        sudo.args(["-n", "apt-get"]);
        sudo
    };
    apt.args(words).env("DEBIAN_FRONTEND", "noninteractive");
    let allowed = is_root() || answer(command("sudo").args(["-n", "true"])).is_some();
    if allowed {
        Ok(apt)
    } else {
        Err(format!(
            "Installing this needs administrator rights. Please run\n\n  {}\n\nand try again.",
            as_typed(&apt).replace("sudo -n", "sudo")
        ))
    }
}

/// True if this runs as root, as in most containers.
pub fn is_root() -> bool {
    answer(command("id").arg("-u")).is_some_and(|user| user == "0")
}

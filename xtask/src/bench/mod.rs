//! `bench`: how soon the code is on the screen, compared with a page written by hand that does nothing else. The two
//! are loaded in turn from the same server, each time by a new browser.

mod chart;
mod load;
mod waiting;

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use fake_jellyfin::{Jellyfin, Version, http::Server};
use xtask::browser::{engines, headless_chromium::HeadlessChromium};

use crate::{
    build,
    install::{self, tools::Tool},
    paths, size,
};
use load::{Load, Network};

/// The folder of the page whose config.json names the server.
const NAMED: &str = "named";

const BY_HAND: &str = include_str!("by_hand.html");

/// How to measure.
#[derive(Args)]
pub struct Options {
    /// How often each page is loaded
    #[arg(long, default_value_t = 9)]
    runs: usize,
    /// Do not build; measure the files in dist/ as they are
    #[arg(long)]
    as_built: bool,
}

/// Measures, prints, draws a chart, and fails above the limit.
pub fn bench(options: &Options) -> Result<(), String> {
    install::install_missing(&[Tool::Chromium])?;
    if !options.as_built {
        build::build()?;
    }
    let program = engines::chromium().ok_or("There is no Chromium.")?;
    let folder = paths::root().join("target").join("bench");
    let server = serve(&folder)?;
    let pages = [("by hand", format!("{}/by-hand/", server.origin())), ("ours", format!("{}/web/", server.origin()))];
    let mut is_slow = false;
    for network in &Network::ALL {
        is_slow |= !compare(&program, network, &pages, options, &folder)?;
    }
    compare_outside(&program, &server, options, &folder)?;
    let (waiting, is_restless) = waiting::report(&mut HeadlessChromium::start(&program, waiting::FLAGS)?, &pages[1].1)?;
    println!("\n{waiting}");
    if is_restless {
        return Err("While waiting, the page uses more and more memory or wakes up too often.".to_owned());
    }
    if is_slow { Err("That is above the limit.".to_owned()) } else { Ok(()) }
}

/// Loads both pages in turn on one network, prints and draws it, and tells whether ours stays within the limit on each
/// visit: the first; a later one, without what a tab keeps; and a reload, which shows the code that the tab has kept.
fn compare(
    program: &Path,
    network: &Network,
    pages: &[(&str, String); 2],
    options: &Options,
    folder: &Path,
) -> Result<bool, String> {
    println!("\nLoading each page {} times, processor slowed {} times, {} …", options.runs, load::SLOWED, network.name);
    let mut loads: [Vec<Load>; 4] = Default::default();
    let [(_, by_hand), (_, ours)] = pages;
    for _ in 0..options.runs.max(1) {
        let [hand, first, later, reload] = &mut loads;
        hand.push(load::measure(&mut HeadlessChromium::start(program, &[])?, by_hand, network)?);
        let mut browser = HeadlessChromium::start(program, &[])?;
        first.push(load::measure(&mut browser, ours, network)?);
        browser.evaluate("sessionStorage.clear()")?;
        later.push(load::measure(&mut browser, ours, network)?);
        reload.push(load::measure(&mut browser, ours, network)?);
    }
    let loads = loads.map(median);
    println!("\n{:24}{:>10}{:>10}{:>10}{:>10}", "median", "by hand", "first", "later", "reload");
    for (name, read) in Load::FIGURES {
        let [hand, first, later, reload] = loads.each_ref().map(read);
        println!("{name:24}{hand:>10.0}{first:>10.0}{later:>10.0}{reload:>10.0}");
    }
    let picture = folder.join(format!("loading-{}.svg", network.name));
    let [hand, visits @ ..] = &loads;
    let [first, later, reload] = visits;
    let drawing = chart::draw(&[("by hand", hand), ("ours", first), ("later", later), ("reload", reload)]);
    fs::write(&picture, drawing).map_err(|error| format!("{} cannot be written: {error}.", picture.display()))?;
    println!("\nThe loading of the median runs is drawn in {}.", picture.display());
    let ratios = visits.each_ref().map(|load| load.code / hand.code);
    let [first, later, reload] = ratios;
    println!(
        "Time to the code, ours against by hand: {first:.2} first, {later:.2} later, {reload:.2} reload (limit {})",
        network.limit
    );
    Ok(ratios.into_iter().all(|ratio| ratio <= network.limit))
}

/// Loads the page from a host of its own, where the server is named by config.json or known from the last visit, and prints
/// that beside the page in the server's web folder. No limit: another host has to be asked whether it may be asked.
fn compare_outside(program: &Path, server: &Server, options: &Options, folder: &Path) -> Result<(), String> {
    let named = folder.join(NAMED);
    let failed = |error: std::io::Error| format!("{} cannot be used: {error}.", named.display());
    copy(&folder.join("ours"), &named).map_err(failed)?;
    fs::write(named.join("config.json"), format!(r#"{{ "server": "{}" }}"#, server.origin())).map_err(failed)?;
    size::compress_beside(&named).map_err(failed)?;
    let [inside, named, known] = ["web", NAMED, "known"].map(|path| format!("{}/{path}/", server.origin()));
    // The same host by another name is another host to a browser.
    let [named, known] = [named, known].map(|page| page.replace("127.0.0.1", "localhost"));
    for network in &Network::ALL {
        let mut loads: [Vec<Load>; 3] = Default::default();
        for _ in 0..options.runs.max(1) {
            let [of_inside, of_named, of_known] = &mut loads;
            of_inside.push(load::measure(&mut HeadlessChromium::start(program, &[])?, &inside, network)?);
            let mut browser = HeadlessChromium::start(program, &[])?;
            of_named.push(load::measure(&mut browser, &named, network)?);
            browser.evaluate("sessionStorage.clear()")?;
            of_known.push(load::measure(&mut browser, &known, network)?);
        }
        let [inside, named, known] = loads.map(|loads| median(loads).code);
        println!(
            "\n{}, time to the code in ms: in the server's folder {inside:.0}, on another host that names the server \
             {named:.0}, on one where it was used before {known:.0}",
            network.name
        );
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let file = entry?.path();
        fs::copy(&file, to.join(file.file_name().unwrap_or_default()))?;
    }
    Ok(())
}

/// The fake Jellyfin with both pages and compressed copies of all files.
fn serve(folder: &PathBuf) -> Result<Server, String> {
    let failed = |error: std::io::Error| format!("{} cannot be used: {error}.", folder.display());
    let [ours, by_hand] = ["ours", "by-hand"].map(|name| folder.join(name));
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(&by_hand).map_err(failed)?;
    fs::write(by_hand.join("index.html"), BY_HAND).map_err(failed)?;
    copy(&paths::dist(), &ours).map_err(failed)?;
    for folder in [&ours, &by_hand] {
        size::compress_beside(folder).map_err(failed)?;
    }
    Server::builder(Jellyfin::new(Version::default()))
        .files("/web", ours.clone())
        .brotli(true)
        .files("/known", ours)
        .brotli(true)
        .files("/named", folder.join(NAMED))
        .brotli(true)
        .files("/by-hand", by_hand)
        .brotli(true)
        .start()
        .map_err(failed)
}

/// The median load by the time to the code.
fn median(mut loads: Vec<Load>) -> Load {
    loads.sort_by(|one, other| one.code.total_cmp(&other.code));
    loads.swap_remove(loads.len() / 2)
}

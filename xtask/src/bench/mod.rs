//! `bench`: how soon the code is on the screen, compared with a page written by hand that does nothing else. The two
//! are loaded in turn from the same server, each time by a new browser.

mod chart;
mod load;
mod waiting;

use std::{fs, path::PathBuf};

use clap::Args;
use fake_jellyfin::{Jellyfin, Version, http::Server};
use xtask::browser::headless_chromium::HeadlessChromium;

use crate::{
    build,
    install::{
        self,
        tools::{self, Tool},
    },
    paths, size,
};
use load::Load;

/// Our page may take this many times as long as the one written by hand.
const LIMIT: f64 = 1.25;

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
    let program = tools::browser().ok_or("There is no Chromium.")?;
    let folder = paths::root().join("target").join("bench");
    let server = serve(&folder)?;
    let pages = [("by hand", format!("{}/by-hand/", server.origin())), ("ours", format!("{}/web/", server.origin()))];
    println!("Loading each page {} times with the processor {} times slower, over 4G …", options.runs, load::SLOWED);
    let mut loads: [Vec<Load>; 2] = Default::default();
    let mut again = Vec::new();
    for _ in 0..options.runs.max(1) {
        for (place, (_, address)) in pages.iter().enumerate() {
            let mut browser = HeadlessChromium::start(&program, &[])?;
            loads[place].push(load::measure(&mut browser, address)?);
            if place == 1 {
                again.push(load::measure(&mut browser, address)?);
            }
        }
    }
    let [by_hand, ours] = loads.map(median);
    let again = median(again);
    println!("\n{:24}{:>10}{:>10}{:>14}", "median", "by hand", "ours", "second visit");
    for (name, read) in Load::FIGURES {
        println!("{name:24}{:>10.0}{:>10.0}{:>14.0}", read(&by_hand), read(&ours), read(&again));
    }
    let picture = folder.join("loading.svg");
    let drawing = chart::draw(&[("by hand", &by_hand), ("ours", &ours), ("ours, second visit", &again)]);
    fs::write(&picture, drawing).map_err(|error| format!("{} cannot be written: {error}.", picture.display()))?;
    println!("\nA chart of the median runs is in {}.", picture.display());
    let (report, is_restless) = waiting::report(&mut HeadlessChromium::start(&program, waiting::FLAGS)?, &pages[1].1)?;
    println!("\n{report}");
    let ratio = ours.code / by_hand.code;
    println!("\nTime to the code, ours divided by the one by hand: {ratio:.2} (limit {LIMIT})");
    if is_restless {
        return Err("While waiting, the page uses more and more memory or wakes up too often.".to_owned());
    }
    if ratio <= LIMIT { Ok(()) } else { Err("That is above the limit.".to_owned()) }
}

/// The fake Jellyfin with both pages and compressed copies of all files.
fn serve(folder: &PathBuf) -> Result<Server, String> {
    let failed = |error: std::io::Error| format!("{} cannot be used: {error}.", folder.display());
    let [ours, by_hand] = ["ours", "by-hand"].map(|name| folder.join(name));
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(&by_hand).and_then(|()| fs::create_dir_all(&ours)).map_err(failed)?;
    fs::write(by_hand.join("index.html"), BY_HAND).map_err(failed)?;
    for entry in fs::read_dir(paths::dist()).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        fs::copy(&file, ours.join(file.file_name().unwrap_or_default())).map_err(failed)?;
    }
    for folder in [&ours, &by_hand] {
        size::compress_beside(folder).map_err(failed)?;
    }
    Server::builder(Jellyfin::new(Version::default()))
        .files("/web", ours)
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

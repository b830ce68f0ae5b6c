//! `size`: how much a first visit downloads, file by file, uncompressed and with brotli, compared with the limit.

mod functions;

use std::{cmp::Reverse, fmt, fs, path::Path};

use brotli::enc::BrotliEncoderParams;

use xtask::pictures::HOME_SCREEN;

use crate::{
    build::{languages::LANGUAGE, post_build::IN_RESERVE},
    paths,
};

/// What everything together may take, compressed, in bytes: so much, that it does not grow unseen. The goal is 165,000.
const LIMIT: usize = 275_000;

/// What one language may take besides, for whoever does not read English.
const LANGUAGE_LIMIT: usize = 10_000;

/// What the page names and a first visit does not wait for. Chromium on a computer or a phone asks for this and one icon
/// once the page is there, 4 kB; others when somebody puts the page on a home screen; a television never. The picture for
/// tabs comes in the place of `icon.svg`.
const MANIFEST: &str = "manifest.json";

/// What `size` prints.
#[derive(clap::Args)]
pub struct Options {
    /// Also print the program's size by section and by crate (compiles it again, with names)
    #[arg(long)]
    functions: bool,
}

/// Measures the files in dist/ and fails above the limit.
pub fn size(options: &Options) -> Result<(), String> {
    let table = measure(&paths::dist())?;
    println!("{table}");
    if options.functions {
        functions::print_all()?;
    }
    table.check()?;
    check_languages(&paths::dist())
}

/// Prints how large each language is, and fails when one is too large.
fn check_languages(folder: &Path) -> Result<(), String> {
    let mut sizes = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{} cannot be read: {error}.", folder.display()))? {
        let path = entry.map_err(|error| error.to_string())?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if let Some((_, tag)) = name.strip_suffix(".js").and_then(|name| name.strip_prefix(LANGUAGE)?.split_once('_')) {
            sizes.push((tag.to_owned(), compressed(&fs::read(&path).map_err(|error| error.to_string())?)));
        }
    }
    sizes.sort();
    println!("A language each, with brotli:");
    for (tag, size) in &sizes {
        println!("{tag:13}  {size:>9}");
    }
    match sizes.iter().find(|(_, size)| *size > LANGUAGE_LIMIT) {
        Some((tag, size)) => Err(format!("{tag} is {size} bytes, more than the limit of {LANGUAGE_LIMIT}.")),
        None => Ok(()),
    }
}

/// The sizes of the files that a first visit downloads.
pub struct Table {
    files: Vec<File>,
}

struct File {
    name: String,
    raw: usize,
    compressed: usize,
}

/// Measures `index.html` and every file beside it whose name the page contains.
pub fn measure(folder: &Path) -> Result<Table, String> {
    let unreadable =
        |error| format!("{} cannot be read: {error}. `cargo run -p xtask -- build` makes it.", folder.display());
    let page = fs::read_to_string(folder.join("index.html")).map_err(unreadable)?;
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_in_reserve = IN_RESERVE.iter().any(|end| name.ends_with(end));
        let is_for_later = name == MANIFEST || HOME_SCREEN.iter().any(|(icon, ..)| *icon == name);
        let is_loaded = name == "index.html" || (page.contains(&name) && !is_in_reserve && !is_for_later);
        if is_loaded && entry.path().is_file() {
            let bytes = fs::read(entry.path()).map_err(unreadable)?;
            files.push(File { name, raw: bytes.len(), compressed: compressed(&bytes) });
        }
    }
    files.sort_by_key(|file: &File| Reverse(file.compressed));
    Ok(Table { files })
}

/// Writes a compressed copy beside each file in a folder, for a server that sends it instead.
pub fn compress_beside(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let mut beside = path.clone().into_os_string();
        beside.push(".br");
        fs::write(beside, compress(&fs::read(path)?))?;
    }
    Ok(())
}

impl Table {
    /// Fails above the limit.
    pub fn check(&self) -> Result<(), String> {
        let total = self.compressed();
        if total <= LIMIT {
            return Ok(());
        }
        Err(format!(
            "A first visit downloads {total} bytes, {} more than the limit of {LIMIT}. \
             The table above shows where they are.",
            total - LIMIT
        ))
    }

    fn compressed(&self) -> usize {
        self.files.iter().map(|file| file.compressed).sum()
    }

    fn raw(&self) -> usize {
        self.files.iter().map(|file| file.raw).sum()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name_width = |file: &File| file.name.chars().count();
        let width = self.files.iter().map(name_width).max().unwrap_or(0).max(13);
        let mut row = |name: &str, raw: &dyn fmt::Display, compressed: &dyn fmt::Display| {
            writeln!(out, "{name:width$}  {raw:>9}  {compressed:>9}")
        };
        row("A first visit", &"bytes", &"brotli")?;
        for file in &self.files {
            row(&file.name, &file.raw, &file.compressed)?;
        }
        row("Together", &self.raw(), &self.compressed())?;
        row("Limit", &"", &LIMIT)
    }
}

/// How many bytes these are with brotli, as a server sends them.
pub fn compressed(bytes: &[u8]) -> usize {
    compress(bytes).len()
}

fn compress(bytes: &[u8]) -> Vec<u8> {
    let settings = BrotliEncoderParams { quality: 11, lgwin: 22, ..BrotliEncoderParams::default() };
    let mut out = Vec::new();
    // Reading and writing memory cannot fail.
    let _ = brotli::BrotliCompress(&mut &bytes[..], &mut out, &settings);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(compressed: usize) -> Table {
        let name = "index.html".to_owned();
        Table { files: vec![File { name, raw: 5, compressed }] }
    }

    #[test]
    fn the_limit_itself_is_allowed_and_one_byte_more_is_not() {
        assert!(table(LIMIT).check().is_ok());
        let problem = table(LIMIT + 1).check().expect_err("too much");
        assert!(problem.contains(&format!("{} bytes, 1 more", LIMIT + 1)), "{problem}");
    }

    #[test]
    fn repetition_compresses() {
        assert!(compressed(&[7; 10_000]) < 100);
    }

    #[test]
    fn only_files_that_the_page_names_count() {
        let folder = std::env::temp_dir().join(format!("size-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        for (name, text) in [
            ("index.html", "src='a.js' 'a_program.js' 'manifest.json'"),
            ("a.js", "1"),
            ("b.js", "2"),
            ("a_program.js", "3"),
            ("manifest.json", "4"),
        ] {
            fs::write(folder.join(name), text).expect("a file");
        }
        let table = measure(&folder).expect("a table");
        fs::remove_dir_all(&folder).expect("removed");
        assert_eq!(table.files.len(), 2);
        assert_eq!(table.raw(), 42);
    }
}

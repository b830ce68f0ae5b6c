//! Checks translations: `cargo run -p locales` all of them, `cargo run -p locales -- de` one, also by the path of a file.

use std::env;
use std::path::Path;
use std::process::ExitCode;

use locales::catalogue::{at, english, named, translated};
use locales::check::problems;

fn main() -> ExitCode {
    let wanted: Vec<String> = env::args().skip(1).collect();
    let tags = if wanted.is_empty() { translated() } else { wanted };
    let english = match english() {
        Ok(english) => english,
        Err(problem) => {
            println!("{problem}");
            return ExitCode::FAILURE;
        }
    };
    let mut is_good = true;
    for tag in tags {
        let it = if Path::new(&tag).extension().is_some() { at(Path::new(&tag)) } else { named(&tag) };
        let found = match it {
            Ok(it) => problems(&english, &it),
            Err(problem) => vec![problem],
        };
        is_good &= found.is_empty();
        if found.is_empty() {
            println!("{tag}: complete");
        }
        for problem in found {
            println!("{tag}: {problem}");
        }
    }
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

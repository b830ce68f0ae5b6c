//! `cargo verify`: selects checks, runs them and reports. `checks` knows what each one does, `foreign` lives stories with
//! a server of somebody's own.

mod checks;
pub mod dependencies;
mod foreign;

use std::{
    collections::BTreeSet,
    fmt::Write,
    fs::{self, File},
    io::{self, Write as _},
    thread,
    time::{Duration, Instant},
};

use crate::{
    install::{self, tools::Tool},
    paths,
};
use checks::{Check, Kind};

pub use foreign::Foreign;

/// Runs the checks that the words select, all of them even after a failure. `engines` adds the old browsers. With a
/// foreign server, only the stories are lived that it can be in.
pub fn verify(engines: bool, server: Option<Foreign>, words: &[String]) -> Result<(), String> {
    if let Some(foreign) = server.or_else(|| Foreign::among(words)) {
        return foreign.live();
    }
    let start = Instant::now();
    let Picked { checks, tests } = pick(engines, words);
    println!("These checks run, in this order:");
    for check in &checks {
        println!("  {:14} {}", check.name, check.meaning);
    }
    if !tests.is_empty() {
        println!("Only tests whose names contain: {}", tests.join(", "));
    }
    println!();
    let needed: BTreeSet<Tool> = checks.iter().flat_map(|check| check.needs).copied().collect();
    let needed: Vec<Tool> = needed.into_iter().collect();
    install::install_missing(&needed)?;

    let results: Vec<Outcome> = thread::scope(|scope| {
        // Most of the time it keeps one processor busy, so it runs beside the checks that come before it.
        let build = checks.iter().find(|check| check.kind == Kind::Build);
        let mut build = build.map(|check| scope.spawn(|| outcome(check, &tests)));
        let report = |check: &&Check| {
            print!("{:14} … ", check.name);
            let _ = io::stdout().flush();
            let outcome = match build.take_if(|_| check.kind == Kind::Build) {
                Some(build) => build.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                None => outcome(check, &tests),
            };
            tell(check, &outcome);
            outcome
        };
        checks.iter().map(report).collect()
    });
    summarize(&results, start.elapsed())
}

/// The result of one check.
struct Outcome {
    name: &'static str,
    result: Result<(), String>,
    output: String,
    time: Duration,
    tests: Tests,
}

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tests {
    passed: usize,
    failed: usize,
}

impl Tests {
    /// Adds up the summaries that the test runners print for each test program.
    fn counted(output: &str) -> Self {
        let mut tests = Self::default();
        for line in output.lines().filter_map(|line| line.trim().strip_prefix("test result: ")) {
            let count = |word| {
                let part = line.split(['.', ';']).find_map(|part| part.trim().strip_suffix(word));
                part.and_then(|number| number.trim().parse::<usize>().ok()).unwrap_or_default()
            };
            tests.passed += count("passed");
            tests.failed += count("failed");
        }
        tests
    }
}

/// Runs a check.
fn outcome(check: &Check, words: &[String]) -> Outcome {
    let start = Instant::now();
    let path = paths::root().join("target/verify").join(format!("{}.log", check.name));
    let run = || {
        let folder = path.parent().unwrap_or(&path);
        let opened = fs::create_dir_all(folder).and_then(|()| File::create(&path));
        let mut log = opened.map_err(|error| format!("{} cannot be written: {error}.", path.display()))?;
        (check.run)(&mut log, words)
    };
    let result = run();
    let time = start.elapsed();
    let output = fs::read_to_string(&path).unwrap_or_default();
    let tests = Tests::counted(&output);
    let result = result.and_then(|()| {
        let ran_none = check.kind.has_tests() && words.is_empty() && tests.passed == 0;
        if ran_none { Err("No test was run.".to_owned()) } else { Ok(()) }
    });
    Outcome { name: check.name, result, output, time, tests }
}

/// Prints the result of a check.
fn tell(check: &Check, outcome: &Outcome) {
    let Outcome { name, result, output, time, tests } = outcome;
    match result {
        Ok(()) if tests.passed > 0 => println!("{} tests passed in {} s", tests.passed, time.as_secs()),
        Ok(()) => println!("passed in {} s", time.as_secs()),
        Err(_) => println!("FAILED in {} s", time.as_secs()),
    }
    if let Err(problem) = result {
        println!("\n{}\n{problem}", output.trim_end());
        println!("To repeat only this check: cargo verify {name}\n");
    } else if check.kind == Kind::Size {
        println!("\n{}\n", output.trim_end());
    }
}

fn summarize(results: &[Outcome], total: Duration) -> Result<(), String> {
    let mut table = String::from("\n");
    for outcome in results {
        let verdict = if outcome.result.is_ok() { "passed" } else { "FAILED" };
        let seconds = outcome.time.as_secs();
        let _ = writeln!(table, "{:14} {verdict} {seconds:>5} s", outcome.name);
    }
    let _ = writeln!(table, "{:14}        {:>5} s", "together", total.as_secs());
    let passed: usize = results.iter().map(|outcome| outcome.tests.passed).sum();
    let failed: usize = results.iter().map(|outcome| outcome.tests.failed).sum();
    print!("{table}\ntests: {passed} passed, {failed} failed\n");
    let failed = results.iter().filter(|outcome| outcome.result.is_err()).count();
    match failed {
        0 => Ok(()),
        1 => Err("1 check failed.".to_owned()),
        _ => Err(format!("{failed} checks failed.")),
    }
}

/// What a list of words selects.
struct Picked {
    checks: Vec<&'static Check>,
    tests: Vec<String>,
}

/// A word that names a check selects it. Any other word is part of the names of tests, and if there are only such
/// words, all checks with tests run. The old browsers run only if they are asked for.
fn pick(engines: bool, words: &[String]) -> Picked {
    // After `--`, as in `cargo verify -- --engines`, an option arrives as a word.
    let (options, words): (Vec<&String>, Vec<&String>) = words.iter().partition(|word| *word == "--engines");
    let engines = engines || !options.is_empty();
    let is_check = |word: &&String| checks::ALL.iter().any(|check| check.name == **word);
    let (names, tests): (Vec<&String>, Vec<&String>) = words.into_iter().partition(is_check);
    let is_picked = |check: &&Check| {
        if check.kind == Kind::EngineTests {
            engines || names.iter().any(|name| *name == check.name)
        } else if names.is_empty() {
            tests.is_empty() || (check.kind.has_tests() && check.kind != Kind::HostTests)
        } else {
            names.iter().any(|name| *name == check.name)
        }
    };
    let picked: Vec<&Check> = checks::ALL.iter().filter(is_picked).collect();
    // They must not check an outdated build.
    let needs_files = picked.iter().any(|check| check.kind.reads_release_files());
    let checks = checks::ALL
        .iter()
        .filter(|check| {
            picked.iter().any(|other| other.name == check.name) || (needs_files && check.kind == Kind::Build)
        })
        .collect();
    Picked { checks, tests: tests.into_iter().cloned().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picked(words: &[&str]) -> (Vec<&'static str>, Vec<String>) {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let Picked { checks, tests } = pick(false, &words);
        (checks.iter().map(|check| check.name).collect(), tests)
    }

    #[test]
    fn the_tests_of_every_file_are_counted() {
        let output = "test result: ok. 57 passed; 0 failed; 1 ignored; finished in 0.01s\n\
                      test x ... ok\ntest result: FAILED. 3 passed; 2 failed; 0 ignored";
        assert_eq!(Tests::counted(output), Tests { passed: 60, failed: 2 });
    }

    #[test]
    fn without_words_everything_is_run_but_the_old_browsers() {
        let (checks, tests) = picked(&[]);
        assert_eq!(checks.len(), checks::ALL.len() - 1);
        assert!(tests.is_empty());
        assert!(!checks.contains(&"engines"));
    }

    #[test]
    fn the_old_browsers_come_by_their_name_or_on_top_of_the_rest() {
        assert_eq!(picked(&["engines", "chromium_68"]).0, ["build", "engines"]);
        assert_eq!(picked(&["--engines"]).0.len(), checks::ALL.len());
        assert_eq!(picked(&["--engines", "format"]), (vec!["format", "build", "engines"], vec![]));
        assert_eq!(pick(true, &[]).checks.len(), checks::ALL.len());
    }

    #[test]
    fn the_name_of_a_check_picks_it_alone() {
        assert_eq!(picked(&["format"]), (vec!["format"], vec![]));
    }

    #[test]
    fn any_other_word_picks_the_tests_and_what_they_need() {
        let (checks, tests) = picked(&["poll"]);
        assert_eq!(checks, ["tests", "build", "browser", "end-to-end"]);
        assert_eq!(tests, ["poll"]);
        assert_eq!(picked(&["hosting"]), (vec!["build", "hosting"], vec![]), "web servers only by name or with all");
    }

    #[test]
    fn a_check_that_looks_at_the_release_files_brings_the_build() {
        assert_eq!(picked(&["size"]).0, ["build", "size"]);
    }

    #[test]
    fn both_kinds_of_words_go_together() {
        let (checks, tests) = picked(&["tests", "poll"]);
        assert_eq!(checks, ["tests"]);
        assert_eq!(tests, ["poll"]);
    }
}

//! `cargo verify`: runs all checks, or those that are named, and reports. What each check does is in `checks`.

mod checks;
mod dependencies;

use std::{
    collections::BTreeSet,
    fmt::Write,
    fs::{self, File},
    io::{self, Write as _},
    time::{Duration, Instant},
};

use crate::{
    install::{self, tools::Tool},
    paths,
};
use checks::{Check, Kind};

/// Runs the steps that the words pick, every one of them even after a failure; in old browsers too, if that is wished.
pub fn verify(engines: bool, words: &[String]) -> Result<(), String> {
    let start = Instant::now();
    let Picked { steps, tests } = pick(engines, words);
    println!("To be checked, in this order:");
    for step in &steps {
        println!("  {:14} {}", step.name, step.meaning);
    }
    if !tests.is_empty() {
        println!("Only tests whose names contain: {}", tests.join(", "));
    }
    println!();
    let needed: BTreeSet<Tool> = steps.iter().flat_map(|step| step.needs).copied().collect();
    let needed: Vec<Tool> = needed.into_iter().collect();
    install::install_missing(&needed)?;

    let mut results = Vec::new();
    for step in &steps {
        results.push(report(step, &tests));
    }
    summarize(&results, start.elapsed())
}

/// One step's name, whether it passed, how long it took, and how its tests ended.
struct Outcome {
    name: &'static str,
    passed: bool,
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
    /// Adds up what cargo's and wasm-bindgen's test runners say at the end of each file of tests.
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

fn report(step: &Check, words: &[String]) -> Outcome {
    print!("{:14} … ", step.name);
    let _ = io::stdout().flush();
    let start = Instant::now();
    let path = paths::root().join("target/verify").join(format!("{}.log", step.name));
    let run = || {
        let folder = path.parent().unwrap_or(&path);
        let opened = fs::create_dir_all(folder).and_then(|()| File::create(&path));
        let mut log = opened.map_err(|error| format!("{} cannot be written: {error}.", path.display()))?;
        (step.run)(&mut log, words)
    };
    let result = run();
    let time = start.elapsed();
    let output = fs::read_to_string(&path).unwrap_or_default();
    let tests = Tests::counted(&output);
    let result = result.and_then(|()| {
        let ran_none = step.kind.has_tests() && words.is_empty() && tests.passed == 0;
        if ran_none { Err("No test was run.".to_owned()) } else { Ok(()) }
    });
    match &result {
        Ok(()) if tests.passed > 0 => println!("{} tests passed in {} s", tests.passed, time.as_secs()),
        Ok(()) => println!("passed in {} s", time.as_secs()),
        Err(_) => println!("FAILED in {} s", time.as_secs()),
    }
    if let Err(problem) = &result {
        println!("\n{}\n{problem}", output.trim_end());
        println!("Only this step: cargo verify {}\n", step.name);
    } else if step.kind == Kind::Size {
        println!("\n{}\n", output.trim_end());
    }
    Outcome { name: step.name, passed: result.is_ok(), time, tests }
}

fn summarize(results: &[Outcome], total: Duration) -> Result<(), String> {
    let mut table = String::from("\n");
    for outcome in results {
        let verdict = if outcome.passed { "passed" } else { "FAILED" };
        let seconds = outcome.time.as_secs();
        let _ = writeln!(table, "{:14} {verdict} {seconds:>5} s", outcome.name);
    }
    let _ = writeln!(table, "{:14}        {:>5} s", "together", total.as_secs());
    let passed: usize = results.iter().map(|outcome| outcome.tests.passed).sum();
    let failed: usize = results.iter().map(|outcome| outcome.tests.failed).sum();
    print!("{table}\ntests: {passed} passed, {failed} failed\n");
    let failed = results.iter().filter(|outcome| !outcome.passed).count();
    match failed {
        0 => Ok(()),
        1 => Err("1 step failed.".to_owned()),
        _ => Err(format!("{failed} steps failed.")),
    }
}

/// What a list of words asks for.
struct Picked {
    steps: Vec<&'static Check>,
    tests: Vec<String>,
}

/// A word that names a step picks it; every other word is part of the names of tests, and
/// alone picks the steps that have tests. The old browsers come on top, never by themselves.
fn pick(engines: bool, words: &[String]) -> Picked {
    // After `--`, as in `cargo verify -- --engines`, an option arrives as a word.
    let (options, words): (Vec<&String>, Vec<&String>) = words.iter().partition(|word| *word == "--engines");
    let engines = engines || !options.is_empty();
    let is_step = |word: &&String| checks::ALL.iter().any(|step| step.name == **word);
    let (names, tests): (Vec<&String>, Vec<&String>) = words.into_iter().partition(is_step);
    let is_picked = |step: &&Check| {
        if step.kind == Kind::EngineTests {
            engines || names.iter().any(|name| *name == step.name)
        } else if names.is_empty() {
            tests.is_empty() || step.kind.has_tests()
        } else {
            names.iter().any(|name| *name == step.name)
        }
    };
    let picked: Vec<&Check> = checks::ALL.iter().filter(is_picked).collect();
    // The release files as they are now, never those of some earlier time.
    let needs_files = picked.iter().any(|step| step.kind.reads_release_files());
    let steps = checks::ALL
        .iter()
        .filter(|step| picked.iter().any(|other| other.name == step.name) || (needs_files && step.kind == Kind::Build))
        .collect();
    Picked { steps, tests: tests.into_iter().cloned().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picked(words: &[&str]) -> (Vec<&'static str>, Vec<String>) {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let Picked { steps, tests } = pick(false, &words);
        (steps.iter().map(|step| step.name).collect(), tests)
    }

    #[test]
    fn the_tests_of_every_file_are_counted() {
        let output = "test result: ok. 57 passed; 0 failed; 1 ignored; finished in 0.01s\n\
                      test x ... ok\ntest result: FAILED. 3 passed; 2 failed; 0 ignored";
        assert_eq!(Tests::counted(output), Tests { passed: 60, failed: 2 });
    }

    #[test]
    fn without_words_everything_is_run_but_the_old_browsers() {
        let (steps, tests) = picked(&[]);
        assert_eq!(steps.len(), checks::ALL.len() - 1);
        assert!(tests.is_empty());
        assert!(!steps.contains(&"engines"));
    }

    #[test]
    fn the_old_browsers_come_by_their_name_or_on_top_of_the_rest() {
        assert_eq!(picked(&["engines", "chromium_68"]).0, ["build", "engines"]);
        assert_eq!(picked(&["--engines"]).0.len(), checks::ALL.len());
        assert_eq!(picked(&["--engines", "format"]), (vec!["format", "build", "engines"], vec![]));
        assert_eq!(pick(true, &[]).steps.len(), checks::ALL.len());
    }

    #[test]
    fn the_name_of_a_step_picks_it_alone() {
        assert_eq!(picked(&["format"]), (vec!["format"], vec![]));
    }

    #[test]
    fn any_other_word_picks_the_tests_and_what_they_need() {
        let (steps, tests) = picked(&["poll"]);
        assert_eq!(steps, ["tests", "build", "browser", "end-to-end"]);
        assert_eq!(tests, ["poll"]);
    }

    #[test]
    fn a_step_that_looks_at_the_release_files_brings_the_build() {
        assert_eq!(picked(&["size"]).0, ["build", "size"]);
    }

    #[test]
    fn both_kinds_of_words_go_together() {
        let (steps, tests) = picked(&["tests", "poll"]);
        assert_eq!(steps, ["tests"]);
        assert_eq!(tests, ["poll"]);
    }
}

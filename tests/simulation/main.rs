//! Very many sign-ins of the core against the fake Jellyfin, each from a seed and on a virtual clock, while everything goes
//! wrong. Then the faults stop. What must always hold is asserted where it happens:
//!
//! | in a failure | the rule |
//! | --- | --- |
//! | `[lost]` | an approval that the server keeps long enough ends in a sign-in soon after the last fault |
//! | `[stale]` | a code that the server has forgotten is not shown longer than one good poll |
//! | `[pace]` | one request at a time, a poll in 5 s apart from nudges, and those bounded |
//! | `[session]` | one session for each account, with a good token, nobody becomes somebody else, and no secret stays behind |
//! | `[leaving]` | after the end, and from a tab that has stepped aside, not one request |
//! | `[token]` | no token is left that nobody holds, where no answer was lost and nothing was forgotten |
//! | `[truth]` | what is shown is what the server said last |
//!
//! `script` draws what happens, `story` lets it happen, `front` is what stands in front of the server, `page` is the shell
//! around the core and checks the rules, `bug` breaks the core on purpose, `crowd` is a hundred thousand screens at one
//! server, and `summary` runs many stories.
//!
//! `SIMULATION_SEED=17 cargo test --test simulation` tells the story of one of them, and
//! `cargo run -p xtask -- simulate --sign-ins 1000000` lives through a million.

#![cfg(not(target_family = "wasm"))]

mod bug;
mod crowd;
#[path = "../exchange/mod.rs"]
mod exchange;
mod front;
mod page;
mod random;
mod script;
mod story;
mod summary;

/// Milliseconds.
const SECOND: u64 = 1000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;

/// How many sign-ins every run of the tests lives through.
const SIGN_INS: u64 = 20_000;

/// How many sign-ins a breakage may survive.
const SIGN_INS_A_BUG: u64 = 20_000;

#[test]
fn whatever_goes_wrong_an_approval_is_kept_and_the_sign_in_ends() {
    if let Some(seed) = std::env::var("SIMULATION_SEED").ok().and_then(|seed| seed.parse().ok()) {
        return match summary::told(seed, bug::NONE) {
            Ok(transcript) => println!("{transcript}"),
            Err(failure) => panic!("{failure}"),
        };
    }
    match summary::run(1, SIGN_INS, bug::NONE, |_| {}) {
        Ok(summary) => println!("{summary}"),
        Err(failure) => panic!("{failure}"),
    }
}

#[test]
fn every_deliberate_breakage_is_caught_by_the_rule_that_it_breaks() {
    let mut survivors = vec![];
    for bug in bug::BUGS {
        match summary::run(1, SIGN_INS_A_BUG, *bug, |_| {}) {
            Ok(_) => survivors.push(format!("{} survived", bug.name)),
            Err(failure) => {
                println!("seed {:>5}  {}: {}", failure.seed, bug.name, failure.rule());
                if !bug.breaks.split(' ').any(|rule| failure.message.contains(&format!("[{rule}]"))) {
                    survivors.push(format!("{} was caught as {}", bug.name, failure.message));
                }
            }
        }
    }
    assert!(survivors.is_empty(), "{}", survivors.join("\n"));
}

#[test]
fn a_failing_seed_fails_again_in_the_same_way_and_tells_its_story() {
    let bug = bug::BUGS[0];
    let failures = [1, 2].map(|_| summary::run(1, SIGN_INS_A_BUG, bug, |_| {}).expect_err("a failure"));
    assert!(failures[0].transcript.lines().count() > 3);
    let again = summary::told(failures[0].seed, bug).expect_err("a failure");
    assert_eq!((&again.message, &again.transcript), (&failures[0].message, &failures[0].transcript));
}

#[test]
fn after_a_restart_a_crowd_of_screens_comes_back_without_a_rush() {
    crowd::check(10_000);
}

/// `cargo run -p xtask --release -- simulate`.
#[test]
#[ignore = "as long as one likes"]
fn at_length() {
    let begun = std::time::Instant::now();
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse().ok());
    let (sign_ins, seed) = (number("SIMULATION_SIGN_INS").unwrap_or(1_000_000), number("SIMULATION_SEED").unwrap_or(1));
    match summary::run(seed, sign_ins, bug::NONE, |done| println!("{done:>9} of {sign_ins} sign-ins")) {
        Ok(summary) => println!("{summary}"),
        Err(failure) => panic!("{failure}"),
    }
    println!("{:>10.0} s of real time", begun.elapsed().as_secs_f64());
    println!("{}", crowd::check(100_000));
}

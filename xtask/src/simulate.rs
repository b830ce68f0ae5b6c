//! `simulate`: as many simulated sign-ins as one likes, in the simulation of `tests/simulation`, built to be quick.

use crate::programs::{cargo, run};

/// How many, and from which seed on.
#[derive(clap::Args)]
pub struct Options {
    /// How many sign-ins to live through
    #[arg(long, default_value_t = 1_000_000)]
    sign_ins: u64,
    /// The seed of the first one; the others follow
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Runs them, with a word of progress now and then, and the summary.
pub fn simulate(options: &Options) -> Result<(), String> {
    let mut simulation = cargo(["test", "--quiet", "--profile", "simulation", "--test", "simulation", "at_length"]);
    simulation.args(["--", "--ignored", "--nocapture"]);
    simulation.env("SIMULATION_SIGN_INS", options.sign_ins.to_string());
    simulation.env("SIMULATION_SEED", options.seed.to_string());
    run(&mut simulation)
}

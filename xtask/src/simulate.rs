//! `simulate`: runs any number of simulated sign-ins with `tests/simulation`, optimized.

use crate::programs::{cargo, run};

/// How many sign-ins, and which.
#[derive(clap::Args)]
pub struct Options {
    /// How many sign-ins to run
    #[arg(long, default_value_t = 1_000_000)]
    sign_ins: u64,
    /// The seed of the first sign-in; the next one has the next seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Runs them and prints progress and a summary.
pub fn simulate(options: &Options) -> Result<(), String> {
    let mut simulation = cargo(["test", "--quiet", "--profile", "simulation", "--test", "simulation", "at_length"]);
    simulation.args(["--", "--ignored", "--nocapture"]);
    simulation.env("SIMULATION_SIGN_INS", options.sign_ins.to_string());
    simulation.env("SIMULATION_SEED", options.seed.to_string());
    run(&mut simulation)
}

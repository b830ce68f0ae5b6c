//! The program behind `cargo demo`, `cargo dev` and `cargo verify`: its command line.

mod bench;
mod build;
mod demo;
mod dev;
mod install;
mod paths;
mod programs;
mod record;
mod release;
mod sha256;
mod simulate;
mod site;
mod size;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, shows and checks the Jellyfin Quick Connect web client.
#[derive(Parser)]
#[command(bin_name = "cargo run -p xtask --")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measure how soon the code is on the screen, compared with a page written by hand
    Bench(bench::Options),
    /// Put the release files into dist/
    Build,
    /// Show the release files at work, with a fake Jellyfin or with a server of your own
    Demo(site::Options),
    /// Show a debug build that is rebuilt and reloaded on every save
    Dev(site::Options),
    /// Ask a running server every question of the recordings, and write a recording or compare with one
    Record(record::Options),
    /// Write the licences of what the program is made of into packages/THIRD-PARTY-NOTICES.txt
    Notices,
    /// Put the files of a release into target/release-files/
    Release,
    /// Print how much a first visit downloads
    Size(size::Options),
    /// Run very many simulated sign-ins in which everything goes wrong
    Simulate(simulate::Options),
    /// Run all checks, or only the named checks and tests
    Verify {
        /// Also test in the old browsers of televisions and in other engines, which are downloaded first (0.8 GB)
        #[arg(long)]
        engines: bool,
        /// Live the stories that any server can be in with this one, such as <http://192.168.1.5:8096>, and nothing else
        #[arg(long, value_name = "URL")]
        server: Option<String>,
        /// Its administrator, whose password comes from `JELLYFIN_PASSWORD` or is asked for
        #[arg(long, value_name = "NAME")]
        admin: Option<String>,
        /// Names of checks, and words to look for in the names of tests
        filter: Vec<String>,
    },
    /// The last step of a build, called by Trunk
    #[command(hide = true)]
    PostBuild,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Bench(options) => bench::bench(&options),
        Task::Build => build::build_and_measure(),
        Task::Demo(options) => demo::demo(&options),
        Task::Dev(options) => dev::dev(&options),
        Task::Record(options) => record::record(&options),
        Task::Notices => release::notices::write(),
        Task::Release => release::release(),
        Task::Simulate(options) => simulate::simulate(&options),
        Task::Verify { engines, server, admin, filter } => {
            let server = server.map(|address| verify::Foreign { address, administrator: admin });
            verify::verify(engines, server, &filter)
        }
        Task::PostBuild => build::post_build::run_for_trunk(),
        Task::Size(options) => size::size(&options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\n{problem}");
            ExitCode::FAILURE
        }
    }
}

//! `cargo demo`: shows the release files at work, with the fake Jellyfin or with a real server.

mod real_server;

use std::{
    env,
    process::{Command, Stdio},
};

use clap::Args;
use fake_jellyfin::{Jellyfin, Version, http::Server};

use crate::{
    build,
    install::{self, tools},
    paths,
};
use real_server::Finding;

/// What `cargo demo` can be told.
#[derive(Args)]
pub struct Options {
    /// The address of a real Jellyfin server, such as <http://192.168.1.5:8096>
    #[arg(long)]
    server: Option<String>,
    /// The port to listen on; without it, a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Do not open the two addresses in the browser
    #[arg(long)]
    no_open: bool,
}

/// Builds, serves, explains, and stays until it is stopped.
pub fn show(options: &Options) -> Result<(), String> {
    let real = options.server.as_deref().map(with_scheme).transpose()?;
    install::install_missing(tools::FOR_BUILD)?;
    build::build()?;
    let (server, folder) = match real {
        None => (with_fake(options.port)?, "/web/"),
        Some(address) => (with_real(address, options.port)?, "/"),
    };
    let waiting = format!("{}{folder}#/login", server.localhost());
    let signed_in = format!("{}{folder}#/settings", server.origin());
    println!(
        "\n\
         The waiting device, which shows a code:\n\n  {waiting}\n\n\
         The signed-in device, which approves it:\n\n  {signed_in}\n\n\
         Open each in a window of its own. The two addresses lead to the same place, and a \
         browser keeps what\nit stores for them apart, so that one browser can be both devices.\n"
    );
    if options.server.is_none() {
        println!("{}\n", Jellyfin::ACCOUNTS);
    }
    println!("Ctrl+C stops it.");
    if !options.no_open {
        open(&waiting);
        open(&signed_in);
    }
    server.join();
    Ok(())
}

fn with_fake(port: u16) -> Result<Server, String> {
    Server::builder(Jellyfin::new(Version::default()))
        .port(port)
        .files("/web", paths::dist())
        .start()
        .map_err(|error| no_port(port, &error))
}

fn with_real(address: &str, port: u16) -> Result<Server, String> {
    let settings = serde_json::json!({ "server": address }).to_string();
    let server = Server::files_only(paths::dist())
        .replace("config.json", settings)
        .port(port)
        .start()
        .map_err(|error| no_port(port, &error))?;
    // A server may allow one of the two addresses and not the other.
    let [waiting, signed_in] = [server.localhost(), server.origin()];
    let mut origin = waiting;
    let mut finding = real_server::check(address, &origin);
    if matches!(finding, Finding::Usable { .. }) {
        origin = signed_in;
        finding = real_server::check(address, &origin);
    }
    println!("\n{}", finding.explanation(address, &origin));
    if !matches!(finding, Finding::Usable { .. }) {
        println!("The page is served all the same, and will say what it finds.");
    }
    Ok(server)
}

/// The address without a slash at its end, if it says how to speak to the server.
fn with_scheme(address: &str) -> Result<&str, String> {
    let address = address.trim_end_matches('/');
    if address.starts_with("http://") || address.starts_with("https://") {
        return Ok(address);
    }
    Err(format!("--server needs an address with http:// or https:// in front, such as http://{address}"))
}

fn no_port(port: u16, error: &std::io::Error) -> String {
    format!("Port {port} cannot be used: {error}. Another one can be given with --port.")
}

/// Opens an address in the person's browser, where there is a screen to show it on.
fn open(address: &str) {
    let has_screen = ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(|name| env::var_os(name).is_some());
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else if has_screen {
        "xdg-open"
    } else {
        return;
    };
    // The addresses are printed as well, so nothing is lost when this does nothing.
    let _ = Command::new(program).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}

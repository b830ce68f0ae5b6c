//! Serves the page on a port of this machine, for a person to look at: in the web folder of the fake Jellyfin, or by
//! itself and set up for a real server. Does not know how the files were made.

mod real_server;

use std::{
    env,
    path::Path,
    process::{Command, Stdio},
};

use clap::Args;
use fake_jellyfin::{Jellyfin, Version, http::Server};

use real_server::Finding;

/// What `cargo demo` and `cargo dev` can be told.
#[derive(Args)]
pub struct Options {
    /// The address of a real Jellyfin server, such as <http://192.168.1.5:8096>
    #[arg(long)]
    server: Option<String>,
    /// The port to listen on; 0 means any free one
    #[arg(long)]
    port: Option<u16>,
    /// Do not open the two addresses in the browser
    #[arg(long)]
    no_open: bool,
}

/// Serves the files in a folder, explains, and opens the two addresses. Dropping the server stops it.
pub fn open(folder: &Path, usual_port: u16, options: &Options) -> Result<Server, String> {
    let port = options.port.unwrap_or(usual_port);
    let (server, path) = match &options.server {
        None => (with_fake(folder, port)?, "/web/"),
        Some(address) => (with_real(folder, with_scheme(address)?, port)?, "/"),
    };
    let waiting = format!("{}{path}#/login", server.localhost());
    let signed_in = format!("{}{path}#/settings", server.origin());
    println!(
        "\n\
         The waiting device, which shows a code:\n\n  {waiting}\n\n\
         The signed-in device, which approves it:\n\n  {signed_in}\n\n\
         Open each in a window of its own. Both addresses lead to the same page, but a browser keeps\n\
         separate data for each, so one browser can play both devices.\n"
    );
    if options.server.is_none() {
        println!("{}\n", Jellyfin::ACCOUNTS);
    }
    println!("Ctrl+C stops it.");
    if !options.no_open {
        open_in_browser(&waiting);
        open_in_browser(&signed_in);
    }
    Ok(server)
}

fn with_fake(folder: &Path, port: u16) -> Result<Server, String> {
    Server::builder(Jellyfin::new(Version::default()))
        .port(port)
        .files("/web", folder)
        .start()
        .map_err(|error| no_port(port, &error))
}

fn with_real(folder: &Path, address: &str, port: u16) -> Result<Server, String> {
    let settings = serde_json::json!({ "server": address }).to_string();
    let server = Server::files_only(folder)
        .replace("config.json", settings)
        .port(port)
        .start()
        .map_err(|error| no_port(port, &error))?;
    // A server may allow one of the two addresses but not the other.
    let [waiting, signed_in] = [server.localhost(), server.origin()];
    let mut origin = waiting;
    let mut finding = real_server::check(address, &origin);
    if matches!(finding, Finding::Usable { .. }) {
        origin = signed_in;
        finding = real_server::check(address, &origin);
    }
    println!("\n{}", finding.explanation(address, &origin));
    if !matches!(finding, Finding::Usable { .. }) {
        println!("The page is served anyway and will show the problem.");
    }
    Ok(server)
}

/// The address without a trailing slash. An error if it does not begin with http or https.
fn with_scheme(address: &str) -> Result<&str, String> {
    let address = address.trim_end_matches('/');
    if address.starts_with("http://") || address.starts_with("https://") {
        return Ok(address);
    }
    Err(format!("--server needs an address that begins with http:// or https://, such as http://{address}"))
}

fn no_port(port: u16, error: &std::io::Error) -> String {
    format!("Port {port} cannot be used: {error}. Choose another one with --port.")
}

/// Opens an address in the default browser, if there is a screen.
fn open_in_browser(address: &str) {
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
    // The addresses are printed too, so a failure here costs nothing.
    let _ = Command::new(program).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}

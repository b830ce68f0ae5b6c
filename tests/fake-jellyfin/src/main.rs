//! The fake Jellyfin by itself, for any client that wants to talk to it: `cargo run -p fake-jellyfin -- --port 8096`.

use std::process::ExitCode;

use fake_jellyfin::{Jellyfin, Version, http::Server};

const USAGE: &str = "Usage: fake-jellyfin [--port PORT]   (without a port, a free one is taken)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(port) = port(&arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    let server = match Server::builder(Jellyfin::new(Version::default())).port(port).start() {
        Ok(server) => server,
        Err(error) => {
            eprintln!("Port {port} cannot be used: {error}.");
            return ExitCode::FAILURE;
        }
    };
    println!("A fake Jellyfin is running at {}\n\n{}\n\nCtrl+C stops it.", server.origin(), Jellyfin::ACCOUNTS);
    server.join();
    ExitCode::SUCCESS
}

/// `--port 8096` or `--port=8096`; 0 stands for any free port.
fn port(arguments: &[String]) -> Option<u16> {
    match arguments {
        [] => Some(0),
        [option, port] if option == "--port" => port.parse().ok(),
        [both] => both.strip_prefix("--port=")?.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_port_is_the_only_argument() {
        let port = |words: &[&str]| super::port(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(port(&[]), Some(0));
        assert_eq!(port(&["--port", "8096"]), Some(8096));
        assert_eq!(port(&["--port=8096"]), Some(8096));
        for wrong in [&["--port"][..], &["--port", "x"], &["8096"], &["--port", "1", "2"]] {
            assert_eq!(port(wrong), None, "{wrong:?}");
        }
    }
}

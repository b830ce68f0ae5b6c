//! The administrator's password: from the environment or typed, never from the command line.

use std::{
    env,
    io::{self, IsTerminal, Write},
    process::Command,
};

const VARIABLE: &str = "JELLYFIN_PASSWORD";

/// The password of this administrator.
pub fn of(name: &str) -> Result<String, String> {
    if let Ok(password) = env::var(VARIABLE) {
        return Ok(password);
    }
    if !io::stdin().is_terminal() {
        return Err(format!("Nobody can type a password here. Set {VARIABLE}."));
    }
    print!("Password of {name}: ");
    let _ = io::stdout().flush();
    echo(false);
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line);
    echo(true);
    println!();
    read.map_err(|error| format!("No password could be read: {error}."))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Shows what is typed, or not. Where there is no stty it is shown.
fn echo(shown: bool) {
    let _ = Command::new("stty").arg(if shown { "echo" } else { "-echo" }).status();
}

//! Runs other programs, with the project's tools on the search path and without input. An error names the command.

use std::{
    fs::File,
    path::Path,
    process::{Command, Stdio},
};

use crate::paths;

/// A command that runs in the project's folder and finds the project's tools.
pub fn command(program: &str) -> Command {
    // The full path: some systems look the program up in our own search path, not in the child's.
    let path = paths::find(program).unwrap_or_else(|| program.into());
    let mut command = Command::new(path);
    command.current_dir(paths::root()).env("PATH", paths::search_path()).stdin(Stdio::null());
    command
}

/// Cargo, with the arguments given.
pub fn cargo<const COUNT: usize>(arguments: [&str; COUNT]) -> Command {
    let mut command = command("cargo");
    command.args(arguments);
    command
}

/// The command as a person would type it.
pub fn as_typed(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(command.get_program());
    std::iter::once(name)
        .chain(command.get_args())
        .map(|word| quoted(&word.to_string_lossy()))
        .collect::<Vec<_>>()
        .join(" ")
}

fn quoted(word: &str) -> String {
    if word.is_empty() || word.contains([' ', '$', '*', '"', '\\']) { format!("'{word}'") } else { word.to_owned() }
}

/// Runs it and shows its output.
pub fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status();
    judge(command, status)
}

/// Runs it and appends its output and errors to a file.
pub fn run_into(log: &File, command: &mut Command) -> Result<(), String> {
    let (Ok(output), Ok(errors)) = (log.try_clone(), log.try_clone()) else {
        return Err("The log file cannot be written.".to_owned());
    };
    let status = command.stdout(output).stderr(errors).status();
    judge(command, status)
}

/// What it prints, if it can be started and succeeds.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

fn judge(command: &Command, status: std::io::Result<std::process::ExitStatus>) -> Result<(), String> {
    let typed = as_typed(command);
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{typed}` failed ({status}).")),
        Err(error) => Err(format!("`{typed}` could not be started: {error}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        let mut echo = Command::new("/usr/bin/echo");
        echo.args(["one", "two words"]);
        assert_eq!(as_typed(&echo), "echo one 'two words'");
    }

    #[test]
    fn a_program_that_does_not_exist_is_named() {
        let problem = run(&mut Command::new("no-such-program")).expect_err("a problem");
        assert!(problem.contains("`no-such-program`"), "{problem}");
    }
}

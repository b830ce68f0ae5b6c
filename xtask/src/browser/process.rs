//! A program that is started for a while. Everything it has started ends with this value, or with our own program,
//! however that ends.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use super::{Outcome, PATIENCE};

/// Runs a command until standard input ends, which happens at the latest when our own program ends, and then kills
/// everything that the command has started. Before that it removes the folder in `OWN_FOLDER`, if there is one, because a
/// value that lives as long as our program is never dropped. The shell itself closes the output, so that the output ends
/// with the command.
pub const WARDEN: &str = r#""$@" & exec >/dev/null 2>&1; read -r _; rm -rf ${OWN_FOLDER:+"$OWN_FOLDER"}; kill -KILL 0"#;

/// The program, and a folder for the files that it writes.
pub struct Process {
    warden: Child,
    lifeline: Option<ChildStdin>,
    folder: PathBuf,
}

impl Process {
    /// Starts it and waits until `find` finds something in a line of its output. `prepare` adds its arguments and is
    /// given the folder.
    ///
    /// # Errors
    /// If it cannot be started, or prints nothing of the kind in time.
    pub fn start<T: Send + 'static>(
        program: &Path,
        prepare: impl FnOnce(&mut Command, &Path),
        find: impl Fn(&str) -> Option<T> + Clone + Send + 'static,
    ) -> Outcome<(Self, T)> {
        let mut process = Self::spawn(program, prepare)?;
        let (found, first) = mpsc::channel();
        process.read(find, &found);
        let first = first.recv_timeout(PATIENCE).map_err(|_| format!("{} does not start.", program.display()))?;
        Ok((process, first))
    }

    /// Starts one that prints nothing to wait for.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start_silently(program: &Path, prepare: impl FnOnce(&mut Command, &Path)) -> Outcome<Self> {
        let (sender, _) = mpsc::channel::<()>();
        let mut process = Self::spawn(program, prepare)?;
        process.read(|_| None, &sender);
        Ok(process)
    }

    fn spawn(program: &Path, prepare: impl FnOnce(&mut Command, &Path)) -> Outcome<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let failed = |error: std::io::Error| format!("{} cannot be started: {error}.", program.display());
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("browser-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(failed)?;
        let mut command = Command::new("sh");
        command.args(["-c", WARDEN, "sh"]).arg(program);
        command.env("HOME", &folder).env("TMPDIR", &folder).env("XDG_RUNTIME_DIR", &folder).env("OWN_FOLDER", &folder);
        prepare(&mut command, &folder);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // In its own group it can be killed as a whole, and Ctrl+C does not kill the shell first.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut warden = command.spawn().map_err(failed)?;
        let lifeline = warden.stdin.take();
        Ok(Self { warden, lifeline, folder })
    }

    /// Reads all its output to the end: a program blocks when nobody reads what it writes.
    fn read<T: Send + 'static>(
        &mut self,
        find: impl Fn(&str) -> Option<T> + Clone + Send + 'static,
        found: &mpsc::Sender<T>,
    ) {
        let outputs: [Option<Box<dyn std::io::Read + Send>>; 2] = [
            self.warden.stdout.take().map(|it| Box::new(it) as Box<_>),
            self.warden.stderr.take().map(|it| Box::new(it) as Box<_>),
        ];
        for output in outputs.into_iter().flatten() {
            let (found, find) = (found.clone(), find.clone());
            std::thread::spawn(move || {
                for it in BufReader::new(output).lines().map_while(Result::ok).filter_map(|line| find(&line)) {
                    let _ = found.send(it);
                }
            });
        }
    }

    /// The folder for the files that it writes.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        let _ = self.warden.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The number after this text, as in `ws://127.0.0.1:39225/devtools/browser/…`.
#[must_use]
pub fn port_after(line: &str, before: &str) -> Option<u16> {
    let rest = line.split_once(before)?.1;
    rest.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
}

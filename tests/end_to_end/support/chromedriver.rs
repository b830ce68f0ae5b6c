//! One chromedriver and its Chromium, with their own folder. They end with this value, or with the test program,
//! however that ends.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::Capabilities;

/// Runs a command until standard input ends, which happens at the latest when the test program ends, and then kills
/// everything that the command has started. Before that it removes the folder in `OWN_FOLDER`, if there is one, because
/// nobody drops what is idle when the test program ends. The shell itself closes the output, so that the output ends with
/// the command.
pub const WARDEN: &str =
    r#""$@" & exec >/dev/null; read -r _; rm -rf ${OWN_FOLDER:+"$OWN_FOLDER"} 2>/dev/null; kill -KILL 0"#;

/// How long chromedriver may take to open its port. On a busy machine, about one start in a hundred never does.
const START: Duration = Duration::from_secs(60);

/// Names for stories. `*.test` is this machine, but the browser treats it as any other host, unlike `localhost`;
/// `*.home.arpa` too, and at
/// home; `*.invalid` does not exist.
const NAMES: &str = "--host-resolver-rules=MAP *.test 127.0.0.1, MAP *.home.arpa 127.0.0.1, MAP *.invalid ~NOTFOUND";

/// What Chromium starts ahead for each window and each page, in processes of its own, and no story uses: two lists below the
/// address bar, which take three times as long as the window, and a place for the next page.
const UNUSED: &str = "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess";

/// A running chromedriver.
pub struct Chromedriver {
    warden: Child,
    lifeline: Option<ChildStdin>,
    folder: PathBuf,
    port: u16,
}

impl Chromedriver {
    /// Starts one on a free port, and tries again if it hangs.
    pub fn start() -> Self {
        let started = (0..3).find_map(|_| Self::try_start());
        started.expect("chromedriver does not start; `cargo verify` installs it")
    }

    fn try_start() -> Option<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("quick-connect-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the browser");
        let mut warden = command(&folder).spawn().expect("a shell that can be started");
        let lifeline = warden.stdin.take();
        let output = BufReader::new(warden.stdout.take().expect("an output to read")).lines();
        let (found, port) = mpsc::channel();
        // Reads to the end: a program blocks when nobody reads what it writes.
        std::thread::spawn(move || {
            for port in output.map_while(Result::ok).filter_map(|line| port_in(&line)) {
                let _ = found.send(port);
            }
        });
        let port_found = port.recv_timeout(START);
        let chromedriver = Self { warden, lifeline, folder, port: port_found.unwrap_or_default() };
        port_found.is_ok().then_some(chromedriver)
    }

    /// The port for commands.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address for commands.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The settings with which it starts Chromium, with these additional flags.
    pub fn launch(&self, more: &[String]) -> Value {
        let profile = format!("--user-data-dir={}", self.folder.join("profile").display());
        let mut flags = vec!["--headless=new", "--window-size=1280,720", "--disable-dev-shm-usage", NAMES, &profile];
        flags.push(UNUSED);
        flags.extend(more.iter().map(String::as_str));
        if is_root() {
            flags.push("--no-sandbox");
        }
        json!({ "browserName": "chrome", "goog:chromeOptions": { "args": flags } })
    }

    /// The settings with which it controls a Chromium that runs already and has its `DevTools` at this address.
    pub fn join(devtools: &str) -> Capabilities {
        let mut capabilities = Capabilities::new();
        let mut set = |name: &str, value| capabilities.set(name, value).expect("a capability that is JSON");
        set("browserName", json!("chrome"));
        // In some stories, a part of the page never arrives.
        set("pageLoadStrategy", json!("eager"));
        set("goog:loggingPrefs", json!({ "browser": "ALL" }));
        set("goog:chromeOptions", json!({ "debuggerAddress": devtools }));
        capabilities
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        let _ = self.warden.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn command(folder: &Path) -> Command {
    let driver = std::env::var_os("CHROMEDRIVER");
    let driver = driver.as_deref().unwrap_or(OsStr::new("chromedriver"));
    let mut command = Command::new("sh");
    command.args(["-c", WARDEN, "sh"]).arg(driver).arg("--port=0");
    command
        .env("TMPDIR", folder)
        .env("OWN_FOLDER", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    // In its own group it can be killed as a whole, and Ctrl+C does not kill the shell first.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

/// As root, Chromium runs only without its sandbox.
fn is_root() -> bool {
    #[cfg(unix)]
    let owner = std::fs::metadata("/proc/self").map(|own| std::os::unix::fs::MetadataExt::uid(&own)).ok();
    #[cfg(not(unix))]
    let owner: Option<u32> = None;
    owner == Some(0)
}

/// `ChromeDriver was started successfully on port 39225.`
fn port_in(line: &str) -> Option<u16> {
    line.strip_suffix('.')?.rsplit_once("successfully on port ")?.1.parse().ok()
}

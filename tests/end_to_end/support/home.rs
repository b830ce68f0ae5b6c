//! The server of a story, the page that it serves, and the devices.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fake_jellyfin::http::{Builder, Seen, Server};
use fake_jellyfin::{Jellyfin, Request, Version};

use crate::support::chromium::Edition;
use crate::support::device::Device;
use crate::support::seats::Seats;

/// How long a story waits for anything. The longest pause of the app is 15 s; the rest is for a busy machine.
const DEADLINE: Duration = Duration::from_secs(30);

/// The shortest and the longest pause between two looks at what a story waits for. The longer it has waited, the longer the
/// pause: a poll comes after five seconds, and looking is work for the browser.
const LOOK_AGAIN: [Duration; 2] = [Duration::from_millis(30), Duration::from_millis(150)];

/// Describes a home before it is started.
pub struct Setup {
    fake: Jellyfin,
    beside: Option<Jellyfin>,
    folder: &'static str,
    config: Option<String>,
    is_apart: bool,
    is_secure: bool,
    is_public: bool,
    elsewhere: Option<String>,
    accepted_keys: Vec<String>,
    headers: Vec<(&'static str, &'static str)>,
    rewritten: Option<String>,
    flags: Vec<String>,
    edition: Option<Edition>,
}

/// A running server with the page. To be dropped after the devices.
pub struct Home {
    server: Server,
    _host: Option<Server>,
    page: String,
    _seats: Option<Seats>,
}

/// A default Jellyfin with the page in its own web folder.
pub fn home<const DEVICES: usize>() -> (Home, [Device; DEVICES]) {
    Setup::new().start()
}

/// The same, for a story that opens another tab.
pub fn home_with_tabs<const DEVICES: usize>() -> (Home, [Device; DEVICES]) {
    Setup::new().with_tabs().start()
}

impl Setup {
    /// A default Jellyfin with the page in its own web folder.
    pub fn new() -> Self {
        Self::of(Version::default())
    }

    /// The same with another release of Jellyfin.
    pub fn of(version: Version) -> Self {
        Self {
            fake: Jellyfin::new(version),
            beside: None,
            folder: "/web/",
            config: None,
            is_apart: false,
            is_secure: false,
            is_public: false,
            elsewhere: None,
            accepted_keys: Vec::new(),
            headers: Vec::new(),
            rewritten: None,
            flags: Vec::new(),
            edition: None,
        }
    }

    /// Changes the server before it is started.
    pub fn with(mut self, change: impl FnOnce(&mut Jellyfin)) -> Self {
        change(&mut self.fake);
        self
    }

    /// Adds another server on the same host, with the page in the same folder below its own base path.
    pub fn beside(self, fake: Jellyfin) -> Self {
        Self { beside: Some(fake), ..self }
    }

    /// Adds a flag for the browsers.
    pub fn with_flag(mut self, flag: &str) -> Self {
        self.flags.push(flag.to_owned());
        self
    }

    /// Gives the devices windows, which show one of their tabs.
    pub fn with_tabs(self) -> Self {
        Self { edition: Some(Edition::Whole), ..self }
    }

    /// Puts the page into this folder, inside the base path.
    pub fn in_folder(self, folder: &'static str) -> Self {
        Self { folder, ..self }
    }

    /// Serves this as `config.json`, even where another one would name the server.
    pub fn with_config(self, config: &str) -> Self {
        Self { config: Some(config.to_owned()), ..self }
    }

    /// Serves the page from another origin, whose `config.json` names the server.
    pub fn apart(self) -> Self {
        Self { is_apart: true, ..self }
    }

    /// Serves the page from another origin, whose `config.json` names this address.
    pub fn pointing_at(self, address: &str) -> Self {
        Self { is_apart: true, elsewhere: Some(address.to_owned()), ..self }
    }

    /// Serves the page over https, with a certificate that the devices accept. A server with another origin stays on
    /// http.
    pub fn secure(self) -> Self {
        Self { is_secure: true, ..self }
    }

    /// Makes the devices believe that the page comes from the internet.
    pub fn public(self) -> Self {
        Self { is_public: true, ..self }
    }

    /// Makes the devices accept the certificate of another server too.
    pub fn trusting(mut self, server: &Server) -> Self {
        self.accepted_keys.push(server.key_hash().expect("a server behind TLS").to_owned());
        self
    }

    /// Makes the page's host send this content security policy.
    pub fn with_policy(self, policy: &'static str) -> Self {
        self.with_header("Content-Security-Policy", policy)
    }

    /// Makes the page's host send this header with every file, in place of its own.
    pub fn with_header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Changes the page on its way to the devices, as some proxies do.
    pub fn rewriting(self, rewrite: impl FnOnce(&str) -> String) -> Self {
        let page = std::fs::read_to_string(release_files().join("index.html")).expect("the page");
        Self { rewritten: Some(rewrite(&page)), ..self }
    }

    /// Gives the devices a camera that shows this film.
    pub fn with_camera(mut self, film: &Path) -> Self {
        self.flags.push("--use-fake-device-for-media-stream".to_owned());
        self.flags.push(format!("--use-file-for-fake-video-capture={}", film.display()));
        self
    }

    /// Starts the server and the devices, as soon as so many browsers may run.
    pub fn start<const DEVICES: usize>(mut self) -> (Home, [Device; DEVICES]) {
        let seats = Seats::take(DEVICES);
        let base_path = self.fake.base_path().to_owned();
        // On 10.8 only files have addresses.
        let page_name = if self.fake.serves_folders() { "" } else { "index.html" };
        let fake = std::mem::take(&mut self.fake);
        let (server, host) = if self.is_apart {
            let server = Server::start(fake).expect("a free port");
            let named = self.elsewhere.take().unwrap_or_else(|| server.origin());
            self.config.get_or_insert_with(|| format!(r#"{{ "server": "{named}" }}"#));
            let host = self.serve_page(Server::files_only(release_files()));
            (server, Some(host))
        } else {
            let mut builder = Server::builder(fake);
            if let Some(beside) = self.beside.take() {
                builder = builder.beside(beside);
            }
            (self.serve_page(builder.files(self.folder, release_files())), None)
        };
        let page = match &host {
            Some(host) => format!("{}/", host.origin()),
            None => format!("{}{base_path}{}{page_name}", server.origin(), self.folder),
        };
        if self.is_secure {
            self = self.trusting(host.as_ref().unwrap_or(&server));
        }
        // One flag for all of them, because Chromium only uses the last one.
        let keys = format!("--ignore-certificate-errors-spki-list={}", self.accepted_keys.join(","));
        let mut flags = std::mem::take(&mut self.flags);
        if !self.accepted_keys.is_empty() {
            flags.push(keys);
        }
        if self.is_public {
            let port = host.as_ref().unwrap_or(&server).port();
            flags.push(format!("--ip-address-space-overrides=127.0.0.1:{port}=public"));
        }
        let edition = self.edition.unwrap_or_else(|| Edition::with_flags(&flags));
        let devices = start_devices(&page, edition, &flags);
        (Home { server, _host: host, page, _seats: Some(seats) }, devices)
    }

    /// Starts the server with the page.
    fn serve_page(&self, mut builder: Builder) -> Server {
        if let Some(config) = &self.config {
            builder = builder.replace("config.json", config.as_str());
        }
        if let Some(page) = &self.rewritten {
            builder = builder.replace("index.html", page.as_str());
        }
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        if self.is_secure {
            builder = builder.tls();
        }
        builder.start().expect("a free port")
    }
}

impl Home {
    /// A server whose page somebody else serves at this address.
    pub fn behind(server: Server, page: String) -> Self {
        Self { server, _host: None, page, _seats: None }
    }

    /// The page's address, without a hash.
    pub fn page(&self) -> &str {
        &self.page
    }

    /// Requests whose path ends like this, without preflights.
    pub fn requests(&self, path: &str) -> Vec<Seen> {
        let mut seen = self.server.seen();
        seen.retain(|seen| seen.path().ends_with(path) && seen.method != "OPTIONS");
        seen
    }

    /// All polls.
    pub fn polls(&self) -> Vec<Seen> {
        self.requests("/QuickConnect/Connect")
    }

    /// All attempts to approve.
    pub fn approvals(&self) -> Vec<Seen> {
        self.requests("/QuickConnect/Authorize")
    }

    /// Asks for a code as a television with another program would, without a browser. Returns the code.
    pub fn television(&self) -> String {
        let itself = "MediaBrowser Client=\"Jellyfin Quick Connect\", Device=\"Living Room TV\", DeviceId=\"tv\", \
                      Version=\"1.2\"";
        let request = Request::post("/QuickConnect/Initiate").header("Authorization", itself);
        let answer = self.server.with(|fake| fake.handle(&request));
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["Code"].as_str().expect("a code").to_owned()
    }

    /// A device's token, which the fake finds by the device's id.
    pub fn token_of(&self, device: &Device) -> String {
        let id = device.id();
        self.server.with(|fake| {
            let row = fake.devices().iter().find(|row| row.device_id == id);
            row.expect("a token for this device").token.clone()
        })
    }

    /// Approves a code without a second device.
    pub fn approve(&self, code: &str) {
        assert!(self.server.with(|fake| fake.approve(code, "demo")), "the server does not know the code {code}");
    }
}

impl Deref for Home {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

/// Starts browsers for this page, in parallel, because each takes a second.
pub fn start_devices<const DEVICES: usize>(page: &str, edition: Edition, flags: &[String]) -> [Device; DEVICES] {
    std::thread::scope(|scope| {
        let starting: [_; DEVICES] = std::array::from_fn(|_| scope.spawn(|| Device::start(page, edition, flags)));
        starting.map(|device| device.join().expect("a browser"))
    })
}

/// Waits until `look` finds something, and returns it.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(started.elapsed() < DEADLINE, "{what}: not within {} s", DEADLINE.as_secs());
        std::thread::sleep((started.elapsed() / 8).clamp(LOOK_AGAIN[0], LOOK_AGAIN[1]));
    }
}

/// `dist/`, or the folder that `RELEASE_FILES` names.
pub fn release_files() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the project's folder");
    let folder = std::env::var_os("RELEASE_FILES").map_or_else(|| root.join("dist"), PathBuf::from);
    assert!(
        folder.join("index.html").is_file(),
        "There are no release files in {}. Make them with: cargo run -p xtask -- build",
        folder.display()
    );
    folder
}

//! Starts nginx, Caddy, Apache or `HAProxy` with the example that this project gives for it. Names, ports and folders are
//! put into the example as its reader would do it; around it stands what a Debian package has in its own files.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::time::Duration;

use fake_jellyfin::http::Certificate;

use crate::support::home::{release_files, until};
use xtask::browser::process::WARDEN;

/// The programs, and what the check `hosting` of `cargo verify` installs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    Nginx,
    Caddy,
    Apache,
    Haproxy,
}

use Program::{Apache, Caddy, Haproxy, Nginx};

/// An example, changed for its place.
pub struct Site {
    program: Program,
    text: String,
    folder: PathBuf,
    certificate: Certificate,
    ports: [u16; 2],
}

/// A running program. It ends with this value, or with the test program.
pub struct Running {
    warden: Child,
    lifeline: Option<ChildStdin>,
    folder: PathBuf,
    ports: [u16; 2],
    key_hash: String,
}

impl Site {
    /// The example, in front of a Jellyfin on this port.
    pub fn new(program: Program, jellyfin: u16) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("quick-connect-host-{}-{number}", std::process::id()));
        copy(&release_files(), &folder.join("web"));
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../hosting").join(program.example());
        let text = fs::read_to_string(&example).expect("the example");
        let certificate = Certificate::new().expect("a certificate");
        for (name, content) in [
            ("host.crt", certificate.text.clone()),
            ("host.key", certificate.key_text.clone()),
            ("host.pem", [&*certificate.text, &certificate.key_text].concat()),
        ] {
            fs::write(folder.join(name), content).expect("a file");
        }
        let ports = free_ports();
        let mut site = Self { program, text, folder, certificate, ports };
        site.put("127.0.0.1:8096", &format!("127.0.0.1:{jellyfin}"));
        site.put_in_place();
        site
    }

    /// Changes a part of the example, which has to be there.
    pub fn put(&mut self, part: &str, other: &str) {
        assert!(self.text.contains(part), "{:?} has no {part:?}:\n{}", self.program, self.text);
        self.text = self.text.replace(part, other);
    }

    /// Has a Jellyfin with a base URL, as the head of the example says it.
    pub fn put_below(&mut self, base_path: &str) {
        let page = self.program.page().trim_end_matches('/').to_owned();
        match self.program {
            Nginx => {
                self.put(" /quick", &format!(" {base_path}/quick"));
                self.put("location / {", &format!("location {base_path}/ {{"));
            }
            _ => self.put(&format!(" {page}"), &format!(" {base_path}{page}")),
        }
    }

    /// Removes a file of the page.
    pub fn without_file(&self, name: &str) {
        fs::remove_file(self.folder.join("web").join(name)).expect("a file that was there");
    }

    /// The folder, the ports and the certificate.
    fn put_in_place(&mut self) {
        let folder = self.folder.display().to_string();
        let [http, https] = self.ports.map(|port| port.to_string());
        let folder_of_page = format!("{folder}/web");
        match self.program {
            Nginx => {
                self.put("listen 80;", &format!("listen 127.0.0.1:{http};"));
                self.put("listen 443 ", &format!("listen 127.0.0.1:{https} "));
                self.put("/etc/ssl/media.example.org", &format!("{folder}/host"));
            }
            Caddy => {
                self.put("http://media.example.org {", &format!("http://:{http} {{"));
                let own = format!("https://:{https} {{\n\ttls {folder}/host.crt {folder}/host.key");
                self.put("media.example.org {", &own);
            }
            Apache => {
                self.put("*:80>", &format!("*:{http}>"));
                self.put("*:443>", &format!("*:{https}>"));
                self.put("/etc/ssl/media.example.org", &format!("{folder}/host"));
            }
            Haproxy => {
                self.put("bind :80", &format!("bind 127.0.0.1:{http}"));
                self.put("bind :443 ", &format!("bind 127.0.0.1:{https} "));
                self.put("/etc/ssl/media.example.org", &format!("{folder}/host"));
                return;
            }
        }
        self.put("/srv/jellyfin-quick-connect", &folder_of_page);
    }

    /// Starts the program and waits until it answers on both ports.
    pub fn start(self) -> Running {
        let path = self.folder.join("configuration");
        fs::write(&path, self.program.around(&self.text, &self.folder, self.ports)).expect("a file");
        let (program, words) = self.program.command(&path);
        let mut command = Command::new("sh");
        command.args(["-c", WARDEN, "sh", program]).args(words).current_dir(&self.folder);
        // Debian keeps servers where only root looks.
        let search = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{search}:/usr/sbin:/usr/local/sbin")).env("HOME", &self.folder);
        let log = fs::File::create(self.folder.join("log")).expect("a file");
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut warden = command.spawn().expect("a shell that can be started");
        let lifeline = warden.stdin.take();
        let key_hash = self.certificate.key_hash.clone();
        let running = Running { warden, lifeline, folder: self.folder, ports: self.ports, key_hash };
        for port in running.ports {
            let is_open =
                || TcpStream::connect_timeout(&(Ipv4Addr::LOCALHOST, port).into(), Duration::from_secs(1)).ok();
            let what = format!("{:?} with hosting/{}", self.program, self.program.example());
            until(&what, || is_open().or_else(|| running.complain_if_it_ended(&what)));
        }
        running
    }
}

impl Running {
    /// The origin, by http or https.
    pub fn origin(&self, is_secure: bool) -> String {
        let scheme = if is_secure { "https" } else { "http" };
        format!("{scheme}://127.0.0.1:{}", self.ports[usize::from(is_secure)])
    }

    /// The flag with which Chromium accepts these programs' certificates.
    pub fn flag(running: &[&Self]) -> String {
        let keys: Vec<&str> = running.iter().map(|running| running.key_hash.as_str()).collect();
        format!("--ignore-certificate-errors-spki-list={}", keys.join(","))
    }

    /// The names of the page's files.
    pub fn files(&self) -> Vec<(String, u64)> {
        let entries = fs::read_dir(self.folder.join("web")).expect("the page's folder");
        let mut files: Vec<_> = entries
            .map(|entry| {
                let entry = entry.expect("an entry");
                (entry.file_name().into_string().expect("a name"), entry.metadata().expect("a size").len())
            })
            .collect();
        files.sort();
        files
    }

    fn complain_if_it_ended(&self, what: &str) -> Option<TcpStream> {
        let said = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        let has_ended = ["not found", "emerg", "ALERT", "Error: ", "AH00526"].iter().any(|word| said.contains(word));
        assert!(!has_ended, "{what} does not start; `cargo verify hosting` installs it:\n{said}");
        None
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", fs::read_to_string(self.folder.join("log")).unwrap_or_default());
        }
        drop(self.lifeline.take());
        let _ = self.warden.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Program {
    /// The name of the example in `hosting/`.
    fn example(self) -> &'static str {
        match self {
            Nginx => "nginx.conf",
            Caddy => "Caddyfile",
            Apache => "apache.conf",
            Haproxy => "haproxy.cfg",
        }
    }

    /// Where the page is.
    pub fn page(self) -> &'static str {
        match self {
            // Which has no files: Jellyfin serves them.
            Haproxy => "/web/quick/",
            _ => "/quick/",
        }
    }

    fn command(self, path: &Path) -> (&'static str, Vec<String>) {
        let path = path.display().to_string();
        match self {
            Nginx => ("nginx", ["-e", "/dev/stderr", "-c", &path].map(str::to_owned).into()),
            Caddy => ("caddy", ["run", "--adapter", "caddyfile", "--config", &path].map(str::to_owned).into()),
            Apache => ("apache2", ["-D", "FOREGROUND", "-f", &path].map(str::to_owned).into()),
            Haproxy => ("haproxy", ["-db", "-f", &path].map(str::to_owned).into()),
        }
    }

    /// What Debian's own file of the program says that matters here, with other places for what it writes.
    fn around(self, example: &str, folder: &Path, ports: [u16; 2]) -> String {
        let folder = folder.display();
        let [http, https] = ports;
        match self {
            Nginx => format!(
                "daemon off;\nmaster_process off;\npid {folder}/pid;\nevents {{}}\nhttp {{\n\
                 include /etc/nginx/mime.types;\ndefault_type application/octet-stream;\naccess_log off;\n\
                 client_body_temp_path {folder}/body;\nproxy_temp_path {folder}/proxy;\nfastcgi_temp_path {folder}/f;\n\
                 uwsgi_temp_path {folder}/u;\nscgi_temp_path {folder}/s;\ngzip on;\n{example}\n}}\n"
            ),
            Caddy => {
                format!("{{\n\tadmin off\n\tskip_install_trust\n\tservers {{\n\t\tprotocols h1 h2\n\t}}\n}}\n{example}")
            }
            Apache => {
                let modules = "alias authz_core deflate dir filter headers http2 macro mime mpm_event proxy proxy_http \
                               setenvif socache_shmcb ssl";
                let load = |name: &str| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n");
                let modules: String = modules.split_whitespace().map(load).collect();
                format!(
                    "{modules}ServerRoot {folder}\nDefaultRuntimeDir {folder}\nPidFile {folder}/pid\nUser www-data\n\
                     Group www-data\nErrorLog /dev/stderr\nTypesConfig /etc/mime.types\nListen 127.0.0.1:{http}\n\
                     Listen 127.0.0.1:{https} https\n<Directory />\nAllowOverride None\nRequire all denied\n\
                     </Directory>\n{example}"
                )
            }
            Haproxy => format!("global\n    maxconn 200\n\n{example}"),
        }
    }
}

/// All may read it: as root, these programs serve as somebody else.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the release files") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, to.join(path.file_name().expect("a name"))).expect("a copy");
    }
}

/// Two ports that are free now, and that nobody gets who lets the system choose: it takes those from 32768 on, and other
/// stories have it choose until the program has opened them.
fn free_ports() -> [u16; 2] {
    static NEXT: LazyLock<AtomicU16> =
        LazyLock::new(|| AtomicU16::new(20_000 + (std::process::id() % 10_000).try_into().unwrap_or(0)));
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    let mut ports = std::iter::repeat_with(|| NEXT.fetch_add(1, Ordering::Relaxed)).filter(is_free);
    [0, 1].map(|_| ports.next().expect("a free port"))
}

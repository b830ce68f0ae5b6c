//! A Jellyfin server as a plain value: a request goes in, an answer comes out, and time passes only when somebody says
//! so. It knows signing in, Quick Connect, and what a client meets on the way there; it has no media. Start reading at
//! [`Jellyfin::handle`]: `pipeline` is the way of a request through the server, `endpoints` is what answers it, `state`
//! is what the server remembers. [`http`] puts it on a real port. It shares no code with the app, so that a
//! misunderstanding cannot hide in both.

mod controls;
mod endpoints;
mod fault;
#[cfg(feature = "http")]
pub mod http;
mod inspection;
mod pipeline;
mod state;

pub use fault::Fault;
pub use pipeline::message::{Request, Response};
pub use pipeline::starting::Phase;
pub use state::device::Device;
pub use state::user::User;
pub use state::version::Version;

use endpoints::configuration;
use endpoints::passwords::Reset;
use serde_json::{Map, Value};
use state::clock::Clock;
use state::device::Session;
use state::quick_connect::{Approved, Pending};
use state::random::Random;

/// A server: its users, tokens, open Quick Connect requests, settings and its own time.
///
/// Deterministic: two clones that get the same requests at the same moments give the same answers.
#[derive(Clone, Debug)]
pub struct Jellyfin {
    version: Version,
    server_id: String,
    base_path: String,
    phase: Phase,
    clock: Clock,
    random: Random,
    configuration: Map<String, Value>,
    disclaimer: Option<String>,
    custom_css: Option<String>,
    has_splash_screen: bool,
    /// The status that `Enabled` answers with when this imitates another product.
    imitation: Option<u16>,
    users: Vec<User>,
    devices: Vec<Device>,
    api_keys: Vec<String>,
    sessions: Vec<Session>,
    pending: Vec<Pending>,
    approved: Vec<Approved>,
    resets: Vec<Reset>,
    next_code: Option<String>,
    failing_sign_ins: u32,
    callers_outside: bool,
    remote_access: bool,
}

impl Jellyfin {
    /// The accounts of a new server, to be printed in a terminal.
    pub const ACCOUNTS: &str =
        "Accounts:\n  demo   password demo   an administrator\n  guest  no password     leave the field empty";

    /// A server that has just started, named "attic", without a base path.
    ///
    /// It knows `demo` with the password `demo`, an administrator whom the list of public users
    /// leaves out, and `guest`, who has no password and is on that list.
    #[must_use]
    pub fn new(version: Version) -> Self {
        let mut jellyfin = Self {
            version,
            server_id: "a7710c5e11f14e0ab0a51c7e00d5e41f".to_owned(),
            base_path: String::new(),
            phase: Phase::Running,
            clock: Clock::default(),
            random: Random::new(1),
            configuration: configuration::of_a_set_up_server(version),
            disclaimer: None,
            custom_css: None,
            has_splash_screen: false,
            imitation: None,
            users: Vec::new(),
            devices: Vec::new(),
            api_keys: Vec::new(),
            sessions: Vec::new(),
            pending: Vec::new(),
            approved: Vec::new(),
            resets: Vec::new(),
            next_code: None,
            failing_sign_ins: 0,
            callers_outside: false,
            remote_access: true,
        };
        jellyfin.add_user("demo", "demo").make_administrator().give_image();
        jellyfin.add_user("guest", "").show();
        jellyfin
    }
}

impl Default for Jellyfin {
    fn default() -> Self {
        Self::new(Version::default())
    }
}

//! A Jellyfin server as a plain value: a request goes in, an answer comes out, and time passes only when somebody says
//! so. It knows signing in, Quick Connect, and what a client meets on the way there; it has no media. Start reading at
//! [`Jellyfin::handle`]: `pipeline` is the way of a request through the server, `endpoints` is what answers it, `state`
//! is what the server remembers. [`http`] puts it on a real port, and [`recording`]
//! measures it by what real servers answered. It shares no code with the app, so that a
//! misunderstanding cannot hide in both.

mod controls;
mod endpoints;
mod fault;
#[cfg(feature = "http")]
pub mod http;
mod inspection;
mod pipeline;
pub mod recording;
mod state;

pub use fault::Fault;
pub use pipeline::message::{Request, Response};
pub use pipeline::starting::Phase;
pub use state::device::Device;
pub use state::user::User;
pub use state::version::Version;

use endpoints::configuration;
use endpoints::passwords::Reset;
use endpoints::sessions::Logouts;
use serde_json::{Map, Value};
use state::clock::Clock;
use state::device::Session;
use state::quick_connect::{Approved, Pending};
use state::random::Random;
use std::collections::VecDeque;

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
    /// The release whose .NET it runs on.
    runtime: Version,
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
    /// Addresses that may say for whom they ask.
    known_proxies: Vec<String>,
    logouts: Logouts,
    /// The rest of a start that goes one phase further when a question is asked again, and what was asked in this one.
    later_phases: VecDeque<Phase>,
    asked_in_phase: Vec<String>,
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
        let mut jellyfin = Self::fresh(version);
        jellyfin.configuration = configuration::of_a_set_up_server(version);
        jellyfin.add_user("demo", "demo").make_administrator().give_image();
        jellyfin.add_user("guest", "").show();
        jellyfin
    }

    /// A server that was never set up: nobody has an account, and every setting has its default.
    #[must_use]
    pub fn fresh(version: Version) -> Self {
        Self {
            version,
            server_id: "a7710c5e11f14e0ab0a51c7e00d5e41f".to_owned(),
            base_path: String::new(),
            phase: Phase::Running,
            clock: Clock::default(),
            random: Random::new(1),
            configuration: configuration::of_a_fresh_server(version),
            disclaimer: None,
            custom_css: None,
            has_splash_screen: false,
            runtime: version,
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
            known_proxies: Vec::new(),
            logouts: Logouts::default(),
            later_phases: VecDeque::new(),
            asked_in_phase: Vec::new(),
        }
    }
}

impl Default for Jellyfin {
    fn default() -> Self {
        Self::new(Version::default())
    }
}

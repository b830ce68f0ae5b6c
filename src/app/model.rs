//! Everything that the screens show, in one value.

use std::time::Duration;

use crate::address::Address;
use crate::approval;
use crate::config::ConfigError;
use crate::device::Device;
use crate::quick_connect;
use crate::route::Route;
use crate::session::{Ended, Session};

/// The server, as far as it is known.
#[derive(Clone, PartialEq, Eq)]
pub enum Server {
    /// `config.json` is being read or addresses are being tried.
    Looking,
    /// Here; whether it answers is for the screens to find out.
    At(Address),
    /// Neither `config.json` nor the page's own address names one.
    Nowhere,
}

/// A sign-in by name.
#[derive(Clone, PartialEq, Eq)]
pub enum Attempt {
    /// None under way.
    Ready,
    /// Sent, not answered.
    UnderWay,
    /// Refused, with the reason to show.
    Refused(String),
}

/// What the screens show.
pub struct Model {
    /// This installation.
    pub device: Device,
    /// The screen that is shown.
    pub route: Route,
    /// Where the server is.
    pub server: Server,
    /// The name that the server's owner gave it.
    pub server_name: Option<String>,
    /// What is wrong with `config.json`.
    pub config_error: Option<ConfigError>,
    /// Who is signed in.
    pub session: Option<Session>,
    /// Whether the browser keeps the session.
    pub is_kept: bool,
    /// Whether the person is signing out.
    pub is_leaving: bool,
    /// Why the last session ended.
    pub ended: Option<Ended>,
    /// A code from a link, not yet decided on.
    pub link_code: Option<String>,
    /// The waiting device.
    pub waiting: quick_connect::State,
    /// The monotonic clock, as of the last second.
    pub now: Duration,
    /// The sign-in by name.
    pub attempt: Attempt,
    /// Whether the password is shown as text.
    pub shows_password: bool,
    /// The approving device.
    pub approval: approval::State,
    /// Why what was typed is not a code.
    pub refusal: Option<String>,
}

impl Model {
    /// How the server is called: its name, else its address.
    pub fn server_label(&self) -> &str {
        match (&self.server_name, &self.server) {
            (Some(name), _) => name,
            (None, Server::At(address)) => address.without_scheme(),
            (None, _) => "",
        }
    }
}

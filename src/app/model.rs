//! Everything that the screens show, in one value.

use std::time::Duration;

use super::forgotten::Reset;
use crate::account::session::{Ended, Session};
use crate::flow::approval;
use crate::flow::confirmation::Confirmation;
use crate::flow::quick_connect;
use crate::jellyfin::Lost;
use crate::jellyfin::code::Code;
use crate::jellyfin::device::Device;
use crate::jellyfin::login_disclaimer::Paragraph;
use crate::jellyfin::public_users::PublicUser;
use crate::jellyfin::sessions::SignedInDevice;
use crate::jellyfin::system::ServerInfo;
use crate::jellyfin::users::Account;
use crate::page::config::{Config, ConfigError};
use crate::page::route::Route;
use crate::server::address::{Address, AddressError};
use crate::server::known::KnownServers;
use crate::server::search::Search;

/// The server, as far as it is known.
#[derive(Clone, PartialEq, Eq)]
pub enum Server {
    /// `config.json` is being read or addresses are being tried; with what kept the last try from an answer.
    Looking(Option<Lost>),
    /// Here; whether it answers is for the screens to find out.
    At(Address),
    /// The person has to say.
    Choosing {
        /// The server to go back to, if they change their mind.
        back: Option<Address>,
    },
}

/// How far finding a server by what was typed has come.
#[derive(Clone, PartialEq, Eq)]
pub enum Finding {
    /// Nothing was sent off.
    Ready,
    /// What was typed is no address.
    Refused(AddressError),
    /// Addresses are being tried.
    UnderWay(Search),
    /// None of them is a server that can be used.
    Failed(Search),
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

/// A list that the server is asked for.
#[derive(Clone, PartialEq, Eq)]
pub enum Listing<T> {
    /// Nobody has wanted to see it.
    Closed,
    /// Asked for.
    Loading,
    /// Here.
    Here(T),
    /// It did not come.
    Failed(Lost),
}

/// The choice of another account for the device that waits.
#[derive(Clone, PartialEq, Eq)]
pub enum Picker {
    /// Not wanted.
    Closed,
    /// The accounts, and what is searched for.
    Open(Listing<Vec<Account>>, String),
}

/// Whether the camera looks for a code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scan {
    /// It does not.
    Off,
    /// It does, or the person is being asked whether it may.
    On,
    /// It is to be switched off.
    Stopping,
}

/// What the screens show.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, shown in a place of its own")]
pub struct Model {
    /// This installation.
    pub device: Device,
    /// How wide the empty edges of the picture are, in steps.
    pub edges: usize,
    /// The screen that is shown.
    pub route: Route,
    /// What the host has set.
    pub config: Config,
    /// What is wrong with `config.json`.
    pub config_errors: Vec<ConfigError>,
    /// Where the server is.
    pub server: Server,
    /// What that server last said about itself.
    pub info: Option<ServerInfo>,
    /// Whether it is another one than at the last visit to its address.
    pub is_another_server: bool,
    /// The servers that were used here.
    pub servers: KnownServers,
    /// The wall clock as of the last look at that list, in minutes since 1970.
    pub today: u32,
    /// An address from a link, to fill the field with.
    pub link_server: Option<String>,
    /// The search for a server.
    pub finding: Finding,
    /// Who is signed in.
    pub session: Option<Session>,
    /// Who is signed in on other servers.
    pub others: Vec<Session>,
    /// Whether the session is for this tab only.
    pub is_for_tab: bool,
    /// Whether the browser keeps the session.
    pub is_kept: bool,
    /// Whether the next sign-in is to outlive this tab.
    pub stays: bool,
    /// Whether the person is signing out.
    pub is_leaving: bool,
    /// Why the last session ended.
    pub ended: Option<Ended>,
    /// The name that was signed in before.
    pub last_name: Option<String>,
    /// A code from a link, not yet decided on, or one that is kept over a sign-in.
    pub link_code: Option<String>,
    /// The one that was typed here and is kept.
    pub typed_code: Option<Code>,
    /// The waiting device.
    pub waiting: quick_connect::State,
    /// The monotonic clock, as of the last second.
    pub now: Duration,
    /// The accounts that the server shows to anybody.
    pub people: Vec<PublicUser>,
    /// What its administrator wrote for the login screen.
    pub disclaimer: Vec<Paragraph>,
    /// Whether the login screen is to have the server's picture behind it.
    pub has_splash: bool,
    /// Whether the sign-in of Jellyfin's own web client is being taken over.
    pub is_taking_over: bool,
    /// Why it could not be.
    pub take_over_said: String,
    /// A forgotten password.
    pub reset: Reset,
    /// The sign-in by name.
    pub attempt: Attempt,
    /// Whether the password is shown as text.
    pub shows_password: bool,
    /// The approving device.
    pub approval: approval::State,
    /// Whether the answer to an approval has come this very moment.
    pub is_settling: bool,
    /// Why what was typed is not a code, or what was chosen cannot be.
    pub refusal: Option<String>,
    /// What stands in the code field.
    pub typed: String,
    /// Where its caret is, in characters.
    pub caret: usize,
    /// The camera, for a code that need not be typed.
    pub scan: Scan,
    /// Whether the server has said, since the page was opened, that the account is an administrator's.
    pub is_administrator: bool,
    /// The choice of another account.
    pub picker: Picker,
    /// What is asked or done besides.
    pub task: Option<Confirmation>,
    /// Who is signed in on what.
    pub devices: Listing<Vec<SignedInDevice>>,
    /// Whether Quick Connect is on, as the server's configuration says.
    pub switch: Listing<bool>,
}

impl Model {
    /// Where the server is, once that is known.
    pub fn address(&self) -> Option<&Address> {
        match &self.server {
            Server::At(address) => Some(address),
            _ => None,
        }
    }

    /// How the server is called: the name that its owner gave it, else its address.
    pub fn server_label(&self) -> &str {
        let Some(address) = self.address() else { return "" };
        let said = self.info.as_ref().and_then(|info| info.name.as_deref());
        let known = self.servers.at(address).and_then(|known| known.name.as_deref());
        said.or(known).unwrap_or(address.without_scheme())
    }

    /// Who is signed in at a server, if anybody is.
    pub fn session_at(&self, server: &Address) -> Option<&Session> {
        self.session.iter().chain(&self.others).find(|session| session.server == *server)
    }
}

//! The servers that this browser has used, the latest first, and how that list is kept. Holds nothing secret.

use serde::{Deserialize, Serialize};

use crate::jellyfin::Method;
use crate::jellyfin::json::{self, Lenient, Text};
use crate::jellyfin::system::ServerInfo;
use crate::server::address::Address;

/// A server that was used here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownServer {
    /// Its base address.
    pub address: Address,
    /// The id that it gave last time, 32 hexadecimal digits; none as long as it is not known.
    pub id: Option<String>,
    /// The name that its owner gave it.
    pub name: Option<String>,
    /// When it was last used: minutes since 1970 by the wall clock, which is good enough to tell a person.
    pub used: u32,
    /// How to ask it for a code: 10.8 by GET, all others by POST.
    pub initiate: Method,
}

/// The list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownServers(Vec<KnownServer>);

/// How many are kept: as many as fit on a screen.
const MOST: usize = 6;

impl KnownServer {
    /// What a person calls it: its name, else its address.
    #[must_use]
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(self.address.without_scheme())
    }
}

impl KnownServers {
    /// The servers, the latest first.
    #[must_use]
    pub fn list(&self) -> &[KnownServer] {
        &self.0
    }

    /// What is known of the server at this address.
    #[must_use]
    pub fn at(&self, address: &Address) -> Option<&KnownServer> {
        self.0.iter().find(|known| known.address == *address)
    }

    /// One row for each server, known by its id: all its addresses, the one to use first. Where somebody is signed in, that
    /// is the address of the session; such a server is never missing, however long ago it was used.
    #[must_use]
    pub fn rows(&self, signed_in: &[(Address, String)]) -> Vec<Vec<Address>> {
        let mut rows: Vec<(Option<&str>, Vec<Address>)> = Vec::new();
        for known in &self.0 {
            let id = known.id.as_deref();
            match rows.iter_mut().find(|(other, _)| id.is_some() && *other == id) {
                Some((_, addresses)) => addresses.push(known.address.clone()),
                None => rows.push((id, vec![known.address.clone()])),
            }
        }
        for (address, id) in signed_in {
            let is_it = |row: &&mut (Option<&str>, Vec<Address>)| row.0 == Some(id) || row.1.contains(address);
            match rows.iter_mut().find(is_it) {
                Some((_, addresses)) => {
                    addresses.retain(|other| other != address);
                    addresses.insert(0, address.clone());
                }
                None => rows.push((Some(id), vec![address.clone()])),
            }
        }
        rows.into_iter().map(|(_, addresses)| addresses).collect()
    }

    /// How to ask this server for a code, as far as that is known.
    #[must_use]
    pub fn initiate(&self, address: &Address) -> Method {
        self.at(address).map_or(Method::Post, |known| known.initiate)
    }

    /// Puts a server that is being used at the head of the list.
    pub fn used(&mut self, address: &Address, now: u32) {
        let known = match self.0.iter().position(|known| known.address == *address) {
            Some(place) => self.0.remove(place),
            None => KnownServer { address: address.clone(), id: None, name: None, used: 0, initiate: Method::Post },
        };
        self.0.insert(0, KnownServer { used: now, ..known });
        self.0.truncate(MOST);
    }

    /// Records what a server says about itself. Returns whether it is another server than before.
    pub fn introduce(&mut self, address: &Address, info: &ServerInfo) -> bool {
        let Some(known) = self.0.iter_mut().find(|known| known.address == *address) else { return false };
        let is_another = known.id.as_ref().is_some_and(|id| *id != info.id);
        if info.takes_codes_by_get() {
            known.initiate = Method::Get;
        }
        known.id = Some(info.id.clone());
        known.name.clone_from(&info.name);
        is_another
    }

    /// Records how a server accepted being asked for a code.
    pub fn took(&mut self, address: &Address, method: Method) {
        if let Some(known) = self.0.iter_mut().find(|known| known.address == *address) {
            known.initiate = method;
        }
    }

    /// Removes a server from the list.
    pub fn forget(&mut self, address: &Address) {
        self.0.retain(|known| known.address != *address);
    }

    /// As it is kept in storage: a JSON list.
    #[must_use]
    pub fn written(&self) -> String {
        json::written(&self.0.iter().map(Kept::from).collect::<Vec<_>>())
    }

    /// Reads what [`KnownServers::written`] wrote, and leaves out what is damaged.
    #[must_use]
    pub fn read(written: &str) -> Self {
        let all: Vec<Kept> = json::objects(written).unwrap_or_default();
        Self(all.into_iter().filter_map(Kept::read).take(MOST).collect())
    }
}

/// A server in the form in which browsers keep it. `src/boot/early.js` reads `Address` and
/// `Initiate` of the first one.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Kept {
    address: Text,
    id: Text,
    name: Text,
    /// A number.
    used: Text,
    /// `"GET"` or `"POST"`.
    initiate: Text,
}

impl From<&KnownServer> for Kept {
    fn from(known: &KnownServer) -> Self {
        Self {
            address: known.address.as_str().into(),
            id: known.id.as_deref().into(),
            name: known.name.as_deref().into(),
            used: Lenient(known.used.to_string()),
            initiate: known.initiate.as_str().into(),
        }
    }
}

impl Kept {
    fn read(self) -> Option<KnownServer> {
        Some(KnownServer {
            address: Address::parse(&self.address.0).ok()?,
            id: self.id.filled(),
            name: self.name.filled(),
            used: self.used.0.parse().unwrap_or_default(),
            initiate: if self.initiate.0 == Method::Get.as_str() { Method::Get } else { Method::Post },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(host: &str) -> Address {
        Address::parse(&format!("http://{host}")).unwrap()
    }

    fn info(id: &str, name: &str) -> ServerInfo {
        ServerInfo { id: id.into(), name: Some(name.into()), version: "12.0.0".into(), is_set_up: true }
    }

    fn labels(servers: &KnownServers) -> Vec<&str> {
        servers.list().iter().map(KnownServer::label).collect()
    }

    #[test]
    fn the_last_one_used_comes_first_and_only_once() {
        let mut servers = KnownServers::default();
        for host in ["a", "b", "a"] {
            servers.used(&address(host), 7);
        }
        assert_eq!(labels(&servers), ["a", "b"]);
        servers.forget(&address("a"));
        assert_eq!(labels(&servers), ["b"]);
        for number in 0..10 {
            servers.used(&address(&format!("h{number}")), 8);
        }
        assert_eq!(servers.list().len(), MOST);
        assert_eq!(servers.list()[0].label(), "h9");
    }

    #[test]
    fn a_server_has_one_row_with_all_its_addresses_and_none_with_a_session_is_missing() {
        let mut servers = KnownServers::default();
        for (host, id) in [("a/MEDIA", "4f"), ("b", "9b"), ("a/media", "4f"), ("new", "")] {
            servers.used(&address(host), 1);
            if !id.is_empty() {
                servers.introduce(&address(host), &info(id, "attic"));
            }
        }
        let rows = |signed_in: &[(Address, String)]| {
            let words = |row: Vec<Address>| row.iter().map(|it| it.without_scheme().to_owned()).collect::<Vec<_>>();
            servers.rows(signed_in).into_iter().map(words).collect::<Vec<_>>()
        };
        assert_eq!(rows(&[]), [vec!["new"], vec!["a/media", "a/MEDIA"], vec!["b"]]);
        let signed_in =
            [(address("a/MEDIA"), "4f".into()), (address("gone"), "aa".into()), (address("new"), "c0".into())];
        assert_eq!(rows(&signed_in), [vec!["new"], vec!["a/MEDIA", "a/media"], vec!["b"], vec!["gone"]]);
    }

    #[test]
    fn another_server_behind_the_same_address_is_noticed_once() {
        let mut servers = KnownServers::default();
        assert!(!servers.introduce(&address("h"), &info("4f", "attic")), "a server that is not in use is no news");
        servers.used(&address("h"), 1);
        assert!(!servers.introduce(&address("h"), &info("4f", "attic")));
        assert!(!servers.introduce(&address("h"), &info("4f", "loft")));
        assert_eq!(labels(&servers), ["loft"]);
        assert!(servers.introduce(&address("h"), &info("9b", "cellar")));
        assert!(!servers.introduce(&address("h"), &info("9b", "cellar")));
    }

    #[test]
    fn the_list_survives_being_written_down() {
        let mut servers = KnownServers::default();
        servers.used(&address("h/jellyfin"), 29_000_000);
        servers.used(&address("old"), 29_000_001);
        servers.introduce(&address("old"), &info("4f", "the \"attic\""));
        servers.took(&address("old"), Method::Get);
        let read = KnownServers::read(&servers.written());
        assert_eq!(read, servers);
        assert_eq!(read.initiate(&address("old")), Method::Get);
        assert_eq!(read.initiate(&address("h/jellyfin")), Method::Post);
        assert_eq!(read.initiate(&address("elsewhere")), Method::Post);
    }

    #[test]
    fn the_written_form_is_the_one_that_browsers_keep_already() {
        let mut servers = KnownServers::default();
        servers.used(&address("old"), 29_000_001);
        servers.took(&address("old"), Method::Get);
        let kept = r#"[{"Address":"http://old","Id":"","Name":"","Used":"29000001","Initiate":"GET"}]"#;
        assert_eq!(servers.written(), kept);
        assert_eq!(KnownServers::read(kept), servers);
    }

    #[test]
    fn what_is_damaged_is_left_out() {
        for (written, left) in [
            ("", 0),
            ("null", 0),
            ("{}", 0),
            ("[]", 0),
            (r#"[7,{"Address":"ftp://h"},{"Address":"http://h","Used":"soon","Initiate":7}]"#, 1),
        ] {
            assert_eq!(KnownServers::read(written).list().len(), left, "{written}");
        }
    }
}

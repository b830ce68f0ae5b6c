//! What the browser keeps for this page: over restarts (sessions, servers, the device's id) and for this tab (a session
//! that is not to stay, a code from a link that waits for its sign-in). Where the browser keeps nothing, everything
//! works until the page is closed.
//!
//! The servers of one host share what the browser keeps for it. So it is kept apart for each: what belongs to a server in a
//! folder has that folder at the end of its name. src/boot/kept.js does the same.

use std::cell::RefCell;

use leptos::prelude::window;
use web_sys::Storage;

use super::{location, random};
use crate::account::session::{self, Session};
use crate::account::sessions::Held;
use crate::flow::quick_connect::put;
use crate::jellyfin::device::Device;
use crate::server::address::Address;
use crate::server::known::KnownServers;

/// What all our keys begin with.
pub const PREFIX: &str = "jellyfin-quick-connect.";

const SESSION: &str = "jellyfin-quick-connect.session";

const OTHERS: &str = "jellyfin-quick-connect.others";
const SERVERS: &str = "jellyfin-quick-connect.servers";
const DEVICE: &str = "jellyfin-quick-connect.device";
const SHOWN: &str = "jellyfin-quick-connect.shown";
const CODE: &str = "jellyfin-quick-connect.code";
const PENDING: &str = "jellyfin-quick-connect.pending";
const CODELESS: &str = "jellyfin-quick-connect.codeless";
const APPROVING: &str = "jellyfin-quick-connect.approving";
const EDGES: &str = "jellyfin-quick-connect.edges";
const WAITING: &str = "jellyfin-quick-connect.waiting";

/// The session that was kept, if there is one that can be read.
pub fn session() -> Option<Held> {
    let of = |is_for_tab| {
        let session = Session::read(&place(is_for_tab)?.get_item(&own(SESSION)).ok()??)?;
        Some(Held { session, is_for_tab })
    };
    of(true).or_else(|| of(false))
}

/// Keeps the session, for this tab only or longer. Returns whether the browser did so.
pub fn keep_session(session: &Session, is_for_tab: bool) -> bool {
    keep(place(is_for_tab), &own(SESSION), Some(&session.written()))
}

/// Forgets the session.
pub fn forget_session(is_for_tab: bool) {
    keep(place(is_for_tab), &own(SESSION), None);
}

/// The sessions on other servers.
pub fn others() -> Vec<Held> {
    let of = |is_for_tab: bool| {
        let written = place(is_for_tab).and_then(|storage| storage.get_item(&own(OTHERS)).ok()?);
        let sessions = written.map(|written| session::read_list(&written)).unwrap_or_default();
        sessions.into_iter().map(move |session| Held { session, is_for_tab })
    };
    of(true).chain(of(false)).collect()
}

/// Keeps the sessions on other servers.
pub fn keep_others(others: &[Held]) {
    for is_for_tab in [true, false] {
        let kept = others.iter().filter(|held| held.is_for_tab == is_for_tab).map(|held| held.session.clone());
        let kept: Vec<_> = kept.collect();
        let written = (!kept.is_empty()).then(|| session::written_list(&kept));
        keep(place(is_for_tab), &own(OTHERS), written.as_deref());
    }
}

/// Where the browser keeps something for this tab only, or longer.
fn place(is_for_tab: bool) -> Option<Storage> {
    if is_for_tab { of_tab() } else { lasting() }
}

/// Keeps whether the host offers no code: then src/boot/ asks for none at the next visit.
pub fn keep_codeless(is_codeless: bool) {
    let (key, value) = (own(CODELESS), is_codeless.then_some("1"));
    if read(&key).as_deref() != value {
        keep(lasting(), &key, value);
    }
}

/// The servers that were used here.
pub fn servers() -> KnownServers {
    read(&own(SERVERS)).map(|written| KnownServers::read(&written)).unwrap_or_default()
}

/// Keeps the servers that were used here.
pub fn keep_servers(servers: &KnownServers) {
    keep(lasting(), &own(SERVERS), Some(&servers.written()));
}

/// This installation's device, made at the first call.
pub fn device() -> Device {
    let id = read(DEVICE).filter(|id| !id.is_empty()).or_else(location::device_id).unwrap_or_else(|| {
        let id = Device::id_from(random::bytes());
        keep(lasting(), DEVICE, Some(&id));
        id
    });
    let user_agent = window().navigator().user_agent().unwrap_or_default();
    Device { id, name: Device::name_from(&user_agent) }
}

/// The code that waits for its sign-in in this tab.
pub fn code() -> Option<String> {
    of_tab()?.get_item(&own(CODE)).ok()?
}

/// Keeps a code for this tab, or forgets it.
pub fn keep_code(code: Option<&str>) {
    keep(of_tab(), &own(CODE), code);
}

/// The code whose approval was on its way in this tab when the page was last left.
pub fn approving() -> Option<String> {
    of_tab()?.get_item(&own(APPROVING)).ok()?
}

/// Keeps the code whose approval is on its way, or forgets it.
pub fn keep_approving(code: Option<&str>) {
    keep(of_tab(), &own(APPROVING), code);
}

thread_local! {
    /// The same in a browser that keeps nothing, until the page is closed.
    static UNKEPT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What the waiting device kept in this tab for each server, secrets and all. What src/boot/ could not keep it hands over.
pub fn pending() -> String {
    let handed_over = location::take_pending();
    let kept = match of_tab().map(|storage| storage.get_item(&own(PENDING))) {
        Some(Ok(kept)) => kept.or(handed_over),
        _ => UNKEPT.with_borrow(Clone::clone).or(handed_over),
    };
    kept.unwrap_or_default()
}

/// Whether this tab waits with a code at this server, which was the last that it waited at.
pub fn waits_at(server: &Address) -> bool {
    pending().split('\n').next() == Some(server.as_str())
}

/// Keeps it for a server and for this tab, or forgets it.
pub fn keep_pending(server: &Address, kept: Option<String>) {
    let all = put(&pending(), server, kept);
    keep(of_tab(), &own(PENDING), all.as_deref());
    UNKEPT.replace(all);
}

/// The tab of this browser that waits for an approval: the one that began last.
pub fn waiting_tab() -> Option<String> {
    lasting()?.get_item(&own(WAITING)).ok()?
}

/// Makes this tab the one that waits; the others hear of it by a `storage` event.
pub fn claim_waiting(tab: &str) {
    keep(lasting(), &own(WAITING), Some(tab));
}

/// Says that this tab waits no more, if it did.
pub fn release_waiting(tab: &str) {
    if waiting_tab().as_deref() == Some(tab) {
        keep(lasting(), &own(WAITING), None);
    }
}

/// The step of the picture's empty edges.
pub fn picture_edges() -> usize {
    read(EDGES).and_then(|step| step.parse().ok()).unwrap_or_default()
}

/// Keeps the step of the picture's empty edges.
pub fn keep_picture_edges(step: usize) {
    keep(lasting(), EDGES, Some(&step.to_string()));
}

/// What is kept over restarts under any name, also of another program on this origin.
pub fn read(key: &str) -> Option<String> {
    lasting()?.get_item(key).ok()?
}

/// Keeps something over restarts.
pub fn write(key: &str, value: &str) -> bool {
    keep(lasting(), key, Some(value))
}

/// The code that this browser showed last, in whatever tab: approving it here would be for this very browser.
pub fn shown_code() -> Option<String> {
    lasting()?.get_item(&own(SHOWN)).ok()?
}

/// Keeps the code that is shown. It is not taken back: later it is nobody's code, or still this browser's.
pub fn keep_shown_code(code: &str) {
    keep(lasting(), &own(SHOWN), Some(code));
}

/// The name under which something is kept for the server whose web folder the page is in.
fn own(key: &str) -> String {
    let server = Address::above_web_folder(&location::page());
    let folder = server.as_ref().and_then(|server| server.without_scheme().split_once('/'));
    folder.map_or(key.to_owned(), |(_, folder)| format!("{key}/{folder}"))
}

fn keep(storage: Option<Storage>, key: &str, value: Option<&str>) -> bool {
    let Some(storage) = storage else { return false };
    match value {
        Some(value) => storage.set_item(key, value).is_ok(),
        None => storage.remove_item(key).is_ok(),
    }
}

fn lasting() -> Option<Storage> {
    window().local_storage().ok()?
}

fn of_tab() -> Option<Storage> {
    window().session_storage().ok()?
}

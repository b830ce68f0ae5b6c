//! What the browser keeps for this page: over restarts (sessions, servers, the device's id) and for this tab (a session
//! that is not to stay, a code from a link that waits for its sign-in). Where the browser keeps nothing, everything
//! works until the page is closed.
//!
//! The servers of one host share what the browser keeps for it. So it is kept apart for each: what belongs to a server in a
//! folder has that folder at the end of its name. src/boot/kept.js does the same.

mod sessions;

use std::cell::RefCell;

use leptos::prelude::window;
use web_sys::Storage;

use super::{location, random};
use crate::flow::quick_connect::put;
use crate::jellyfin::device::Device;
use crate::server::address::Address;
use crate::server::known::KnownServers;
pub use sessions::{News, ending, forget_ending, is_about_sessions, keep_ending, keep_sessions, sessions};

/// What all our keys begin with.
pub const PREFIX: &str = "jellyfin-quick-connect.";

const SERVERS: &str = "jellyfin-quick-connect.servers";
const DEVICE: &str = "jellyfin-quick-connect.device";
const SHOWN: &str = "jellyfin-quick-connect.shown";
const CODE: &str = "jellyfin-quick-connect.code";
const PENDING: &str = "jellyfin-quick-connect.pending";
const LEFT_BEHIND: &str = "jellyfin-quick-connect.left-behind";
const CODELESS: &str = "jellyfin-quick-connect.codeless";
const APPROVING: &str = "jellyfin-quick-connect.approving";
const FOR_TAB: &str = "jellyfin-quick-connect.for-tab";
const EDGES: &str = "jellyfin-quick-connect.edges";
const WAITING: &str = "jellyfin-quick-connect.waiting";

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
    let key = for_embedder(DEVICE.to_owned());
    let id = read(&key).filter(|id| !id.is_empty()).or_else(location::device_id).unwrap_or_else(|| {
        let id = Device::id_from(random::bytes());
        keep(lasting(), &key, Some(&id));
        id
    });
    let user_agent = window().navigator().user_agent().unwrap_or_default();
    Device { id, name: Device::name_from(&user_agent) }
}

/// Keeps the id of this installation's device, which has been cleared away.
pub fn keep_device(device: &Device) {
    keep(lasting(), &for_embedder(DEVICE.to_owned()), Some(&device.id));
}

/// Whether the next sign-in is to outlive this tab, as its person has set it.
pub fn stays_signed_in() -> bool {
    of_tab().and_then(|storage| storage.get_item(&own(FOR_TAB)).ok()?).is_none()
}

/// Keeps that for this tab.
pub fn keep_stays_signed_in(stays: bool) {
    keep(of_tab(), &own(FOR_TAB), (!stays).then_some("1"));
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

/// The same, as far as the browser keeps it.
pub fn kept_pending() -> String {
    of_tab().and_then(|storage| storage.get_item(&own(PENDING)).ok()?).unwrap_or_default()
}

/// Keeps it for a server and for this tab, or forgets it.
pub fn keep_pending(server: &Address, kept: Option<String>) {
    let all = put(&pending(), server, kept);
    keep(of_tab(), &own(PENDING), all.as_deref());
    UNKEPT.replace(all);
}

/// Forgets all of it: a sign-in that was cancelled is not to come about at the next visit.
pub fn forget_pending() {
    keep(of_tab(), &own(PENDING), None);
    UNKEPT.replace(None);
}

/// What is left behind at each server, secrets and all: for this tab, or for every tab.
pub fn left_behind(is_for_tab: bool) -> String {
    place(is_for_tab).and_then(|storage| storage.get_item(&own(LEFT_BEHIND)).ok()?).unwrap_or_default()
}

/// Whether something that another tab has kept under this name is what it leaves to others.
pub fn is_about_left_behind(key: Option<&str>) -> bool {
    key.is_some_and(|key| key == own(LEFT_BEHIND))
}

/// Keeps it for a server, or forgets it.
pub fn keep_left_behind(is_for_tab: bool, server: &Address, kept: Option<String>) {
    let before = left_behind(is_for_tab);
    let after = put(&before, server, kept);
    if after.as_deref().unwrap_or_default() != before {
        keep(place(is_for_tab), &own(LEFT_BEHIND), after.as_deref());
    }
}

/// The claim of the tab of this browser that waits for an approval at a server, which is the one that began last: the tab,
/// a point, and when it last said so.
pub fn waiting_claim(server: &Address) -> Option<String> {
    lasting()?.get_item(&waiting_at(server)).ok()?
}

/// The tab of that claim.
pub fn waiting_tab(server: &Address) -> Option<String> {
    Some(waiting_claim(server)?.split('.').next()?.to_owned())
}

/// Makes this tab the one that waits there, or says that it still does; the others hear of it by a `storage` event.
pub fn claim_waiting(server: &Address, tab: &str, minutes: u32) {
    keep(lasting(), &waiting_at(server), Some(&format!("{tab}.{minutes}")));
}

/// Says that this tab waits there no more, if it did.
pub fn release_waiting(server: &Address, tab: &str) {
    if waiting_tab(server).as_deref() == Some(tab) {
        keep(lasting(), &waiting_at(server), None);
    }
}

fn waiting_at(server: &Address) -> String {
    format!("{}={}", own(WAITING), server.as_str())
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
    for_embedder(folder.map_or(key.to_owned(), |(_, folder)| format!("{key}/{folder}")))
}

/// The name under which it is kept while this page signs in for another one, which is another device to the server, and
/// never gets a session that is not its own.
fn for_embedder(key: String) -> String {
    location::embedder().map_or(key.clone(), |origin| format!("{key}@{origin}"))
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

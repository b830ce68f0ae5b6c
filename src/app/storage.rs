//! What the browser keeps for this page: over restarts (the session, the device's id) and for this tab (a code from a
//! link that waits for its sign-in). Where the browser keeps nothing, everything works until the page is closed.

use leptos::prelude::window;
use web_sys::Storage;

use super::random;
use crate::device::Device;
use crate::session::Session;

const SESSION: &str = "jellyfin-quick-connect.session";
const DEVICE: &str = "jellyfin-quick-connect.device";
const CODE: &str = "jellyfin-quick-connect.code";

/// The session that was kept, if there is one that can be read.
pub fn session() -> Option<Session> {
    Session::read(&lasting()?.get_item(SESSION).ok()??)
}

/// Keeps a session, or forgets it. Returns whether the browser did so.
pub fn keep_session(session: Option<&Session>) -> bool {
    keep(lasting(), SESSION, session.map(Session::written).as_deref())
}

/// This installation's device, made at the first call.
pub fn device() -> Device {
    let kept = lasting().and_then(|storage| storage.get_item(DEVICE).ok()?);
    let id = kept.filter(|id| !id.is_empty()).unwrap_or_else(|| {
        let id = Device::id_from(random::bytes());
        keep(lasting(), DEVICE, Some(&id));
        id
    });
    let user_agent = window().navigator().user_agent().unwrap_or_default();
    Device { id, name: Device::name_from(&user_agent) }
}

/// The code that waits for its sign-in in this tab.
pub fn code() -> Option<String> {
    of_tab()?.get_item(CODE).ok()?
}

/// Keeps a code for this tab, or forgets it.
pub fn keep_code(code: Option<&str>) {
    keep(of_tab(), CODE, code);
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

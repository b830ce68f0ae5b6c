//! What Jellyfin's own page stores in a browser.

use serde_json::{Value, json};

use super::device::Device;
use super::home::Home;

/// The entry that Jellyfin's own page stores for this server.
pub fn here(home: &Home, token: &str) -> Value {
    let (id, user) =
        home.with(|fake| (fake.server_id().to_owned(), fake.user_named("demo").expect("demo").id().to_owned()));
    json!({
        "Id": id, "Name": "attic", "ManualAddress": home.origin(), "AccessToken": token, "UserId": user,
        "DateLastAccessed": 9,
    })
}

/// Stores these servers as Jellyfin's own page does.
pub fn keep(tv: &Device, servers: &[Value]) {
    let kept = json!({ "Servers": servers }).to_string();
    tv.run("localStorage.setItem('jellyfin_credentials', arguments[0])", json!([kept]));
}

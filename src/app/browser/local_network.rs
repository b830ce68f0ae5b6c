//! The permission to reach the home network, which Chromium asks for from 142 on.

use leptos::prelude::window;

use super::untyped;

/// `granted`, `denied` or `prompt`; none in a browser without it.
pub async fn permission() -> Option<String> {
    let permissions = untyped::get(&window().navigator(), "permissions");
    let description = untyped::option("name", &"local-network-access".into());
    let status = untyped::promised(&permissions, "query", &description).await?;
    untyped::get(&status, "state").as_string()
}

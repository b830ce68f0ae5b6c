//! An account's picture.

use leptos::prelude::*;

use crate::jellyfin::public_users::image;
use crate::jellyfin::users::User;
use crate::server::address::Address;

/// The account's picture over its first letter, which stays when the picture cannot be had.
#[component]
pub fn Portrait(
    /// Whose.
    user: User,
    /// The server that has it.
    server: Address,
) -> impl IntoView {
    let letter: String = user.name.chars().take(1).collect();
    let picture = image(&user).map(|path| view! { <img alt="" src=server.join(&path) /> }.into_any());
    view! {
        <span class="portrait" translate="no" aria-hidden="true">
            <span>{letter}</span>
            {picture}
        </span>
    }
}

//! An account's picture.

use leptos::prelude::*;

use crate::app::state::use_connection;
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
    let connection = use_connection();
    let address = image(&user).map(|path| server.join(&path));
    // Any other may be one that the host does not offer any more, which is asked for nothing.
    let picture = move || {
        let address = address.clone().filter(|_| connection.in_use().as_ref() == Some(&server));
        address.map(|address| view! { <img alt="" src=address /> }.into_any())
    };
    view! {
        <span class="portrait" translate="no" aria-hidden="true">
            <span>{letter}</span>
            {picture}
        </span>
    }
}

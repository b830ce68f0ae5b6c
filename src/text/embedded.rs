//! The words of a sign-in for another page.

/// For whom it is, by the origin of that page.
#[must_use]
pub fn for_page(origin: &str) -> String {
    format!("This sign-in is for {origin}, which can then use Jellyfin in your name.")
}

/// The button that ends it without a sign-in.
pub const CANCEL: &str = "Cancel";

/// The heading when that page has the sign-in.
pub const HANDED_OVER: &str = "You are signed in. The page that wanted it goes on.";

/// The heading when it gets none.
pub const CANCELLED: &str = "You have not signed in. This page can be closed.";

//! The words about the sign-in of jellyfin-web, Jellyfin's own web client, in the same browser.

/// The offer on the login screen.
pub const OFFER: &str = "This browser is signed in to Jellyfin already.";

/// The button that accepts it.
pub const TAKE_OVER: &str = "Use this sign-in";

/// The same button while the server is asked.
pub const TAKING_OVER: &str = "Signing in…";

/// The token is dead.
pub const ENDED: &str = "That sign-in has ended. Sign in with a code or a password.";

/// The account may not come in.
pub const NOT_ALLOWED: &str = "That account can’t sign in now. Use another one, or ask an administrator.";

/// Why Jellyfin's page will ask again: it forgets its sign-ins.
pub const NOT_REMEMBERED: &str = "Jellyfin will ask for a sign-in. It does not remember sign-ins in this browser.";

/// Why Jellyfin's page will ask again: what it keeps is not known here.
pub const UNREADABLE: &str = "Jellyfin may ask for a sign-in. What it keeps in this browser can’t be read.";

/// Why Jellyfin's page will ask again: nothing is to outlive the tab.
pub const FOR_TAB: &str = "Jellyfin will ask for a sign-in. This one is for this tab only.";

/// Why Jellyfin's page will ask again: it is another site.
pub const ELSEWHERE: &str = "Jellyfin will ask for a sign-in. It has another address than this page.";

/// Why Jellyfin's page opens as somebody else.
pub const SOMEBODY_ELSE: &str =
    "Jellyfin is signed in here as somebody else. Sign out there first to use this account.";

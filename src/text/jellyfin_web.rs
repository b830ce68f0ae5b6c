//! The words about the sign-in of jellyfin-web, Jellyfin's own web client, in the same browser.

/// The offer on the login screen.
pub const OFFER: &str = "This browser is signed in to Jellyfin’s own page.";

/// The button that accepts it.
pub const TAKE_OVER: &str = "Use that sign-in here";

/// The same button while the server is asked.
pub const TAKING_OVER: &str = "Asking the server…";

/// The token is dead.
pub const ENDED: &str = "That sign-in has ended on the server. Sign in here with a code or your name.";

/// The account may not come in.
pub const NOT_ALLOWED: &str =
    "The server does not let that account in now. Sign in with another one, or ask whoever runs the server.";

/// Why Jellyfin's page will ask again: it forgets its sign-ins.
pub const NOT_REMEMBERED: &str =
    "Jellyfin’s own page is set not to remember sign-ins in this browser, so it will ask you to sign in there.";

/// Why Jellyfin's page will ask again: what it keeps is not known here.
pub const UNREADABLE: &str = "What Jellyfin’s own page keeps in this browser cannot be read here and is left alone, so it may ask you to sign in there.";

/// Why Jellyfin's page will ask again: nothing is to outlive the tab.
pub const FOR_TAB: &str = "You are signed in for this tab only, so Jellyfin’s own page will ask you to sign in there.";

/// Why Jellyfin's page will ask again: it is another site.
pub const ELSEWHERE: &str =
    "Jellyfin’s own page is on another address than this one, so it will ask you to sign in there.";

/// Why Jellyfin's page opens as somebody else.
pub const SOMEBODY_ELSE: &str = "Jellyfin’s own page is signed in here as somebody else, and stays so. To use this account there, sign out there first.";

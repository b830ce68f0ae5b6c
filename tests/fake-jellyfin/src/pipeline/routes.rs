//! Every endpoint in one table: method, path, protection, and the code behind it. Read this to see
//! what the server can do. `{}` stands for one open part of a path.

use crate::Jellyfin;
use crate::endpoints::{library, quick_connect, set_up, system};
use crate::pipeline::answer::{Answer, Outcome};
use crate::pipeline::call::Call;
use crate::pipeline::guard::Guard::{
    self, Administrator, Anyone, SetUpOrAdministrator, SetUpOrUser, User, UserAndAdministrator, UserAtAnyHour,
};
use crate::pipeline::urlencoded::decode;
use crate::state::version::Version;
use Action::{Sure, Try};

/// One endpoint.
pub(crate) struct Route {
    method: &'static str,
    path: &'static str,
    pub(crate) guard: Guard,
    pub(crate) action: Action,
    exists: fn(Version) -> bool,
}

/// The code behind an endpoint.
#[derive(Clone, Copy)]
pub(crate) enum Action {
    /// It always succeeds.
    Sure(fn(&mut Jellyfin, &Call) -> Answer),
    /// It may end early.
    Try(fn(&mut Jellyfin, &Call) -> Outcome),
}

/// What a method and a path lead to.
pub(crate) enum Found {
    Route(&'static Route, Vec<String>),
    OtherMethods(Vec<&'static str>),
    Nothing,
}

const fn route(method: &'static str, path: &'static str, guard: Guard, action: Action) -> Route {
    Route { method, path, guard, action, exists: |_| true }
}

const fn get(path: &'static str, guard: Guard, action: Action) -> Route {
    route("GET", path, guard, action)
}

const fn post(path: &'static str, guard: Guard, action: Action) -> Route {
    route("POST", path, guard, action)
}

impl Route {
    const fn when(mut self, exists: fn(Version) -> bool) -> Self {
        self.exists = exists;
        self
    }
}

/// Where two paths fit, the one that comes first wins.
const ROUTES: &[Route] = &[
    get("QuickConnect/Enabled", Anyone, Try(Jellyfin::quick_connect_enabled)).when(Version::says_whether_enabled),
    get("QuickConnect/Status", Anyone, Sure(quick_connect::status)).when(Version::asks_for_status),
    post("QuickConnect/Initiate", Anyone, Try(Jellyfin::initiate)).when(Version::initiates_by_post),
    get("QuickConnect/Initiate", Anyone, Try(Jellyfin::initiate)).when(Version::initiates_by_get),
    get("QuickConnect/Connect", Anyone, Try(Jellyfin::connect)),
    post("QuickConnect/Authorize", User, Try(Jellyfin::authorize)),
    post("Users/AuthenticateWithQuickConnect", Anyone, Try(Jellyfin::redeem_secret)),
    post("Users/AuthenticateByName", Anyone, Try(Jellyfin::authenticate_by_name)),
    get("Users/Me", User, Try(Jellyfin::me)),
    get("Users/Public", Anyone, Sure(Jellyfin::public_users)),
    get("Users", User, Sure(Jellyfin::all_users)),
    post("Users/ForgotPassword", Anyone, Try(Jellyfin::forgot_password)),
    post("Users/ForgotPassword/Pin", Anyone, Try(Jellyfin::redeem_pin)),
    post("Users/Password", User, Try(Jellyfin::change_password)).when(Version::is_10_9_or_later),
    get("Users/{}", UserAtAnyHour, Try(Jellyfin::user)),
    post("Users/{}/Password", User, Try(Jellyfin::change_password)),
    get("Users/{}/Images/Primary", Anyone, Try(Jellyfin::image_in_path)),
    route("HEAD", "Users/{}/Images/Primary", Anyone, Try(Jellyfin::image_in_path)),
    get("UserImage", Anyone, Try(Jellyfin::image_in_query)).when(Version::is_10_9_or_later),
    route("HEAD", "UserImage", Anyone, Try(Jellyfin::image_in_query)).when(Version::is_10_9_or_later),
    get("System/Info/Public", Anyone, Sure(Jellyfin::public_info)),
    get("System/Info", SetUpOrUser, Sure(Jellyfin::info)),
    get("System/Ping", Anyone, Sure(system::ping)),
    post("System/Ping", Anyone, Sure(system::ping)),
    get("System/Endpoint", User, Sure(Jellyfin::end_point)),
    get("System/Configuration", User, Sure(Jellyfin::read_configuration)),
    post("System/Configuration", UserAndAdministrator, Try(Jellyfin::replace_configuration)),
    get("Startup/Configuration", SetUpOrAdministrator, Sure(Jellyfin::startup_configuration)),
    post("Startup/Configuration", SetUpOrAdministrator, Try(Jellyfin::set_up_language)),
    get("Startup/User", SetUpOrAdministrator, Sure(Jellyfin::first_user)),
    post("Startup/User", SetUpOrAdministrator, Try(Jellyfin::name_first_user)),
    post("Startup/RemoteAccess", SetUpOrAdministrator, Sure(set_up::noted)),
    post("Startup/Complete", SetUpOrAdministrator, Sure(Jellyfin::finish_set_up)),
    get("System/Configuration/{}", User, Try(Jellyfin::read_named_configuration)),
    post("System/Configuration/{}", UserAndAdministrator, Try(Jellyfin::write_named_configuration)),
    post("System/Restart", UserAndAdministrator, Sure(Jellyfin::restart_on_request)),
    post("Branding/Splashscreen", Administrator, Sure(set_up::noted)),
    route("DELETE", "Branding/Splashscreen", Administrator, Sure(set_up::noted)),
    post("Users/New", Administrator, Try(Jellyfin::new_user)),
    post("Users/{}/Policy", Administrator, Try(Jellyfin::set_policy)),
    post("Users/{}/Images/Primary", User, Try(Jellyfin::upload_image)),
    post("UserImage", User, Try(Jellyfin::upload_image)).when(Version::is_10_9_or_later),
    route("DELETE", "Users/{}", Administrator, Try(Jellyfin::delete_user)),
    get("health", Anyone, Sure(system::health)),
    get("Branding/Configuration", Anyone, Sure(Jellyfin::branding)),
    get("Branding/Css", Anyone, Sure(Jellyfin::css)),
    get("Branding/Css.css", Anyone, Sure(Jellyfin::css)),
    get("Branding/Splashscreen", Anyone, Try(Jellyfin::splash_screen)),
    post("Sessions/Logout", User, Try(Jellyfin::log_out)),
    get("Sessions", User, Try(Jellyfin::list_sessions)),
    post("Sessions/Capabilities", User, Sure(Jellyfin::note_capabilities)),
    post("Sessions/Capabilities/Full", User, Sure(Jellyfin::note_capabilities)),
    get("Devices", Administrator, Try(Jellyfin::list_devices)),
    route("DELETE", "Devices", Administrator, Try(Jellyfin::delete_devices)),
    get("DisplayPreferences/{}", User, Sure(library::display_preferences)),
    post("DisplayPreferences/{}", User, Sure(library::accepted)),
    get("UserViews", User, Sure(library::nothing_found)),
    get("Users/{}/Views", User, Sure(library::nothing_found)),
    get("Items", User, Sure(library::nothing_found)),
    get("Users/{}/Items", User, Sure(library::nothing_found)),
    get("Users/{}/Items/Resume", User, Sure(library::nothing_found)),
    get("UserItems/Resume", User, Sure(library::nothing_found)),
    get("Shows/NextUp", User, Sure(library::nothing_found)),
    get("Items/Latest", User, Sure(library::no_items)),
    get("Users/{}/Items/Latest", User, Sure(library::no_items)),
];

/// Looks a request up. Letters match in any case, and one slash at the end is overlooked.
pub(crate) fn find(version: Version, method: &str, path: &str) -> Found {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut others = Vec::new();
    for route in ROUTES.iter().filter(|route| (route.exists)(version)) {
        let Some(open_parts) = fit(route.path, path) else {
            continue;
        };
        if route.method.eq_ignore_ascii_case(method) {
            return Found::Route(route, open_parts);
        }
        if !others.contains(&route.method) {
            others.push(route.method);
        }
    }
    if others.is_empty() { Found::Nothing } else { Found::OtherMethods(others) }
}

/// The open parts of a path that fits the pattern.
fn fit(pattern: &str, path: &str) -> Option<Vec<String>> {
    if pattern.split('/').count() != path.split('/').count() {
        return None;
    }
    let mut open_parts = Vec::new();
    for (expected, part) in pattern.split('/').zip(path.split('/')) {
        if expected == "{}" && !part.is_empty() {
            open_parts.push(decode(part));
        } else if !expected.eq_ignore_ascii_case(part) {
            return None;
        }
    }
    Some(open_parts)
}

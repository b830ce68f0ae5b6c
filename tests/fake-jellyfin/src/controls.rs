//! Everything that a test can do to the server: what an administrator would do in the dashboard, restarts, failures and
//! the passing of time.

use crate::Jellyfin;
use crate::endpoints::sessions::Logouts;
use crate::pipeline::authorization::Claims;
use crate::pipeline::starting::Phase;
use crate::state::device::HERE;
use crate::state::random::Random;
use crate::state::user::User;
use crate::state::version::Version;
use serde_json::json;

impl Jellyfin {
    /// Lets time pass. Nothing else happens; what has expired is found at the next request.
    pub fn advance(&mut self, milliseconds: u64) {
        self.clock.advance(milliseconds);
    }

    /// Restarts the generator of codes, secrets and tokens with this seed.
    pub fn seed(&mut self, seed: u64) {
        self.random = Random::new(seed);
    }

    /// Sets the base path, such as `/jellyfin`. Slashes are corrected; an empty text removes it.
    pub fn set_base_path(&mut self, path: &str) {
        let bare = path.trim_matches('/');
        self.base_path = if bare.is_empty() { String::new() } else { format!("/{bare}") };
    }

    /// Sets how far the server has started.
    pub fn set_phase(&mut self, phase: Phase) {
        self.phase = phase;
    }

    /// Starts in these phases, one after the other. It goes on to the next when somebody asks again what was already
    /// asked in this one.
    pub fn start_in_phases(&mut self, phases: impl IntoIterator<Item = Phase>) {
        self.later_phases = phases.into_iter().collect();
        self.asked_in_phase.clear();
        self.phase = self.later_phases.pop_front().unwrap_or_default();
    }

    /// Switches Quick Connect on or off. Open requests and approvals are kept either way.
    pub fn enable_quick_connect(&mut self, enabled: bool) {
        self.set_setting("QuickConnectAvailable", enabled);
    }

    /// Stops the server and starts it again at once: everything that lives in memory is gone (open
    /// requests, approvals, sessions); users, tokens and settings stay.
    pub fn restart(&mut self) {
        self.pending.clear();
        self.approved.clear();
        self.sessions.clear();
    }

    /// The next request to be opened gets this code, even if another one has it already.
    pub fn next_code(&mut self, code: &str) {
        self.next_code = Some(code.to_owned());
    }

    /// The origins that may read answers; `*` is every one.
    pub fn set_cors_hosts(&mut self, hosts: &[&str]) {
        self.set_setting("CorsHosts", json!(hosts));
    }

    /// The addresses of proxies whose word counts about who asks.
    pub fn set_known_proxies(&mut self, addresses: &[&str]) {
        self.known_proxies = addresses.iter().map(|&address| address.to_owned()).collect();
    }

    /// Accepts or refuses `X-Emby-*`, `api_key` and the scheme `Emby`. Up to 10.10 it changes nothing.
    pub fn accept_legacy_authorization(&mut self, accepted: bool) {
        if self.version.legacy_authorization_default().is_some() {
            self.set_setting("EnableLegacyAuthorization", accepted);
        }
    }

    /// Opens or finishes the set-up wizard.
    pub fn complete_wizard(&mut self, completed: bool) {
        self.set_setting("IsStartupWizardCompleted", completed);
    }

    /// Imitates another product with a compatible API: the question whether Quick Connect is on gets this status, 404
    /// or 405, and a code that is already approved gets 409.
    pub fn imitate_jellyfin(&mut self, status_of_enabled: u16) {
        self.imitation = Some(status_of_enabled);
    }

    /// Runs an old release on a newer .NET than its own, which writes problem objects in another way.
    pub fn run_on_a_newer_runtime(&mut self) {
        self.runtime = Version::V10_9_11;
    }

    /// Gives the server another name.
    pub fn rename(&mut self, name: &str) {
        self.set_setting("ServerName", name);
    }

    /// Makes it another server: the same address, but another id.
    pub fn set_server_id(&mut self, id: &str) {
        id.clone_into(&mut self.server_id);
    }

    /// The text under the sign-in form, if any.
    pub fn set_disclaimer(&mut self, text: Option<&str>) {
        self.disclaimer = text.map(str::to_owned);
    }

    /// The style sheet of the sign-in page, if any.
    pub fn set_custom_css(&mut self, css: Option<&str>) {
        self.custom_css = css.map(str::to_owned);
    }

    /// Shows a picture behind the sign-in page, or none.
    pub fn show_splash_screen(&mut self, shown: bool) {
        self.has_splash_screen = shown;
    }

    /// Answers the next so many correct passwords with 500, as with a locked database.
    pub fn fail_sign_ins(&mut self, count: u32) {
        self.failing_sign_ins = count;
    }

    /// Lets the next sign-out take so long that a second one with the same token arrives meanwhile.
    pub fn let_logouts_meet(&mut self) {
        self.logouts = Logouts::NextOneMeetsAnother;
    }

    /// Treats all requests from now on as coming from outside the local network, or from inside again.
    pub fn come_from_outside(&mut self, outside: bool) {
        self.callers_outside = outside;
    }

    /// Allows or refuses callers from outside the local network. Refused ones get an empty 503.
    pub fn allow_remote_access(&mut self, allowed: bool) {
        self.remote_access = allowed;
    }

    /// Adds a user, hidden from the public list like every new user, and returns it for changes. An empty password
    /// means none.
    ///
    /// # Panics
    ///
    /// Never: the user was added the moment before.
    pub fn add_user(&mut self, name: &str, password: &str) -> &mut User {
        let id = self.random.hex(32);
        self.users.push(User::new(id, name, password, self.version));
        self.users.last_mut().expect("a user was just added")
    }

    /// The user of that name, to be changed.
    ///
    /// # Panics
    ///
    /// Panics if there is none.
    pub fn user_mut(&mut self, name: &str) -> &mut User {
        let found = self.users.iter_mut().find(|user| user.name == name);
        found.unwrap_or_else(|| panic!("no user {name}"))
    }

    /// Deletes a user and all tokens that belong to it.
    pub fn remove_user(&mut self, name: &str) {
        self.revoke_user(name);
        self.users.retain(|user| user.name != name);
    }

    /// Creates an API key, as an administrator does.
    pub fn add_api_key(&mut self) -> String {
        let key = self.random.hex(32);
        self.api_keys.push(key.clone());
        key
    }

    /// Ends every token and every session.
    pub fn revoke_all(&mut self) {
        self.devices.clear();
        self.sessions.clear();
    }

    /// Ends all tokens of a user.
    pub fn revoke_user(&mut self, name: &str) {
        let id = self.user_by_name(name).map(|user| user.id.clone()).unwrap_or_default();
        let theirs = self.devices.iter().filter(|device| device.user_id == id);
        let tokens: Vec<String> = theirs.map(|device| device.token.clone()).collect();
        for token in &tokens {
            self.revoke_token(token);
        }
    }

    /// Ends the tokens of every user on a device.
    pub fn revoke_device(&mut self, device_id: &str) {
        self.devices.retain(|device| !device.device_id.eq_ignore_ascii_case(device_id));
        self.sessions.retain(|session| !session.device_id.eq_ignore_ascii_case(device_id));
    }

    /// Signs a user in on a device without a password, and returns the token.
    ///
    /// # Panics
    ///
    /// Panics if there is no such user, or the user may not sign in there.
    pub fn sign_in(&mut self, name: &str, device_id: &str) -> String {
        let claims = Claims {
            client: "Harness".to_owned(),
            device: "Test bench".to_owned(),
            device_id: device_id.to_owned(),
            version: "1.0.0".to_owned(),
            token: String::new(),
        };
        self.sign_in_on(name, &claims)
    }

    /// The same on a device that describes itself.
    pub(crate) fn sign_in_on(&mut self, name: &str, claims: &Claims) -> String {
        let user = self.user_mut(name).clone();
        let result = self.open_session(user, claims, Some(HERE));
        let result = result.unwrap_or_else(|_| panic!("{name} may not sign in on {}", claims.device_id));
        result["AccessToken"].as_str().unwrap_or_default().to_owned()
    }

    /// Approves a code as that user would on another device. Returns whether that worked.
    pub fn approve(&mut self, code: &str, name: &str) -> bool {
        let id = self.user_by_name(name).map(|user| user.id.clone()).unwrap_or_default();
        self.sweep();
        self.is_quick_connect_enabled() && self.approve_request(code, &id).is_ok()
    }
}

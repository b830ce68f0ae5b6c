//! What a test may look up, including what the real server would not tell. Looking changes nothing.

use crate::pipeline::starting::Phase;
use crate::state::device::Device;
use crate::state::version::Version;
use crate::{Jellyfin, User};

impl Jellyfin {
    /// The release that it imitates.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// Milliseconds since it was made.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.clock.now
    }

    /// 32 lower-case hexadecimal digits.
    #[must_use]
    pub fn server_id(&self) -> &str {
        &self.server_id
    }

    /// Empty, or with a slash in front and none behind.
    #[must_use]
    pub fn base_path(&self) -> &str {
        &self.base_path
    }

    /// Does a folder of its web client show a page?
    #[must_use]
    pub fn serves_folders(&self) -> bool {
        self.version.serves_folders()
    }

    /// How far it has started.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Is Quick Connect switched on?
    #[must_use]
    pub fn quick_connect_is_enabled(&self) -> bool {
        self.is_quick_connect_enabled()
    }

    /// The whole configuration, as a signed-in user would read it.
    #[must_use]
    pub fn configuration(&self) -> serde_json::Value {
        self.configuration.clone().into()
    }

    /// All users, in the order in which they were added.
    #[must_use]
    pub fn users(&self) -> &[User] {
        &self.users
    }

    /// The user of that name, in any case.
    #[must_use]
    pub fn user_named(&self, name: &str) -> Option<&User> {
        self.user_by_name(name)
    }

    /// One row for every user on every device, oldest token first.
    #[must_use]
    pub fn devices(&self) -> &[Device] {
        &self.devices
    }

    /// Every token that was issued and not revoked.
    #[must_use]
    pub fn tokens(&self) -> Vec<String> {
        self.devices.iter().map(|device| device.token.clone()).collect()
    }

    /// Would a call with this token get through? Not if it was revoked or its user is disabled.
    #[must_use]
    pub fn is_token_alive(&self, token: &str) -> bool {
        let owner = self.device_with(token).and_then(|device| self.user_by_id(&device.user_id));
        owner.is_some_and(|user| !user.is_disabled())
    }

    /// The name of the user that a token signs in.
    #[must_use]
    pub fn owner_of(&self, token: &str) -> Option<&str> {
        let device = self.device_with(token)?;
        self.user_by_id(&device.user_id).map(User::name)
    }

    /// How many sessions there are since the last restart.
    #[must_use]
    pub fn session_count(&self) -> usize {
        self.sessions.len()
    }

    /// Codes that nobody has approved yet, oldest first. Expired ones stay listed until the next request removes them.
    #[must_use]
    pub fn pending_codes(&self) -> Vec<String> {
        let waiting = self.pending.iter().filter(|request| !request.authenticated);
        waiting.map(|request| request.code.clone()).collect()
    }

    /// The newest code that a device asked for, approved or not.
    #[must_use]
    pub fn code_of(&self, device_id: &str) -> Option<&str> {
        let mut theirs = self.pending.iter().rev();
        let newest = theirs.find(|request| request.claims.device_id == device_id);
        newest.map(|request| request.code.as_str())
    }

    /// The secret that belongs to [`Jellyfin::code_of`] the device.
    #[must_use]
    pub fn secret_of(&self, device_id: &str) -> Option<&str> {
        let mut theirs = self.pending.iter().rev();
        let newest = theirs.find(|request| request.claims.device_id == device_id);
        newest.map(|request| request.secret.as_str())
    }

    /// The pin that waits for a user who forgot the password.
    #[must_use]
    pub fn reset_pin_of(&self, name: &str) -> Option<&str> {
        let found = self.resets.iter().find(|reset| reset.user_name == name);
        found.map(|reset| reset.pin.as_str())
    }
}

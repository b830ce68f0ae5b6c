//! A user: name, password, and the policy that an administrator sets. The policy is kept as the JSON
//! object that goes over the wire; the methods here are the only ones that know its names.

use crate::state::clock::date;
use crate::state::version::Version;
use serde_json::{Map, Value, json};

/// Somebody who may sign in.
#[derive(Clone, Debug)]
pub struct User {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) password: String,
    pub(crate) image_tag: Option<String>,
    /// Milliseconds since the server was made.
    pub(crate) last_login: Option<u64>,
    pub(crate) last_activity: Option<u64>,
    /// Until 10.8: a second password, for the network at home.
    pub(crate) has_easy_password: bool,
    policy: Map<String, Value>,
    configuration: Map<String, Value>,
}

/// The limit of wrong passwords that is stored if an administrator sets 0.
const ATTEMPTS_STORED_FOR_ZERO: i64 = 3;

/// A user's activity is saved at most this often, in milliseconds.
const SAVED_EVERY: u64 = 60 * 1000;

impl User {
    pub(crate) fn new(id: String, name: &str, password: &str, version: Version) -> Self {
        Self {
            id,
            name: name.to_owned(),
            password: password.to_owned(),
            image_tag: None,
            last_login: None,
            last_activity: None,
            has_easy_password: false,
            policy: default_policy(version),
            configuration: default_configuration(version),
        }
    }

    /// 32 lower-case hexadecimal digits.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// As written when the user was made.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Gives the user the administrator's role.
    pub fn make_administrator(&mut self) -> &mut Self {
        for right in ["EnableRemoteControlOfOtherUsers", "EnableLiveTvManagement", "EnableContentDeletion"] {
            self.set(right, true);
        }
        self.set("IsAdministrator", true)
    }

    /// Takes the administrator's role away.
    pub fn take_administration(&mut self) {
        self.set("IsAdministrator", false);
    }

    /// Puts the user on the public list; a new user is not on it.
    pub fn show(&mut self) -> &mut Self {
        self.set("IsHidden", false)
    }

    /// Gives the user a picture.
    pub fn give_image(&mut self) -> &mut Self {
        self.image_tag = Some(self.id.chars().rev().collect());
        self
    }

    /// Refuses sign-ins and tokens from now on, as a lock-out does; tokens are kept.
    pub fn disable(&mut self) -> &mut Self {
        self.set("IsDisabled", true)
    }

    /// Lets the user in again and forgets the wrong passwords.
    pub fn enable(&mut self) -> &mut Self {
        self.set("InvalidLoginAttemptCount", 0).set("IsDisabled", false)
    }

    /// How many wrong passwords in a row disable the user. -1, the default, never does; 0 is stored
    /// as 3.
    pub fn limit_attempts(&mut self, attempts: i64) -> &mut Self {
        let stored = if attempts == 0 { ATTEMPTS_STORED_FOR_ZERO } else { attempts };
        self.set("LoginAttemptsBeforeLockout", stored)
    }

    /// How many sessions may exist before a sign-in is refused; 0, the default, is no limit.
    pub fn limit_sessions(&mut self, sessions: i64) -> &mut Self {
        self.set("MaxActiveSessions", sessions)
    }

    /// Sets whether the user may sign in from outside the local network; the default is yes.
    pub fn allow_remote_access(&mut self, allowed: bool) -> &mut Self {
        self.set("EnableRemoteAccess", allowed)
    }

    /// Lets the user in every day between these hours in UTC only: `(0.0, 0.0)` is never.
    pub fn allow_only_between(&mut self, start: f64, end: f64) -> &mut Self {
        let schedule = json!([{
            "Id": 1, "UserId": self.id, "DayOfWeek": "Everyday", "StartHour": start, "EndHour": end,
        }]);
        self.set("AccessSchedules", schedule)
    }

    /// Removes all schedules.
    pub fn allow_at_any_time(&mut self) -> &mut Self {
        self.set("AccessSchedules", json!([]))
    }

    /// Lets the user sign in on devices with these ids only; administrators are exempt.
    pub fn allow_only_devices(&mut self, device_ids: &[&str]) -> &mut Self {
        self.set("EnableAllDevices", false).set("EnabledDevices", json!(device_ids))
    }

    /// Changes the password without ending any session. An empty one means none.
    pub fn set_password(&mut self, password: &str) -> &mut Self {
        password.clone_into(&mut self.password);
        self
    }

    /// Sets what an administrator has decided; names that are not known are left out.
    pub(crate) fn replace_policy(&mut self, decided: &Map<String, Value>) {
        for (name, value) in decided.iter().filter(|(_, value)| !value.is_null()) {
            if let Some(kept) = self.policy.get_mut(name) {
                *kept = value.clone();
            }
        }
        self.limit_attempts(self.count("LoginAttemptsBeforeLockout"));
    }

    fn set(&mut self, name: &str, value: impl Into<Value>) -> &mut Self {
        self.policy.insert(name.to_owned(), value.into());
        self
    }

    fn is(&self, flag: &str) -> bool {
        self.policy.get(flag).and_then(Value::as_bool).unwrap_or_default()
    }

    fn count(&self, number: &str) -> i64 {
        self.policy.get(number).and_then(Value::as_i64).unwrap_or_default()
    }

    pub(crate) fn is_administrator(&self) -> bool {
        self.is("IsAdministrator")
    }

    pub(crate) fn is_hidden(&self) -> bool {
        self.is("IsHidden")
    }

    /// True if the user is disabled, by an administrator or by too many wrong passwords.
    #[must_use]
    pub fn is_disabled(&self) -> bool {
        self.is("IsDisabled")
    }

    pub(crate) fn may_come_from_outside(&self) -> bool {
        self.is("EnableRemoteAccess")
    }

    pub(crate) fn is_within_schedule(&self, hour: f64) -> bool {
        let schedules = self.policy.get("AccessSchedules").and_then(Value::as_array);
        let open = |schedule: &Value| {
            let bound = |name: &str| schedule[name].as_f64().unwrap_or_default();
            (bound("StartHour")..bound("EndHour")).contains(&hour)
        };
        schedules.is_none_or(|schedules| schedules.is_empty() || schedules.iter().any(open))
    }

    pub(crate) fn may_use_device(&self, device_id: &str) -> bool {
        let listed = self.policy.get("EnabledDevices").and_then(Value::as_array);
        let listed = listed.is_some_and(|ids| ids.iter().any(|id| id == device_id));
        self.is_administrator() || self.is("EnableAllDevices") || listed
    }

    pub(crate) fn may_open_session(&self, existing: usize) -> bool {
        let limit = self.count("MaxActiveSessions");
        limit < 1 || i64::try_from(existing).is_ok_and(|existing| existing < limit)
    }

    /// Counts a wrong password, and disables the user at the limit.
    pub(crate) fn note_wrong_password(&mut self, version: Version) {
        let attempts = self.count("InvalidLoginAttemptCount") + 1;
        self.set("InvalidLoginAttemptCount", attempts);
        let is_limit_reached = (1..=attempts).contains(&self.count("LoginAttemptsBeforeLockout"));
        if is_limit_reached && !version.saves_outdated_users() {
            self.disable();
        }
    }

    /// Notes that the password was right. Returns the user as the server goes on with it: not every release takes the one
    /// that it has just saved.
    pub(crate) fn note_sign_in(&mut self, now: u64, version: Version) -> Self {
        let mut before = self.clone();
        self.set("InvalidLoginAttemptCount", 0);
        (self.last_login, self.last_activity) = (Some(now), Some(now));
        if version.saves_outdated_users() {
            return before;
        }
        if version.shows_the_old_count() {
            (before.last_login, before.last_activity) = (Some(now), Some(now));
            return before;
        }
        self.clone()
    }

    /// Notes that the user did something. If the last time is a minute ago, this copy is saved, with all that it knows.
    pub(crate) fn note_activity(&mut self, saved: &mut Self, now: u64) {
        if self.last_activity.is_none_or(|last| now - last > SAVED_EVERY) {
            self.last_activity = Some(now);
            saved.clone_from(self);
        }
    }

    /// `UserDto`.
    pub(crate) fn describe(&self, server_id: &str, version: Version) -> Value {
        let has_password = !self.password.is_empty() || version.hides_missing_passwords();
        json!({
            "Name": self.name,
            "ServerId": server_id,
            "Id": self.id,
            "PrimaryImageTag": self.image_tag,
            "HasPassword": has_password,
            "HasConfiguredPassword": has_password,
            "HasConfiguredEasyPassword": self.has_easy_password,
            "EnableAutoLogin": false,
            "LastLoginDate": self.last_login.map(date),
            "LastActivityDate": self.last_activity.map(date),
            "Configuration": self.configuration,
            "Policy": self.policy,
        })
    }
}

fn default_configuration(version: Version) -> Map<String, Value> {
    let mut members = object(json!({
        "PlayDefaultAudioTrack": true,
        "SubtitleLanguagePreference": "",
        "DisplayMissingEpisodes": false,
        "GroupedFolders": [],
        "SubtitleMode": "Default",
        "DisplayCollectionsView": false,
        "EnableLocalPassword": false,
        "OrderedViews": [],
        "LatestItemsExcludes": [],
        "MyMediaExcludes": [],
        "HidePlayedInLatest": true,
        "RememberAudioSelections": true,
        "RememberSubtitleSelections": true,
        "EnableNextEpisodeAutoPlay": true,
        "CastReceiverId": "F007D354",
    }));
    if version.is_before_10_9() {
        members.shift_remove("CastReceiverId");
    }
    members
}

/// The policy of a new user, in the order of `UserPolicy`.
const POLICY: &str = include_str!("policy.json");

/// Without what 10.8 does not have.
fn default_policy(version: Version) -> Map<String, Value> {
    let mut members: Map<String, Value> = serde_json::from_str(POLICY).expect("the file beside this one is an object");
    members["EnableLiveTvManagement"] = (!version.is_10_11_or_later()).into();
    if version.is_before_10_9() {
        for later in ["EnableCollectionManagement", "EnableSubtitleManagement", "EnableLyricManagement", "AllowedTags"]
        {
            members.shift_remove(later);
        }
    }
    members
}

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(members) = value { members } else { Map::new() }
}

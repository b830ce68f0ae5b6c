//! Judging a sign-in and what it leaves behind: a token, a device row, a session
//! (`UserManager.AuthenticateUser`, `SessionManager.AuthenticateNewSessionInternal`).

use crate::Jellyfin;
use crate::pipeline::answer::{Answer, Outcome};
use crate::pipeline::authorization::Claims;
use crate::state::device::{HERE, Session};
use crate::state::user::User;
use serde_json::{Value, json};

impl Jellyfin {
    pub(crate) fn user_by_id(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    pub(crate) fn user_by_name(&self, name: &str) -> Option<&User> {
        self.users.iter().find(|user| user.name.to_lowercase() == name.to_lowercase())
    }

    /// A name and a password. The account is judged before the password, so a wrong password on a
    /// closed account says "closed".
    pub(crate) fn sign_in_by_name(&mut self, name: &str, password: &str, claims: &Claims) -> Outcome {
        let (outside, hour, now, version) = (self.callers_outside, self.clock.hour(), self.clock.now, self.version);
        let same_name = |user: &&mut User| user.name.to_lowercase() == name.to_lowercase();
        let user = self.users.iter_mut().find(same_name).ok_or(Answer::exception(401))?;
        if user.is_disabled() || outside && !user.may_come_from_outside() || !user.is_within_schedule(hour) {
            return Err(Answer::exception(403));
        }
        if user.password != password {
            user.note_wrong_password(version);
            return Err(Answer::exception(401));
        }
        if self.failing_sign_ins > 0 {
            self.failing_sign_ins -= 1;
            return Err(Answer::exception(500));
        }
        let user = user.note_sign_in(now, version);
        let address = if outside { "203.0.113.7" } else { HERE };
        self.open_session(user, claims, Some(address)).map(Answer::json)
    }

    /// The part that a password and an approval share. An approval has no remote address.
    pub(crate) fn open_session(
        &mut self,
        mut user: User,
        claims: &Claims,
        remote_end_point: Option<&str>,
    ) -> Result<Value, Answer> {
        let existing = self.sessions.iter().filter(|session| session.user_id == user.id).count();
        if !user.may_use_device(&claims.device_id) || !user.may_open_session(existing) {
            return Err(Answer::exception(403));
        }
        if self.version.is_before_10_9() && claims.device_id.is_empty() {
            self.revoke_all();
        }
        if !claims.describe_a_device() {
            return Err(Answer::exception(400));
        }
        let token = self.issue_token(&user.id, claims);
        let session = self.session_of(&mut user, claims, remote_end_point);
        let described = session.describe(&self.server_id, self.version);
        self.note_session(session);
        Ok(json!({
            "User": user.describe(&self.server_id, self.version),
            "SessionInfo": described,
            "AccessToken": token,
            "ServerId": self.server_id,
        }))
    }

    /// A session of that user as the claims describe it; also notes that the user was active.
    pub(crate) fn session_of(&mut self, user: &mut User, claims: &Claims, remote_end_point: Option<&str>) -> Session {
        let now = self.clock.now;
        if let Some(saved) = self.users.iter_mut().find(|saved| saved.id == user.id) {
            user.note_activity(saved, now);
        }
        Session {
            user_id: user.id.clone(),
            user_name: user.name.clone(),
            image_tag: user.image_tag.clone(),
            client: claims.client.clone(),
            device_id: claims.device_id.clone(),
            device_name: claims.device.clone(),
            version: claims.version.clone(),
            remote_end_point: remote_end_point.map(str::to_owned),
            last_activity: now,
        }
    }

    pub(crate) fn describe_user(&self, user_id: &str) -> Option<Value> {
        self.user_by_id(user_id).map(|user| user.describe(&self.server_id, self.version))
    }
}

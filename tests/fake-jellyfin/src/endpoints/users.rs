//! The endpoints about users (`UserController`), passwords aside.

use crate::Jellyfin;
use crate::pipeline::answer::{Answer, Outcome};
use crate::pipeline::call::{Call, text};
use crate::state::user::User;
use serde_json::Value;

impl Jellyfin {
    /// The device is judged before the name, except on 10.8, where the password came first.
    pub(crate) fn authenticate_by_name(&mut self, call: &Call) -> Outcome {
        let body = call.body("request")?;
        let name = text(&body, "Username")?.unwrap_or_default();
        let password = text(&body, "Pw")?.unwrap_or_default();
        if !call.claims.describe_a_device() && !self.version.is_before_10_9() {
            return Err(Answer::exception(400));
        }
        if name.trim().is_empty() {
            return Err(Answer::exception(400));
        }
        self.sign_in_by_name(&name, &password, &call.claims)
    }

    /// An API key has no user.
    pub(crate) fn me(&mut self, call: &Call) -> Outcome {
        let user = call.user_id().and_then(|id| self.describe_user(id));
        user.map(Answer::json).ok_or_else(|| Answer::problem(400))
    }

    pub(crate) fn user(&mut self, call: &Call) -> Outcome {
        let user = self.describe_user(&call.user_id_in_path()?);
        user.map(Answer::json).ok_or_else(|| Answer::quoted(404, "User not found"))
    }

    /// Whole users, policy included. While the wizard is open nobody is filtered by network.
    pub(crate) fn public_users(&mut self, _: &Call) -> Answer {
        let filtered = self.callers_outside && self.is_wizard_completed();
        self.describe_users(|user| {
            !user.is_hidden() && !user.is_disabled() && (!filtered || user.may_come_from_outside())
        })
    }

    pub(crate) fn all_users(&mut self, call: &Call) -> Answer {
        let wanted = |name: &str, flag: bool| {
            call.query.get(name).is_none_or(|text| text.eq_ignore_ascii_case(&flag.to_string()))
        };
        self.describe_users(|user| wanted("isHidden", user.is_hidden()) && wanted("isDisabled", user.is_disabled()))
    }

    fn describe_users(&self, wanted: impl Fn(&User) -> bool) -> Answer {
        let mut users: Vec<&User> = self.users.iter().filter(|user| wanted(user)).collect();
        users.sort_by_key(|user| user.name.to_lowercase());
        let described = users.iter().map(|user| user.describe(&self.server_id, self.version));
        Answer::json(Value::Array(described.collect()))
    }
}

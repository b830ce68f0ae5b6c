//! Who may call an endpoint. A refusal is 401 or 403 with nothing else: no body, and never a
//! `WWW-Authenticate` header (`CustomAuthenticationHandler`, `DefaultAuthorizationHandler`).

use crate::Jellyfin;
use crate::pipeline::call::Caller;

/// The protection of one endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guard {
    /// Open. A bad token is ignored.
    Anyone,
    /// Signed in, allowed from where the call comes from, and within the schedule.
    User,
    /// The same without the schedule.
    UserAtAnyHour,
    /// The administrator's role, and nothing else is looked at.
    Administrator,
    /// An administrator for whom the rules of [`Guard::User`] hold, too.
    UserAndAdministrator,
    /// Open until the set-up wizard is done, then for administrators.
    SetUpOrAdministrator,
    /// Open until the set-up wizard is done, then as [`Guard::UserAtAnyHour`].
    SetUpOrUser,
}

impl Jellyfin {
    /// The status of the refusal, if there is one.
    pub(crate) fn refusal(&self, guard: Guard, caller: &Caller) -> Option<u16> {
        let setting_up =
            matches!(guard, Guard::SetUpOrAdministrator | Guard::SetUpOrUser) && !self.is_wizard_completed();
        if guard == Guard::Anyone || setting_up {
            return None;
        }
        let user = match caller {
            Caller::Nobody | Caller::Refused => return Some(401),
            Caller::ApiKey => return None,
            Caller::User(id) => self.user_by_id(id)?,
        };
        let administrator = user.is_administrator();
        let reachable = !self.callers_outside || user.may_come_from_outside();
        let on_time = administrator || user.is_within_schedule(self.clock.hour());
        let allowed = match guard {
            Guard::Anyone => true,
            Guard::User => reachable && on_time,
            Guard::UserAtAnyHour | Guard::SetUpOrUser => reachable,
            Guard::Administrator | Guard::SetUpOrAdministrator => administrator,
            Guard::UserAndAdministrator => reachable && on_time && administrator,
        };
        (!allowed).then_some(403)
    }
}

//! Accounts: signing in with a name and a password, whose token this is, the list that administrators see, and changing
//! one's own password.

mod list;
mod password;
mod second_step;
mod sign_in;
#[cfg(test)]
mod tests;
mod user;

pub use list::{Account, all, read_all};
pub use password::{PasswordChanged, change_password, read_password_changed};
pub use second_step::SecondStep;
pub use sign_in::{Authentication, ByName, Me, authenticate_by_name, me, read_by_name, read_me, whose};
pub use user::User;
pub(super) use user::UserDto;

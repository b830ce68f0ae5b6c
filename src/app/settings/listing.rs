//! Something that the server is asked for when somebody wants to see it.

use crate::app::state::Account;
use crate::jellyfin::Lost;
use crate::text::settings as words;

/// What the server is asked for, as far as it is here.
#[derive(Clone, PartialEq, Eq)]
pub enum Listing<T> {
    /// Nobody has wanted to see it.
    Closed,
    /// Asked for.
    Loading,
    /// Here.
    Here(T),
    /// It did not come.
    Failed(Lost),
}

impl<T> Listing<T> {
    /// How it stands, as long as it is not here.
    pub fn status(&self, account: Account) -> String {
        match self {
            Self::Loading => words::LOADING.text().to_owned(),
            Self::Failed(lost) => account.with_session(|session| words::not_listed(*lost, session)).unwrap_or_default(),
            Self::Closed | Self::Here(_) => String::new(),
        }
    }
}

impl<T> From<Result<T, Lost>> for Listing<T> {
    fn from(answer: Result<T, Lost>) -> Self {
        answer.map_or_else(Self::Failed, Self::Here)
    }
}

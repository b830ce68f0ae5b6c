//! What a server shows to anybody on its login screen: its accounts, its message and its picture.

use leptos::prelude::*;

use crate::app::browser::fetch;
use crate::app::state::{Account, spawn};
use crate::jellyfin::branding::{branding, read_branding};
use crate::jellyfin::login_disclaimer::{Paragraph, paragraphs};
use crate::jellyfin::public_users::{PublicUser, public_users, read_public_users};
use crate::server::address::Address;

/// What the login screen shows besides the ways in.
#[derive(Clone, Copy)]
pub struct Welcome {
    /// The accounts that the server shows to anybody.
    pub people: RwSignal<Vec<PublicUser>>,
    /// What its administrator wrote for the login screen.
    pub disclaimer: RwSignal<Vec<Paragraph>>,
    /// The server whose picture lies behind the login screen, if it has one.
    pub splashscreen: RwSignal<Option<Address>>,
    /// Whether the server has been asked, or is being asked, and not in vain.
    is_asked_for: StoredValue<bool>,
}

impl Welcome {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            people: RwSignal::default(),
            disclaimer: RwSignal::default(),
            splashscreen: RwSignal::default(),
            is_asked_for: StoredValue::new(false),
        }
    }

    /// What another server shows is not this one's.
    pub fn forget(self) {
        self.people.set(Vec::new());
        self.disclaimer.set(Vec::new());
        self.splashscreen.set(None);
        self.is_asked_for.set_value(false);
    }

    /// Asks the server for it, for as long as the part of the screen that wants it is there. Once it has answered any of
    /// the questions, this does nothing. No harm if it does not say.
    pub fn learn(self, account: Account, server: Address) {
        if !self.is_asked_for.get_value() {
            self.is_asked_for.set_value(true);
            spawn(self.ask(account, server));
        }
    }

    async fn ask(self, account: Account, server: Address) {
        let is_introduced = account.learn_about(server.clone()).await;
        let people = read_public_users(fetch::send(&server, public_users()).await);
        self.is_asked_for.set_value(is_introduced || people.is_ok());
        if let Ok(people) = people {
            self.people.set(people);
        }
        if let Ok(branding) = read_branding(fetch::send(&server, branding()).await) {
            self.disclaimer.set(branding.disclaimer.map(|text| paragraphs(&text)).unwrap_or_default());
            self.splashscreen.set(branding.has_splash.then_some(server));
        }
    }
}

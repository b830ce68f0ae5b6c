//! On a television the code is the screen, and everything else is a press away; elsewhere both stand side by side.

use leptos::prelude::*;

use super::password::people::{MANY, SEARCH};
use super::welcome::Welcome;
use crate::app::browser::{location, spatial_focus};
use crate::app::state::{use_layer, use_preferences};
use crate::page::config::SignInWays;

/// The ways in besides the code.
#[derive(Clone, Copy)]
pub struct OtherWays {
    /// Whether they are on the screen in the place of the code, where they are apart.
    pub is_open: RwSignal<bool>,
    /// Whose password is asked for, because the session that was held has ended.
    pub name: RwSignal<String>,
    are_apart: Memo<bool>,
}

impl OtherWays {
    /// Not on the screen where they are apart from the code. Back closes them.
    pub fn new() -> Self {
        let preferences = use_preferences();
        // The configuration may make a television of it.
        let are_apart = Memo::new(move |_| {
            preferences.config.with(|config| config.ways == SignInWays::Both) && location::is_television()
        });
        let ways = Self { is_open: RwSignal::new(false), name: RwSignal::default(), are_apart };
        use_layer(move || ways.are_alone(), move || ways.close());
        ways
    }

    /// Whether they and the code are never together.
    pub fn are_apart(self) -> bool {
        self.are_apart.get()
    }

    /// Whether they are on the screen without the code.
    pub fn are_alone(self) -> bool {
        self.are_apart.get() && self.is_open.get()
    }

    /// Whether the code is there without them.
    pub fn are_hidden(self) -> bool {
        self.are_apart.get() && !self.is_open.get()
    }

    /// What the style sheet knows the ways in by.
    pub fn class(self) -> &'static str {
        match (self.are_apart.get(), self.is_open.get()) {
            (true, false) => "ways code-alone",
            (true, true) => "ways others-alone",
            (false, _) => "ways",
        }
    }

    /// Puts them in the place of the code.
    pub fn open(self, welcome: Welcome) {
        self.is_open.set(true);
        spatial_focus::on_arrival(match welcome.people.with_untracked(Vec::len) {
            0 => "username",
            MANY.. => SEARCH,
            _ => "person-0",
        });
    }

    /// Puts a name into the form, and the person before the password, or before the way there.
    pub fn ask_for_password_of(self, name: String) {
        self.name.set(name);
        spatial_focus::on_arrival(if untrack(|| self.are_hidden()) { "other-ways" } else { "password" });
    }

    /// Back to the code.
    pub fn close(self) {
        self.is_open.set(false);
        spatial_focus::on_arrival("other-ways");
    }
}

//! What the host has set in `config.json`, and what this person has set in this browser.

use leptos::prelude::*;

use crate::app::browser::{location, storage};
use crate::page::config::{Config, ConfigError, SignInWays};
use crate::text::EDGES;

/// The host's and the person's settings.
#[derive(Clone, Copy)]
pub struct Preferences {
    /// What the host has set.
    pub config: RwSignal<Config>,
    /// What is wrong with `config.json`.
    pub config_errors: RwSignal<Vec<ConfigError>>,
    /// How wide the empty edges of the picture are: an index into [`EDGES`].
    pub picture_edges: RwSignal<usize>,
    /// Whether the next sign-in is to outlive this tab.
    pub stay_signed_in: RwSignal<bool>,
}

impl Preferences {
    /// Reads what the browser kept, and `config.json` if the page has read it already.
    pub fn new() -> Self {
        let preferences = Self {
            config: RwSignal::default(),
            config_errors: RwSignal::default(),
            picture_edges: RwSignal::new(storage::picture_edges() % EDGES.len()),
            stay_signed_in: RwSignal::new(storage::stays_signed_in()),
        };
        if let Some(text) = location::config() {
            preferences.take_over(&text);
        }
        preferences
    }

    /// Takes over the text of `config.json`. A host that answers every path with its own page has none.
    pub fn take_over(self, text: &str) {
        if text.trim_start().starts_with('<') {
            return;
        }
        let (config, errors) = Config::read(text);
        location::set_brand(config.name.as_deref());
        if config.is_television {
            location::be_television();
        }
        storage::keep_codeless(config.ways == SignInWays::Password);
        self.config.set(config);
        self.config_errors.set(errors);
    }

    /// Whether a person may choose another server.
    pub fn can_change_server(self) -> bool {
        self.config.with(|config| config.server.is_none())
    }

    /// Makes the empty edges of the picture wider by a step, and as narrow as they were after the widest.
    pub fn widen_picture_edges(self) {
        self.picture_edges.update(|step| *step = (*step + 1) % EDGES.len());
        storage::keep_picture_edges(self.picture_edges.get_untracked());
    }
}

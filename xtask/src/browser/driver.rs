//! What a story does with a browser, whichever protocol the browser speaks.

use std::path::Path;

use super::engines::{Browser, Engine, Source};
use serde_json::Value;

use super::chromium::Chromium;
use super::firefox::Firefox;
use super::webkit::WebKit;

/// A running browser with one page.
pub trait Driver {
    /// Opens an address in the page.
    fn open(&mut self, address: &str);

    /// Loads the page anew.
    fn reload(&mut self);

    /// The value of an expression in the page.
    ///
    /// # Errors
    /// What the page throws, in words.
    fn evaluate(&mut self, expression: &str) -> Result<Value, String>;

    /// Presses and releases a key.
    fn press(&mut self, key: Key);

    /// Gives the page this width and height.
    fn resize(&mut self, size: (u32, u32));

    /// What it shows, as PNG, at the size that it has.
    fn picture(&mut self) -> Vec<u8>;

    /// Errors that the page did not catch, and what it or the browser put into the console as an error.
    fn complaints(&mut self) -> Vec<String>;

    /// Has a script run in every page that is opened from now on, before the page's own.
    fn prepare(&mut self, script: &str);
}

/// The keys of a remote control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The arrows.
    Left,
    /// The arrows.
    Up,
    /// The arrows.
    Right,
    /// The arrows.
    Down,
    /// OK.
    Enter,
    /// A digit.
    Digit(char),
}

impl Key {
    /// The character that stands for it in `WebDriver`.
    pub fn of_webdriver(self) -> char {
        match self {
            Self::Left => '\u{e012}',
            Self::Up => '\u{e013}',
            Self::Right => '\u{e014}',
            Self::Down => '\u{e015}',
            Self::Enter => '\u{e007}',
            Self::Digit(digit) => digit,
        }
    }
}

/// Starts it on an empty page.
///
/// # Panics
/// When it is not among the project's tools, or does not start.
pub fn start(engine: &Engine, tools: &Path) -> Box<dyn Driver> {
    let program = engine.program(tools);
    let name = engine.browser.name();
    let program = program.unwrap_or_else(|| panic!("{name} is not installed; `cargo verify engines` does that"));
    match (engine.browser, engine.source) {
        (_, Source::Qt(major, _)) => Box::new(Chromium::of_qt(&program, major)),
        (Browser::Firefox, _) => Box::new(Firefox::start(&program)),
        (Browser::WebKit, _) => Box::new(WebKit::start(&program)),
        _ => Box::new(Chromium::start(&program)),
    }
}

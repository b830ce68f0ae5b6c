//! What a test does with a browser, whichever protocol the browser speaks.

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

    /// Reloads the page.
    fn reload(&mut self);

    /// The value of an expression in the page.
    ///
    /// # Errors
    /// What the page throws, in words.
    fn evaluate(&mut self, expression: &str) -> Result<Value, String>;

    /// Presses and releases a key.
    fn press(&mut self, key: Key);

    /// Sets the page's width and height.
    fn resize(&mut self, size: (u32, u32));

    /// A screenshot as a PNG file.
    fn picture(&mut self) -> Vec<u8>;

    /// Uncaught errors of the page, and errors in the console.
    fn complaints(&mut self) -> Vec<String>;

    /// Runs a script in every page that is opened from now on, before the page's own scripts.
    fn prepare(&mut self, script: &str);

    /// Evaluates in the page's first frame from now on.
    fn enter_frame(&mut self) {
        unimplemented!("no story needs it in this browser");
    }

    /// Evaluates in the page itself again.
    fn leave_frame(&mut self) {}
}

/// The keys of a remote control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Arrow left.
    Left,
    /// Arrow up.
    Up,
    /// Arrow right.
    Right,
    /// Arrow down.
    Down,
    /// OK.
    Enter,
    /// A digit.
    Digit(char),
}

impl Key {
    /// Its character in `WebDriver`.
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

/// Starts a browser with an empty page.
///
/// # Panics
/// If it is not installed or does not start.
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

//! What a story does with a browser, whichever protocol the browser speaks.

use std::path::Path;

use harness::engines::{Browser, Engine, Source};
use serde_json::Value;

use crate::bidi::BiDi;
use crate::devtools::DevTools;
use crate::webdriver::WebDriver;

/// A running browser with one page.
pub trait Driver {
    /// Opens an address in the page.
    fn open(&mut self, address: &str);

    /// Loads the page anew.
    fn reload(&mut self);

    /// The value of an expression in the page; an error of the page's as words.
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
pub fn start(engine: &Engine) -> Box<dyn Driver> {
    let program = engine.program(&project().join("target/tools"));
    let name = engine.browser.name();
    let program = program.unwrap_or_else(|| panic!("{name} is not installed; `cargo verify engines` does that"));
    match (engine.browser, engine.source) {
        (_, Source::Qt(major, _)) => Box::new(DevTools::of_qt(&program, major)),
        (Browser::Firefox, _) => Box::new(BiDi::of_firefox(&program)),
        (Browser::WebKit, _) => Box::new(WebDriver::of_webkit(&program)),
        _ => Box::new(DevTools::of_chromium(&program)),
    }
}

/// The project's folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the project")
}

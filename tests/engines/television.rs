//! A person with a remote control in front of an old television: arrows, OK and digits, and what is on the screen.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use xtask::browser::driver::{Driver, Key, start};
use xtask::browser::engines::{Browser, Engine};

use crate::project;

/// How long a story waits for anything.
const DEADLINE: Duration = Duration::from_secs(30);

/// The two sizes of pages on televisions.
pub const SIZES: [(u32, u32); 2] = [(1920, 1080), (1280, 720)];

/// One of the browsers, with a page.
pub struct Television {
    name: String,
    browser: Box<dyn Driver>,
}

impl Television {
    /// Starts a television with this browser.
    pub fn with(browser: Browser) -> Self {
        let mut television =
            Self { name: browser.name(), browser: start(Engine::of(browser), &project().join("target/tools")) };
        let name = television.look("navigator.userAgent");
        assert!(name.as_str().is_some_and(|name| name.contains(&browser.mark())), "{name}");
        television
    }

    /// Removes a global from every page that is opened from now on.
    pub fn lack(&mut self, name: &str) {
        self.browser.prepare(&format!("delete window.{name}"));
    }

    /// Runs a script in every page that is opened from now on.
    pub fn prepare(&mut self, script: &str) {
        self.browser.prepare(script);
    }

    /// Opens an address.
    pub fn open(&mut self, address: &str) {
        self.browser.open(address);
    }

    /// Reloads the page.
    pub fn reload(&mut self) {
        // Some browsers answer before they begin to reload.
        self.look("window.before = 1");
        self.browser.reload();
        self.wait_until("!('before' in window)");
    }

    /// The value of an expression in the page.
    pub fn look(&mut self, expression: &str) -> Value {
        self.browser.evaluate(expression).unwrap_or_else(|problem| panic!("{expression}: {problem}"))
    }

    /// Looks into the page's frame from now on.
    pub fn enter_frame(&mut self) {
        self.browser.enter_frame();
    }

    /// Looks at the whole page again.
    pub fn leave_frame(&mut self) {
        self.browser.leave_frame();
    }

    /// Waits until an expression is true. An error counts as false: the page may be reloading.
    pub fn wait_until(&mut self, expression: &str) {
        let started = Instant::now();
        while self.browser.evaluate(expression) != Ok(Value::Bool(true)) {
            if started.elapsed() > DEADLINE {
                let shown = self.browser.evaluate("document.body.innerText + ' | ' + document.activeElement.outerHTML");
                let complaints = self.browser.complaints().join("\n");
                panic!("{}: not within 30 s: {expression}\n{shown:?}\n{complaints}", self.name);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until such an element is visible and contains this text.
    pub fn wait_for(&mut self, selector: &str, text: &str) {
        self.wait_until(&format!(
            "Array.from(document.querySelectorAll({})).some(function (it) {{
                return it.getClientRects().length > 0 && it.textContent.indexOf({}) >= 0; }})",
            json!(selector),
            json!(text)
        ));
    }

    /// Waits for the six digits on the screen.
    pub fn code(&mut self) -> String {
        let digits = "((document.querySelector('#quick-connect-code') || {}).textContent || '').replace(/[^0-9]/g, '')";
        self.wait_until(&format!("{digits}.length === 6"));
        self.look(digits).as_str().unwrap_or_default().to_owned()
    }

    /// Goes to an element by arrows and presses OK.
    pub fn press(&mut self, selector: &str) {
        self.go_to(selector);
        self.browser.press(Key::Enter);
    }

    /// Goes to a field by arrows and types.
    pub fn type_into(&mut self, selector: &str, digits: &str) {
        self.go_to(selector);
        for digit in digits.chars() {
            self.browser.press(Key::Digit(digit));
        }
    }

    /// Goes to the number pad by arrows and enters a code: to the group of each digit, and to the digit in it.
    pub fn enter_with_pad(&mut self, code: &str) {
        self.go_to("#pad");
        for digit in code.chars() {
            let place = "123_456_7890".find(digit).expect("a digit");
            for arrow in [place / 4, place % 4] {
                self.browser.press([Key::Left, Key::Up, Key::Right, Key::Down][arrow]);
            }
        }
    }

    /// Presses the arrow that points from the focus towards the element until the focus is there. If an arrow has no
    /// effect, tries the other one that fits.
    fn go_to(&mut self, selector: &str) {
        self.wait_for(selector, "");
        let selector = json!(selector);
        let apart = format!(
            "(function () {{
                var here = document.activeElement, there = document.querySelector({selector});
                if (here === there) {{ return null; }}
                var from = here.getBoundingClientRect(), to = there.getBoundingClientRect();
                if (here === document.body || here.contains(there)) {{ return [0, 1]; }}
                var beside = to.left >= from.right ? 1 : to.right <= from.left ? -1 : 0;
                var below = to.top >= from.bottom ? 1 : to.bottom <= from.top ? -1 : 0;
                return [beside, below]; }})()"
        );
        let focus = "document.activeElement.outerHTML + JSON.stringify(document.activeElement.getBoundingClientRect())";
        for _ in 0..20 {
            let Value::Array(apart) = self.look(&apart) else { return };
            let before = self.look(focus);
            for (way, back, on) in [(&apart[1], Key::Up, Key::Down), (&apart[0], Key::Left, Key::Right)] {
                match way.as_i64() {
                    Some(1) => self.browser.press(on),
                    Some(-1) => self.browser.press(back),
                    _ => continue,
                }
                if self.look(focus) != before {
                    break;
                }
            }
        }
        let focused = self.look(focus);
        panic!("{}: the arrows do not lead to {selector}, but to {focused}", self.name);
    }

    /// Sets the page's width and height.
    pub fn resize(&mut self, size: (u32, u32)) {
        self.browser.resize(size);
    }

    /// Takes pictures of the screen in both sizes.
    pub fn take_picture(&mut self, state: &str) {
        let folder = project().join("target/pictures/engines");
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        for size in SIZES {
            self.browser.resize(size);
            let name = format!("{state}-{}-{}.png", size.1, self.name);
            std::fs::write(folder.join(name), self.browser.picture()).expect("a file");
        }
    }

    /// Fails if the page or the browser has reported an error.
    pub fn assert_no_complaints(&mut self) {
        let complaints = self.browser.complaints();
        assert!(complaints.is_empty(), "{} complains: {complaints:#?}", self.name);
    }
}

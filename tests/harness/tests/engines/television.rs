//! A person in front of an old television, with a remote control: arrows, OK and digits, and a look at the screen.

use std::time::{Duration, Instant};

use harness::engines::{ALL, Engine};
use serde_json::{Value, json};

use crate::browser::{Browser, project};

/// How long a story waits for anything.
const DEADLINE: Duration = Duration::from_secs(30);

/// The two sizes in which televisions show pages.
const SIZES: [(u32, u32); 2] = [(1920, 1080), (1280, 720)];

/// One of the browsers, with a page.
pub struct Television {
    version: u32,
    browser: Browser,
}

impl Television {
    /// Switches on the one with this version of Chromium.
    pub fn with(version: u32) -> Self {
        let engine: &Engine = ALL.iter().find(|engine| engine.version == version).expect("a known engine");
        let mut television = Self { version, browser: Browser::start(engine) };
        let name = television.look("navigator.userAgent");
        let is_right = name.as_str().is_some_and(|name| name.contains(&format!("Chrome/{version}.")));
        assert!(is_right, "this is not Chromium {version}: {name}");
        television
    }

    /// Takes something away from every page that is opened from now on.
    pub fn lack(&mut self, name: &str) {
        let script = json!({ "source": format!("delete window.{name}") });
        self.browser.command("Page.addScriptToEvaluateOnNewDocument", script);
    }

    /// Opens an address.
    pub fn open(&mut self, address: &str) {
        self.browser.command("Page.navigate", json!({ "url": address }));
    }

    /// Loads the page anew.
    pub fn reload(&mut self) {
        self.browser.command("Page.reload", json!({}));
    }

    /// The value of an expression in the page.
    pub fn look(&mut self, expression: &str) -> Value {
        self.browser.evaluate(expression).unwrap_or_else(|problem| panic!("{expression}: {problem}"))
    }

    /// Waits until an expression is true. While a page is being replaced, it is not.
    pub fn wait_until(&mut self, expression: &str) {
        let started = Instant::now();
        while self.browser.evaluate(expression) != Ok(Value::Bool(true)) {
            if started.elapsed() > DEADLINE {
                let shown = self.browser.evaluate("document.body.innerText + ' | ' + document.activeElement.outerHTML");
                let complaints = self.browser.complaints().join("\n");
                panic!("Chromium {}: not within 30 s: {expression}\n{shown:?}\n{complaints}", self.version);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until such an element can be seen and says this.
    pub fn wait_for(&mut self, selector: &str, text: &str) {
        self.wait_until(&format!(
            "Array.from(document.querySelectorAll({})).some(function (it) {{
                return it.getClientRects().length > 0 && it.textContent.indexOf({}) >= 0; }})",
            json!(selector),
            json!(text)
        ));
    }

    /// The six digits on the screen, once they are there.
    pub fn code(&mut self) -> String {
        let digits = "((document.querySelector('#quick-connect-code') || {}).textContent || '').replace(/[^0-9]/g, '')";
        self.wait_until(&format!("{digits}.length === 6"));
        self.look(digits).as_str().unwrap_or_default().to_owned()
    }

    /// Presses OK on an element, after going there by arrows.
    pub fn press(&mut self, selector: &str) {
        self.go_to(selector);
        self.browser.key("Enter", 13, "\r");
    }

    /// Types into a field, after going there by arrows.
    pub fn type_into(&mut self, selector: &str, digits: &str) {
        self.go_to(selector);
        for digit in digits.chars() {
            self.browser.key(&digit.to_string(), u32::from(digit), &digit.to_string());
        }
    }

    /// Presses the arrow that points to where the element is, as seen from the focus, until the focus is there. An arrow
    /// that leads nowhere is followed by the other one that fits.
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
            let directions =
                [(&apart[1], 38, 40, ["ArrowUp", "ArrowDown"]), (&apart[0], 37, 39, ["ArrowLeft", "ArrowRight"])];
            for (way, back, on, [back_name, on_name]) in directions {
                match way.as_i64() {
                    Some(1) => self.browser.key(on_name, on, ""),
                    Some(-1) => self.browser.key(back_name, back, ""),
                    _ => continue,
                }
                if self.look(focus) != before {
                    break;
                }
            }
        }
        panic!("Chromium {}: the arrows do not lead to {selector}", self.version);
    }

    /// Takes pictures of the screen in both sizes.
    pub fn take_picture(&mut self, state: &str) {
        for size in SIZES {
            let name = format!("{state}-{}-{}.png", size.1, self.version);
            self.browser.take_picture(&project().join("target/pictures/engines").join(name), size);
        }
    }

    /// Fails if the page or the browser has reported an error.
    pub fn assert_no_complaints(&self) {
        let complaints = self.browser.complaints();
        assert!(complaints.is_empty(), "Chromium {} complains: {complaints:#?}", self.version);
    }
}

//! A person with a single kind of input: a keyboard, the arrows and OK of a remote control, or a pointer and the
//! clipboard.

use serde_json::json;
use thirtyfour::Key;

use crate::support::device::Device;
use crate::support::home::until;

/// How a person moves from one control to the next and enters digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Tab, Enter and the number keys.
    Keyboard,
    /// The four arrows and OK: no digit keys, no clicks, no scripts.
    Remote,
    /// A pointer, and Ctrl+V.
    Paste,
}

/// Somebody at a device.
pub struct Person<'a> {
    pub device: &'a Device,
    pub way: Way,
}

/// The two arrows that enter a digit with the number pad: to its group, and to the digit in it.
pub fn on_pad(digit: char) -> [Key; 2] {
    let place = "123_456_7890".find(digit).expect("a digit");
    let arrows = [Key::Left, Key::Up, Key::Right, Key::Down];
    [place / 4, place % 4].map(|arrow| arrows[arrow].clone())
}

/// More steps than any path across a screen needs.
const STEPS: usize = 60;

impl Person<'_> {
    /// Goes to a control and presses it.
    pub fn press(&self, selector: &str) {
        if self.way == Way::Paste {
            return self.device.press(selector);
        }
        self.go_to(selector);
        self.device.wait_until_ready(selector);
        self.device.key(&Key::Enter);
    }

    /// Replaces the content of the code field, which leads to the confirm step.
    pub fn enter_code(&self, code: &str) {
        match self.way {
            Way::Keyboard => {
                self.go_to("[name=code]");
                self.device.key(&Key::End);
                for _ in self.device.typed("[name=code]").chars() {
                    self.device.key(&Key::Backspace);
                }
                self.device.keys(code);
            }
            Way::Remote => {
                self.go_to("#pad");
                for _ in self.device.typed("[name=code]").chars() {
                    self.device.key(&Key::Enter);
                }
                for key in code.chars().flat_map(on_pad) {
                    self.device.key(&key);
                }
            }
            Way::Paste => {
                self.device.press("[name=code]");
                self.device.paste_over(code);
            }
        }
        self.device.wait_for_focus("#approve-cancel");
        assert_eq!(self.device.text("#confirm-code").replace(' ', ""), code);
    }

    /// What takes a code from this person.
    pub fn entry(&self) -> &'static str {
        if self.way == Way::Remote { "#pad" } else { "[name=code]" }
    }

    /// Signs in on the login screen as an account without a password. With a remote control this goes by a code, which
    /// `approve` approves elsewhere.
    pub fn sign_in(&self, name: &str, approve: impl FnOnce(&str)) {
        match self.way {
            Way::Keyboard => {
                self.go_to("[name=username]");
                self.device.keys(name);
                self.device.key(&Key::Enter);
            }
            Way::Remote => {
                approve(&self.device.code());
            }
            Way::Paste => {
                self.device.press("[name=username]");
                self.device.paste_over(name);
                self.device.press("#sign-in");
            }
        }
        self.device.wait_for("#settings");
    }

    /// Moves the focus there.
    pub fn go_to(&self, selector: &str) {
        self.device.wait_for(selector);
        let mut tried = Vec::new();
        for _ in 0..STEPS {
            if self.device.has_focus(selector) {
                return;
            }
            let key = match self.way {
                Way::Keyboard => Key::Tab,
                _ => self.arrow(selector, &mut tried),
            };
            self.device.key(&key);
        }
        panic!("{:?} does not lead to {selector}", self.way);
    }

    /// The arrow that a person would press: the one towards the larger distance, or the other one if that did not help.
    fn arrow(&self, selector: &str, tried: &mut Vec<(String, &'static str)>) -> Key {
        let script = "
            const target = [...document.querySelectorAll(arguments[0])].find(it => it.getClientRects().length > 0);
            if (!target) return null;
            const [from, to] = [document.activeElement, target].map(it => it.getBoundingClientRect());
            const [down, up] = [to.top - from.bottom, from.top - to.bottom];
            const [right, left] = [to.left - from.right, from.left - to.right];
            const ways = [Math.max(down, up), Math.max(right, left)];
            const names = [to.top > from.top ? 'down' : 'up', to.left > from.left ? 'right' : 'left'];
            if (ways[1] > ways[0]) names.reverse();
            // In a field with text, left and right move the caret.
            if (document.activeElement.value) names.fill(names.find(it => it === 'down' || it === 'up'));
            return [from.left + ' ' + from.top, ...names]";
        let seen = until(selector, || self.device.run(script, json!([selector])).as_array().cloned());
        let seen: Vec<_> = seen.iter().map(|it| it.as_str().expect("a text")).collect();
        let place = seen[0].to_owned();
        let was_tried = tried.iter().any(|(at, arrow)| (at.as_str(), *arrow) == (place.as_str(), seen[1]));
        let (arrow, key) = match seen[if was_tried { 2 } else { 1 }] {
            "down" => ("down", Key::Down),
            "up" => ("up", Key::Up),
            "right" => ("right", Key::Right),
            _ => ("left", Key::Left),
        };
        tried.push((place, arrow));
        key
    }
}

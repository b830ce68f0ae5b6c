//! Input as it comes from real hardware: clicks, keys and pastes.

use std::time::Duration;

use serde_json::json;
use thirtyfour::{By, Key};

use super::Device;
use super::look::{VISIBLE, repeated};
use crate::support::home::until;

/// A script that returns the first visible element as soon as it accepts a press and nothing is in front of it.
const WITHIN_REACH: &str = "
    const [element] = [...document.querySelectorAll(arguments[0])].filter(it => it.getClientRects().length > 0);
    if (!element || element.getAttribute('aria-disabled') === 'true') return null;
    const isMet = () => {
        const [box] = element.getClientRects();
        return element.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
    };
    if (!isMet()) element.scrollIntoViewIfNeeded();
    return isMet() ? element : null;";

impl Device {
    /// Moves the pointer to the middle of an element.
    pub fn point_at(&self, selector: &str) {
        self.wait_for(selector);
        self.wait_for_driver(async {
            let element = self.driver().find(By::Css(selector)).await?;
            self.driver().action_chain().move_to_element_center(&element).perform().await
        });
    }

    /// Clicks on an element as soon as it accepts a press and nothing is in front of it.
    ///
    /// With the pointer: chromedriver's own click asks the page eleven things in sixty messages.
    pub fn press(&self, selector: &str) {
        self.open_menu_for(selector);
        let script = repeated(WITHIN_REACH);
        until(&format!("pressing {selector}"), || {
            let click = async {
                let element = self.driver().execute(script.as_str(), vec![json!(selector)]).await?.element()?;
                let pointer = self.driver().action_chain_with_delay(None, Some(Duration::ZERO));
                pointer.move_to_element_center(&element).click().perform().await
            };
            self.runtime.block_on(click).ok()
        });
    }

    /// The ways out of the settings stand in a menu.
    fn open_menu_for(&self, selector: &str) {
        if ["#sign-out", "#switch-account", "#other-server"].contains(&selector) {
            until("the account’s menu", || {
                if !self.shows(selector) {
                    self.run("document.querySelector('#account-menu[aria-expanded=false]')?.click()", json!([]));
                }
                self.shows(selector).then_some(())
            });
        }
    }

    /// Opens Jellyfin's own page, not together with the screen: that would be taken for a press that was meant for the
    /// login.
    pub fn open_jellyfin(&self) {
        self.wait_for("#open-jellyfin");
        std::thread::sleep(Duration::from_millis(700));
        self.press("#open-jellyfin");
    }

    /// Waits until a button is there and accepts a press.
    pub fn wait_until_ready(&self, selector: &str) {
        let is_ready =
            format!("const [element] = {VISIBLE}; return element && element.getAttribute('aria-disabled') !== 'true'");
        self.wait_until(&format!("a press on {selector}"), &is_ready, json!([selector]));
    }

    /// Cuts the wait for an approval short, unless it is over already: the next poll may have been quicker.
    pub fn hurry(&self) {
        self.run("document.querySelector('#check-now')?.click()", json!([]));
    }

    /// Clicks twice, as fast as a mouse can.
    pub fn double_click(&self, selector: &str) {
        self.wait_for(selector);
        self.wait_until_ready(selector);
        self.wait_for_driver(async {
            let element = self.driver().find(By::Css(selector)).await?;
            self.driver().action_chain().double_click_element(&element).perform().await
        });
    }

    /// Clicks into a field and types over what is in it.
    pub fn type_into(&self, selector: &str, text: &str) {
        self.press(selector);
        let is_selected = "const field = document.activeElement; return field.matches(arguments[0]) && !field.select()";
        self.wait_until(&format!("the focus on {selector}"), is_selected, json!([selector]));
        self.keys(if text.is_empty() { "\u{e017}" } else { text });
    }

    /// Presses keys without moving the focus.
    pub fn keys(&self, keys: impl AsRef<str>) {
        self.wait_for_driver(self.driver().action_chain().send_keys(keys.as_ref()).perform());
    }

    /// Inserts a text into the focused field all at once, like a paste.
    pub fn paste(&self, text: &str) {
        self.command("Input.insertText", json!({ "text": text }));
    }

    /// Copies a text and pastes it over the content of the focused field.
    pub fn paste_over(&self, text: &str) {
        self.command(
            "Browser.grantPermissions",
            json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] }),
        );
        self.run("return navigator.clipboard.writeText(arguments[0])", json!([text]));
        for (key, command) in [("a", "selectAll"), ("v", "paste")] {
            // 2 is the Control key.
            let down = json!({ "type": "rawKeyDown", "modifiers": 2, "key": key, "commands": [command] });
            self.command("Input.dispatchKeyEvent", down);
            self.command("Input.dispatchKeyEvent", json!({ "type": "keyUp", "modifiers": 2, "key": key }));
        }
    }

    /// Presses one key without a character.
    pub fn key(&self, key: &Key) {
        self.keys(key.value().to_string());
    }

    /// Presses a key of a remote control that keyboards lack.
    pub fn remote_key(&self, name: &str, code: u32) {
        for kind in ["rawKeyDown", "keyUp"] {
            let key = json!({ "type": kind, "key": name, "windowsVirtualKeyCode": code });
            self.command("Input.dispatchKeyEvent", key);
        }
    }

    /// Holds Enter down until it repeats.
    pub fn hold_enter(&self) {
        self.hold("Enter", "Enter", "\r");
    }

    /// Holds the space bar down until it repeats.
    pub fn hold_space(&self) {
        self.hold(" ", "Space", " ");
    }

    /// Repeats Enter as if it were still held down.
    pub fn go_on_holding_enter(&self) {
        self.key_down("Enter", "Enter", "\r", true);
    }

    /// Holds the arrow down that points up, until it repeats; `between` happens before its last repetitions.
    pub fn hold_up(&self, between: impl Fn()) {
        for repeated in [false, true, true] {
            self.key_down("ArrowUp", "ArrowUp", "", repeated);
        }
        between();
        for _ in 0..3 {
            self.key_down("ArrowUp", "ArrowUp", "", true);
        }
        self.command("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": "ArrowUp", "code": "ArrowUp" }));
    }

    fn hold(&self, key: &str, code: &str, text: &str) {
        for repeated in [false, true, true, true, true, true] {
            self.key_down(key, code, text, repeated);
        }
        let up = json!({ "type": "keyUp", "key": key, "code": code, "windowsVirtualKeyCode": text.as_bytes()[0] });
        self.command("Input.dispatchKeyEvent", up);
    }

    fn key_down(&self, key: &str, code: &str, text: &str, repeated: bool) {
        let down = json!({
            "type": "keyDown", "autoRepeat": repeated, "key": key, "code": code, "text": text,
            "windowsVirtualKeyCode": text.bytes().next().unwrap_or_default(),
        });
        self.command("Input.dispatchKeyEvent", down);
    }
}

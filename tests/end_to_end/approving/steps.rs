//! What stories about approving begin with and do.

use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{Home, home, until};

/// A phone with "demo" signed in, at the confirm step for a television's code.
pub fn deciding() -> (Home, [Device; 1], String) {
    let (home, [phone]) = home();
    let code = comes_to_the_confirm_step(&home, &phone);
    (home, [phone], code)
}

/// Signs in and enters the code of a television, which it returns.
pub fn comes_to_the_confirm_step(home: &Home, phone: &Device) -> String {
    phone.sign_in("demo", "demo");
    let code = home.television();
    phone.enter_code(&code);
    phone.wait_for_focus("#approve-cancel");
    sessions_are_known(home);
    code
}

/// Waits until the page knows which devices were signed in before.
pub fn sessions_are_known(home: &Home) {
    until("the sessions", || home.requests("/Sessions").into_iter().find(|seen| seen.ended.is_some()));
}

/// Dispatches these events on every matching element.
pub fn fire(phone: &Device, selector: &str, events: &[&str]) {
    let script = "for (const name of arguments[1])
        for (const it of [window, document, ...document.querySelectorAll(arguments[0])])
            for (const key of ['Enter', ' '])
                it.dispatchEvent(Object.assign(new Event(name, { bubbles: true, cancelable: true }), { key }))";
    phone.run(script, json!([selector, events]));
}

//! A page that the browser translates: it puts elements of its own, with texts of its own, in the place of every text that
//! it may touch. What matters is shown as it is now, all the same.

use fake_jellyfin::Fault;
use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{home, until};

/// Does to every text what Chromium's translation does.
const TRANSLATE: &str = "
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) found.push(texts.currentNode);
    for (const text of found) {
        if (!text.data.trim() || text.parentElement.closest('[translate=no], script, style')) continue;
        const [outer, inner] = [document.createElement('font'), document.createElement('font')];
        inner.append(text.data);
        outer.append(inner);
        text.replaceWith(outer);
    }";

fn translate(device: &Device) {
    for _ in 0..2 {
        device.run(TRANSLATE, json!([]));
    }
}

#[test]
fn a_translated_login_shows_the_present_code_state_and_error() {
    let (home, [tv]) = home();
    tv.open("");
    let first = tv.code();
    tv.wait_for("#person-0");
    translate(&tv);
    tv.press("#new-code");
    until("the server's code", || {
        let shown = tv.text("#quick-connect-code").replace(' ', "");
        (shown != first && home.with(|fake| fake.code_of(&tv.id()) == Some(shown.as_str()))).then_some(())
    });
    tv.press("#sign-in");
    tv.wait_for_text("#name-form [role=alert]", "Enter a username");
    translate(&tv);
    tv.enter("demo", "wrong");
    until("the new error", || {
        let said = tv.text("#name-form [role=alert]");
        (said.contains("Wrong username") && !said.contains("Enter a user")).then_some(())
    });
    translate(&tv);
    home.fault("/QuickConnect/Connect", Fault::Drop, 1000);
    tv.wait_for_text(".by-code [role=status]", "Trying to reconnect");
    tv.press("#forgot-password");
    tv.wait_for_text("label", "Username");
    translate(&tv);
    tv.type_into("#reset-form [name=username]", "demo");
    tv.press("#reset");
    tv.wait_for_text("label", "PIN");
}

#[test]
fn a_translated_confirm_step_names_the_account_that_is_chosen() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.wait_for("#switch-quick-connect");
    phone.enter_code(&home.television());
    phone.wait_for_text("#confirm-heading", "demo");
    translate(&phone);
    phone.press("#for-another");
    phone.type_into("#search", "guest");
    phone.press("#accounts button");
    until("the other account alone", || {
        let said = phone.text("#confirm-heading");
        (said.contains("guest") && !said.contains("demo")).then_some(())
    });
    translate(&phone);
    phone.press("#approve");
    phone.wait_for_text(".result[role=status]", "guest");
}

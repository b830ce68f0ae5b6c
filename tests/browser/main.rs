//! The real app in a headless browser against the fake Jellyfin, whose address is `FAKE_JELLYFIN` at compile time;
//! `cargo verify browser` starts it. The page is on another origin than the server.

#![cfg(target_family = "wasm")]

mod rig;
mod screen;

use std::time::Duration;

use quick_connect_client::flow::quick_connect::POLL_PAUSE;
use quick_connect_client::jellyfin::code::Code;
use quick_connect_client::jellyfin::{Lost, MOST_BYTES};
use quick_connect_client::text;
use rig::{approve, assert_secrets_are_hidden, call, fill, js, js_text, seen, spoil};
use screen::Screen;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const FAKE: &str = match option_env!("FAKE_JELLYFIN") {
    Some(address) => address,
    None => "http://127.0.0.1:48096",
};

/// Nobody listens there.
const CLOSED: &str = "http://127.0.0.1:48095";

fn now() -> Duration {
    Duration::from_secs_f64(js("return performance.now() / 1000", &[]).as_f64().unwrap_or_default())
}

#[wasm_bindgen_test]
async fn a_code_from_the_server_is_shown_and_spoken_digit_by_digit() {
    let screen = Screen::open();
    let code = Code::parse(&screen.code().await).expect("six digits");
    assert!(screen.is("waiting"));
    assert_eq!(screen.attribute("#quick-connect-code", "role").as_deref(), Some("img"));
    assert_eq!(screen.attribute("#quick-connect-code", "aria-label"), Some(format!("Code: {}", code.spoken())));
    assert!(screen.text("[role=status]").contains(&code.spoken()), "{}", screen.text("[role=status]"));
}

#[wasm_bindgen_test]
async fn an_approval_signs_in_and_nothing_secret_is_in_the_page() {
    let screen = Screen::open();
    let code = screen.code().await;
    screen.press("#check-now");
    screen.until("a poll", || !seen("/Connect").is_empty()).await;
    assert_secrets_are_hidden();
    approve(&code).await;
    screen.press("#check-now");
    screen.until("the account", || screen.text("#account").contains("demo")).await;
    assert_secrets_are_hidden();
}

#[wasm_bindgen_test]
async fn a_new_code_is_another_code() {
    let screen = Screen::open();
    let old = screen.code().await;
    screen.press("#new-code");
    screen.until("another code", || !["", &old].contains(&screen.text("#quick-connect-code").trim())).await;
    assert_eq!(seen("/Initiate").len(), 2);
}

#[wasm_bindgen_test]
async fn five_restarts_leave_one_poller() {
    let mut screen = Screen::open();
    let code = screen.code().await;
    for _ in 0..5 {
        screen = screen.reopen();
        assert_eq!(screen.code().await, code);
    }
    assert_eq!(seen("/Initiate").len(), 1);
    // Each has asked about its code at once; from here on there is one poll in a pause.
    let moment = now() + Duration::from_secs(1);
    screen.until("a moment", || now() > moment).await;
    let before = seen("/Connect").len();
    screen.until("the next poll", || seen("/Connect").len() > before).await;
    let moment = now() + Duration::from_secs(1);
    screen.until("a moment", || now() > moment).await;
    assert_eq!(seen("/Connect").len(), before + 1, "{:?}", seen("/Connect"));
}

/// A sign-in by name goes on, because its token would be nobody's; a poll asks for nothing that could be left behind.
#[wasm_bindgen_test]
async fn leaving_the_screen_aborts_the_poll_that_is_out() {
    let screen = Screen::open();
    screen.code().await;
    spoil("/Connect", 200, "never");
    screen.press("#check-now");
    screen.until("a poll", || !seen("/Connect").is_empty()).await;
    drop(screen);
    let next = Screen::mount();
    next.until("the end of it", || seen("/Connect").first().is_some_and(|first| first.ends_with("aborted"))).await;
    assert!(seen("/Connect").len() <= 2, "the one that was aborted, and the one of the next screen");
}

#[wasm_bindgen_test]
async fn a_network_that_is_back_is_used_at_once() {
    let screen = Screen::open();
    screen.code().await;
    let before = now();
    // More than once, because one that comes right after an answer has no effect.
    let poll = || {
        js("window.dispatchEvent(new Event('online'))", &[]);
        !seen("/Connect").is_empty()
    };
    screen.until("a poll", poll).await;
    assert!(now() < before + POLL_PAUSE, "the poll came only after its pause");
}

#[wasm_bindgen_test]
async fn arrow_keys_move_the_focus() {
    let screen = Screen::open();
    screen.code().await;
    let arrow = |key: &str| {
        let script = "document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
            { key: arguments[0], bubbles: true, cancelable: true })); return document.activeElement.id";
        js_text(script, &[key])
    };
    js("document.activeElement.blur()", &[]);
    assert_eq!(arrow("ArrowDown"), "check-now");
    assert_eq!(arrow("ArrowRight"), "new-code");
    assert_eq!(arrow("ArrowLeft"), "check-now");
    screen.until("the accounts", || !screen.text(".person-name").is_empty()).await;
    js("document.getElementById('sign-in').focus()", &[]);
    assert_eq!(arrow("ArrowDown"), "person-0");
    assert_eq!(arrow("ArrowUp"), "sign-in");
    js("document.getElementById('password').focus()", &[]);
    fill("#password", "demo");
    let caret =
        |place: &str| js("document.getElementById('password').setSelectionRange(arguments[0], arguments[0])", &[place]);
    caret("1");
    assert_eq!(arrow("ArrowRight"), "password", "an arrow to the side belongs to the text in a field");
    caret("4");
    assert_ne!(arrow("ArrowRight"), "password", "behind its last character it leads on");
}

/// Whether a message is on the screen: its first line, and the list of the others.
fn says(screen: &Screen, message: &str) -> bool {
    let said = screen.text("[role=status]");
    message.lines().all(|line| said.contains(line))
}

/// A server that answers like this is out of reach, and the screen says why.
async fn out_of_reach(server: &str, status: u16, body: &str, lost: Lost) {
    let screen = Screen::open_at(server, "");
    spoil("/Initiate", status, body);
    // Meanwhile the server may have told its name.
    let why = [server.trim_start_matches("http://"), "attic"].map(|label| text::lost(lost, label));
    let is_said = || why.iter().any(|why| says(&screen, why));
    screen.until(&why[0], || screen.is("unreachable") && is_said()).await;
    assert_eq!(screen.text("#quick-connect-code"), "");
}

#[wasm_bindgen_test]
async fn an_answer_that_is_not_json_is_said_not_to_be_jellyfin() {
    out_of_reach(FAKE, 200, "<!DOCTYPE html><title>Router</title>", Lost::Page).await;
}

#[wasm_bindgen_test]
async fn an_empty_answer_is_said_not_to_be_jellyfin() {
    out_of_reach(FAKE, 200, "", Lost::Garbled).await;
}

#[wasm_bindgen_test]
async fn an_answer_without_end_is_said_to_be_too_long() {
    out_of_reach(FAKE, 200, "endless", Lost::TooLarge).await;
    out_of_reach(FAKE, 200, &" ".repeat(MOST_BYTES + 1), Lost::TooLarge).await;
}

#[wasm_bindgen_test]
async fn a_server_that_is_starting_is_said_to_be_starting() {
    out_of_reach(FAKE, 503, "Jellyfin Server is loading.", Lost::Starting).await;
}

#[wasm_bindgen_test]
async fn a_port_where_nobody_listens_is_said_not_to_answer() {
    let screen = Screen::open_at(CLOSED, "");
    let why = text::lost(Lost::NoAnswer, CLOSED.trim_start_matches("http://"));
    screen.until(&why, || says(&screen, &why)).await;
}

#[wasm_bindgen_test]
async fn a_server_with_quick_connect_switched_off_is_said_to_be_so() {
    let screen = Screen::open();
    spoil("/Initiate", 401, "\"Quick connect is disabled\"");
    screen.until("the state", || screen.is("disabled")).await;
    assert!(screen.text("[role=status]").contains("Quick Connect is off"), "{}", screen.text("[role=status]"));
}

#[wasm_bindgen_test]
async fn a_name_and_a_password_sign_in_and_stay_signed_in() {
    let screen = Screen::open_signed_in("demo", "demo").await;
    assert_secrets_are_hidden();
    let screen = screen.reopen();
    assert!(screen.text("#account").contains("demo"));
}

#[wasm_bindgen_test]
async fn somebody_without_a_password_signs_in() {
    Screen::open_signed_in("guest", "").await;
}

#[wasm_bindgen_test]
async fn a_wrong_password_is_said_to_be_wrong_and_the_name_stays() {
    let screen = Screen::open();
    screen.sign_in("demo", "wrong").await;
    screen.until("the reason", || screen.text(".by-name [role=alert]").contains("Wrong")).await;
    let typed = "return ['username', 'password'].map((id) => document.getElementById(id).value).join('/')";
    assert_eq!(js_text(typed, &[]), "demo/");
}

#[wasm_bindgen_test]
async fn a_link_with_a_code_fills_the_field_and_approves_nothing() {
    let screen = Screen::open_signed_in("demo", "demo").await;
    drop(screen);
    js("history.replaceState(null, '', '#/settings?code=123456')", &[]);
    let screen = Screen::mount();
    let field = || js_text("return document.querySelector('input[name=code]').value", &[]);
    screen.until("the code", || field() == "123456").await;
    js("location.hash = '#/settings?code=654%20321'", &[]);
    screen.until("the other code", || field() == "654 321").await;
    assert_eq!(js_text("return location.hash", &[]), "#/settings");
    assert_eq!(seen("/Authorize"), [""; 0]);
}

#[wasm_bindgen_test]
async fn signing_out_ends_the_token_at_the_server() {
    let screen = Screen::open_signed_in("demo", "demo").await;
    let token = js_text("return rig.hidden[rig.hidden.length - 1]", &[]);
    assert_eq!(call("GET", "/Users/Me", &token, "").await.0, 200);
    screen.press("#account-menu");
    screen.until("the menu", || !screen.text("#sign-out").is_empty()).await;
    screen.press("#sign-out");
    screen.code().await;
    assert_eq!(call("GET", "/Users/Me", &token, "").await.0, 401);
}

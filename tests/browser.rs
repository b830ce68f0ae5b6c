//! The real app in a headless browser against the fake Jellyfin, whose address is `FAKE_JELLYFIN` at compile time;
//! `cargo verify browser` starts it. The page is on another origin than the server.
//!
//! The page's network is looked at where it leaves the page: `window.fetch` is wrapped, so that requests can be
//! counted, answers spoiled, and `config.json` be what a host would have put beside the page. Everything else is the
//! browser's own and the fake's.

#![cfg(target_family = "wasm")]

use std::any::Any;
use std::time::Duration;

use gloo_timers::future::sleep;
use js_sys::{Array, Function, Promise};
use leptos::mount::mount_to;
use leptos::prelude::document;
use quick_connect_client::app::App;
use quick_connect_client::flow::quick_connect::POLL_PAUSE;
use quick_connect_client::jellyfin::code::Code;
use quick_connect_client::jellyfin::{Lost, MOST_BYTES};
use quick_connect_client::text;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

const FAKE: &str = match option_env!("FAKE_JELLYFIN") {
    Some(address) => address,
    None => "http://127.0.0.1:48096",
};

/// Nobody listens there.
const CLOSED: &str = "http://127.0.0.1:48095";

/// Longer than a poll's pause.
const PATIENCE: Duration = Duration::from_secs(9);

/// Makes `window.rig` once, and begins anew with each test: nothing that a test before left behind, as one that
/// panicked does, is heard, counted or let through to the server.
const OPEN: &str = r##"
const [server, hash] = arguments;
const rig = window.rig ||= { real: window.fetch.bind(window), left: new Set(), keys: new Set(), listeners: [] };
rig.keys.forEach((key) => rig.left.add(key));
rig.listeners.forEach(([kind, listener]) => window.removeEventListener(kind, listener));
document.querySelectorAll(".test").forEach((place) => place.remove());
Object.assign(rig, { server, seen: [], hidden: [], spoiled: [], keys: new Set(), listeners: [] });
localStorage.clear();
sessionStorage.clear();
history.replaceState(null, "", hash || "#");

rig.listen ||= window.addEventListener.bind(window);
window.addEventListener = (kind, listener, options) => {
    rig.listeners.push([kind, listener]);
    rig.listen(kind, listener, options);
};
rig.note = async (response) => {
    const body = await response.text();
    for (const [, secret] of body.matchAll(/"(?:Secret|AccessToken)":"([^"]+)"/g)) rig.hidden.push(secret);
    return new Response(body || null, { status: response.status });
};
rig.send = (request, path) => {
    const spoiled = rig.spoiled.find(([end]) => path.endsWith(end));
    if (!spoiled) return rig.real(request).then(rig.note);
    const [, status, body] = spoiled;
    if (body === "never") {
        return new Promise((_, reject) => {
            request.signal.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
        });
    }
    const endless = () => new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65536).fill(32)) });
    return Promise.resolve(new Response(body === "endless" ? endless() : body, { status }));
};
window.fetch = async (request) => {
    const url = new URL(request.url);
    if (url.pathname.endsWith("/config.json")) return new Response(JSON.stringify({ server: rig.server }));
    const device = /DeviceId="([^"]*)"/.exec(request.headers.get("Authorization") || "");
    const key = url.searchParams.get("secret") || (device && device[1]);
    if (key && rig.left.has(key)) throw new TypeError("left behind by another test");
    if (key) rig.keys.add(key);
    const entry = { call: `${request.method} ${url.pathname}`, key, state: "out" };
    rig.seen.push(entry);
    request.signal.addEventListener("abort", () => { if (entry.state === "out") entry.state = "aborted"; });
    const response = await rig.send(request, url.pathname);
    entry.state = "answered";
    return response;
};
"##;

/// Another device on which "demo" is signed in, as far as `fetch` goes.
const CALL: &str = r#"
const [method, path, token, body] = arguments;
const who = `MediaBrowser Client="Test", Device="Phone", DeviceId="browser-test-phone", Version="1"`;
const headers = { Authorization: token ? `${who}, Token="${token}"` : who };
if (body) headers["Content-Type"] = "application/json";
const response = await rig.real(rig.server + path, { method, headers, body: body || undefined });
return `${response.status} ${await response.text()}`;
"#;

fn js(script: &str, arguments: &[&str]) -> JsValue {
    let arguments: Array = arguments.iter().copied().map(JsValue::from_str).collect();
    Function::new_no_args(script)
        .apply(&JsValue::NULL, &arguments)
        .unwrap_or_else(|error| panic!("{error:?} in {script}"))
}

fn js_text(script: &str, arguments: &[&str]) -> String {
    js(script, arguments).as_string().unwrap_or_default()
}

fn now() -> Duration {
    Duration::from_secs_f64(js("return performance.now() / 1000", &[]).as_f64().unwrap_or_default())
}

/// Calls the fake from beside the app: the status and the body.
async fn call(method: &str, path: &str, token: &str, body: &str) -> (u16, String) {
    let promise = js(&format!("return (async function() {{ {CALL} }})(...arguments)"), &[method, path, token, body]);
    let answer =
        JsFuture::from(promise.unchecked_into::<Promise>()).await.expect("an answer").as_string().expect("text");
    let (status, body) = answer.split_once(' ').expect("a status");
    (status.parse().expect("a number"), body.to_owned())
}

/// "demo" approves a code on the other device.
async fn approve(code: &str) {
    let body = r#"{"Username":"demo","Pw":"demo"}"#;
    let (_, session) = call("POST", "/Users/AuthenticateByName", "", body).await;
    let token = session.split(r#""AccessToken":""#).nth(1).and_then(|rest| rest.split('"').next()).expect("a token");
    let (status, _) = call("POST", &format!("/QuickConnect/Authorize?code={code}"), token, "").await;
    assert_eq!(status, 200, "the approval of {code}");
}

/// The app, in its own element until it is dropped.
struct Screen {
    app: Option<Box<dyn Any>>,
    place: HtmlElement,
}

impl Screen {
    /// Begins anew, with this server in `config.json` and this hash in the address bar.
    fn open_at(server: &str, hash: &str) -> Self {
        js(OPEN, &[server, hash]);
        Self::mount()
    }

    fn open() -> Self {
        Self::open_at(FAKE, "")
    }

    /// Signed in by name, as a person does it.
    async fn open_signed_in(name: &str, password: &str) -> Self {
        let screen = Self::open();
        screen.sign_in(name, password).await;
        screen.until("the account", || screen.text("#account").contains(name)).await;
        screen
    }

    fn mount() -> Self {
        let place: HtmlElement = document().create_element("div").expect("an element").unchecked_into();
        place.set_class_name("test");
        document().body().expect("a body").append_child(&place).expect("a place");
        let app = mount_to(place.clone(), App);
        Self { app: Some(Box::new(app)), place }
    }

    /// Leaves the page and comes back, in the same browser.
    fn reopen(self) -> Self {
        drop(self);
        Self::mount()
    }

    async fn sign_in(&self, name: &str, password: &str) {
        self.until("the server", || !self.text("h1 .where").trim_start_matches("to").trim().is_empty()).await;
        fill("input[name=username]", name);
        fill("input[name=password]", password);
        self.press("#sign-in");
    }

    /// The text of everything that fits, or nothing.
    fn text(&self, selector: &str) -> String {
        let found = self.place.query_selector_all(selector).expect("a selector");
        (0..found.length()).filter_map(|index| found.get(index)?.text_content()).collect::<Vec<_>>().join(" ")
    }

    fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.place.query_selector(selector).expect("a selector")?.get_attribute(name)
    }

    fn press(&self, selector: &str) {
        let found = self.place.query_selector(selector).expect("a selector");
        found.unwrap_or_else(|| panic!("no {selector}")).unchecked_into::<HtmlElement>().click();
    }

    /// Waits for the next code and tells its digits.
    async fn code(&self) -> String {
        self.until("a code", || self.text("#quick-connect-code").len() == Code::LENGTH).await;
        self.text("#quick-connect-code")
    }

    fn is(&self, state: &str) -> bool {
        self.attribute("#login", "data-state").as_deref() == Some(state)
    }

    /// Waits for something that is true soon.
    async fn until(&self, what: &str, is_there: impl Fn() -> bool) {
        let step = Duration::from_millis(20);
        for _ in 0..PATIENCE.as_millis() / step.as_millis() {
            if is_there() {
                return;
            }
            sleep(step).await;
        }
        panic!("{what} never came; requests: {:?}; on the screen: {}", seen(""), self.place.inner_text());
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.app.take();
        self.place.remove();
    }
}

/// Types into a field.
fn fill(selector: &str, value: &str) {
    js("document.querySelector(arguments[0]).value = arguments[1]", &[selector, value]);
}

/// Whatever was given in confidence is nowhere in the page.
fn assert_secrets_are_hidden() {
    let hidden = js_text("return rig.hidden.join(' ')", &[]);
    assert!(!hidden.is_empty(), "nothing to hide");
    let page = js_text("return document.documentElement.outerHTML + document.title + location.href", &[]);
    for hidden in hidden.split(' ') {
        assert!(!page.contains(hidden), "{hidden} is in the page");
    }
}

/// The requests whose path ends like this: what they are, whose, and how far.
fn seen(path: &str) -> Vec<String> {
    let script = "return rig.seen.filter(({ call }) => call.endsWith(arguments[0]))
        .map(({ call, key, state }) => `${call} ${(key || '').slice(0, 6)} ${state}`).join('\\n')";
    js_text(&script.replace("arguments[0]", &format!("'{path}'")), &[]).lines().map(str::to_owned).collect()
}

/// From now on requests whose path ends like this are answered with this.
fn spoil(path: &str, status: u16, body: &str) {
    js("rig.spoiled.push([arguments[0], Number(arguments[1]), arguments[2]])", &[path, &status.to_string(), body]);
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
    for _ in 0..5 {
        screen.code().await;
        screen = screen.reopen();
    }
    screen.code().await;
    let secret = js_text("return rig.hidden[rig.hidden.length - 1].slice(0, 6)", &[]);
    screen.until("the poll of the last one", || seen("/Connect").iter().any(|poll| poll.contains(&secret))).await;
    assert_eq!(seen("/Initiate").len(), 6);
    assert_eq!(seen("/Connect").len(), 1, "{:?}", seen("/Connect"));
}

/// A request that is out when the screen is left, and never answered, is aborted.
async fn leaving_aborts(screen: Screen, path: &str) {
    screen.until("a request", || !seen(path).is_empty()).await;
    drop(screen);
    let next = Screen::mount();
    next.until("the end of it", || seen(path).first().is_some_and(|first| first.ends_with("aborted"))).await;
}

#[wasm_bindgen_test]
async fn leaving_the_screen_aborts_the_poll_that_is_out() {
    let screen = Screen::open();
    screen.code().await;
    spoil("/Connect", 200, "never");
    screen.press("#check-now");
    leaving_aborts(screen, "/Connect").await;
    assert_eq!(seen("/Connect").len(), 1);
}

#[wasm_bindgen_test]
async fn leaving_the_screen_aborts_the_sign_in_by_name_that_is_out() {
    let screen = Screen::open();
    spoil("/AuthenticateByName", 200, "never");
    screen.sign_in("demo", "demo").await;
    leaving_aborts(screen, "/AuthenticateByName").await;
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
    js("document.getElementById('username').focus()", &[]);
    fill("#username", "demo");
    let caret =
        |place: &str| js("document.getElementById('username').setSelectionRange(arguments[0], arguments[0])", &[place]);
    caret("1");
    assert_eq!(arrow("ArrowRight"), "username", "an arrow to the side belongs to the text in a field");
    caret("4");
    assert_ne!(arrow("ArrowRight"), "username", "behind its last character it leads on");
}

/// A server that answers like this is out of reach, and the screen says why.
async fn out_of_reach(server: &str, status: u16, body: &str, lost: Lost) {
    let screen = Screen::open_at(server, "");
    spoil("/Initiate", status, body);
    // Meanwhile the server may have told its name.
    let why = [server.trim_start_matches("http://"), "attic"].map(|label| text::lost(lost, label));
    let is_said = || why.iter().any(|why| screen.text("[role=status]").contains(why));
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
    screen.until(&why, || screen.text("[role=status]").contains(&why)).await;
}

#[wasm_bindgen_test]
async fn a_server_with_quick_connect_switched_off_is_said_to_be_so() {
    let screen = Screen::open();
    spoil("/Initiate", 401, "\"Quick connect is disabled\"");
    screen.until("the state", || screen.is("disabled")).await;
    assert!(screen.text("[role=status]").contains("switched off"), "{}", screen.text("[role=status]"));
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
    screen.until("the reason", || screen.text(".by-name [role=alert]").contains("wrong")).await;
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
    screen.press("#sign-out");
    screen.code().await;
    assert_eq!(call("GET", "/Users/Me", &token, "").await.0, 401);
}

//! The page's network, looked at where it leaves the page: `window.fetch` is wrapped, so that requests can be counted,
//! answers spoiled, and `config.json` be what a host would have put beside the page. Everything else is the browser's own
//! and the fake's.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Makes `window.rig` once, and begins anew with each test: nothing that a test before left behind, as one that
/// panicked does, is heard, counted or let through to the server.
pub const OPEN: &str = r##"
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

pub fn js(script: &str, arguments: &[&str]) -> JsValue {
    let arguments: Array = arguments.iter().copied().map(JsValue::from_str).collect();
    Function::new_no_args(script)
        .apply(&JsValue::NULL, &arguments)
        .unwrap_or_else(|error| panic!("{error:?} in {script}"))
}

pub fn js_text(script: &str, arguments: &[&str]) -> String {
    js(script, arguments).as_string().unwrap_or_default()
}

/// Calls the fake from beside the app: the status and the body.
pub async fn call(method: &str, path: &str, token: &str, body: &str) -> (u16, String) {
    let promise = js(&format!("return (async function() {{ {CALL} }})(...arguments)"), &[method, path, token, body]);
    let answer =
        JsFuture::from(promise.unchecked_into::<Promise>()).await.expect("an answer").as_string().expect("text");
    let (status, body) = answer.split_once(' ').expect("a status");
    (status.parse().expect("a number"), body.to_owned())
}

/// "demo" approves a code on the other device.
pub async fn approve(code: &str) {
    let body = r#"{"Username":"demo","Pw":"demo"}"#;
    let (_, session) = call("POST", "/Users/AuthenticateByName", "", body).await;
    let token = session.split(r#""AccessToken":""#).nth(1).and_then(|rest| rest.split('"').next()).expect("a token");
    let (status, _) = call("POST", &format!("/QuickConnect/Authorize?code={code}"), token, "").await;
    assert_eq!(status, 200, "the approval of {code}");
}

/// Types into a field.
pub fn fill(selector: &str, value: &str) {
    js("document.querySelector(arguments[0]).value = arguments[1]", &[selector, value]);
}

/// Whatever was given in confidence is nowhere in the page.
pub fn assert_secrets_are_hidden() {
    let hidden = js_text("return rig.hidden.join(' ')", &[]);
    assert!(!hidden.is_empty(), "nothing to hide");
    let page = js_text("return document.documentElement.outerHTML + document.title + location.href", &[]);
    for hidden in hidden.split(' ') {
        assert!(!page.contains(hidden), "{hidden} is in the page");
    }
}

/// The requests whose path ends like this: what they are, whose, and how far.
pub fn seen(path: &str) -> Vec<String> {
    let script = "return rig.seen.filter(({ call }) => call.endsWith(arguments[0]))
        .map(({ call, key, state }) => `${call} ${(key || '').slice(0, 6)} ${state}`).join('\\n')";
    js_text(&script.replace("arguments[0]", &format!("'{path}'")), &[]).lines().map(str::to_owned).collect()
}

/// From now on requests whose path ends like this are answered with this.
pub fn spoil(path: &str, status: u16, body: &str) {
    js("rig.spoiled.push([arguments[0], Number(arguments[1]), arguments[2]])", &[path, &status.to_string(), body]);
}

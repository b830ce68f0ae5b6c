//! The release files in the real browsers of televisions, by remote control. `browser` is the program, `television` what
//! a person does with it; `instructions` is what each of them has to compute like Rust.

mod browser;
#[path = "../instructions/mod.rs"]
mod instructions;
mod television;

use std::sync::LazyLock;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use harness::fake::{Jellyfin, Request};
use harness::http::Server;
use harness::lower::lower;
use serde_json::{Value, json};

use browser::project;
use instructions::{MEMORY, cases, program, untouched};
use television::Television;

#[test]
fn chromium_66() {
    works_in(66);
}

#[test]
fn chromium_68() {
    works_in(68);
}

#[test]
fn chromium_69() {
    works_in(69);
}

#[test]
fn chromium_76() {
    works_in(76);
}

#[test]
fn chromium_79() {
    works_in(79);
}

#[test]
fn chromium_85() {
    works_in(85);
}

#[test]
fn chromium_87() {
    works_in(87);
}

#[test]
fn chromium_108() {
    works_in(108);
}

#[test]
fn chromium_121() {
    works_in(121);
}

/// It has WebAssembly, but spoils the memory of programs.
#[test]
fn chromium_65_says_what_it_lacks() {
    let mut television = Television::with(65);
    let server = jellyfin();
    television.open(&page(&server));
    television.wait_for("[role=alert]", "AbortController");
    television.wait_for("[role=alert]", "another app or device");
    television.take_picture("refused");
}

/// A life of a television: a code is approved elsewhere, the session outlives a reload, another device's code is
/// approved, and somebody signs out.
fn works_in(version: u32) {
    let mut television = Television::with(version);
    computes_like_rust(&mut television);
    let server = jellyfin();
    television.open(&page(&server));
    let code = television.code();
    television.wait_for("#person-0", "guest");
    television.take_picture("code");
    assert!(server.with(|fake| fake.approve(&code, "demo")), "the server does not know the code {code}");
    television.press("#check-now");
    television.wait_for("#account", "attic");
    // Older ones need a policy that lets them compile anything; the others compile WebAssembly and nothing else.
    let compiled =
        television.look("(function () { try { return Function('return 1')(); } catch (_) { return 0; } })()");
    assert_eq!(compiled, u32::from(version < 110));
    television.take_picture("signed-in");
    television.reload();
    television.wait_for("#account", "attic");
    television.wait_for("#account", "demo");
    let other = code_of_another_device(&server);
    television.type_into("[name=code]", &other);
    television.press("#continue");
    television.wait_for("#confirm", "demo");
    television.take_picture("confirm");
    television.press("#approve");
    television.wait_for("#settings[data-result=approved]", "");
    television.take_picture("approved");
    television.press("#sign-out");
    television.wait_for("#login", "");
    assert_ne!(television.code(), code);
    television.assert_no_complaints();
}

fn jellyfin() -> Server {
    let files = project().join("dist");
    assert!(files.join("index.html").is_file(), "no release files; make them with: cargo run -p harness -- build");
    Server::builder(Jellyfin::default()).files("/web/", files).start().expect("a free port")
}

fn page(server: &Server) -> String {
    format!("{}/web/", server.origin())
}

fn code_of_another_device(server: &Server) -> String {
    let device = r#"MediaBrowser Client="c", Device="d", DeviceId="another", Version="1""#;
    let request = Request::post("/QuickConnect/Initiate").header("Authorization", device);
    let answer = server.with(|fake| fake.handle(&request));
    answer.json()["Code"].as_str().expect("a code").to_owned()
}

/// Every case in the browser: the name, the arguments, the operand, and the sum over the memory that has to come of it,
/// or none when the program has to stop.
static CASES: LazyLock<Value> = LazyLock::new(|| {
    let listed = cases().into_iter().map(|case| {
        let sum = case.outcome.as_deref().map(sum);
        json!([case.function, case.arguments, case.operand, sum])
    });
    listed.collect()
});

/// The lowered instructions give in the browser what Rust gives here.
fn computes_like_rust(television: &mut Television) {
    let program = lower(&program()).expect("a program that can be lowered");
    let checks = format!(
        "(function () {{
            var text = atob('{program}'), untouched = atob('{untouched}'), cases = {cases};
            function bytes(text) {{ return Uint8Array.from(text, function (it) {{ return it.charCodeAt(0); }}); }}
            var before = bytes(untouched);
            function sum(memory) {{
                var sum = 0;
                for (var i = 0; i < memory.length; i += 1) {{ sum = Math.imul(sum, 31) + memory[i] | 0; }}
                return sum;
            }}
            return WebAssembly.instantiate(bytes(text)).then(function (it) {{
                var exports = it.instance.exports, memory = new Uint8Array(exports.memory.buffer);
                var unchanged = sum(before);
                return cases.filter(function (it) {{
                    memory.set(before);
                    memory.set(it[2]);
                    var stopped = false;
                    try {{ exports[it[0]].apply(null, it[1]); }} catch (_) {{ stopped = true; }}
                    var expected = it[3] === null ? unchanged : it[3];
                    return stopped !== (it[3] === null) || sum(memory) !== expected;
                }}).concat([cases.length]);
            }}); }})()",
        program = BASE64_STANDARD.encode(program),
        untouched = BASE64_STANDARD.encode(untouched()),
        cases = *CASES,
    );
    assert_eq!(untouched().len(), MEMORY);
    assert_eq!(television.look(&checks), json!([CASES.as_array().map(Vec::len)]), "these are wrong");
}

/// The bytes as digits of a number with the base 31, as far as they fit into 32 bits.
fn sum(memory: &[u8]) -> i32 {
    memory.iter().fold(0_i32, |sum, byte| sum.wrapping_mul(31).wrapping_add(i32::from(*byte)))
}

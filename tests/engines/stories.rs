//! The release files in the real browsers of televisions, by remote control. `television` is what a person does with
//! one; `instructions` are calculations that each browser has to do exactly like Rust.

mod embedded;
#[path = "../../xtask/tests/instructions/mod.rs"]
mod instructions;
mod layout;
mod packaged;
mod television;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use fake_jellyfin::http::Server;
use fake_jellyfin::{Jellyfin, Request};
use serde_json::{Value, json};
use xtask::browser::engines::Browser;
use xtask::wasm::as_script::{FUNCTION, as_function};
use xtask::wasm::wasm_1_0::lower;

use instructions::{MEMORY, cases, program, untouched};
use television::Television;

/// One story for each browser.
macro_rules! stories {
    ($story:ident: $($name:ident: $browser:expr),* $(,)?) => {
        $(#[test]
        fn $name() {
            $story($browser);
        })*
    };
}
use stories;

stories! {
    works_in:
    chromium_53: Browser::Chromium(53),
    chromium_56: Browser::Chromium(56),
    chromium_64: Browser::Chromium(64),
    chromium_65: Browser::Chromium(65),
    chromium_66: Browser::Chromium(66),
    chromium_68: Browser::Chromium(68),
    chromium_69: Browser::Chromium(69),
    chromium_76: Browser::Chromium(76),
    chromium_79: Browser::Chromium(79),
    chromium_85: Browser::Chromium(85),
    chromium_87: Browser::Chromium(87),
    chromium_94: Browser::Chromium(94),
    chromium_108: Browser::Chromium(108),
    chromium_121: Browser::Chromium(121),
    chromium_now: Browser::ChromiumNow,
    firefox: Browser::Firefox,
    webkit: Browser::WebKit,
}

/// A browser that lacks something essential. Removed by a script, because no old browser lacks it.
#[test]
fn a_browser_that_lacks_too_much_says_so() {
    let mut television = Television::with(Browser::Chromium(64));
    television.lack("TextDecoder");
    let server = jellyfin();
    television.open(&page(&server));
    television.wait_for("[role=alert]", "TextDecoder");
    television.wait_for("[role=alert]", "another app");
    television.take_picture("refused");
}

/// The whole flow on a television: its code is approved elsewhere, the session survives a reload, another device's code
/// is approved, and the person signs out.
fn works_in(browser: Browser) {
    let mut television = Television::with(browser);
    computes_like_rust(&mut television, &if browser.gets_script() { as_script() } else { as_wasm() });
    let server = jellyfin();
    television.open(&page(&server));
    let code = television.code();
    television.wait_for("#person-0", "guest");
    television.take_picture("code");
    assert!(server.with(|fake| fake.approve(&code, "demo")), "the server does not know the code {code}");
    television.press("#check-now");
    television.wait_for("#account", "attic");
    television.take_picture("signed-in");
    television.reload();
    television.wait_for("#account", "attic");
    television.wait_for("#account", "demo");
    let other = code_of_another_device(&server);
    television.type_into("[name=code]", &other);
    television.wait_for("#confirm", "demo");
    television.take_picture("confirm");
    // At the first moment a press would be one that was meant for the step before.
    television.wait_for("#approve[aria-disabled=false]", "");
    television.press("#approve");
    television.wait_for("#settings[data-result=approved]", "");
    television.take_picture("approved");
    television.press("#account-menu");
    television.press("#sign-out");
    television.wait_for("#login", "");
    assert_ne!(television.code(), code);
    television.assert_no_complaints();
    compiles_texts(&mut television, browser.compiles_anything());
}

/// Checks whether the page's policy allows `Function(text)`. Must come last, because Firefox reports the attempt as an
/// error.
fn compiles_texts(television: &mut Television, expected: bool) {
    // In the page's own event loop, because some protocols bypass the page's policy.
    television.look(
        "setTimeout(function () {
            try { window.compiled = Function('return 1')(); } catch (_) { window.compiled = 0; } }, 0)",
    );
    television.wait_until("'compiled' in window");
    assert_eq!(television.look("window.compiled"), u32::from(expected));
}

fn jellyfin() -> Server {
    Server::builder(Jellyfin::default()).files("/web/", release_files()).start().expect("a free port")
}

/// `dist/`, or the folder that `RELEASE_FILES` names.
fn release_files() -> PathBuf {
    let files = std::env::var_os("RELEASE_FILES").map_or_else(|| project().join("dist"), PathBuf::from);
    assert!(files.join("index.html").is_file(), "no release files; make them with: cargo run -p xtask -- build");
    files
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

/// Every case for the browser: function, arguments, operand, and the checksum of the resulting memory, or null if the
/// call has to trap.
static CASES: LazyLock<Value> = LazyLock::new(|| {
    let listed = cases().into_iter().map(|case| {
        let sum = case.outcome.as_deref().map(sum);
        json!([case.function, case.arguments, case.operand, sum])
    });
    listed.collect()
});

/// An expression for a promise of the exports of the program with the replaced instructions.
fn as_wasm() -> String {
    let bytes = BASE64_STANDARD.encode(lowered());
    format!("WebAssembly.instantiate(bytes(atob('{bytes}'))).then(function (it) {{ return it.instance.exports; }})")
}

/// The same for the program as a script.
fn as_script() -> String {
    let tools = project().join("target/tools/npm/node_modules/.bin");
    let folder = std::env::temp_dir().join(format!("instructions-{:?}", std::thread::current().id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let [wasm, module] = ["program.wasm", "program.js"].map(|name| folder.join(name));
    std::fs::write(&wasm, lowered()).expect("a file");
    let translated = Command::new(tools.join("wasm2js")).arg("-Oz").arg(&wasm).arg("--output").arg(&module).status();
    assert!(translated.expect("wasm2js").success());
    let script = as_function(&std::fs::read_to_string(&module).expect("a module")).expect("a script");
    std::fs::remove_dir_all(&folder).expect("removed");
    format!("(function () {{ {script} return Promise.resolve({FUNCTION}({{}})); }})()")
}

fn lowered() -> Vec<u8> {
    lower(&program()).expect("a program that can be lowered")
}

/// Checks that the replaced instructions give the same results in the browser as Rust does here.
fn computes_like_rust(television: &mut Television, exports: &str) {
    let checks = format!(
        "(function () {{
            var untouched = atob('{untouched}'), cases = {cases};
            function bytes(text) {{ return Uint8Array.from(text, function (it) {{ return it.charCodeAt(0); }}); }}
            var before = bytes(untouched);
            function sum(memory) {{
                var sum = 0;
                for (var i = 0; i < memory.length; i += 1) {{ sum = Math.imul(sum, 31) + memory[i] | 0; }}
                return sum;
            }}
            {exports}.then(function (exports) {{
                var memory = new Uint8Array(exports.memory.buffer);
                var unchanged = sum(before);
                window.wrong = cases.filter(function (it) {{
                    memory.set(before);
                    memory.set(it[2]);
                    var stopped = false;
                    try {{ exports[it[0]].apply(null, it[1]); }} catch (_) {{ stopped = true; }}
                    var expected = it[3] === null ? unchanged : it[3];
                    return stopped !== (it[3] === null) || sum(memory) !== expected;
                }}).concat([cases.length]);
            }}).then(null, function (error) {{ window.wrong = String(error); }}); }})()",
        untouched = BASE64_STANDARD.encode(untouched()),
        cases = *CASES,
    );
    assert_eq!(untouched().len(), MEMORY);
    television.look(&checks);
    television.wait_until("'wrong' in window");
    assert_eq!(television.look("window.wrong"), json!([CASES.as_array().map(Vec::len)]), "these are wrong");
}

/// A checksum: the bytes as digits to the base 31, modulo 2 to the power of 32.
fn sum(memory: &[u8]) -> i32 {
    memory.iter().fold(0_i32, |sum, byte| sum.wrapping_mul(31).wrapping_add(i32::from(*byte)))
}

/// The project's folder.
fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the project")
}

//! How the page loads: what is visible first, what is requested before the code, and that nothing on the screen moves.

use fake_jellyfin::Fault;
use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{Home, Setup, home, until};

/// Records the layout shifts that the browser reports, and the elements. A text that is replaced in place is none.
const WATCH: &str = "
    window.moved = [];
    new PerformanceObserver(function (list) {
        list.getEntries().forEach(function (entry) {
            // The page may arrive in two pieces, and a text at the end of its line then grows to its start.
            function grows(from, to) {
                return Math.abs(from.right - to.right) < 1 && from.top === to.top && from.left > to.left;
            }
            var sources = entry.sources.filter(function (source) {
                return source.node && source.node.nodeType === 1 && !grows(source.previousRect, source.currentRect);
            });
            if (!sources.length) { return; }
            moved.push(entry.value.toFixed(4) + sources.map(function (source) {
                var node = source.node || {}, from = source.previousRect, to = source.currentRect;
                return ' ' + (node.id || node.className || node.nodeName) + ' ' +
                    [from.x, from.y, from.width, from.height] + ' to ' + [to.x, to.y, to.width, to.height];
            }).join(';'));
        });
    }).observe({ type: 'layout-shift', buffered: true });";

#[test]
fn nothing_moves_on_the_screen_while_the_page_comes_up() {
    for (width, height, folder) in [
        (1280, 720, "/web/"),
        (1920, 1080, "/web/"),
        (390, 844, "/web/"),
        (1280, 720, "/quick/"),
        (1920, 1080, "/quick/"),
        (390, 844, "/quick/"),
    ] {
        let (home, [mut tv]) = Setup::new().in_folder(folder).start();
        // With a QR code.
        tv.use_name();
        tv.set_screen(width, height, "dark");
        // So that each answer is drawn in its own frames.
        for part in ["/config.json", ".wasm", "/QuickConnect/Initiate", "/System/Info/Public", "/Users/Public"] {
            home.fault(part, Fault::Delay(300), 1000);
        }
        tv.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH }));
        tv.open("#/login");
        tv.code();
        tv.wait_for_text("h1", "attic");
        tv.wait_for("#person-0");
        let moved = tv.run("return new Promise(done => setTimeout(() => done(moved.join('\\n')), 300))", json!([]));
        assert_eq!(moved, "", "{width} by {height}, {folder}");
    }
}

#[test]
fn the_first_response_alone_can_be_read() {
    let (home, [tv]) = home();
    for part in [".js", ".wasm", ".json", "Initiate"] {
        home.fault(part, Fault::Hang, 1000);
    }
    tv.open("");
    tv.wait_for_text("#skeleton[role=status]", "Loading");
    until("a first paint", || {
        let paint = "return performance.getEntriesByName('first-contentful-paint').length";
        (tv.run(paint, json!([])) == 1).then_some(())
    });
}

#[test]
fn at_most_five_requests_come_before_that_for_the_code() {
    for folder in ["/web/", "/web/quick/"] {
        let (home, [tv]) = Setup::new().in_folder(folder).start();
        tv.open("#/login");
        tv.code();
        let asked: Vec<_> = home.seen().iter().map(|seen| seen.path().to_owned()).collect();
        let before = asked.iter().position(|path| path.ends_with("/QuickConnect/Initiate"));
        assert!(before.is_some_and(|count| count <= 5), "{asked:?}");
    }
}

#[test]
fn a_second_visit_loads_what_has_changed_and_nothing_else() {
    let (home, [tv]) = home();
    tv.open("#/login");
    tv.code();
    tv.wait_for("#person-0");
    home.forget_seen();
    tv.open("#/login");
    tv.code();
    let files: Vec<_> = home.seen().into_iter().filter(|seen| seen.path().starts_with("/web/")).collect();
    assert!(!files.is_empty());
    for file in &files {
        // A browser keeps no configuration: see the stories about proxies.
        let expected = if file.path() == "/web/config.json" { 200 } else { 304 };
        assert_eq!(file.status, Some(expected), "{}", file.path());
        // The last two only where a home screen may want them.
        let asked = ["/web/", "/web/config.json", "/web/manifest.json", "/web/app-icon-192.png"];
        assert!(asked.contains(&file.path()), "{}", file.path());
    }
}

#[test]
fn the_code_can_be_read_before_the_program_is_there_and_the_program_goes_on_with_it() {
    let (home, [tv]) = home();
    home.fault(".wasm", Fault::Hang, 1000);
    tv.open("");
    let code = tv.early_code();
    tv.wait_for_text("#skeleton", "Loading");
    home.clear_faults();
    home.approve(&code);
    tv.reload();
    tv.wait_for_text("#account", "attic");
    assert_eq!(home.requests("/QuickConnect/Initiate").len(), 1);
    let device = home.requests("/QuickConnect/Initiate")[0].header("Authorization").expect("a header").to_owned();
    tv.press("#sign-out");
    tv.code();
    let asked = home.requests("/QuickConnect/Initiate");
    assert_eq!(asked.len(), 2);
    assert_eq!(
        asked[1].header("Authorization"),
        Some(device.as_str()),
        "the page and the program call themselves alike"
    );
}

#[test]
fn the_program_takes_over_the_code_without_asking_for_another_or_moving_it() {
    let (home, [tv]) = home();
    tv.set_screen(1280, 720, "dark");
    home.fault(".wasm", Fault::Delay(1000), 1);
    tv.open("");
    let code = tv.early_code();
    let before = top_of_code(&tv);
    assert_eq!(tv.code(), code);
    // The heading grows by that much when it gets the server's name.
    assert!((top_of_code(&tv) - before).abs() < 3.0, "from {before} to {}", top_of_code(&tv));
    home.approve(&code);
    tv.wait_for_text("#account", "attic");
    assert_eq!(home.requests("/QuickConnect/Initiate").len(), 1);
}

/// Makes the program arrive when `release()` is called.
const HOLD: &str = "
    const load = window.fetch, released = new Promise(done => window.release = done);
    window.fetch = (address, ...more) =>
        /wasm$/.test(address) ? released.then(() => load(address, ...more)) : load(address, ...more);";

#[test]
fn a_page_on_another_host_shows_its_code_as_early_where_it_knows_the_server() {
    for is_named in [true, false] {
        let setup = if is_named { Setup::new() } else { Setup::new().with_config("{}") };
        let (home, [tv]) = setup.apart().start();
        tv.set_screen(1280, 720, "dark");
        if !is_named {
            tv.go(&format!("{}config.json", tv.page()));
            let known = json!([{ "Address": home.origin() }]).to_string();
            tv.run("localStorage['jellyfin-quick-connect.servers'] = arguments[0]", json!([known]));
        }
        tv.prepare(HOLD);
        tv.open("");
        let code = tv.early_code();
        let before = top_of_code(&tv);
        tv.run("release()", json!([]));
        assert_eq!(tv.code(), code);
        assert!((top_of_code(&tv) - before).abs() < 3.0, "from {before} to {}", top_of_code(&tv));
        home.approve(&code);
        tv.wait_for_text("#account", "attic");
        assert_eq!(home.requests("/QuickConnect/Initiate").len(), 1, "named: {is_named}");
    }
}

fn top_of_code(tv: &Device) -> f64 {
    let top = tv.look("#quick-connect-code", "element.getBoundingClientRect().top");
    top.and_then(|top| top.parse().ok()).expect("a place")
}

#[test]
fn a_reload_shows_its_code_as_early_and_so_does_a_later_visit_without_a_session() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    tv.wait_for("#person-0");
    home.fault(".wasm", Fault::Hang, 1000);
    tv.command("Network.enable", json!({}));
    tv.command("Network.setCacheDisabled", json!({ "cacheDisabled": true }));
    tv.reload();
    assert_eq!(tv.early_code(), code);
    assert_eq!(home.requests("/QuickConnect/Initiate").len(), 1);
    tv.run("sessionStorage.clear()", json!([]));
    tv.reload();
    assert_ne!(tv.early_code(), code);
    home.clear_faults();
    tv.reload();
    home.approve(&tv.code());
    tv.hurry();
    tv.wait_for_text("#account", "attic");
    assert_eq!(home.requests("/QuickConnect/Initiate").len(), 2);
}

#[test]
fn nothing_moves_when_a_reload_shows_the_same_code() {
    for folder in ["/web/", "/quick/"] {
        let (home, [mut tv]) = Setup::new().in_folder(folder).start();
        tv.use_name();
        tv.set_screen(1280, 720, "dark");
        tv.open("#/login");
        let code = tv.code();
        tv.wait_for("#person-0");
        for part in ["/config.json", ".wasm", "/System/Info/Public", "/Users/Public"] {
            home.fault(part, Fault::Delay(300), 1000);
        }
        tv.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH }));
        tv.reload();
        assert_eq!(tv.code(), code);
        tv.wait_for_text("h1", "attic");
        tv.wait_for("#person-0");
        let moved = tv.run("return new Promise(done => setTimeout(() => done(moved.join('\\n')), 300))", json!([]));
        assert_eq!(moved, "", "{folder}");
    }
}

#[test]
fn a_later_visit_gets_its_code_as_early_unless_the_server_wants_to_be_asked_otherwise() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.press("#sign-out");
    tv.code();
    tv.run("sessionStorage.clear()", json!([]));
    home.fault(".wasm", Fault::Hang, 1000);
    tv.command("Network.enable", json!({}));
    tv.command("Network.setCacheDisabled", json!({ "cacheDisabled": true }));
    tv.open("");
    tv.early_code();
    stays_silent_with(&home, &tv, &json!([{ "Address": home.origin(), "Initiate": "GET" }]).to_string());
}

/// Asserts that the page asks for no early code if it has stored this list of servers.
fn stays_silent_with(home: &Home, tv: &Device, servers: &str) {
    let keep = "sessionStorage.clear(); localStorage['jellyfin-quick-connect.servers'] = arguments[0]";
    tv.run(keep, json!([servers]));
    home.forget_seen();
    tv.open("");
    until("the program's request", || home.requests(".wasm").first().map(|_| ()));
    assert_eq!(home.requests("/QuickConnect/Initiate").len(), 0, "{servers}");
}

#[test]
fn no_code_is_shown_early_where_the_host_has_set_something_else() {
    for config in
        [r#"{ "signIn": "password" }"#, r#"{ "server": "http://attic.invalid" }"#, r#"{ "\u0073erver": "x" }"#]
    {
        let (home, [tv]) = Setup::new().with_config(config).start();
        home.fault(".wasm", Fault::Hang, 1000);
        tv.open("");
        until("the answer", || home.requests("/QuickConnect/Initiate").first().and_then(|seen| seen.ended));
        until("the configuration", || home.requests("/config.json").first().and_then(|seen| seen.ended));
        tv.run("return new Promise(done => setTimeout(done, 300))", json!([]));
        assert!(!tv.shows("#quick-connect-code"), "{config}");
        assert_eq!(tv.run("return sessionStorage.length", json!([])), 0);
    }
}

#[test]
fn no_code_is_asked_for_early_elsewhere_nor_with_a_session_nor_from_a_link() {
    let (elsewhere, [device]) = Setup::new().in_folder("/quick/").start();
    elsewhere.fault(".wasm", Fault::Hang, 1000);
    device.open("");
    device.wait_for_text("#skeleton", "Loading");
    until("the program's request", || elsewhere.requests(".wasm").first().map(|_| ()));
    assert_eq!(elsewhere.requests("/QuickConnect/Initiate").len(), 0);
    let (home, [phone]) = home();
    phone.open("#/login?server=attic.invalid");
    phone.wait_for("#server");
    assert_eq!(home.requests("/QuickConnect/Initiate").len(), 0);
    phone.sign_in("demo", "demo");
    home.forget_seen();
    phone.reload();
    phone.wait_for_text("#account", "demo");
    assert_eq!(home.requests("/QuickConnect/Initiate").len(), 0);
}

#[test]
fn a_code_is_taken_off_the_screen_when_the_program_does_not_come() {
    let (home, [tv]) = home();
    home.fault(".wasm", Fault::Hang, 1);
    tv.open("");
    tv.early_code();
    tv.run("dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('') }))", json!([]));
    tv.wait_for("[role=alert]");
    assert!(!tv.shows("#quick-connect-code"));
    tv.run("sessionStorage.clear()", json!([]));
    home.fault(".wasm", Fault::Status(404), 1000);
    home.fault("/QuickConnect/Initiate", Fault::Delay(1000), 1000);
    home.forget_seen();
    tv.open("");
    tv.wait_for("[role=alert]");
    until("the code", || home.requests("/QuickConnect/Initiate").first().and_then(|seen| seen.ended));
    tv.run("return new Promise(done => setTimeout(done, 300))", json!([]));
    assert!(tv.shows("[role=alert]") && !tv.shows("#quick-connect-code"), "nor put there afterwards");
}

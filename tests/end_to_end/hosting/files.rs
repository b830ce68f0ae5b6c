//! Where the files are hosted, what `config.json` says, and what a person sees while the program loads or if it does
//! not.

use fake_jellyfin::{Fault, Version};
use serde_json::{Value, json};

use crate::support::home::{Setup, home};

#[test]
fn the_page_works_in_every_folder_of_a_server() {
    let (_home, [mut tv, mut phone]) = home();
    for (base_path, folder) in [("/jellyfin", "/web/"), ("", "/web/quick/"), ("", "/quick/"), ("/media/tv", "/a/b/")] {
        let (home, []) = Setup::new().with(|fake| fake.set_base_path(base_path)).in_folder(folder).start();
        tv.visit(&home);
        phone.visit(&home);
        phone.sign_in("demo", "demo");
        tv.open("");
        phone.approve(&tv.code());
        phone.wait_for_result("approved");
        tv.hurry();
        tv.wait_for_text("#account", "attic");
        let jellyfin = tv.look("#open-jellyfin", "new URL(element.href).pathname");
        assert_eq!(jellyfin, Some(format!("{base_path}/web/index.html")));
    }
}

#[test]
fn a_configuration_that_gets_lost_is_asked_for_again_and_not_taken_for_none() {
    let (home, [tv]) = Setup::new().with_config(r#"{ "sever": "http://tv" }"#).start();
    home.fault("/config.json", Fault::Drop, 3);
    tv.open("");
    tv.wait_for_text("[role=alert]", "no setting “sever”");
    tv.code();
}

#[test]
fn a_mistake_in_the_configuration_is_told_and_the_default_is_used() {
    let (_home, [mut tv]) = home();
    for (config, mistake) in [
        (r#"{ "sever": "http://tv" }"#, "no setting “sever”"),
        (r#"{ "server": "tv" }"#, "needs an address such as"),
        ("server = tv", "not a JSON object"),
    ] {
        let (home, []) = Setup::new().with_config(config).start();
        tv.visit(&home);
        tv.open("");
        tv.wait_for_text("[role=alert]", mistake);
        home.approve(&tv.code());
        tv.hurry();
        tv.wait_for("#settings");
    }
}

#[test]
fn a_missing_configuration_is_no_mistake() {
    let (home, [tv]) = home();
    home.fault("/config.json", Fault::Status(404), 1000);
    tv.open("");
    tv.code();
    assert!(!tv.shows("[role=alert]:not(:empty)"));
}

#[test]
fn the_product_can_be_read_before_the_program_has_loaded() {
    let (home, [tv]) = home();
    home.fault(".wasm", Fault::Hang, 1000);
    tv.open("");
    tv.wait_for_text("body", "Jellyfin Quick Connect");
    tv.wait_for_text("[role=status]", "oading");
}

#[test]
fn a_browser_without_scripts_is_told_what_is_missing() {
    let (_home, [tv]) = home();
    tv.command("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    tv.open("");
    tv.wait_for_text("body", "Jellyfin Quick Connect");
    tv.wait_for_text("body p", "needs JavaScript");
    assert!(!tv.shows("#progress"));
}

#[test]
fn a_part_that_is_missing_is_told_and_can_be_loaded_again() {
    let (home, [tv]) = home();
    // Otherwise it would come from the earlier visit.
    tv.command("Network.enable", json!({}));
    tv.command("Network.setCacheDisabled", json!({ "cacheDisabled": true }));
    for (part, fault) in [
        (".wasm", Fault::Status(404)),
        (".wasm", Fault::body(200, "text/html", "<html></html>")),
        (".wasm", Fault::body(200, "application/wasm", "no program")),
        (".wasm", Fault::Drop),
        (".js", Fault::Status(404)),
        (".js", Fault::body(200, "text/javascript", "")),
    ] {
        home.fault(part, fault, 1000);
        tv.open("");
        tv.wait_for("[role=alert]");
        tv.wait_for_focus("[role=alert] button");
        home.clear_faults();
        tv.press("[role=alert] button");
        tv.code();
    }
}

#[test]
fn a_browser_without_webassembly_gets_the_same_program_as_a_script() {
    let (home, [tv]) = home();
    tv.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": "delete window.WebAssembly" }));
    tv.open("");
    home.approve(&tv.code());
    tv.hurry();
    tv.wait_for_text("#account", "attic");
    assert_eq!(home.requests("_program.js").len(), 1);
}

#[test]
fn a_host_that_forbids_webassembly_gives_the_same_program_as_a_script() {
    // The policy for scripts and requests that Jellyfin's documentation gives for nginx.
    let policy = "default-src https: data: blob:; style-src 'self' 'unsafe-inline'; \
                  script-src 'self' 'unsafe-inline' https://www.gstatic.com blob:; connect-src 'self'";
    let (home, [tv]) = Setup::new().with_policy(policy).start();
    tv.open("");
    home.approve(&tv.code());
    tv.hurry();
    tv.wait_for_text("#account", "attic");
    assert_eq!((home.requests("_program.js").len(), home.requests(".wasm").len()), (1, 0));
}

#[test]
fn a_browser_that_lacks_too_much_is_told_what_and_where_to_go() {
    let (home, [tv]) = home();
    tv.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": "delete window.TextDecoder" }));
    tv.open("");
    tv.wait_for_text("[role=alert]", "TextDecoder");
    tv.wait_for_text("[role=alert]", "another app");
    assert_eq!(home.requests("_program.js").len(), 0);
}

#[test]
fn a_home_screen_finds_a_manifest_without_mistakes_and_every_icon_in_its_size() {
    let (_home, [mut tv]) = home();
    for (version, base_path, folder) in [
        (Version::default(), "", "/web/quick/"),
        (Version::default(), "/jellyfin", "/web/"),
        // It has addresses for files only.
        (Version::V10_8_13, "", "/web/quick/"),
    ] {
        let (home, []) = Setup::of(version).with(|fake| fake.set_base_path(base_path)).in_folder(folder).start();
        tv.visit(&home);
        tv.open("");
        tv.code();
        let read = tv.command("Page.getAppManifest", json!({}));
        assert_eq!(read["errors"], json!([]));
        let manifest: Value = serde_json::from_str(read["data"].as_str().expect("a manifest")).expect("JSON");
        let check = "
            const [address, icons, start] = arguments;
            const drawn = (source, sizes) => new Promise(done => {
                const image = new Image();
                image.onload = () => done(image.naturalWidth + 'x' + image.naturalHeight === sizes ? null : source);
                image.onerror = () => done(source);
                image.src = new URL(source, address).href;
            });
            const apple = document.querySelector('link[rel=apple-touch-icon]').href;
            const tab = document.querySelector('link[rel=icon][sizes]');
            return Promise.all([
                ...icons.map(icon => drawn(icon.src, icon.sizes)), drawn(apple, '180x180'), drawn(tab.href, tab.sizes.value),
                fetch(new URL(start, address)).then(it => it.ok ? null : start),
            ]).then(wrong => wrong.filter(it => it !== null))";
        let wrong = tv.run(check, json!([read["url"], manifest["icons"], manifest["start_url"]]));
        assert_eq!(wrong, json!([]), "{folder}");
        let console = tv.console();
        assert!(!console.iter().any(|line| line.contains("Content Security Policy")), "{console:?}");
    }
    let (home, []) = Setup::new().start();
    tv.visit(&home);
    tv.be_television();
    tv.open("");
    tv.code();
    assert_eq!(tv.command("Page.getAppManifest", json!({}))["url"], "", "a television has no home screen for it");
}

//! Proxies in front of the host that change the page, forbid what is inside it, or keep what they should not.

use fake_jellyfin::Fault;
use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{Home, Setup, home, until};

/// The policy for scripts and requests that Jellyfin's documentation gives for nginx.
const NGINX: &str = "default-src https: data: blob: http://image.tmdb.org; style-src 'self' 'unsafe-inline'; \
    script-src 'self' 'unsafe-inline' https://www.gstatic.com https://www.youtube.com blob:; worker-src 'self' blob:; \
    connect-src 'self'; object-src 'none'; frame-ancestors 'self'; img-src 'self' https://*";

fn signs_in_by_code(home: &Home, tv: &Device) {
    tv.open("");
    home.approve(&tv.code());
    tv.hurry();
    tv.wait_for_text("#account", "attic");
}

/// Whether the page looks as it should.
fn assert_styled(tv: &Device) {
    let radius = tv.look(".card", "getComputedStyle(element).borderTopLeftRadius").unwrap_or_default();
    assert!(!radius.is_empty() && radius != "0px", "{radius}");
}

#[test]
fn a_policy_that_allows_files_of_the_same_origin_and_nothing_else_is_enough() {
    let (home, [tv]) = Setup::new().with_policy("default-src 'self'").start();
    home.fault("/config.json", Fault::Hang, 1);
    tv.open("");
    tv.wait_for(".brand-mark");
    let width = tv.look(".brand-mark", "element.getBoundingClientRect().width");
    assert!(width.as_deref().is_some_and(|width| width.parse::<f64>().is_ok_and(|width| width < 60.0)), "{width:?}");
    signs_in_by_code(&home, &tv);
    assert_styled(&tv);
    assert_eq!(home.requests("_program.js").len(), 1);
}

#[test]
fn a_policy_that_forbids_only_styles_inside_the_page_is_enough() {
    let (home, [tv]) = Setup::new().with_policy("style-src 'self'").start();
    signs_in_by_code(&home, &tv);
    assert_styled(&tv);
}

#[test]
fn an_ordinary_visit_does_not_ask_for_what_is_there_for_a_strict_policy() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    tv.wait_for("#person-0");
    for file in ["_start.js", "_style.css"] {
        assert_eq!(home.requests(file).len(), 0, "{file}");
    }
}

#[test]
fn scripts_that_a_proxy_has_rewritten_are_taken_from_a_file() {
    let (_home, [mut tv]) = home();
    let rewrites: [fn(&str) -> String; 2] = [
        |page| page.replace("</script>", "\n</script>").replace("</style>", "\n</style>"),
        |page| page.replace(">(function", " type=\"rewritten\">(function"),
    ];
    for rewrite in rewrites {
        let (home, []) = Setup::new().rewriting(rewrite).start();
        tv.visit(&home);
        signs_in_by_code(&home, &tv);
        assert_styled(&tv);
    }
}

#[test]
fn a_well_known_rewriter_is_asked_to_leave_the_scripts_alone() {
    let (_home, [tv]) = home();
    tv.open("");
    tv.code();
    let script = "return [...document.scripts].filter(it => !it.src && it.dataset.cfasync !== 'false').length";
    assert_eq!(tv.run(script, json!([])), 0);
}

#[test]
fn a_page_whose_scripts_never_run_says_so_by_itself() {
    let stop = |page: &str| page.replace("<script", "<script type=\"rewritten\"");
    let (_home, [tv]) = Setup::new().rewriting(stop).start();
    tv.open("");
    let said = || tv.look("#stuck", "getComputedStyle(element).visibility + element.textContent");
    until("the reason", || {
        said().is_some_and(|said| said.starts_with("visibleThis page could not start")).then_some(())
    });
}

#[test]
fn the_headers_of_jellyfins_own_nginx_page_are_fine() {
    let (home, [tv]) = Setup::new()
        .with_policy(NGINX)
        .with_header("Permissions-Policy", "accelerometer=(), camera=(), geolocation=(), microphone=(), usb=()")
        .with_header("X-Frame-Options", "SAMEORIGIN")
        .with_header("X-Content-Type-Options", "nosniff")
        .start();
    signs_in_by_code(&home, &tv);
    assert_styled(&tv);
    let icon = "return fetch(document.querySelector('link[rel=icon]:not([sizes])').href).then(
        answer => answer.headers.get('Content-Type'), error => String(error))";
    assert_eq!(tv.run(icon, json!([])), "image/svg+xml", "its picture in the tab");
}

#[test]
fn a_changed_configuration_is_seen_though_the_host_does_not_say_how_long_it_may_be_kept() {
    let (home, [tv]) = Setup::new()
        .with_config(r#"{ "name": "Before" }"#)
        .with_header("Cache-Control", "")
        .with_header("ETag", "")
        .with_header("Last-Modified", "Thu, 28 Nov 2024 12:00:00 GMT")
        .start();
    tv.open("");
    tv.wait_for_text(".brand", "Before");
    tv.code();
    for (name, is_reload) in [("After", false), ("Later", true)] {
        home.clear_faults();
        home.fault("/config.json", Fault::body(200, "application/json", format!(r#"{{ "name": "{name}" }}"#)), 1000);
        if is_reload {
            tv.reload();
        } else {
            tv.open("");
        }
        tv.wait_for_text(".brand", name);
        tv.code();
    }
}

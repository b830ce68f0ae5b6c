//! Pages that want a sign-in and are not meant to get one. Each was seen to get something while what stops it was taken out.

use fake_jellyfin::Fault;
use serde_json::json;

use super::outside::{Outside, PAGE, assert_refused, frame, heard, hears, home_for};
use crate::support::home::{Setup, until};

#[test]
fn an_origin_that_is_not_listed_gets_nothing_whatever_it_sends() {
    let (app, evil) = (Outside::new(), Outside::new());
    let (home, [tv]) = home_for(&[&app.origin()]);
    tv.go(&evil.origin());
    tv.run("const frame = show(arguments[0]); greet(() => frame.contentWindow)", json!([home.page()]));
    assert_refused(&tv, &home);
}

#[test]
fn with_an_empty_list_no_frame_can_sign_in() {
    let evil = Outside::new();
    let (home, [tv]) = home_for(&[]);
    frame(&tv, &evil, &home);
    assert_refused(&tv, &home);
}

#[test]
fn a_list_with_a_star_lets_nobody_in() {
    let evil = Outside::new();
    let port = evil.origin().rsplit(':').next().unwrap_or_default().to_owned();
    let (home, [tv]) = home_for(&["*", "http://*", &format!("http://*:{port}")]);
    tv.go(&evil.origin());
    tv.run("const frame = show(arguments[0]); greet(() => frame.contentWindow)", json!([home.page()]));
    assert_refused(&tv, &home);
}

#[test]
fn a_page_without_an_origin_gets_nothing_even_if_null_is_listed() {
    let config = r#"{ "embed": ["null"] }"#;
    // Chromium takes such a page for one of the internet, which may not reach this machine.
    let setup = Setup::new().with_config(config).with_flag("--disable-features=LocalNetworkAccessChecks");
    let (home, [tv]) = setup.start();
    tv.go(&format!("data:text/html,{}", PAGE.replace('\n', "").replace("utf-8", "").replace('%', "%25")));
    assert_eq!(tv.run("return origin", json!([])), "null");
    tv.run("const frame = show(arguments[0]); greet(() => frame.contentWindow)", json!([home.page()]));
    assert_refused(&tv, &home);
}

#[test]
fn a_listed_page_that_is_not_the_one_around_ours_cannot_greet_it_for_that_one() {
    let (app, evil) = (Outside::new(), Outside::new());
    let (home, [tv]) = home_for(&[&app.origin()]);
    tv.go(&evil.origin());
    tv.run("show(arguments[0]); show(arguments[1])", json!([home.page(), app.origin()]));
    tv.enter_frame(1);
    tv.run("greet(() => parent.frames[0])", json!([]));
    tv.leave_frame();
    assert_refused(&tv, &home);
}

#[test]
fn a_page_that_has_taken_the_place_of_the_one_that_greeted_gets_nothing() {
    let (app, evil) = (Outside::new(), Outside::new());
    let (home, [tv]) = home_for(&[&app.origin()]);
    tv.go(&app.origin());
    tv.run("window.open(arguments[0])", json!([format!("{}?embed#/login", home.page())]));
    assert!(hears(&tv, "code")["code"].is_string());
    tv.run("const to = arguments[0]; setTimeout(() => location = to)", json!([evil.origin()]));
    until("the other page", || tv.address().starts_with(&evil.origin()).then_some(()));
    until("its script", || (tv.run("return Array.isArray(window.heard)", json!([])) == true).then_some(()));
    tv.go_to_tab(1);
    home.approve(&tv.code());
    tv.hurry();
    tv.wait_for_text("#heading", "You are signed in");
    // What is sent later arrives later.
    tv.go_to_tab(0);
    tv.run(
        "return new Promise(done => { addEventListener('message', () => done()); postMessage({}, '*'); })",
        json!([]),
    );
    let heard = tv.run("return heard.filter(it => it.event && it.event !== 'hello')", json!([]));
    assert_eq!(heard, json!([]));
}

#[test]
fn a_message_that_asks_for_more_than_a_greeting_does_nothing() {
    let app = Outside::new();
    let (home, [tv]) = home_for(&[&app.origin()]);
    let other = home.television();
    frame(&tv, &app, &home);
    hears(&tv, "code");
    home.fault("/QuickConnect/Connect", Fault::Hang, 1000);
    let script = "
        for (const event of ['approve', 'signed-in', 'hello', 'cancelled', 'token']) {
            const message = { type: 'jellyfin-quick-connect', version: 1, event, code: arguments[0] };
            frames[0].postMessage(message, '*');
        }
        frames[0].postMessage('approve', '*');
        frames[0].postMessage(null, '*');";
    tv.run(script, json!([other]));
    tv.enter_frame(0);
    tv.run(
        "return new Promise(done => { addEventListener('message', () => done()); postMessage({}, '*'); })",
        json!([]),
    );
    assert!(tv.shows("#login #quick-connect-code"));
    tv.leave_frame();
    assert_eq!((home.approvals().len(), heard(&tv).len()), (0, 1));
}

#[test]
fn the_element_hears_its_own_frame_only() {
    let (app, evil) = (Outside::new(), Outside::new());
    let (home, [tv]) = home_for(&[&app.origin()]);
    tv.go(&app.origin());
    let script = "
        const script = document.createElement('script');
        script.src = arguments[0] + 'embed.js';
        document.head.append(script);
        window.events = [];
        const element = document.createElement('jellyfin-quick-connect');
        element.setAttribute('page', arguments[0]);
        element.addEventListener('code', () => events.push('code'));
        element.addEventListener('signed-in', () => events.push('signed-in'));
        document.body.append(element);
        show(arguments[1]);";
    tv.run(script, json!([home.page(), evil.origin()]));
    until("a code", || (tv.run("return events", json!([])) == json!(["code"])).then_some(()));
    // From a frame beside it, and from its own when that shows another page.
    let say = "
        const said = { type: 'jellyfin-quick-connect', version: 1, event: 'signed-in', token: 'of somebody else' };
        parent.postMessage(said, '*');";
    for frame in [1, 0] {
        if frame == 0 {
            let navigate = "const frame = document.querySelector('jellyfin-quick-connect iframe');
                return new Promise(done => { frame.onload = () => done(); frame.src = arguments[0]; })";
            tv.run(navigate, json!([evil.origin()]));
        }
        tv.enter_frame(frame);
        tv.run(say, json!([]));
        tv.leave_frame();
        until("the message", || {
            (tv.run("return heard.filter(it => it.token).length > 0", json!([])) == true).then_some(())
        });
        assert_eq!(tv.run("heard = []; return events", json!([])), json!(["code"]));
    }
}

//! `#/login?return=`: after the sign-in, back to where a person came from, on this origin only.

use serde_json::json;

use crate::support::home::{home, until};
use crate::support::jellyfin_web::{here, keep};

#[test]
fn after_the_sign_in_a_person_is_back_and_jellyfin_web_is_signed_in() {
    let (home, [tv]) = home();
    for link in ["/web/config.json?a=1+2#/x", "{origin}/web/config.json"] {
        let origin: Vec<&str> = home.page().split('/').take(3).collect();
        let origin = origin.join("/");
        let link = link.replace("{origin}", &origin);
        let encoded = tv.run("return encodeURIComponent(arguments[0])", json!([link]));
        tv.open(&format!("#/login?return={}", encoded.as_str().unwrap_or_default()));
        tv.code();
        // What is to follow outlives a reload.
        tv.reload();
        home.approve(&tv.code());
        tv.hurry();
        let expected = if link.starts_with("http") { link } else { format!("{origin}{link}") };
        until("the page to go back to", || (tv.address() == expected).then_some(()));
        assert!(tv.kept("jellyfin_credentials").contains(&home.token_of(&tv)));
        assert!(!tv.history().contains(&home.token_of(&tv)));
        tv.forget_kept();
    }
}

#[test]
fn no_link_leads_to_another_origin_or_runs_a_script() {
    let (home, [tv]) = home();
    let port = home.port();
    for link in [
        format!("http://localhost:{port}/web/"),
        "https://evil.example/".to_owned(),
        format!("//localhost:{port}/web/"),
        format!("/\\localhost:{port}/web/"),
        format!("\\\\localhost:{port}/web/"),
        format!("/\t/localhost:{port}/web/"),
        format!("http://127.0.0.1:{port}@localhost:{port}/"),
        "javascript:document.title='taken'".to_owned(),
        "data:text/html,x".to_owned(),
    ] {
        let encoded = tv.run("return encodeURIComponent(arguments[0])", json!([link]));
        tv.open(&format!("#/login?return={}", encoded.as_str().unwrap_or_default()));
        tv.enter("demo", "demo");
        tv.wait_for("#account");
        // Another page would be there before the server's answer is.
        until("the server's answer", || (!home.requests("/Users/Me").is_empty()).then_some(()));
        assert_eq!(tv.address(), format!("{}#/settings", home.page()), "{link}");
        assert_ne!(tv.run("return document.title", json!([])), "taken", "{link}");
        home.forget_seen();
        tv.forget_kept();
    }
}

#[test]
fn whoever_would_be_somebody_else_there_stays_here_and_is_told() {
    let (home, [tv]) = home();
    let its_own = home.with(|fake| fake.sign_in("demo", "jellyfins-own-page"));
    tv.open("");
    tv.code();
    keep(&tv, &[here(&home, &its_own)]);
    tv.open("#/login?return=%2Fweb%2Fconfig.json");
    tv.code();
    tv.enter("guest", "");
    tv.wait_for_text(".account .hint", "signed in here as somebody else");
    assert_eq!(tv.address(), format!("{}#/settings", home.page()));
    assert!(tv.kept("jellyfin_credentials").contains(&its_own));
}

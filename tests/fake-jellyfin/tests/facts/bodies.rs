//! How bodies are read and written.

use crate::calls::{bearing, get, initiate};
use fake_jellyfin::{Jellyfin, Request, Version};

#[test]
fn the_casing_is_chosen_by_the_client() {
    let mut fake = Jellyfin::default();
    let token = fake.sign_in("demo", "desk");
    let mut ask = |accept: &str| {
        let request = Request::get("/Users/Me").header("Accept", accept);
        let answer = fake.handle(&request.header("Authorization", &bearing(&token)));
        (answer.header("Content-Type").expect("a type").to_owned(), answer.json())
    };
    let (content_type, camel) = ask("application/json; profile=\"CamelCase\"");
    assert_eq!(content_type, "application/json; profile=\"CamelCase\"; charset=utf-8");
    assert_eq!(camel["policy"]["isAdministrator"], true);
    let (_, camel) = ask("*/*;q=0.1, application/json; profile=\"camelcase\"");
    assert_eq!(camel["policy"]["isAdministrator"], true);
    let (content_type, pascal) = ask("application/json; profile=\"PascalCase\"");
    assert_eq!(content_type, "application/json; profile=\"PascalCase\"; charset=utf-8");
    assert_eq!(pascal["Policy"]["IsAdministrator"], true);
    let sdk = "application/json,application/json; profile=CamelCase,application/json; profile=PascalCase,text/html";
    for plain in ["", "*/*", "application/json", "text/html", "application/json; profile=\"x\"", sdk] {
        let (content_type, answer) = ask(plain);
        assert_eq!(content_type, "application/json; charset=utf-8");
        assert_eq!(answer["Name"], "demo");
        assert_eq!(answer.get("PrimaryImageAspectRatio"), None);
    }
}

#[test]
fn a_body_is_read_the_way_net_reads_it() {
    let mut fake = Jellyfin::default();
    let mut errors = |content_type: &str, body: &str| {
        let mut request = Request::post("/Users/AuthenticateWithQuickConnect");
        request = request.header("Content-Type", content_type);
        request.body = body.as_bytes().to_vec();
        let answer = fake.handle(&request);
        let keys =
            answer.json()["errors"].as_object().map(|errors| errors.keys().cloned().collect::<Vec<_>>().join(" "));
        (answer.status, keys.unwrap_or_default())
    };
    let problem = |keys: &str| (400, keys.to_owned());
    assert_eq!(errors("text/plain", "{}"), (415, String::new()));
    assert_eq!(errors("", "{}"), (415, String::new()));
    assert_eq!(errors("application/json", ""), problem(" request"));
    assert_eq!(errors("application/json; charset=utf-8", "x"), problem("$ request"));
    assert_eq!(errors("application/x+json", "[]"), problem("$ request"));
    assert_eq!(errors("text/json", "{}"), problem("Secret"));
    assert_eq!(errors("text/json", r#"{"Secret":" "}"#), problem("Secret"));
    assert_eq!(errors("text/json", r#"{"Secret":{}}"#), problem("$.Secret"));
    assert_eq!(errors("text/json", r#"{"SECRET":12}"#), (404, String::new()));
}

#[test]
fn problems_of_10_8_are_written_in_the_old_way() {
    let mut fake = Jellyfin::new(Version::V10_8_13);
    let problem = get(&mut fake, "/QuickConnect/Connect", "").json();
    let names: Vec<&String> = problem.as_object().expect("an object").keys().collect();
    assert_eq!(names, ["type", "title", "status", "traceId", "errors"]);
    assert_eq!(problem["type"], "https://tools.ietf.org/html/rfc7231#section-6.5.1");
}

#[test]
fn the_same_seed_gives_the_same_codes() {
    let (mut one, mut two) = (Jellyfin::default(), Jellyfin::default());
    assert_eq!(initiate(&mut one), initiate(&mut two));
    one.seed(2);
    assert_ne!(initiate(&mut one), initiate(&mut two));
}

//! Ways in that only the administrator's text on the login page shows.

use serde_json::json;

use crate::support::home::Setup;

#[test]
fn a_form_or_a_path_in_the_administrators_text_is_a_link_below_the_server_and_nothing_else_is() {
    let text = "<form action=\"/sso/OID/start/home\"><button class=\"raised\">Sign in with SSO</button></form>
        [Help](/help/page) <a href=\"../sso/SAML/p/home\">Old way</a> <a href=\"https://example.org/a\">Elsewhere</a>
        <form action=\"/sso/two\"><input type=\"submit\" value=\"Second\"></form>
        <form action=\"javascript:alert(1)\"><button>One</button></form> <a href=\"//evil.example/\">Two</a>
        <a href=\"/\\evil.example/\">Three</a> <a href=\"evil.example/x\">Four</a> [Five](javascript:alert(1))";
    for base_path in ["", "/jellyfin"] {
        let (home, [tv]) = Setup::new()
            .with(|fake| {
                fake.set_base_path(base_path);
                fake.set_disclaimer(Some(text));
            })
            .start();
        tv.open("");
        tv.wait_for_text(".disclaimer", "Sign in with SSO");
        let links = "return [...document.querySelectorAll('.disclaimer a')].map(it => it.textContent + ' ' + it.href)";
        let base = format!("{}{base_path}", home.origin());
        let expected = json!([
            format!("Sign in with SSO {base}/sso/OID/start/home"),
            format!("Help {base}/help/page"),
            format!("Old way {base}/sso/SAML/p/home"),
            "Elsewhere https://example.org/a",
            format!("Second {base}/sso/two"),
        ]);
        assert_eq!(tv.run(links, json!([])), expected);
        for dead in ["One", "Two", "Three", "Four", "Five"] {
            tv.wait_for_text(".disclaimer", dead);
        }
    }
}

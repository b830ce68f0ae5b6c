//! Plain http: said beside the password where it would cross the internet, and never at home.

use fake_jellyfin::Jellyfin;
use fake_jellyfin::http::Server;

use crate::support::home::{Setup, home, until};

const SAID: &str = "This connection is not encrypted";

#[test]
fn plain_http_over_the_internet_is_said_beside_the_password() {
    let (home, [tv]) = home();
    tv.go(&home.page().replace("127.0.0.1", "attic.test"));
    tv.wait_for_text("#name-form", SAID);
    tv.code();
    assert!(!tv.shows("#encrypt"), "nothing answers by https");
}

#[test]
fn at_home_and_by_https_nothing_is_said() {
    let rules = "--host-resolver-rules=MAP attic.local 127.0.0.1, MAP attic 127.0.0.1, MAP nas.home.arpa 127.0.0.1, \
                 MAP attic.lan 127.0.0.1";
    let (home, [tv]) = Setup::new().with_flag(rules).start();
    for host in ["127.0.0.1", "localhost", "attic.local", "attic", "nas.home.arpa", "attic.lan"] {
        tv.go(&home.page().replace("127.0.0.1", host));
        tv.code();
        assert!(!tv.text("#name-form").contains(SAID), "{host}");
    }
    let (secure, [tv]) = Setup::new().secure().start();
    tv.go(&secure.page().replace("127.0.0.1", "attic.test"));
    tv.code();
    assert!(!tv.text("#name-form").contains(SAID));
}

#[test]
fn https_is_offered_where_the_same_server_answers() {
    let secure = Server::builder(Jellyfin::default()).tls().start().expect("a free port");
    let rules = format!("--host-resolver-rules=MAP attic.test:443 127.0.0.1:{}, MAP *.test 127.0.0.1", secure.port());
    let (home, [tv]) = Setup::new().with_flag(&rules).trusting(&secure).start();
    tv.go(&home.page().replace("127.0.0.1", "attic.test"));
    tv.code();
    tv.press("#encrypt");
    until("the encrypted page", || tv.address().starts_with("https://attic.test/web/").then_some(()));
}

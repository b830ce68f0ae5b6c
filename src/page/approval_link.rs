//! The link in a waiting device's QR code, with which a phone goes to approve the code. Knows which addresses a phone
//! cannot reach; does not draw.

use crate::jellyfin::code::Code;
use crate::page::route::Route;
use crate::server::address::Address;

/// The link to the settings of the page at this address, with the code filled in. None when no other device can reach the
/// page, because it is a file or comes from this machine.
#[must_use]
pub fn here(page: &str, code: Code) -> Option<String> {
    let page = page.split(['?', '#']).next().unwrap_or_default();
    is_reachable(page).then(|| format!("{page}{}?code={}", Route::Settings.hash(), code.digits()))
}

/// The link to the Quick Connect page of the server's own web client, with the code filled in. None when no other device
/// can reach the server.
#[must_use]
pub fn to_jellyfin(server: &Address, code: Code) -> Option<String> {
    let page = server.web_client();
    is_reachable(&page).then(|| format!("{page}#/quickconnect?code={}", code.digits()))
}

/// Whether another device could reach this address.
fn is_reachable(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once(':') else { return false };
    let authority = rest.trim_start_matches('/').split('/').next().unwrap_or_default();
    // An IPv6 address has colons of its own.
    let host = match authority.split_once(']') {
        Some((address, _)) => address,
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_this_machine = host.is_empty()
        || host.starts_with("127.")
        || matches!(host, "[::1" | "0.0.0.0" | "[::")
        || host.rsplit('.').next() == Some("localhost");
    scheme.starts_with("http") && !is_this_machine
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(page: &str) -> Option<String> {
        here(page, Code::parse("123456").unwrap())
    }

    #[test]
    fn the_link_leads_to_the_settings_of_the_same_page() {
        for (page, expected) in [
            ("http://192.168.1.10:8096/web/quick/", "http://192.168.1.10:8096/web/quick/#/settings?code=123456"),
            (
                "https://media.example.org/jellyfin/web/index.html?x=1#/login",
                "https://media.example.org/jellyfin/web/index.html#/settings?code=123456",
            ),
            ("http://tv/", "http://tv/#/settings?code=123456"),
            ("http://[fd00::2]:80/", "http://[fd00::2]:80/#/settings?code=123456"),
            ("http://127-rooms.example.org/", "http://127-rooms.example.org/#/settings?code=123456"),
        ] {
            assert_eq!(link(page).as_deref(), Some(expected));
        }
    }

    #[test]
    fn it_can_lead_to_the_servers_own_page_instead() {
        let link = |server: &str| to_jellyfin(&Address::parse(server).unwrap(), Code::parse("123456").unwrap());
        let expected = "https://media.example.org/jellyfin/web/index.html#/quickconnect?code=123456";
        assert_eq!(link("https://media.example.org/jellyfin").as_deref(), Some(expected));
        assert_eq!(link("http://localhost:8096"), None);
    }

    #[test]
    fn there_is_none_where_no_phone_gets_to() {
        for page in [
            "http://localhost:8096/web/",
            "http://tv.localhost/",
            "http://127.0.0.1:8096/",
            "http://127.1.2.3/",
            "http://[::1]:8096/",
            "http://0.0.0.0/",
            "file:///opt/app/index.html",
            "data:text/html,x",
            "about:blank",
            "",
        ] {
            assert_eq!(link(page), None, "{page}");
        }
    }
}

//! Where a link to the login says to go after the sign-in. Only a page of the same origin may say so: another one could
//! take a person to where they do not notice that they are.

/// The address to go to: the page's own origin and a path on it, put together from both. None if the link says anything
/// else.
#[must_use]
pub fn on_same_origin(page: &str, link: &str) -> Option<String> {
    let host = page.find("//")? + 2;
    let (origin, _) = page.split_at_checked(host + page[host..].find('/')?)?;
    let path = link.strip_prefix(origin).unwrap_or(link);
    // A browser reads a backslash as a slash, and passes over control characters.
    let is_path = path.starts_with('/')
        && !path.starts_with("//")
        && !path.chars().any(|character| character == '\\' || character.is_control());
    (origin.starts_with("http") && is_path).then(|| [origin, path].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://media.example.org/web/quick/?x#/login";

    #[test]
    fn a_path_or_an_address_of_the_same_origin_is_taken() {
        for (link, address) in [
            ("/web/index.html#/home?a=b", "https://media.example.org/web/index.html#/home?a=b"),
            ("https://media.example.org/app/?x=1+2", "https://media.example.org/app/?x=1+2"),
            ("/@evil.example/", "https://media.example.org/@evil.example/"),
            ("/?to=https://evil.example//", "https://media.example.org/?to=https://evil.example//"),
        ] {
            assert_eq!(on_same_origin(PAGE, link).as_deref(), Some(address));
        }
    }

    #[test]
    fn nothing_else_is() {
        for link in [
            "",
            "web/",
            "https://evil.example/",
            "https://media.example.org.evil.example/",
            "https://media.example.org@evil.example/",
            "https://media.example.org:8443/",
            "https://media.example.org//evil.example/",
            "http://media.example.org/",
            "//evil.example/",
            "/\\evil.example/",
            "\\\\evil.example/",
            "/web\\..\\",
            "/\t/evil.example/",
            "\n//evil.example/",
            "javascript:alert(1)",
            "data:text/html,x",
            "blob:https://media.example.org/x",
        ] {
            assert_eq!(on_same_origin(PAGE, link), None, "{link}");
        }
        for page in ["file:///opt/app/index.html", "about:blank", ""] {
            assert_eq!(on_same_origin(page, "/x"), None, "{page}");
        }
    }
}

//! Who is calling: the `Authorization` header, taken apart exactly as Jellyfin does it
//! (`AuthorizationContext`, 10.8 and later), and the other places where a token may be.

use crate::pipeline::message::Request;
use crate::pipeline::urlencoded::{Query, decode};
use crate::state::version::Version;

/// What the caller says about itself. A field that is missing is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Claims {
    pub(crate) client: String,
    pub(crate) device: String,
    pub(crate) device_id: String,
    pub(crate) version: String,
    pub(crate) token: String,
}

impl Claims {
    /// Reads all places that this release looks at. `legacy` is its `EnableLegacyAuthorization`.
    pub(crate) fn read(request: &Request, query: &Query, version: Version, legacy: bool) -> Self {
        let mut claims = Self::default();
        let scheme_and_rest = header_text(request, version, legacy).split_once(' ');
        if let Some((scheme, rest)) = scheme_and_rest
            && (scheme.eq_ignore_ascii_case("MediaBrowser") || legacy && scheme.eq_ignore_ascii_case("Emby"))
        {
            claims = Self::scan(rest);
        }
        let header = |name| request.header_value(name).filter(|_| legacy);
        let others = [
            header("X-Emby-Token"),
            header("X-MediaBrowser-Token"),
            query.get("ApiKey"),
            query.get("api_key").filter(|_| legacy),
        ];
        if claims.token.is_empty() {
            claims.token = others.into_iter().flatten().next().map_or_else(String::new, str::to_owned);
        }
        claims
    }

    /// One pass over what follows the scheme: a quotation mark turns quoting on or off, and outside
    /// of quotes `=` ends a key and `,` ends a pair. There is no escape for a quotation mark.
    fn scan(text: &str) -> Self {
        let mut claims = Self::default();
        let (mut quoted, mut key, mut start) = (false, "", 0);
        for (position, character) in text.char_indices() {
            match character {
                '"' => quoted = !quoted,
                '=' if !quoted => {
                    key = text[start..position].trim();
                    start = position + 1;
                }
                ',' if !quoted => {
                    claims.set(key, &text[start..position]);
                    key = "";
                    start = position + 1;
                }
                _ => {}
            }
        }
        claims.set(key, &text[start..]);
        claims
    }

    fn set(&mut self, key: &str, raw: &str) {
        let field = match key {
            "Client" => &mut self.client,
            "Device" => &mut self.device,
            "DeviceId" => &mut self.device_id,
            "Version" => &mut self.version,
            "Token" => &mut self.token,
            _ => return,
        };
        *field = decode(raw.trim_matches('"'));
    }

    /// Does it say everything that a sign-in needs?
    pub(crate) fn describe_a_device(&self) -> bool {
        let fields = [&self.client, &self.device, &self.device_id, &self.version];
        fields.iter().all(|field| !field.is_empty())
    }
}

fn header_text(request: &Request, version: Version, legacy: bool) -> &str {
    let plain = request.header_value("Authorization").unwrap_or_default();
    let emby = request.header_value("X-Emby-Authorization").filter(|_| legacy).unwrap_or_default();
    let (first, second) = if version.prefers_emby_header() { (emby, plain) } else { (plain, emby) };
    if first.is_empty() { second } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(text: &str) -> [String; 5] {
        let claims = Claims::scan(text);
        [claims.client, claims.device, claims.device_id, claims.version, claims.token]
    }

    #[test]
    fn headers_are_read_as_jellyfin_reads_them() {
        let cases: &[(&str, [&str; 5])] = &[
            (r#"Client="a", Device="b", DeviceId="c", Version="d", Token="e""#, ["a", "b", "c", "d", "e"]),
            (r#"Token="e",Version="d",Client="a""#, ["a", "", "", "d", "e"]),
            ("Client=a,Token=e", ["a", "", "", "", "e"]),
            (r#"Device="5" screen", DeviceId="c""#, ["", r#"5" screen", DeviceId="c"#, "", "", ""]),
            (r#"Client="a" , Device="b""#, [r#"a" "#, "b", "", "", ""]),
            (r#"Client = "a""#, [r#" "a"#, "", "", "", ""]),
            (r#"Client="a"; Device="b""#, ["", "", "", "", ""]),
            ("DeviceId=abc=1", ["", "", "", "", ""]),
            (r#"Client="a+b""#, ["a b", "", "", "", ""]),
            (r#"Device="100%""#, ["", "100%", "", "", ""]),
            (r#"Client="%2B%C3%A9%2C%22""#, [r#"+é,""#, "", "", "", ""]),
            (r#"client="a", Client="x", Client="y""#, ["y", "", "", "", ""]),
            (r#"Client="a, b", Token="""#, ["a, b", "", "", "", ""]),
            (r#"Client=""a"""#, ["a", "", "", "", ""]),
        ];
        for (text, expected) in cases {
            assert_eq!(scanned(text), expected.map(str::to_owned), "{text}");
        }
    }
}

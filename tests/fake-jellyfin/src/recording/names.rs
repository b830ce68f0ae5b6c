//! The names that stand for values which a server makes up: what each one means, and which values it can mean.

use std::collections::BTreeMap;

/// What the names of a recording stand for on one server.
#[derive(Clone, Debug, Default)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Says what a name stands for, such as `token:admin`.
    pub fn bind(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), value.to_owned());
    }

    /// The value that a name stands for.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Every name and its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A text with values in place of names.
    ///
    /// # Errors
    ///
    /// Names a placeholder that has no value yet.
    pub fn fill(&self, text: &str) -> Result<String, String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, name, after)) = first(rest) {
            let (plain, spaced) = name.strip_suffix("|spaced").map_or((name, false), |plain| (plain, true));
            let value = self.value(plain).ok_or_else(|| format!("nothing has said yet what {{{{{name}}}}} is"))?;
            filled += before;
            match value.split_at_checked(3).filter(|_| spaced) {
                Some((start, end)) => filled.extend([start, "%20", end]),
                None => filled += value,
            }
            rest = after;
        }
        Ok(filled + rest)
    }

    /// True if a server that said this said what was recorded. A name that stands here for the first time gets its
    /// value, which should be another one than those of its kind.
    pub(super) fn agree(&mut self, recorded: &str, said: &str) -> bool {
        let Some((before, name, after)) = first(recorded) else {
            return recorded == said;
        };
        let value = said.strip_prefix(before).and_then(|said| said.strip_suffix(after));
        let Some(value) = value.filter(|value| fits(name, value)) else {
            return false;
        };
        if !is_kept(name) {
            return true;
        }
        if let Some(known) = self.value(name) {
            return known == value;
        }
        let kind = kind(name);
        let taken = self.0.iter().any(|(other, known)| kind == self::kind(other) && known == value);
        self.bind(name, value);
        !taken
    }
}

/// What stands before the first name of a text, the name, and what stands behind it.
fn first(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (name, after) = rest.split_once("}}")?;
    Some((before, name, after))
}

fn kind(name: &str) -> &str {
    name.split(':').next().unwrap_or(name)
}

/// True if a name means the same value wherever it stands.
fn is_kept(name: &str) -> bool {
    name.contains(':') || matches!(name, "server" | "host name")
}

/// True if a value can be what the name stands for.
fn fits(name: &str, value: &str) -> bool {
    let is_hexadecimal = |length| value.len() == length && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_lower = value.bytes().all(|byte| !byte.is_ascii_uppercase());
    match kind(name) {
        "secret" => is_hexadecimal(64) && value.bytes().all(|byte| !byte.is_ascii_lowercase()),
        "code" => value.len() == 6 && value.bytes().all(|byte| byte.is_ascii_digit()) && !value.starts_with('0'),
        "token" | "id" | "tag" | "user" | "server" => is_hexadecimal(32) && is_lower,
        "date" => is_date(value),
        "trace" => has_shape(value, "00-################################-################-00"),
        "base" | "origin" => value.starts_with("http://") || value.starts_with("https://"),
        "problem type" => value.starts_with("https://tools.ietf.org/html/rfc"),
        "a page" => value.to_ascii_lowercase().contains("<html"),
        _ => !value.is_empty(),
    }
}

/// A .NET date in UTC.
pub(super) fn is_date(text: &str) -> bool {
    let Some((seconds, fraction)) = text.strip_suffix('Z').and_then(|text| text.split_at_checked(19)) else {
        return false;
    };
    let digits = fraction.strip_prefix('.').unwrap_or(fraction);
    has_shape(seconds, "####-##-##T##:##:##") && digits.len() <= 7 && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// `#` stands for a hexadecimal digit.
fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(byte, expected)| if expected == b'#' { u8::is_ascii_hexdigit(&byte) } else { byte == expected };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_the_value_that_it_had_first() {
        let mut names = Names::default();
        assert!(names.agree("{{code:9}}", "123456"));
        assert!(names.agree("{{code:9}}", "123456"));
        assert!(!names.agree("{{code:9}}", "654321"));
        assert!(!names.agree("{{code:10}}", "123456"));
        assert_eq!(names.value("code:10"), Some("123456"));
        assert_eq!(names.fill("?code={{code:9|spaced}}&x={{code:9}}").as_deref(), Ok("?code=123%20456&x=123456"));
        assert!(names.fill("{{secret:9}}").is_err());
    }

    #[test]
    fn a_value_has_the_shape_that_its_name_says() {
        let agree = |recorded: &str, said: &str| Names::default().agree(recorded, said);
        for (recorded, right, wrong) in [
            ("{{date}}", "2026-03-14T09:26:53.1234567Z", "2026-03-14"),
            ("{{trace}}", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-00", "00-0123"),
            ("{{token:1}}", "0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF"),
            ("{{origin}}/media", "http://127.0.0.1:8096/media", "http://127.0.0.1:8096"),
            ("{{a page}}", "<!DOCTYPE html><html>", "Not ready."),
            ("attic", "attic", "Attic"),
        ] {
            assert!(agree(recorded, right) && !agree(recorded, wrong), "{recorded}");
        }
    }
}

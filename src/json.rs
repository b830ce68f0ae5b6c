//! JSON, as far as Jellyfin needs it: reading a text into a tree and writing one. Our own, because the library for it
//! takes 9 kB brotli of a program that may have 80 (measured); a test holds it against that library.
//! Numbers stay the text that they are: nothing here calculates with them.

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Flag(bool),
    /// A number, as it is written.
    Number(String),
    /// A string, unescaped.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, its members in the order in which they are written.
    Object(Vec<(String, Json)>),
}

/// How deep values may be nested: Jellyfin's are at most 6 deep, and recursion has to end.
const DEEPEST: u32 = 64;

impl Json {
    /// Reads a text that is one JSON value and nothing else; none when it is not.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text.as_bytes() };
        let value = reader.value(0)?;
        reader.skip_space();
        reader.rest.is_empty().then_some(value)
    }

    /// The member of that name, in any case: Jellyfin writes `PascalCase`, and `camelCase` while it starts. None when
    /// there is none, and when this is no object.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        let found = members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    }

    /// The text of the member of that name, if it is one and not empty.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        match self.member(name)? {
            Self::Text(text) if !text.is_empty() => Some(text.clone()),
            _ => None,
        }
    }

    /// Whether the member of that name is `true` or `false`, if it is one of them.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.member(name)? {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The value as JSON, without spaces. What was read from such a text is written as the same text, but for escapes
    /// that a text did not need.
    #[must_use]
    pub fn written(&self) -> String {
        let mut written = String::new();
        self.write(&mut written);
        written
    }

    fn write(&self, written: &mut String) {
        match self {
            Self::Null => written.push_str("null"),
            Self::Flag(true) => written.push_str("true"),
            Self::Flag(false) => written.push_str("false"),
            Self::Number(number) => written.push_str(number),
            Self::Text(text) => write_text(written, text),
            Self::List(items) => {
                written.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        written.push(',');
                    }
                    item.write(written);
                }
                written.push(']');
            }
            Self::Object(members) => {
                written.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    if index > 0 {
                        written.push(',');
                    }
                    write_text(written, name);
                    written.push(':');
                    value.write(written);
                }
                written.push('}');
            }
        }
    }
}

/// Where in a text that is one JSON object the `true` or `false` of a member stands, whose name is in any case. None when
/// the text is anything else, when there is no such member or more than one, and when it is neither.
#[must_use]
pub fn flag_place(text: &str, name: &str) -> Option<std::ops::Range<usize>> {
    let mut reader = Reader { rest: text.as_bytes() };
    reader.skip_space();
    if reader.rest.first() != Some(&b'{') {
        return None;
    }
    let mut found = Vec::new();
    reader.sequence(b'}', |reader| {
        reader.skip_space();
        let is_wanted = reader.text()?.eq_ignore_ascii_case(name);
        reader.skip_space();
        reader.take(b':')?;
        reader.skip_space();
        let start = text.len() - reader.rest.len();
        let is_flag = matches!(reader.value(1)?, Json::Flag(_));
        if is_wanted {
            found.push(is_flag.then_some(start..text.len() - reader.rest.len()));
        }
        Some(())
    })?;
    reader.skip_space();
    match found.as_slice() {
        [Some(place)] if reader.rest.is_empty() => Some(place.clone()),
        _ => None,
    }
}

/// An object of texts, written.
#[must_use]
pub fn object_of_texts(members: &[(&str, &str)]) -> String {
    let members = members.iter().map(|(name, value)| ((*name).to_owned(), Json::Text((*value).to_owned())));
    Json::Object(members.collect()).written()
}

/// A list of values that are written already.
#[must_use]
pub fn list_of(values: impl Iterator<Item = String>) -> String {
    let values: Vec<_> = values.collect();
    format!("[{}]", values.join(","))
}

fn write_text(written: &mut String, text: &str) {
    written.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                written.push('\\');
                written.push(character);
            }
            '\0'..='\x1f' => {
                written.push_str("\\u00");
                for half in [character as u32 >> 4, character as u32 & 15] {
                    written.push(char::from_digit(half, 16).unwrap_or('0'));
                }
            }
            _ => written.push(character),
        }
    }
    written.push('"');
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn value(&mut self, depth: u32) -> Option<Json> {
        self.skip_space();
        match self.rest.first()? {
            b'{' if depth < DEEPEST => self.object(depth),
            b'[' if depth < DEEPEST => self.list(depth),
            b'"' => self.text().map(Json::Text),
            b'-' | b'0'..=b'9' => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Option<Json> {
        for (word, value) in [("true", Json::Flag(true)), ("false", Json::Flag(false)), ("null", Json::Null)] {
            if let Some(rest) = self.rest.strip_prefix(word.as_bytes()) {
                self.rest = rest;
                return Some(value);
            }
        }
        None
    }

    fn object(&mut self, depth: u32) -> Option<Json> {
        let mut members = Vec::new();
        self.sequence(b'}', |reader| {
            reader.skip_space();
            let name = reader.text()?;
            reader.skip_space();
            reader.take(b':')?;
            members.push((name, reader.value(depth + 1)?));
            Some(())
        })?;
        Some(Json::Object(members))
    }

    fn list(&mut self, depth: u32) -> Option<Json> {
        let mut items = Vec::new();
        self.sequence(b']', |reader| {
            items.push(reader.value(depth + 1)?);
            Some(())
        })?;
        Some(Json::List(items))
    }

    /// Past the opening bracket: items between commas, up to the closing one.
    fn sequence(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.rest = self.rest.get(1..)?;
        self.skip_space();
        if self.take(close).is_some() {
            return Some(());
        }
        loop {
            item(self)?;
            self.skip_space();
            if self.take(close).is_some() {
                return Some(());
            }
            self.take(b',')?;
        }
    }

    fn number(&mut self) -> Option<Json> {
        let whole = self.rest;
        let _ = self.take(b'-');
        if self.take(b'0').is_none() {
            self.digits()?;
        }
        if self.take(b'.').is_some() {
            self.digits()?;
        }
        if self.take(b'e').or_else(|| self.take(b'E')).is_some() {
            let _ = self.take(b'+').or_else(|| self.take(b'-'));
            self.digits()?;
        }
        let length = whole.len() - self.rest.len();
        String::from_utf8(whole.get(..length)?.to_vec()).ok().map(Json::Number)
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let count = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.rest = self.rest.get(count..)?;
        (count > 0).then_some(())
    }

    fn text(&mut self) -> Option<String> {
        self.take(b'"')?;
        let mut bytes = Vec::new();
        loop {
            match self.next()? {
                b'"' => return String::from_utf8(bytes).ok(),
                b'\\' => {
                    let character = self.escape()?;
                    bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                }
                0..=0x1f => return None,
                byte => bytes.push(byte),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            plain @ (b'"' | b'\\' | b'/') => char::from(plain),
            _ => return None,
        })
    }

    /// Four hexadecimal digits; characters beyond 16 bits come as a pair of surrogates.
    fn unicode(&mut self) -> Option<char> {
        let first = self.unit()?;
        if first & 0xfc00 != 0xd800 {
            return char::from_u32(first);
        }
        self.take(b'\\')?;
        self.take(b'u')?;
        let second = self.unit()?;
        if second & 0xfc00 != 0xdc00 {
            return None;
        }
        char::from_u32(0x10000 + ((first & 0x3ff) << 10) + (second & 0x3ff))
    }

    fn unit(&mut self) -> Option<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit << 4 | char::from(self.next()?).to_digit(16)?;
        }
        Some(unit)
    }

    fn skip_space(&mut self) {
        while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }

    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn take(&mut self, wanted: u8) -> Option<()> {
        self.rest = self.rest.strip_prefix(&[wanted])?;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same value as the library reads it.
    fn by_library(text: &str) -> Option<Json> {
        fn convert(value: serde_json::Value) -> Json {
            match value {
                serde_json::Value::Null => Json::Null,
                serde_json::Value::Bool(flag) => Json::Flag(flag),
                serde_json::Value::Number(number) => Json::Number(number.to_string()),
                serde_json::Value::String(text) => Json::Text(text),
                serde_json::Value::Array(items) => Json::List(items.into_iter().map(convert).collect()),
                serde_json::Value::Object(members) => {
                    Json::Object(members.into_iter().map(|(name, value)| (name, convert(value))).collect())
                }
            }
        }
        serde_json::from_str(text).ok().map(convert)
    }

    const SAMPLES: [&str; 12] = [
        r#"{"Code":"583204","Authenticated":false,"Date":"2026-08-22T18:00:03.1245531Z"}"#,
        r#" [ 1 , -0 , 12.5 , [ ] , { } , null , true , "" ] "#,
        r#""\u0000\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t é 😀""#,
        r#"{"a":{"b":{"c":[[["d"]]]}}}"#,
        "true",
        "\"Unknown secret\"",
        "0",
        "{\"a\":1,}",
        "[1 2]",
        "\"\\ud83d\"",
        "01",
        "{\"a\":truefalse}",
    ];

    #[test]
    fn it_reads_what_the_library_reads_and_refuses_what_it_refuses() {
        for sample in SAMPLES {
            assert_eq!(Json::read(sample), by_library(sample), "{sample}");
        }
    }

    /// Every sample, cut off at every place and with every byte replaced by every one of a troublesome few.
    #[test]
    fn damaged_texts_are_read_as_the_library_reads_them() {
        let mut compared = 0;
        for sample in SAMPLES {
            for place in (0..sample.len()).filter(|place| sample.is_char_boundary(*place)) {
                let rest = &sample[place..];
                let after = rest.chars().next().map_or("", |first| &rest[first.len_utf8()..]);
                let mut damaged = vec![sample[..place].to_owned()];
                for byte in ["\"", "\\", "{", "}", "[", "]", ",", ":", "u", "d", "0", "-", ".", "\u{1}", "\u{e9}", ""] {
                    damaged.push(format!("{}{byte}{after}", &sample[..place]));
                }
                for text in damaged {
                    assert_eq!(Json::read(&text), by_library(&text), "{text:?}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 4000, "{compared}");
    }

    #[test]
    fn nesting_without_end_is_refused() {
        for open in ["[", "{\"a\":"] {
            assert_eq!(Json::read(&open.repeat(100_000)), None);
        }
    }

    #[test]
    fn members_are_found_in_any_case_and_by_kind() {
        let value = Json::read(r#"{"Code":"123456","authenticated":true,"User":{"NAME":"demo"},"Empty":""}"#).unwrap();
        assert_eq!(value.text("code").as_deref(), Some("123456"));
        assert_eq!(value.flag("Authenticated"), Some(true));
        assert_eq!(value.member("user").unwrap().text("Name").as_deref(), Some("demo"));
        assert_eq!(value.text("Empty"), None);
        assert_eq!(value.text("Authenticated"), None);
        assert_eq!(Json::Null.member("Code"), None);
    }

    #[test]
    fn a_value_is_written_as_the_library_reads_it() {
        let mut compared = 0;
        for sample in SAMPLES {
            let Some(value) = Json::read(sample) else { continue };
            assert_eq!(by_library(&value.written()).as_ref(), Some(&value), "{sample}");
            compared += 1;
        }
        assert_eq!(compared, 7);
        let exact = r#"{"a":[12.50,-0,1e400,null,true,false,{},[],"\u0001\"é"],"":""}"#;
        assert_eq!(Json::read(exact).unwrap().written(), exact);
    }

    #[test]
    fn what_is_written_is_read_back_by_the_library() {
        let odd = "a\"b\\c\n\u{1}\u{7f}é😀\u{2028}";
        let written = object_of_texts(&[("Username", odd), ("Pw", "")]);
        let read: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read, serde_json::json!({"Username": odd, "Pw": ""}));
    }
}

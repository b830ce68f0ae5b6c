//! JSON with serde, for answers and for what the browser keeps. A member that is missing, `null` or of the wrong type
//! counts as absent, so that one odd member does not cost the whole answer: [`Lenient`] is for that. [`Members`] is for
//! objects that are written back, and keeps what is not known here.

use std::fmt;

use serde::de::{DeserializeOwned, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// Reads a text that is one JSON object and nothing else.
pub(crate) fn object<T: DeserializeOwned>(text: &str) -> Option<T> {
    // serde would also take a list, by position.
    if !text.trim_start().starts_with('{') {
        return None;
    }
    serde_json::from_str(text).ok()
}

/// Reads a text that is one JSON list and nothing else. Items that cannot be read are left out.
pub(crate) fn objects<T: DeserializeOwned>(text: &str) -> Option<Vec<T>> {
    let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    Some(items.into_iter().filter_map(|item| object(item.get())).collect())
}

/// Whether a text is JSON of any kind.
pub(crate) fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Writes a value. None of ours can fail.
pub(crate) fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The same JSON with every member's name in `PascalCase`, as Jellyfin writes them. `camelCase` comes from the small server
/// that answers while 10.11 and later start (`Jellyfin.Server/ServerSetupApp/SetupServer.cs`), and from every release
/// when an `Accept` header asks for it (`JsonDefaults.cs`), which a proxy may change.
pub(crate) fn pascal_case(json: &str) -> String {
    let mut renamed = json.to_owned();
    let mut rest = json;
    while let Some((_, string)) = rest.split_once('"') {
        let start = json.len() - string.len();
        rest = after_string(string);
        if rest.trim_start().starts_with(':')
            && let Some(first) = renamed.get_mut(start..=start)
        {
            first.make_ascii_uppercase();
        }
    }
    renamed
}

/// What follows the quote that ends a string.
fn after_string(string: &str) -> &str {
    let mut is_escaped = false;
    let end = string.find(|character| {
        let is_end = character == '"' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        is_end
    });
    end.map_or("", |end| &string[end + 1..])
}

/// A member that becomes its default when it is `null` or of the wrong type; `#[serde(default)]` covers a missing one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Lenient<T>(pub T);

/// A text; an empty one is as good as none.
pub(crate) type Text = Lenient<String>;

/// `true`, `false`, or not said.
pub(crate) type Flag = Lenient<Option<bool>>;

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = <&RawValue>::deserialize(deserializer)?;
        Ok(Self(serde_json::from_str(value.get()).unwrap_or_default()))
    }
}

impl Text {
    /// The text, if there is something in it.
    pub(crate) fn filled(self) -> Option<String> {
        Some(self.0).filter(|text| !text.is_empty())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// The members of an object, in their order, each value exactly as it is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members<'a>(pub Vec<(String, &'a RawValue)>);

impl<'a> Members<'a> {
    /// Reads a text that is one JSON object and nothing else.
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The value of that name. Of several the last counts, as in a browser.
    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| *value)
    }

    /// The text of that name, if it is one and not empty.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        serde_json::from_str::<Text>(self.get(name)?.get()).ok()?.filled()
    }

    /// Appends these members, in place of any others with the same names.
    pub(crate) fn put(&mut self, members: Members<'a>) {
        self.0.retain(|(name, _)| members.get(name).is_none());
        self.0.extend(members.0);
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Members::default();
                while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                    // RawValue does not look into escapes, and one may be half a character, which no text can hold.
                    if value.get().starts_with('"') && serde_json::from_str::<String>(value.get()).is_err() {
                        return Err(A::Error::custom("not a text"));
                    }
                    members.0.push((name, value));
                }
                Ok(members)
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, *value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(rename_all = "PascalCase", default)]
    struct Sample {
        code: Text,
        authenticated: Flag,
        user: Lenient<Inner>,
    }

    #[derive(Clone, Debug, Default, PartialEq, Deserialize)]
    #[serde(rename_all = "PascalCase", default)]
    struct Inner {
        name: Text,
    }

    fn sample(text: &str) -> Option<(String, Option<bool>, String)> {
        let Sample { code, authenticated, user } = object(&pascal_case(text))?;
        Some((code.0, authenticated.0, user.0.name.0))
    }

    #[test]
    fn what_is_no_object_is_not_read_as_one() {
        let read = SAMPLES.map(|text| (sample(text).is_some(), Members::read(text).is_some()));
        let is_object = SAMPLES.map(|text| {
            let value: Result<serde_json::Value, _> = serde_json::from_str(text);
            let is_object = value.is_ok_and(|value| value.is_object());
            (is_object, is_object)
        });
        assert_eq!(read, is_object);
        assert!(SAMPLES[..7].iter().all(|text| is_json(text)));
    }

    /// Every sample, cut off at every place and with every character replaced by every one of a troublesome few.
    #[test]
    fn damaged_texts_are_read_only_where_they_are_json() {
        let mut compared = 0;
        for sample in SAMPLES {
            for (place, character) in sample.char_indices() {
                let (before, after) = (&sample[..place], &sample[place + character.len_utf8()..]);
                let mut damaged = vec![before.to_owned()];
                for other in ["\"", "\\", "{", "}", "[", "]", ",", ":", "u", "d", "0", "-", ".", "\u{1}", "\u{e9}", ""]
                {
                    damaged.push(format!("{before}{other}{after}"));
                }
                for text in damaged {
                    let value: Option<serde_json::Value> = serde_json::from_str(&text).ok();
                    // Only half a character in an escape is passed over.
                    assert!(is_json(&text) == value.is_some() || text.contains("\\ud"), "{text:?}");
                    let names = |text: &str| Members::read(text).map(|members| members.0.len());
                    let object = value.as_ref().and_then(|value| value.as_object());
                    assert_eq!(names(&text).is_some(), object.is_some(), "{text:?}");
                    assert_eq!(names(&pascal_case(&text)), names(&text), "{text:?}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 4000, "{compared}");
    }

    #[test]
    fn nesting_without_end_is_refused() {
        for open in ["[", "{\"a\":", "{\"User\":", "{\"User\":["] {
            let deep = open.repeat(100_000);
            assert!(!is_json(&deep) && sample(&deep).is_none() && Members::read(&deep).is_none(), "{open}");
            assert!(objects::<Inner>(&deep).is_none(), "{open}");
        }
        let closed = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(sample(&format!(r#"{{"Code":"1","User":{closed}}}"#)), Some(("1".into(), None, String::new())));
    }

    #[test]
    fn members_are_found_in_both_cases_and_only_those_of_the_right_type() {
        let read = |text, code: &str, flag, name: &str| {
            assert_eq!(sample(text), Some((code.to_owned(), flag, name.to_owned())), "{text}");
        };
        read(r#"{"Code":"123456","Authenticated":true,"User":{"Name":"demo"}}"#, "123456", Some(true), "demo");
        read(r#"{"code":"code\":1","authenticated":false,"user" : {"name":"demo"}}"#, "code\":1", Some(false), "demo");
        read(r#"{"Code":null,"Authenticated":"true","User":null,"Other":[{"x":{}}]}"#, "", None, "");
        read(r#"{"Code":["1"],"Authenticated":1,"User":{"Name":{}}}"#, "", None, "");
        read("{}", "", None, "");
        assert_eq!(sample(r#"["123456",true]"#), None);
        assert_eq!(Text::from("").filled(), None);
        let listed: Vec<Inner> = objects(r#"[7,{"Name":"a"},null,["b"],{"Name":1}]"#).unwrap();
        assert_eq!(listed.into_iter().map(|it| it.name.0).collect::<Vec<_>>(), ["a", ""]);
    }

    #[test]
    fn members_are_written_as_they_were_read() {
        let exact = r#"{"a":[12.50,-0,1e400,null,true,false,{},[],"\u0001\"é\/"],"":"","b": 1E+2}"#;
        let mut members = Members::read(exact).unwrap();
        assert_eq!(written(&members), exact.replace(": ", ":"));
        members.put(Members::read(r#"{"a":1,"c":"x"}"#).unwrap());
        assert_eq!(written(&members), r#"{"":"","b":1E+2,"a":1,"c":"x"}"#);
        let twice = Members::read(r#"{"a":"1","a":"2","b":2}"#).unwrap();
        assert_eq!((twice.text("a").as_deref(), twice.text("b"), twice.text("c")), (Some("2"), None, None));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let odd = "a\"b\\c\n\u{1}\u{7f}é😀\u{2028}";
        let sample = written(&std::collections::BTreeMap::from([("Name", odd)]));
        assert_eq!(object::<Inner>(&sample).unwrap().name.0, odd);
    }
}

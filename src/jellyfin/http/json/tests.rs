//! Good, odd and damaged JSON.

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
            for other in ["\"", "\\", "{", "}", "[", "]", ",", ":", "u", "d", "0", "-", ".", "\u{1}", "\u{e9}", ""] {
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

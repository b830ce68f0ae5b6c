//! The server's configuration, of which this client knows one switch: Quick Connect on or off.
//!
//! Writing the configuration replaces all of it. What a body leaves out goes back to its default, even the mark that the
//! set-up is finished, and then anybody could set the server up anew. So the text that was read is sent back byte for
//! byte, with one word changed in it.

use super::http::json::Members;
use super::http::{Call, Lost, Method, Reply};
use crate::jellyfin::device::Device;
use crate::jellyfin::secret::Token;

/// The switch's name.
const SWITCH: &str = "QuickConnectAvailable";

/// A configuration as the server wrote it, with the place of the switch in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Configuration {
    text: String,
    switch: std::ops::Range<usize>,
}

impl Configuration {
    /// Finds the switch in a configuration's text. None when it is not there exactly once, when it is neither on nor
    /// off, and when a byte of the text was lost on the way.
    #[must_use]
    pub fn of(text: String) -> Option<Self> {
        if text.contains(char::REPLACEMENT_CHARACTER) {
            return None;
        }
        let members = Members::read(&text)?;
        let mut switches = members.0.iter().filter(|(name, _)| name.eq_ignore_ascii_case(SWITCH));
        let (Some((_, value)), None) = (switches.next(), switches.next()) else { return None };
        let value = value.get();
        if !matches!(value, "true" | "false") {
            return None;
        }
        // The value is borrowed from the text, so the distance of the two is its place.
        let start = value.as_ptr() as usize - text.as_ptr() as usize;
        let switch = start..start + value.len();
        Some(Self { text, switch })
    }

    /// Whether Quick Connect is on.
    #[must_use]
    pub fn is_on(&self) -> bool {
        &self.text[self.switch.clone()] == "true"
    }

    /// The same text with the switch set.
    #[must_use]
    pub fn switched(&self, on: bool) -> String {
        let mut text = self.text.clone();
        text.replace_range(self.switch.clone(), if on { "true" } else { "false" });
        text
    }
}

/// Asks for the configuration.
#[must_use]
pub fn configuration(device: &Device, token: &Token) -> Call {
    Call::new(Method::Get, "/System/Configuration").in_session(device, token)
}

/// Reads the answer to [`configuration`].
///
/// # Errors
/// Why there is none that could be changed and sent back.
pub fn read_configuration(reply: Reply) -> Result<Configuration, Lost> {
    let answer = reply?;
    match answer.status {
        200 => Configuration::of(answer.body).ok_or(Lost::Garbled),
        _ => Err(answer.unexpected()),
    }
}

/// Sends a configuration back with the switch set. For administrators only.
#[must_use]
pub fn switch(configuration: &Configuration, on: bool, device: &Device, token: &Token) -> Call {
    let call = Call::new(Method::Post, "/System/Configuration").in_session(device, token);
    Call { body: Some(configuration.switched(on)), ..call }
}

/// Reads the answer to [`switch`].
///
/// # Errors
/// Why it may not have been written.
pub fn read_switched(reply: Reply) -> Result<(), Lost> {
    let answer = reply?;
    if answer.status == 204 { Ok(()) } else { Err(answer.unexpected()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers from a seed, the same on every machine.
    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).unwrap() % limit
        }

        fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
            from[self.below(from.len())]
        }
    }

    /// Values that a reader who writes back what it understood would change.
    const ODD: [&str; 19] = [
        "null",
        "0",
        "-0",
        "1.0",
        "1.50",
        "1e400",
        "1E+2",
        "123456789012345678901234567890",
        "0.1000000000000000055511151231257827",
        r#""""#,
        r#""\u0041\u00e9\ud83d\ude00\/\b\f""#,
        r#""QuickConnectAvailable\":true""#,
        r#""\"QuickConnectAvailable\":true,""#,
        "\"é😀\u{7f}\u{2028}\"",
        r#"{"QuickConnectAvailable":true}"#,
        r#"[{"QuickConnectAvailable" : false}, null, []]"#,
        "{}",
        "[ ]",
        "true",
    ];

    const SPACE: [&str; 5] = ["", "", " ", "\r\n\t", "  "];

    /// The text before the switch's value and the text behind it.
    fn around(random: &mut Random) -> (String, String) {
        let mut text = format!("{}{{", random.pick(&SPACE));
        let members = 1 + random.below(9);
        let place = random.below(members);
        let mut before = None;
        for member in 0..members {
            text.push_str(random.pick(&SPACE));
            if member == place {
                text.push_str("\"QuickConnectAvailable\"");
            } else {
                text.push_str(random.pick(&["\"ServerName\"", "\"\"", "\"Unknown\\u0020one\"", "\"QuickConnect\""]));
            }
            text.push_str(random.pick(&SPACE));
            text.push(':');
            text.push_str(random.pick(&SPACE));
            if member == place {
                before = Some(std::mem::take(&mut text));
            } else {
                text.push_str(random.pick(&ODD));
            }
            text.push_str(random.pick(&SPACE));
            if member + 1 < members {
                text.push(',');
            }
        }
        text.push('}');
        text.push_str(random.pick(&SPACE));
        (before.unwrap(), text)
    }

    #[test]
    fn all_but_the_one_value_is_written_back_as_it_was_read() {
        let mut random = Random(1);
        for _ in 0..20_000 {
            let (before, behind) = around(&mut random);
            for was in ["true", "false"] {
                let text = format!("{before}{was}{behind}");
                let configuration = Configuration::of(text.clone()).unwrap_or_else(|| panic!("no switch in {text}"));
                assert_eq!(configuration.is_on(), was == "true", "{text}");
                for on in [true, false] {
                    assert_eq!(configuration.switched(on), format!("{before}{on}{behind}"), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_text_whose_switch_is_in_doubt_is_not_written_back() {
        for text in [
            "",
            "true",
            "{}",
            "[]",
            r#"{"Nested":{"QuickConnectAvailable":true}}"#,
            r#"{"QuickConnectAvailable":null}"#,
            r#"{"QuickConnectAvailable":"true"}"#,
            r#"{"QuickConnectAvailable":true,"QuickConnectAvailable":true}"#,
            r#"{"QuickConnectAvailable":true,"quickconnectavailable":false}"#,
            r#"{"QuickConnectAvailable":true"#,
            r#"{"QuickConnectAvailable":true} x"#,
            "{\"QuickConnectAvailable\":true,\"Name\":\"\u{fffd}\"}",
        ] {
            assert!(Configuration::of(text.into()).is_none(), "{text}");
        }
    }

    #[test]
    fn the_switch_is_found_in_any_case() {
        assert!(Configuration::of(r#"{"quickConnectAvailable":true}"#.into()).unwrap().is_on());
    }
}

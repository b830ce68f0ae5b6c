//! Objects of which only a part is known here, and which are written back as they were.

use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::Text;

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

//! JSON with serde, for answers and for what the browser keeps. A member that is missing, `null` or of the wrong type
//! counts as absent, so that one odd member does not cost the whole answer: [`Lenient`] is for that. [`Members`] is for
//! objects that are written back, and keeps what is not known here.

mod members;
#[cfg(test)]
mod tests;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

pub(crate) use members::Members;

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

impl From<Option<&str>> for Text {
    fn from(text: Option<&str>) -> Self {
        text.unwrap_or_default().into()
    }
}

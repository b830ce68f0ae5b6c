//! The `Authorization` header: who is calling. Jellyfin splits it at commas and quotes, knows no escapes, and URL-decodes
//! each value. So every value is sent percent-encoded and in quotes, which also keeps it ASCII, as `fetch` wants it.
//! The token travels nowhere else: 12.0 ignores it in other headers and in most query parameters.

use super::http::{Call, percent_encoded};
use crate::jellyfin::device::Device;
use crate::jellyfin::secret::Token;

/// This client's name in the server's list of devices.
pub const CLIENT: &str = "Jellyfin Quick Connect";

/// This client's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The header for a device that is not signed in, which asking for a code and signing in by name need.
#[must_use]
pub fn for_device(device: &Device) -> String {
    format!(
        "MediaBrowser Client=\"{}\", Device=\"{}\", DeviceId=\"{}\", Version=\"{}\"",
        percent_encoded(CLIENT),
        percent_encoded(&device.name),
        percent_encoded(&device.id),
        percent_encoded(VERSION),
    )
}

/// The header for a device that is signed in.
#[must_use]
pub fn for_session(device: &Device, token: &Token) -> String {
    format!("{}, Token=\"{}\"", for_device(device), percent_encoded(token.reveal()))
}

/// The header for a token of another client. It names no device: the server would take that client's device for this one.
#[must_use]
pub fn for_token(token: &Token) -> String {
    format!("MediaBrowser Token=\"{}\"", percent_encoded(token.reveal()))
}

impl Call {
    /// From a device that is not signed in.
    pub(super) fn by_device(self, device: &Device) -> Self {
        Self { authorization: Some(for_device(device)), ..self }
    }

    /// From a device that is signed in.
    pub(super) fn in_session(self, device: &Device, token: &Token) -> Self {
        Self { authorization: Some(for_session(device, token)), has_token: true, ..self }
    }

    /// With a token of another client.
    pub(super) fn with_token(self, token: &Token) -> Self {
        Self { authorization: Some(for_token(token)), has_token: true, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_is_percent_encoded_and_quoted() {
        let device = Device { id: "tv-0f3b6b0e".into(), name: "Bob’s 5\" TV, kitchen".into() };
        let expected = format!(
            "MediaBrowser Client=\"Jellyfin%20Quick%20Connect\", Device=\"Bob%E2%80%99s%205%22%20TV%2C%20kitchen\", \
             DeviceId=\"tv-0f3b6b0e\", Version=\"{VERSION}\""
        );
        assert_eq!(for_device(&device), expected);
        assert_eq!(for_session(&device, &Token::new("c1d2")), format!("{expected}, Token=\"c1d2\""));
        assert_eq!(for_token(&Token::new("c1d2")), "MediaBrowser Token=\"c1d2\"");
    }
}

//! Values that must not be shown. They have no `Display`, their `Debug` hides the text, and the only way to read it has a
//! loud name. Whoever calls `reveal` answers for where the text goes.

use std::fmt;

macro_rules! hidden {
    ($(#[$meaning:meta])* $name:ident) => {
        $(#[$meaning])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Hides `text` from here on.
            #[must_use]
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text itself, for the request that needs it and for this browser's storage. For nothing else.
            #[must_use]
            pub fn reveal(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(hidden)"))
            }
        }
    };
}

hidden! {
    /// What the server hands out with a code, 64 hexadecimal digits. Whoever has it can redeem the approval.
    Secret
}

hidden! {
    /// Jellyfin's access token. Whoever has it is signed in.
    Token
}

hidden! {
    /// A password, as a person typed it.
    Password
}

hidden! {
    /// What jellyfin-web keeps in this browser about its servers, with their tokens.
    StoredServers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_shows_nothing_of_the_value() {
        let shown = format!("{:?} {:?} {:?}", Secret::new("6B1F0C"), Token::new("9b0c4e"), Password::new("horse"));
        assert_eq!(shown, "Secret(hidden) Token(hidden) Password(hidden)");
        assert_eq!(Token::new("9b0c4e").reveal(), "9b0c4e");
    }
}

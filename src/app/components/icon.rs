//! The icons: lines on a ground of 24 by 24, all of one width, in the colour of the text beside them.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// A person and a plus sign: one more account.
    AddAccount,
    /// An arrow back.
    Back,
    /// A key: a way to sign in without the code.
    Key,
    /// A globe: languages.
    Language,
    /// A circle of an arrow: once more.
    Refresh,
    /// Four corners and a line: what a scanner sees.
    Scan,
    /// Two boxes: a server.
    Server,
    /// An arrow through a door.
    SignOut,
    /// A key that takes back what was typed.
    TakeBack,
    /// A tick.
    Tick,
    /// To the left, up and to the right.
    ToLeft,
    /// See `ToLeft`.
    ToRight,
    /// See `ToLeft`.
    Up,
}

impl Icon {
    /// Its lines, as the data of an SVG path.
    const fn path(self) -> &'static str {
        match self {
            Self::AddAccount => "M9 11a4 4 0 100-8 4 4 0 000 8zM2 20c0-4 3-6 7-6s7 2 7 6M19 8v6M16 11h6",
            Self::Back => "M20 12H4M11 5l-7 7 7 7",
            Self::Key => "M11 13a4 4 0 10-1 6 4 4 0 001-6zM11 13l9-9M16 8l3 3",
            Self::Language => "M12 3a9 9 0 100 18 9 9 0 000-18zM3 12h18M12 3c4 5 4 13 0 18M12 3c-4 5-4 13 0 18",
            Self::Refresh => "M20 12a8 8 0 11-2.5-5.8M20 3v5h-5",
            Self::Scan => "M8 4H4v4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16",
            Self::Server => "M4 4h16v7H4zM4 13h16v7H4zM8 7.5h1M8 16.5h1",
            Self::SignOut => "M11 4H4v16h7M10 12h10M15 7l5 5-5 5",
            Self::TakeBack => "M9 6h12v12H9l-6-6zM12 9.5l5 5M17 9.5l-5 5",
            Self::Tick => "M4 13l5 5L20 7",
            Self::ToLeft => "M15 5l-7 7 7 7",
            Self::ToRight => "M9 5l7 7-7 7",
            Self::Up => "M5 15l7-7 7 7",
        }
    }

    /// An arrow along the line of text points the other way where the text runs from right to left.
    const fn class(self) -> &'static str {
        match self {
            Self::Back | Self::SignOut => "icon along",
            _ => "icon",
        }
    }

    /// The picture. Screen readers pass over it: the words beside it say the same.
    pub fn draw(self) -> AnyView {
        view! {
            <svg class=self.class() viewBox="0 0 24 24" aria-hidden="true">
                <path d=self.path() />
            </svg>
        }
        .into_any()
    }
}

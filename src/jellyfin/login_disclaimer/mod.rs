//! What an administrator wrote for the login page, in Markdown or HTML or both, as plain paragraphs that can be shown
//! without trusting any of it. Markup that is not known here is dropped and its words are kept; scripts and styles are
//! dropped with their words. One pass, and the result is never longer than the source.

mod characters;
mod html;
mod markdown;
mod reader;
#[cfg(test)]
mod tests;

use reader::Reader;

/// A stretch of text in one style. A line break within the paragraph is a `\n`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// To be shown in bold.
    pub is_strong: bool,
    /// To be shown in italics.
    pub is_emphasised: bool,
    /// Where it leads: an address with `http`, `https` or `mailto`, or a path on the server, nothing else.
    pub link: Option<String>,
}

/// A paragraph, never empty.
pub type Paragraph = Vec<Run>;

/// How many characters of the source are read; an ellipsis stands for the rest. A login page has no room for more.
const MOST_CHARACTERS: usize = 4000;

/// Reads what the administrator wrote.
#[must_use]
pub fn paragraphs(source: &str) -> Vec<Paragraph> {
    let mut characters = source.chars().filter(|character| *character != '\r');
    let mut reader = Reader::new(characters.by_ref().take(MOST_CHARACTERS).collect());
    reader.begin_line();
    while let Some(character) = reader.peek(0) {
        let is_taken = match character {
            '\n' => reader.end_line(),
            '\\' => reader.escape(),
            '&' => reader.entity(),
            '<' => reader.tag(),
            '*' | '_' => reader.emphasis(character),
            '!' if reader.peek(1) == Some('[') => reader.open('!', 2),
            '[' => reader.open('[', 1),
            ']' => reader.end_link(),
            _ => false,
        };
        if !is_taken {
            reader.add(character);
            reader.at += 1;
        }
    }
    if characters.next().is_some() {
        reader.add('…');
    }
    reader.end_paragraph();
    reader.paragraphs
}

//! The source, how far it has been read, and the paragraphs that have come of it. Knows no markup.

use super::characters::{is_invisible, safe_or_on_server};
use super::{Paragraph, Run};

/// How a character is to be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) is_strong: bool,
    pub(super) is_emphasised: bool,
    /// Which of the paragraph's links it is part of.
    pub(super) link: Option<usize>,
}

/// A character of the paragraph so far.
pub(super) struct Shown {
    character: char,
    pub(super) style: Style,
    /// A mark of Markdown that turned out to mean something, and so is not shown after all.
    pub(super) is_spent: bool,
}

/// A mark of Markdown that may turn out to open something. Until then it is shown as it is.
pub(super) struct Opener {
    pub(super) mark: char,
    pub(super) length: usize,
    /// Where it is in the paragraph.
    pub(super) place: usize,
}

#[derive(Default)]
pub(super) struct Reader {
    pub(super) source: Vec<char>,
    pub(super) at: usize,
    pub(super) paragraphs: Vec<Paragraph>,
    /// The paragraph so far.
    pub(super) shown: Vec<Shown>,
    links: Vec<String>,
    pub(super) openers: Vec<Opener>,
    /// Where in the source the address is that the open form leads to; nowhere without one.
    pub(super) form: (usize, usize),
    /// What the open tags of HTML ask for.
    pub(super) style: Style,
    /// There was space, which shows only when something follows.
    pub(super) is_spaced: bool,
    pub(super) is_heading: bool,
}

impl Reader {
    pub(super) fn new(source: Vec<char>) -> Self {
        Self { source, ..Self::default() }
    }

    pub(super) fn peek(&self, ahead: usize) -> Option<char> {
        self.source.get(self.at + ahead).copied()
    }

    /// How many of the next characters are of this kind.
    pub(super) fn count(&self, is_such: impl Fn(char) -> bool) -> usize {
        self.source[self.at..].iter().take_while(|character| is_such(**character)).count()
    }

    /// Adds a character that means nothing but itself.
    pub(super) fn add(&mut self, character: char) {
        if character.is_ascii_whitespace() {
            self.is_spaced = true;
        } else if !is_invisible(character) {
            self.add_space();
            self.show(character);
        }
    }

    /// Adds the space that came before, if there was any.
    pub(super) fn add_space(&mut self) {
        if std::mem::take(&mut self.is_spaced) && !matches!(self.last(), None | Some('\n' | ' ')) {
            self.show(' ');
        }
    }

    pub(super) fn show(&mut self, character: char) {
        self.shown.push(Shown { character, style: self.style, is_spent: false });
    }

    /// The last character of the paragraph so far.
    fn last(&self) -> Option<char> {
        self.shown.iter().rev().find(|shown| !shown.is_spent).map(|shown| shown.character)
    }

    pub(super) fn break_line(&mut self) {
        self.is_spaced = false;
        if !matches!(self.last(), None | Some('\n')) {
            self.show('\n');
        }
    }

    /// An item of a list begins a line.
    pub(super) fn begin_item(&mut self) {
        self.break_line();
        self.add('•');
        self.is_spaced = true;
    }

    pub(super) fn end_paragraph(&mut self) {
        self.openers.clear();
        (self.is_spaced, self.is_heading) = (false, false);
        self.shown.retain(|shown| !shown.is_spent);
        while self.last().is_some_and(|last| last.is_ascii_whitespace()) {
            self.shown.pop();
        }
        let paragraph: Paragraph =
            self.shown.chunk_by(|one, next| one.style == next.style).map(|alike| self.run(alike)).collect();
        if !paragraph.is_empty() {
            self.paragraphs.push(paragraph);
        }
        self.shown.clear();
        self.links.clear();
        self.style = Style::default();
    }

    /// Characters of one style.
    fn run(&self, alike: &[Shown]) -> Run {
        let Style { is_strong, is_emphasised, link } = alike.first().map_or(Style::default(), |shown| shown.style);
        Run {
            text: alike.iter().map(|shown| shown.character).collect(),
            is_strong,
            is_emphasised,
            link: link.and_then(|link| self.links.get(link).cloned()),
        }
    }

    /// A new link to the address that stands there in the source; none when it may not be followed.
    pub(super) fn link(&mut self, begin: usize, end: usize) -> Option<usize> {
        self.links.push(safe_or_on_server(&self.source[begin..end])?);
        Some(self.links.len() - 1)
    }
}

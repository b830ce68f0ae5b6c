//! What an administrator wrote for the login page, in Markdown or HTML or both, as plain paragraphs that a screen can
//! show without trusting any of it. What is not known here loses its markup and keeps its words; scripts and styles
//! lose their words, too. A single pass whose result can only be as long as its source.

mod characters;
mod html;

use characters::{entity, is_invisible, safe};

/// A stretch of text in one style. A line break within the paragraph is a `\n`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// To be shown in bold.
    pub is_strong: bool,
    /// To be shown in italics.
    pub is_emphasised: bool,
    /// Where it leads: an address of `http`, `https` or `mailto`, nothing else.
    pub link: Option<String>,
}

/// A paragraph, never empty.
pub type Paragraph = Vec<Run>;

/// How many characters of the source are read; what follows is replaced by an ellipsis. A login page has no room for
/// more.
const MOST_CHARACTERS: usize = 4000;

/// Reads what the administrator wrote.
#[must_use]
pub fn paragraphs(source: &str) -> Vec<Paragraph> {
    let mut characters = source.chars().filter(|character| *character != '\r');
    let source = characters.by_ref().take(MOST_CHARACTERS).collect();
    let mut reader = Reader { source, ..Reader::default() };
    reader.read();
    if characters.next().is_some() {
        reader.add('…');
    }
    reader.end_paragraph();
    reader.paragraphs
}

/// How a character is to be shown: a sum of the following, and [`LINK`] times which of the paragraph's links it is part
/// of, counted from 1. One number, because a structure takes twice the code.
type Style = u32;
const STRONG: Style = 1;
const EMPHASISED: Style = 2;
/// A mark that turned out to mean something, and is not shown.
const SPENT: Style = 4;
const LINK: Style = 8;

/// A mark of Markdown that may turn out to open something. Until then it is shown as it is.
struct Opener {
    mark: char,
    length: usize,
    /// Where it is in the paragraph.
    place: usize,
}

#[derive(Default)]
struct Reader {
    source: Vec<char>,
    at: usize,
    paragraphs: Vec<Paragraph>,
    /// The paragraph so far.
    shown: Vec<(char, Style)>,
    links: Vec<String>,
    openers: Vec<Opener>,
    /// What the open tags of HTML ask for.
    style: Style,
    /// There was space that shows only when something follows.
    is_spaced: bool,
    is_heading: bool,
}

impl Reader {
    fn read(&mut self) {
        self.begin_line();
        while let Some(character) = self.peek(0) {
            let is_taken = match character {
                '\n' => self.end_line(),
                '\\' => self.escape(),
                '&' => self.entity(),
                '<' => self.tag(),
                '*' | '_' => self.emphasis(character),
                '!' if self.peek(1) == Some('[') => self.open('!', 2),
                '[' => self.open('[', 1),
                ']' => self.end_link(),
                _ => false,
            };
            if !is_taken {
                self.add(character);
                self.at += 1;
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.source.get(self.at + ahead).copied()
    }

    /// How many of the next characters are like that.
    fn count(&self, is_such: fn(char) -> bool) -> usize {
        self.source[self.at..].iter().take_while(|character| is_such(**character)).count()
    }

    /// Adds one character that has no meaning but itself.
    fn add(&mut self, character: char) {
        if character.is_ascii_whitespace() {
            self.is_spaced = true;
        } else if !is_invisible(character) {
            self.add_space();
            self.shown.push((character, self.style));
        }
    }

    fn add_space(&mut self) {
        if std::mem::take(&mut self.is_spaced) && !matches!(self.last(), None | Some('\n' | ' ')) {
            self.shown.push((' ', self.style));
        }
    }

    /// The last character of the paragraph so far.
    fn last(&self) -> Option<char> {
        self.shown.iter().rev().find(|(_, style)| style & SPENT == 0).map(|(character, _)| *character)
    }

    fn break_line(&mut self) {
        self.is_spaced = false;
        if !matches!(self.last(), None | Some('\n')) {
            self.shown.push(('\n', self.style));
        }
    }

    fn end_paragraph(&mut self) {
        self.openers.clear();
        (self.is_spaced, self.is_heading) = (false, false);
        self.shown.retain(|(_, style)| style & SPENT == 0);
        while self.last().is_some_and(|last| last.is_ascii_whitespace()) {
            self.shown.pop();
        }
        let mut paragraph = Paragraph::new();
        let mut before = None;
        for (character, style) in std::mem::take(&mut self.shown) {
            if before != Some(style) {
                paragraph.push(Run {
                    text: String::new(),
                    is_strong: style & STRONG != 0,
                    is_emphasised: style & EMPHASISED != 0,
                    link: (style / LINK).checked_sub(1).and_then(|link| self.links.get(link as usize).cloned()),
                });
                before = Some(style);
            }
            if let Some(run) = paragraph.last_mut() {
                run.text.push(character);
            }
        }
        if !paragraph.is_empty() {
            self.paragraphs.push(paragraph);
        }
        self.links.clear();
        self.style = 0;
    }

    /// A blank line ends the paragraph, two spaces before the end break the line, and anything else is a space.
    fn end_line(&mut self) -> bool {
        let is_break = self.at > 1 && self.source[self.at - 2..self.at] == [' ', ' '];
        self.at += 1;
        let blank = self.count(|character| character.is_ascii_whitespace());
        if self.is_heading || self.source[self.at..self.at + blank].contains(&'\n') {
            self.at += blank;
            self.end_paragraph();
        } else if is_break {
            self.break_line();
        } else {
            self.is_spaced = true;
        }
        self.begin_line();
        true
    }

    /// What is special at the beginning of a line: a heading is a strong paragraph, an item begins a line.
    fn begin_line(&mut self) {
        self.at += self.count(|character| matches!(character, ' ' | '\t'));
        let hashes = self.count(|character| character == '#');
        if (1..7).contains(&hashes) && self.peek(hashes) == Some(' ') {
            self.at += hashes;
            self.end_paragraph();
            (self.style, self.is_heading) = (STRONG, true);
        } else if matches!(self.peek(0), Some('-' | '*' | '+')) && self.peek(1) == Some(' ') {
            self.at += 1;
            self.begin_item();
        }
    }

    fn begin_item(&mut self) {
        self.break_line();
        self.add('•');
        self.is_spaced = true;
    }

    fn escape(&mut self) -> bool {
        match self.peek(1) {
            Some('\n') => self.break_line(),
            Some(escaped) if escaped.is_ascii_punctuation() => self.add(escaped),
            _ => return false,
        }
        self.at += 2;
        true
    }

    fn entity(&mut self) -> bool {
        let Some((character, length)) = entity(&self.source[self.at..]) else { return false };
        self.add(character);
        self.at += length;
        true
    }

    fn open(&mut self, mark: char, length: usize) -> bool {
        self.add_space();
        self.openers.push(Opener { mark, length, place: self.shown.len() });
        for _ in 0..length {
            self.shown.push((self.source[self.at], self.style));
            self.at += 1;
        }
        true
    }

    /// What stands behind an opener, which with all later openers is spent.
    fn close(&mut self, index: usize) -> &mut [(char, Style)] {
        let Opener { length, place, .. } = self.openers[index];
        self.openers.truncate(index);
        let (marks, rest) = self.shown[place..].split_at_mut(length);
        for (_, style) in marks {
            *style |= SPENT;
        }
        rest
    }

    /// One mark is emphasis, two are strong. It closes behind a word and opens before one; `_` never within one.
    fn emphasis(&mut self, mark: char) -> bool {
        let count = if mark == '*' { self.count(|it| it == '*') } else { self.count(|it| it == '_') };
        let before = if self.at > 0 { self.source[self.at - 1] } else { ' ' };
        let after = self.peek(count).unwrap_or(' ');
        let is_word = |character: char| mark == '_' && (!character.is_ascii() || character.is_ascii_alphanumeric());
        let closes = !before.is_ascii_whitespace() && !is_word(after);
        let opens = !after.is_ascii_whitespace() && !is_word(before);
        let mut left = count;
        while left > 0 {
            let fits = |opener: &Opener| closes && opener.mark == mark && opener.length <= left;
            let mut length = left.min(2);
            if let Some(index) = self.openers.iter().rposition(fits) {
                length = self.openers[index].length;
                for (_, style) in self.close(index) {
                    *style |= if length == 2 { STRONG } else { EMPHASISED };
                }
                self.at += length;
            } else if opens {
                self.open(mark, length);
            } else {
                (0..length).for_each(|_| self.add(mark));
                self.at += length;
            }
            left -= length;
        }
        true
    }

    /// `](address)` or `](address "title")`.
    fn end_link(&mut self) -> bool {
        let Some(index) = self.openers.iter().rposition(|opener| matches!(opener.mark, '[' | '!')) else {
            return false;
        };
        if self.peek(1) != Some('(') {
            self.openers.truncate(index);
            return false;
        }
        let is_image = self.openers[index].mark == '!';
        let (mut depth, mut length) = (0, 2);
        let (mut begin, mut end) = (2, 2);
        loop {
            match self.peek(length) {
                None | Some('\n') => return false,
                Some(')') if depth == 0 => break,
                Some(' ' | '\t') if begin == end => (begin, end) = (length + 1, length + 1),
                Some(character) => {
                    depth += i32::from(character == '(') - i32::from(character == ')');
                    // What comes behind a space is the title.
                    if end == length && character != ' ' {
                        end += 1;
                    }
                }
            }
            length += 1;
        }
        let link = if is_image { 0 } else { self.link(self.at + begin, self.at + end) };
        for (_, style) in self.close(index) {
            *style = *style % LINK + link;
        }
        // No link is within a link.
        self.openers.retain(|opener| is_image || opener.mark != '[');
        self.at += length + 1;
        true
    }

    /// The style of a new link to the address that stands there in the source; none when it may not be followed.
    fn link(&mut self, begin: usize, end: usize) -> Style {
        let Some(address) = safe(&self.source[begin..end]) else { return 0 };
        self.links.push(address);
        u32::try_from(self.links.len()).unwrap_or_default() * LINK
    }
}

#[cfg(test)]
mod tests;

//! The marks of Markdown: what they mean, and where they end. Each function returns whether it has taken what comes next.

use super::characters::entity;
use super::reader::{Opener, Reader, Shown, Style};

impl Reader {
    /// A blank line ends the paragraph, two spaces before the end break the line, and anything else is a space.
    pub(super) fn end_line(&mut self) -> bool {
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

    /// What is special at the beginning of a line: headings, which become strong paragraphs, and items of lists.
    pub(super) fn begin_line(&mut self) {
        self.at += self.count(|character| matches!(character, ' ' | '\t'));
        let hashes = self.count(|character| character == '#');
        if (1..7).contains(&hashes) && self.peek(hashes) == Some(' ') {
            self.at += hashes;
            self.end_paragraph();
            self.style.is_strong = true;
            self.is_heading = true;
        } else if matches!(self.peek(0), Some('-' | '*' | '+')) && self.peek(1) == Some(' ') {
            self.at += 1;
            self.begin_item();
        }
    }

    pub(super) fn escape(&mut self) -> bool {
        match self.peek(1) {
            Some('\n') => self.break_line(),
            Some(escaped) if escaped.is_ascii_punctuation() => self.add(escaped),
            _ => return false,
        }
        self.at += 2;
        true
    }

    pub(super) fn entity(&mut self) -> bool {
        let Some((character, length)) = entity(&self.source[self.at..]) else { return false };
        self.add(character);
        self.at += length;
        true
    }

    /// A mark that may open something.
    pub(super) fn open(&mut self, mark: char, length: usize) -> bool {
        self.add_space();
        self.openers.push(Opener { mark, length, place: self.shown.len() });
        for _ in 0..length {
            self.show(self.source[self.at]);
            self.at += 1;
        }
        true
    }

    /// What stands behind an opener. The opener is spent, and with it all later ones.
    fn close(&mut self, index: usize) -> &mut [Shown] {
        let Opener { length, place, .. } = self.openers[index];
        self.openers.truncate(index);
        let (marks, rest) = self.shown[place..].split_at_mut(length);
        for mark in marks {
            mark.is_spent = true;
        }
        rest
    }

    /// One mark is emphasis, two are strong. They open before a word and close behind one; `_` never within a word.
    pub(super) fn emphasis(&mut self, mark: char) -> bool {
        let count = self.count(|character| character == mark);
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
                for Shown { style, .. } in self.close(index) {
                    style.is_strong |= length == 2;
                    style.is_emphasised |= length == 1;
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
    pub(super) fn end_link(&mut self) -> bool {
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
                    // What comes after a space is the title.
                    if end == length && character != ' ' {
                        end += 1;
                    }
                }
            }
            length += 1;
        }
        let link = if is_image { None } else { self.link(self.at + begin, self.at + end) };
        for Shown { style, .. } in self.close(index) {
            *style = Style { link, ..*style };
        }
        // No link is within a link.
        self.openers.retain(|opener| is_image || opener.mark != '[');
        self.at += length + 1;
        true
    }
}

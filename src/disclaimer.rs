//! What an administrator wrote for the login page, in Markdown or HTML or both, as plain paragraphs that a screen can
//! show without trusting any of it. What is not known here loses its markup and keeps its words; scripts and styles
//! lose their words, too. A single pass whose result can only be as long as its source.

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

/// A mark of Markdown that may turn out to open something. Until then it is a run of its own, shown as it is.
struct Opener {
    mark: char,
    length: usize,
    run: usize,
}

#[derive(Default)]
struct Reader {
    source: Vec<char>,
    at: usize,
    paragraphs: Vec<Paragraph>,
    runs: Paragraph,
    openers: Vec<Opener>,
    /// What the open tags of HTML ask for.
    style: Run,
    /// There was space that shows only when something follows.
    is_spaced: bool,
    /// The last run is an opener, which nothing may be added to.
    is_sealed: bool,
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

    /// Adds one character that has no meaning but itself.
    fn add(&mut self, character: char) {
        if character.is_ascii_whitespace() {
            self.is_spaced = true;
        } else if !is_invisible(character) {
            self.add_space();
            self.run().push(character);
        }
    }

    fn add_space(&mut self) {
        if std::mem::take(&mut self.is_spaced) && !matches!(self.last(), None | Some('\n' | ' ')) {
            self.run().push(' ');
        }
    }

    /// The last character of the paragraph so far.
    fn last(&self) -> Option<char> {
        self.runs.iter().rev().find_map(|run| run.text.chars().next_back())
    }

    /// The text of the run to add to.
    fn run(&mut self) -> &mut String {
        let fits = self.runs.last().is_some_and(|last| has_style_of(last, &self.style));
        if !fits || std::mem::take(&mut self.is_sealed) {
            self.is_sealed = false;
            self.runs.push(self.style.clone());
        }
        let last = self.runs.len() - 1;
        &mut self.runs[last].text
    }

    fn break_line(&mut self) {
        self.is_spaced = false;
        if !matches!(self.last(), None | Some('\n')) {
            self.run().push('\n');
        }
    }

    fn end_paragraph(&mut self) {
        self.openers.clear();
        (self.style, self.is_spaced, self.is_sealed, self.is_heading) = (Run::default(), false, false, false);
        let mut paragraph = Paragraph::new();
        for run in std::mem::take(&mut self.runs) {
            match paragraph.last_mut() {
                Some(last) if has_style_of(last, &run) => last.text.push_str(&run.text),
                _ if run.text.is_empty() => {}
                _ => paragraph.push(run),
            }
        }
        while let Some(last) = paragraph.last_mut() {
            let length = last.text.trim_ascii_end().len();
            last.text.truncate(length);
            if length > 0 {
                break;
            }
            paragraph.pop();
        }
        if !paragraph.is_empty() {
            self.paragraphs.push(paragraph);
        }
    }

    /// A blank line ends the paragraph, two spaces before the end break the line, and anything else is a space.
    fn end_line(&mut self) -> bool {
        let is_break = self.at > 1 && self.source[self.at - 2..self.at] == [' ', ' '];
        self.at += 1;
        let rest = self.source[self.at..].iter();
        let blank = rest.take_while(|character| character.is_ascii_whitespace());
        if self.is_heading || blank.clone().any(|character| *character == '\n') {
            self.at += blank.count();
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
        while matches!(self.peek(0), Some(' ' | '\t')) {
            self.at += 1;
        }
        let rest = &self.source[self.at..];
        let hashes = rest.iter().take_while(|character| **character == '#').count();
        if (1..7).contains(&hashes) && self.peek(hashes) == Some(' ') {
            self.at += hashes;
            self.end_paragraph();
            (self.style.is_strong, self.is_heading) = (true, true);
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
        let marks = self.source[self.at..self.at + length].iter().collect();
        self.openers.push(Opener { mark, length, run: self.runs.len() });
        self.runs.push(Run { text: marks, ..self.style.clone() });
        self.is_sealed = true;
        self.at += length;
        true
    }

    /// The runs behind an opener, which with all later openers is spent.
    fn close(&mut self, index: usize) -> &mut [Run] {
        let run = self.openers[index].run;
        self.openers.truncate(index);
        self.runs[run].text.clear();
        &mut self.runs[run + 1..]
    }

    /// One mark is emphasis, two are strong. It closes behind a word and opens before one; `_` never within one.
    fn emphasis(&mut self, mark: char) -> bool {
        let count = self.source[self.at..].iter().take_while(|character| **character == mark).count();
        let before = self.at.checked_sub(1).and_then(|before| self.source.get(before).copied());
        let after = self.peek(count);
        let is_word =
            |character: Option<char>| character.is_some_and(|it| !it.is_ascii() || it.is_ascii_alphanumeric());
        let is_ink = |character: Option<char>| character.is_some_and(|it| !it.is_ascii_whitespace());
        let closes = is_ink(before) && !(mark == '_' && is_word(after));
        let opens = is_ink(after) && !(mark == '_' && is_word(before));
        let mut left = count;
        while left > 0 {
            let fits = |opener: &Opener| opener.mark == mark && opener.length <= left;
            let opener = self.openers.iter().rposition(fits).filter(|_| closes);
            let length = opener.map_or(left.min(2), |index| self.openers[index].length);
            if let Some(index) = opener {
                for run in self.close(index) {
                    *(if length == 2 { &mut run.is_strong } else { &mut run.is_emphasised }) = true;
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
        let is_image = self.openers[index].mark == '!';
        let (mut address, mut depth, mut is_title, mut length) = (String::new(), 0, false, 2);
        if self.peek(1) == Some('(') {
            loop {
                match self.peek(length) {
                    None | Some('\n') => return false,
                    Some(')') if depth == 0 => break,
                    Some(' ' | '\t') => is_title = !address.is_empty(),
                    Some(_) if is_title => {}
                    Some(character) => {
                        depth += i32::from(character == '(') - i32::from(character == ')');
                        address.push(character);
                    }
                }
                length += 1;
            }
        } else {
            self.openers.truncate(index);
            return false;
        }
        let link = safe(&address).filter(|_| !is_image);
        for run in self.close(index) {
            run.link.clone_from(&link);
        }
        // No link is within a link.
        self.openers.retain(|opener| is_image || opener.mark != '[');
        self.at += length + 1;
        true
    }

    fn tag(&mut self) -> bool {
        let Some(tag) = Tag::read(&self.source[self.at..]) else { return false };
        self.at += tag.length;
        let opens = !tag.is_end;
        // In the style that ends here, or that has not begun.
        self.add_space();
        match tag.name.as_str() {
            "b" | "strong" => self.style.is_strong = opens,
            "i" | "em" => self.style.is_emphasised = opens,
            "a" => self.style.link = safe(&tag.address).filter(|_| opens),
            "br" => self.break_line(),
            "li" if opens => self.begin_item(),
            "script" | "style" if opens => self.skip_past_end_of(&tag.name),
            "p" | "div" | "ul" | "ol" | "tr" | "hr" | "center" | "blockquote" => self.end_paragraph(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_paragraph();
                self.style.is_strong = opens;
            }
            "http" | "https" | "mailto" => {
                self.style.link = safe(&tag.address);
                tag.address.chars().for_each(|character| self.add(character));
                self.style.link = None;
            }
            _ => {}
        }
        true
    }

    /// Up to the end tag of that name, or to the end.
    fn skip_past_end_of(&mut self, name: &str) {
        while self.at < self.source.len() {
            match Tag::read(&self.source[self.at..]) {
                Some(tag) if tag.is_end && tag.name == name => {
                    self.at += tag.length;
                    return;
                }
                _ => self.at += 1,
            }
        }
    }
}

/// A tag or a comment of HTML, or Markdown's address in angle brackets.
#[derive(Default)]
struct Tag {
    /// In lower case; of an address its scheme, of a comment nothing.
    name: String,
    is_end: bool,
    /// What `href` says, or the address itself.
    address: String,
    /// How many characters it takes.
    length: usize,
}

impl Tag {
    /// Reads one that begins here and ends somewhere.
    fn read(source: &[char]) -> Option<Self> {
        let mut tag = Self { length: 1, ..Self::default() };
        if source.first() != Some(&'<') {
            return None;
        }
        if let [_, '!' | '?', rest @ ..] = source {
            let end = if rest.starts_with(&['-', '-']) { &['-', '-', '>'][..] } else { &['>'] };
            let place = rest.windows(end.len()).position(|window| window == end)?;
            tag.length = 2 + place + end.len();
            return Some(tag);
        }
        tag.is_end = source.get(1) == Some(&'/');
        tag.length += usize::from(tag.is_end);
        tag.name = tag.take(source, |character| character.is_ascii_alphanumeric())?.to_ascii_lowercase();
        match source.get(tag.length)? {
            _ if !tag.name.starts_with(|first: char| first.is_ascii_alphabetic()) => None,
            ':' => {
                let rest = tag.take(source, |character| !character.is_ascii_whitespace() && !is_end(character))?;
                tag.address = format!("{}{rest}", tag.name);
                tag.length += 1;
                (source.get(tag.length - 1) == Some(&'>')).then_some(tag)
            }
            '>' | '/' | ' ' | '\n' | '\t' => tag.attributes(source),
            _ => None,
        }
    }

    /// The characters that come next and are such; none when the source ends with them.
    fn take(&mut self, source: &[char], is_such: impl Fn(char) -> bool) -> Option<String> {
        let rest = source.get(self.length..)?;
        let count = rest.iter().position(|character| !is_such(*character))?;
        self.length += count;
        Some(rest.iter().take(count).collect())
    }

    fn attributes(mut self, source: &[char]) -> Option<Self> {
        loop {
            self.take(source, |character| character.is_ascii_whitespace() || character == '/')?;
            if source.get(self.length) == Some(&'>') {
                self.length += 1;
                return Some(self);
            }
            let is_name = |character: char| !character.is_ascii_whitespace() && !matches!(character, '=' | '>' | '/');
            let name = self.take(source, is_name)?;
            self.take(source, |character| character.is_ascii_whitespace())?;
            let mut value = String::new();
            if source.get(self.length) == Some(&'=') {
                self.length += 1;
                self.take(source, |character| character.is_ascii_whitespace())?;
                match *source.get(self.length)? {
                    quote @ ('"' | '\'') => {
                        self.length += 1;
                        value = self.take(source, |character| character != quote)?;
                        self.length += 1;
                    }
                    _ => value = self.take(source, |character| !character.is_ascii_whitespace() && character != '>')?,
                }
            }
            if name.eq_ignore_ascii_case("href") {
                self.address = value;
            }
        }
    }
}

fn is_end(character: char) -> bool {
    matches!(character, '<' | '>')
}

fn has_style_of(run: &Run, other: &Run) -> bool {
    (run.is_strong, run.is_emphasised, &run.link) == (other.is_strong, other.is_emphasised, &other.link)
}

/// An address that may be followed, its entities decoded.
fn safe(address: &str) -> Option<String> {
    let characters: Vec<char> = address.trim_ascii().chars().collect();
    let (mut decoded, mut at) = (String::new(), 0);
    while let Some(character) = characters.get(at) {
        let (character, length) = entity(&characters[at..]).unwrap_or((*character, 1));
        if character.is_ascii_whitespace() || is_invisible(character) {
            return None;
        }
        decoded.push(character);
        at += length;
    }
    let begins = |scheme: &str| decoded.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    ["http://", "https://", "mailto:"].iter().any(|scheme| begins(scheme)).then_some(decoded)
}

/// The character that an entity at the beginning stands for, and how long the entity is.
fn entity(source: &[char]) -> Option<(char, usize)> {
    // The longest that is known, `&#x10ffff;`.
    let end = source.iter().take(10).position(|character| *character == ';')?;
    let name: String = source.get(..end)?.iter().collect();
    let name = name.strip_prefix('&')?;
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |digits| (digits, 16));
            char::from_u32(u32::from_str_radix(digits, radix).ok()?)?
        }
    };
    Some((character, end + 1))
}

/// What is not seen and may deceive: control characters, and those that turn the direction of a text.
fn is_invisible(character: char) -> bool {
    matches!(character, '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(character, '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests;

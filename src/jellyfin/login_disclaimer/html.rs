//! The tags of HTML: what they mean, and where they end.

use super::characters::{is, safe};
use super::reader::{Reader, Style};

/// What a tag means here.
#[derive(Clone, Copy)]
enum Tag {
    Strong,
    Emphasised,
    Link,
    Form,
    Button,
    /// A field, of which only a button that sends the form is shown.
    Input,
    LineBreak,
    Item,
    /// What is between it and its end is not for people.
    Hidden,
    /// A paragraph in bold.
    Heading,
    Block,
}

impl Tag {
    fn named(name: &[char]) -> Option<Self> {
        let name: String = name.iter().map(char::to_ascii_lowercase).collect();
        Some(match name.as_str() {
            "b" | "strong" => Self::Strong,
            "i" | "em" => Self::Emphasised,
            "a" => Self::Link,
            "form" => Self::Form,
            "button" => Self::Button,
            "input" => Self::Input,
            "br" => Self::LineBreak,
            "li" => Self::Item,
            "script" | "style" => Self::Hidden,
            "h1" | "h2" | "h3" | "h4" | "h5" => Self::Heading,
            "p" | "div" | "ul" | "ol" | "tr" | "hr" | "blockquote" => Self::Block,
            _ => return None,
        })
    }
}

impl Reader {
    /// A tag or a comment of HTML, or Markdown's address in angle brackets.
    pub(super) fn tag(&mut self) -> bool {
        let Some(length) = end_of_tag(&self.source[self.at..]) else { return false };
        let end = self.at + length;
        let is_end = self.peek(1) == Some('/');
        let begin = self.at + 1 + usize::from(is_end);
        let tag = &self.source[begin..end];
        let is_letter = |character: &&char| character.is_ascii_alphanumeric() || **character == '-';
        let name_length = tag.iter().take_while(is_letter).count();
        let name = &tag[..name_length];
        let is_name = name.first().is_some_and(char::is_ascii_alphabetic)
            && matches!(tag.get(name.len()), None | Some(' ' | '\n' | '\t' | '/'));
        let is_address = safe(tag).is_some();
        if !is_name && !is_address && !matches!(tag.first(), Some('!' | '?')) {
            return false;
        }
        let known = if is_name { Tag::named(name) } else { None };
        let value = |name: &str| {
            let (from, to) = attribute(tag, name);
            (begin + from, begin + to)
        };
        let address = value(if matches!(known, Some(Tag::Form)) { "action=" } else { "href=" });
        let is_submit = is(&self.source[value("type=").0..value("type=").1], "submit");
        let label = value("value=");
        self.at = end + 1;
        // In the style that ends here, or that has not begun.
        self.add_space();
        match known {
            Some(Tag::Strong) => self.style.is_strong = !is_end,
            Some(Tag::Emphasised) => self.style.is_emphasised = !is_end,
            Some(Tag::Link) => self.style.link = self.link(address.0, address.1),
            Some(Tag::Form) => {
                self.end_paragraph();
                self.form = address;
            }
            // A form that leads somewhere without any field is a link.
            Some(Tag::Button) => {
                self.style.link = if is_end { None } else { self.link(self.form.0, self.form.1) };
            }
            Some(Tag::Input) if is_submit => {
                self.style.link = self.link(self.form.0, self.form.1);
                (label.0..label.1).for_each(|place| self.add(self.source[place]));
                self.style.link = None;
            }
            Some(Tag::LineBreak) => self.break_line(),
            Some(Tag::Item) if !is_end => self.begin_item(),
            Some(Tag::Hidden) if !is_end => self.skip_past_end_of(begin, name_length),
            Some(tag @ (Tag::Heading | Tag::Block)) => {
                self.end_paragraph();
                self.style = Style { is_strong: matches!(tag, Tag::Heading) && !is_end, ..Style::default() };
            }
            None if is_address => {
                self.style.link = self.link(begin, end);
                (begin..end).for_each(|place| self.add(self.source[place]));
                self.style.link = None;
            }
            _ => {}
        }
        true
    }

    /// Skips what a tag hides whose name stands there in the source: up to its end tag, or to the end of everything.
    fn skip_past_end_of(&mut self, name: usize, length: usize) {
        let is_same = |pair: (&char, &char)| pair.0.eq_ignore_ascii_case(pair.1);
        while self.at < self.source.len() {
            let name = &self.source[name..name + length];
            let rest = &self.source[self.at..];
            if rest.starts_with(&['<', '/']) && rest.len() > length + 2 && rest[2..].iter().zip(name).all(is_same) {
                return;
            }
            self.at += 1;
        }
    }
}

/// Where the `>` is that ends what begins here with `<`.
fn end_of_tag(source: &[char]) -> Option<usize> {
    let is_comment = source.starts_with(&['<', '!', '-', '-']);
    let mut quote = None;
    for (place, character) in source.iter().enumerate().skip(1) {
        match (*character, quote) {
            ('>', None) if !is_comment || source[..place].ends_with(&['-', '-']) => return Some(place),
            ('<', None) if !is_comment => return None,
            ('"' | '\'', None) if !is_comment => quote = Some(character),
            (_, Some(open)) if open == character => quote = None,
            _ => {}
        }
    }
    None
}

/// Where in a tag the value is of the attribute with this name and its equals sign; nowhere without one.
fn attribute(tag: &[char], name: &str) -> (usize, usize) {
    let is_name = |window: &[char]| window[0].is_ascii_whitespace() && is(&window[1..], name);
    let Some(place) = tag.windows(name.len() + 1).position(is_name) else { return (0, 0) };
    let begin = place + name.len() + 1;
    let (begin, quote) = match tag.get(begin) {
        Some(quote @ ('"' | '\'')) => (begin + 1, *quote),
        _ => (begin, ' '),
    };
    let length = tag[begin..].iter().take_while(|character| **character != quote).count();
    (begin, begin + length)
}

//! A Quick Connect code: six digits, found in whatever a person types or pastes. Knows how a code is shown and spoken;
//! does not know whether the server knows it.

use std::fmt;

/// Six decimal digits. Jellyfin hands out 100000 to 999999, and compares the text exactly as it is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Code([u8; Code::LENGTH]);

/// Why a text is not a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeError {
    /// Nothing was typed.
    Empty,
    /// Too few or too many digits: this many.
    Length(usize),
    /// This character is neither a digit nor a separator.
    NotADigit(char),
}

impl Code {
    /// How many digits a code has.
    pub const LENGTH: usize = 6;

    /// Reads what a person typed or pasted: six digits, ASCII or full-width, with spaces, dashes and dots anywhere
    /// between them, also among words; or a link with `code=` in its query.
    ///
    /// # Errors
    /// What keeps the text from being a code.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let mut digits = [0; Self::LENGTH];
        let mut count = 0;
        for character in linked_code(typed).unwrap_or(typed).chars() {
            if is_separator(character) {
                continue;
            }
            let Some(digit) = decimal(character) else {
                return code_in_words(typed).map(Self).ok_or(CodeError::NotADigit(character));
            };
            if let Some(place) = digits.get_mut(count) {
                *place = digit;
            }
            count += 1;
        }
        match count {
            0 => Err(CodeError::Empty),
            Self::LENGTH => Ok(Self(digits)),
            _ => Err(CodeError::Length(count)),
        }
    }

    /// The digits of a code that is still being typed. None when there is anything but digits and separators, or more
    /// than six digits.
    #[must_use]
    pub fn begun(typed: &str) -> Option<String> {
        let mut digits = String::new();
        for character in typed.chars().filter(|character| !is_separator(*character)) {
            digits.push(char::from(b'0' + decimal(character)?));
        }
        (digits.len() <= Self::LENGTH).then_some(digits)
    }

    /// What a field becomes when a digit was typed into a full code: the digit after it is dropped, so that one can be
    /// corrected in place. `caret` is the position behind the new digit, in characters. None when nothing is dropped.
    #[must_use]
    pub fn overtyped(typed: &str, caret: usize) -> Option<String> {
        let digits: Vec<char> = typed.chars().filter(|character| !is_separator(*character)).collect();
        let is_one_too_many = digits.len() == Self::LENGTH + 1 && digits.iter().all(|digit| decimal(*digit).is_some());
        let behind = typed.chars().skip(caret).position(|character| !is_separator(character))?;
        let place = caret + behind;
        is_one_too_many.then(|| typed.chars().enumerate().filter(|(at, _)| *at != place).map(|(_, it)| it).collect())
    }

    /// As the server wants it: `123456`.
    #[must_use]
    pub fn digits(&self) -> String {
        self.characters().collect()
    }

    /// As it is read from a screen: `123 456`.
    #[must_use]
    pub fn grouped(&self) -> String {
        let digits = self.digits();
        format!("{} {}", &digits[..3], &digits[3..])
    }

    /// As a screen reader should say it, digit by digit with a pause between the halves: `1 2 3, 4 5 6`.
    #[must_use]
    pub fn spoken(&self) -> String {
        let spaced = |digits: &[u8]| digits.iter().map(u8::to_string).collect::<Vec<_>>().join(" ");
        let (first, second) = self.0.split_at(Self::LENGTH / 2);
        format!("{}, {}", spaced(first), spaced(second))
    }

    /// The digits, first to last.
    pub fn characters(&self) -> impl Iterator<Item = char> + use<> {
        self.0.into_iter().map(|digit| char::from(b'0' + digit))
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Code(hidden)")
    }
}

/// What stands after `code=` in a pasted link, up to the next parameter.
fn linked_code(typed: &str) -> Option<&str> {
    let (_, query) = typed.rsplit_once('?')?;
    query.split(['&', '#']).find_map(|pair| pair.strip_prefix("code="))
}

fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '-' | '.' | ',' | '·' | '\u{2010}'..='\u{2015}')
        || has_no_width(character)
}

/// Marks that other programs put around a copied text, and that nobody sees: soft hyphens, joiners, directions,
/// variation selectors.
fn has_no_width(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

/// The only run of exactly six digits among other characters, as in "Code: 123456". Separators inside it count.
fn code_in_words(typed: &str) -> Option<[u8; Code::LENGTH]> {
    let mut runs = typed
        .split(|character: char| !is_separator(character) && decimal(character).is_none())
        .map(|run| run.chars().filter_map(decimal).collect::<Vec<u8>>());
    let mut runs = runs.by_ref().filter(|run| !run.is_empty());
    let (only, None) = (runs.next()?, runs.next()) else { return None };
    only.try_into().ok()
}

fn decimal(character: char) -> Option<u8> {
    // Full-width digits, which Japanese keyboards have, are this far from those of ASCII.
    let digit = match character {
        '０'..='９' => char::from_u32(u32::from(character) - 0xfee0)?,
        other => other,
    };
    digit.to_digit(10)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_no_width_and_words_around_a_code_do_no_harm() {
        for typed in [
            "\u{202a}123456\u{202c}",
            "\u{2066}123\u{2069}456",
            "12\u{ad}34\u{2060}56",
            "1\u{fe0f}23456",
            "\u{feff}123456",
            "123,456",
            "Code: 123456",
            "(123456)",
            "“123 456”",
            "Your code is 123-456.",
            "code=123456",
        ] {
            assert_eq!(Code::parse(typed).map(|code| code.digits()), Ok("123456".into()), "{typed:?}");
        }
        for (typed, error) in [
            ("Code: 12345", CodeError::NotADigit('C')),
            ("123456 or 654321", CodeError::NotADigit('o')),
            ("1 of 123456", CodeError::NotADigit('o')),
            ("\u{202a}", CodeError::Empty),
        ] {
            assert_eq!(Code::parse(typed), Err(error), "{typed:?}");
        }
    }

    fn read(typed: &str) -> Result<String, CodeError> {
        Code::parse(typed).map(|code| code.digits())
    }

    #[test]
    fn six_digits_are_a_code_however_they_are_spaced() {
        for typed in [
            "123456",
            "123 456",
            " 123-456 ",
            "1.2.3.4.5.6",
            "123\u{a0}456",
            "123\u{2013}456",
            "１２３４５６",
            "\u{200e}123456\n",
            "http://tv.local:8096/web/#/settings?code=123456",
            "https://media.example.org/jellyfin/web/#/quickconnect?userId=abc&code=123456&x=1",
        ] {
            assert_eq!(read(typed), Ok("123456".into()), "{typed:?}");
        }
        assert_eq!(read("000001"), Ok("000001".into()));
    }

    #[test]
    fn anything_else_is_refused_with_the_reason() {
        for (typed, reason) in [
            ("", CodeError::Empty),
            (" - ", CodeError::Empty),
            ("http://tv.local/#/settings?code=", CodeError::Empty),
            ("12345", CodeError::Length(5)),
            ("1234567", CodeError::Length(7)),
            ("12345a", CodeError::NotADigit('a')),
            ("١٢٣٤٥٦", CodeError::NotADigit('١')),
            ("http://tv.local/", CodeError::NotADigit('h')),
        ] {
            assert_eq!(read(typed), Err(reason), "{typed:?}");
        }
    }

    #[test]
    fn the_beginning_of_a_code_shows_its_digits_and_anything_else_shows_as_it_is() {
        for (typed, digits) in [
            ("", Some("")),
            ("1", Some("1")),
            ("123 4", Some("1234")),
            ("１２３-４５６", Some("123456")),
            ("1234567", None),
            ("12a", None),
            ("http://tv.local/#/settings?code=123456", None),
        ] {
            assert_eq!(Code::begun(typed).as_deref(), digits, "{typed:?}");
        }
    }

    #[test]
    fn a_digit_typed_into_a_full_code_takes_the_place_of_the_one_behind_it() {
        for (typed, caret, left) in [
            ("9123456", 1, Some("923456")),
            ("123 9456", 5, Some("123 956")),
            ("1239 456", 4, Some("1239 56")),
            ("1234569", 7, None),
            ("12345", 2, None),
            ("12x3456", 3, None),
            ("12345678", 2, None),
        ] {
            assert_eq!(Code::overtyped(typed, caret).as_deref(), left, "{typed:?}");
        }
    }

    #[test]
    fn it_is_shown_in_two_groups_and_spoken_digit_by_digit() {
        let code = Code::parse("120456").unwrap();
        assert_eq!(code.grouped(), "120 456");
        assert_eq!(code.spoken(), "1 2 0, 4 5 6");
        assert_eq!(format!("{code:?}"), "Code(hidden)");
    }
}

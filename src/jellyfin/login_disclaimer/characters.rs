//! What single characters stand for, and which of them may be shown or followed.

/// Whether characters are a word, in any case.
pub(super) fn is(characters: &[char], word: &str) -> bool {
    let is_same = |(character, byte): (&char, u8)| character.eq_ignore_ascii_case(&char::from(byte));
    characters.len() == word.len() && characters.iter().zip(word.bytes()).all(is_same)
}

/// A whole address that may be followed, its entities decoded.
pub(super) fn safe(address: &[char]) -> Option<String> {
    decoded(address).filter(|address| is_whole(address)).map(String::from_iter)
}

/// The same, or one on the server itself: a path, from its root or not.
pub(super) fn safe_or_on_server(address: &[char]) -> Option<String> {
    decoded(address).filter(|address| is_whole(address) || is_on_server(address)).map(String::from_iter)
}

fn is_whole(address: &[char]) -> bool {
    let is_safe = |scheme: &&str| address.get(..scheme.len()).is_some_and(|start| is(start, scheme));
    ["http://", "https://", "mailto:"].iter().any(is_safe)
}

/// Without a scheme, and without what could be another host: two slashes, backslashes, a dot in the first name.
fn is_on_server(address: &[char]) -> bool {
    let first: String = address.split(|character| *character == '/').next().into_iter().flatten().collect();
    let is_name = first.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_'));
    let is_whole_host = first.is_empty() && address.get(1) == Some(&'/');
    (is_name || first == "." || first == "..") && address.contains(&'/') && !is_whole_host && !address.contains(&'\\')
}

fn decoded(address: &[char]) -> Option<Vec<char>> {
    let (mut decoded, mut at) = (Vec::new(), 0);
    while let Some(character) = address.get(at) {
        let (character, length) = entity(&address[at..]).unwrap_or((*character, 1));
        if character.is_ascii_whitespace() || is_invisible(character) {
            return None;
        }
        decoded.push(character);
        at += length;
    }
    Some(decoded)
}

/// The character that an entity at the beginning stands for, and how long the entity is.
pub(super) fn entity(source: &[char]) -> Option<(char, usize)> {
    // The longest that is known, `&#x10ffff;`.
    let end = source.iter().take(10).position(|character| *character == ';')?;
    let name = source.get(1..end).filter(|_| source[0] == '&')?;
    let named = NAMED.iter().find(|(known, _)| is(name, known));
    let character = match (named, name) {
        (Some((_, character)), _) => *character,
        (None, ['#', 'x' | 'X', digits @ ..]) => number(digits, 16)?,
        (None, ['#', digits @ ..]) => number(digits, 10)?,
        _ => return None,
    };
    Some((character, end + 1))
}

/// The entities that have a name here.
const NAMED: [(&str, char); 6] =
    [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", '\u{a0}')];

/// The character with this number, which has 7 digits at most.
fn number(digits: &[char], radix: u32) -> Option<char> {
    let mut number = 0;
    for digit in digits {
        number = number * radix + digit.to_digit(radix)?;
    }
    char::from_u32(number).filter(|_| !digits.is_empty())
}

/// What is not seen and may deceive: control characters, and those that turn the direction of a text.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(character, '\u{2066}'..='\u{2069}')
}

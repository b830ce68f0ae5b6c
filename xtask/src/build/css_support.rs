//! What the style sheets may use: only what Chromium 68 (webOS 5) supports, because an older browser silently drops
//! what it does not know. These are lists of what is allowed. If you need something else, look up when browsers got it,
//! and add it here or put a fallback before it.

/// Properties.
const PROPERTIES: &str = "
    align-content align-items align-self animation animation-delay animation-duration animation-name
    background background-attachment background-color background-image background-position background-size
    border border-bottom border-bottom-color border-collapse border-color border-left border-radius border-right
    border-spacing border-style border-top border-top-color border-width bottom box-shadow box-sizing caret-color clear
    clip color columns content cursor direction display fill filter flex flex-basis flex-direction flex-flow flex-grow
    flex-shrink flex-wrap float font font-family font-feature-settings font-size font-style font-variant
    font-variant-numeric font-weight grid-area grid-auto-flow grid-auto-rows grid-column grid-gap grid-row
    grid-template-areas grid-template-columns grid-template-rows height hyphens image-rendering justify-content left
    letter-spacing line-height list-style margin margin-bottom margin-left margin-right margin-top max-height max-width min-height
    min-width object-fit object-position opacity order outline outline-color outline-offset outline-width overflow
    overflow-wrap overflow-x overflow-y padding padding-bottom padding-left padding-right padding-top pointer-events
    position resize right scroll-behavior stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-width tab-size table-layout text-align text-decoration text-indent text-overflow text-shadow text-transform
    top touch-action transform transform-origin transition transition-duration transition-property unicode-bidi
    user-select vertical-align visibility white-space width will-change word-break word-spacing z-index";

/// Functions in values.
const FUNCTIONS: &str = "attr calc cubic-bezier hsl hsla linear-gradient minmax radial-gradient rect repeat
    repeating-linear-gradient rgb rgba rotate scale steps translate translateX translateY url var";

/// Units of numbers.
const UNITS: &str = "ch deg em fr ms px rem s turn vh vmax vmin vw";

/// Values of `display` and `overflow`, which got more later.
const DISPLAYS: &str = "block contents flex flow-root grid inline inline-block inline-flex list-item none table
    table-cell table-row";
const OVERFLOWS: &str = "auto hidden scroll visible";

/// Pseudo-classes and pseudo-elements.
const PSEUDOS: &str = "active after any-link before checked disabled empty enabled first-child first-line focus
    focus-within hover invalid last-child link not nth-child nth-last-child nth-of-type only-child placeholder
    placeholder-shown required root selection target visited";

/// Rules that a browser is meant to drop if it does not know them.
const MEANT_TO_BE_DROPPED: &[&str] = &[":focus:not(:focus-visible)", ".time-line::-moz-progress-bar"];

/// Media features. A browser ignores a query with a feature that it does not know.
const QUESTIONS: &str = "forced-colors hover max-height max-width min-height min-width orientation pointer
    prefers-color-scheme prefers-contrast prefers-reduced-motion";

/// Checks a style sheet. An error lists everything that is too new and has no fallback.
///
/// # Errors
/// The rules and declarations that are too new.
pub fn check(css: &str) -> Result<(), String> {
    let mut found = Vec::new();
    look_through(&without_texts(&without_comments(css)), &mut found);
    if found.is_empty() { Ok(()) } else { Err(format!("Newer than Chromium 68:\n  {}", found.join("\n  "))) }
}

fn look_through(css: &str, found: &mut Vec<String>) {
    let mut rest = css.trim();
    while !rest.is_empty() {
        let Some((head, inside, after)) = next_block(rest) else {
            found.push(format!("“{rest}” has no block."));
            return;
        };
        rest = after;
        if let Some(question) = head.strip_prefix("@media") {
            look_at_question(question, found);
            look_through(inside, found);
        } else if head.starts_with("@supports") {
            // A browser that lacks the feature in question uses the rules outside.
        } else if head.starts_with("@keyframes") {
            look_through(inside, found);
        } else if head.starts_with('@') {
            found.push(head.to_owned());
        } else if !MEANT_TO_BE_DROPPED.contains(&head) {
            look_at_selectors(head, found);
            look_at_declarations(head, inside, found);
        }
    }
}

/// The text before the next block, in it, and after it.
fn next_block(css: &str) -> Option<(&str, &str, &str)> {
    let open = css.find('{')?;
    let mut depth = 0;
    for (place, character) in css.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 1 => return Some((css[..open].trim(), &css[open + 1..place], css[place + 1..].trim())),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("*/").map_or("", |(_, after)| after))
}

fn lists(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

fn look_at_question(question: &str, found: &mut Vec<String>) {
    let is_known = question.split([',']).all(|alternative| {
        alternative.split(" and ").all(|part| {
            let part = part.trim();
            let inside = part.strip_prefix('(').and_then(|part| part.strip_suffix(')'));
            match inside {
                Some(inside) => {
                    !inside.contains(['<', '>', '(']) && lists(QUESTIONS, inside.split(':').next().unwrap_or_default())
                }
                None => matches!(part, "screen" | "print" | "all"),
            }
        })
    });
    if !is_known {
        found.push(format!("@media{question}"));
    }
}

fn look_at_selectors(selectors: &str, found: &mut Vec<String>) {
    let mut rest = selectors;
    while let Some((_, after)) = rest.split_once(':') {
        let after = after.trim_start_matches(':');
        let end = after.find(|character: char| !character.is_ascii_alphanumeric() && character != '-');
        let (name, behind) = after.split_at(end.unwrap_or(after.len()));
        let several = behind.strip_prefix('(').and_then(|inside| inside.split(')').next()).unwrap_or_default();
        // A list inside :not() is as new as :is().
        if !(lists(PSEUDOS, name) || name.starts_with("-webkit-")) || several.contains([',', ' ']) && name == "not" {
            found.push(selectors.to_owned());
            return;
        }
        rest = behind;
    }
    if selectors.contains('&') || selectors.contains("||") {
        found.push(selectors.to_owned());
    }
}

fn look_at_declarations(selectors: &str, declarations: &str, found: &mut Vec<String>) {
    if declarations.contains('{') {
        found.push(format!("{selectors}: a rule inside a rule"));
        return;
    }
    let mut known: Vec<&str> = Vec::new();
    for declaration in declarations.split(';').map(str::trim).filter(|declaration| !declaration.is_empty()) {
        let Some((property, value)) = declaration.split_once(':').map(|(name, value)| (name.trim(), value.trim()))
        else {
            found.push(format!("{selectors}: {declaration}"));
            continue;
        };
        // A custom property takes any value, so a fallback before it has no effect.
        let is_own = property.starts_with("--");
        let is_known =
            (is_own || property.starts_with("-webkit-") || lists(PROPERTIES, property)) && takes(property, value);
        let has_fallback = known.iter().any(|earlier| earlier.trim_start_matches("-webkit-") == property);
        if is_known {
            known.push(property);
        } else if is_own || !has_fallback {
            found.push(format!("{selectors}: {declaration}"));
        }
    }
}

fn takes(property: &str, value: &str) -> bool {
    let words = || value.split([' ', ',', '(', ')', '/', '\n']).filter(|word| !word.is_empty());
    let called = value.split('(').rev().skip(1).map(|before| {
        let start = before.rfind(|character: char| !character.is_ascii_alphanumeric() && character != '-');
        &before[start.map_or(0, |start| start + 1)..]
    });
    let unit = |word: &str| {
        let is_number = word.trim_start_matches(['-', '+', '.']).starts_with(|first: char| first.is_ascii_digit());
        let unit = word
            .trim_start_matches(['-', '+'])
            .trim_start_matches(|digit: char| digit.is_ascii_digit() || digit == '.');
        !is_number || unit.is_empty() || unit == "%" || lists(UNITS, unit)
    };
    let is_one_of = |list: &str| words().filter(|word| *word != "!important").all(|word| lists(list, word));
    called.filter(|name| !name.is_empty()).all(|name| lists(FUNCTIONS, name))
        && words().all(unit)
        && (property != "display" || is_one_of(DISPLAYS))
        && (!property.starts_with("overflow") || property == "overflow-wrap" || is_one_of(OVERFLOWS))
}

/// The styles with empty strings.
fn without_texts(css: &str) -> String {
    css.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    #[test]
    fn the_styles_are_known_to_chromium_68() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the project").join("style");
        let mut count = 0;
        for file in fs::read_dir(folder).expect("the styles") {
            let file = file.expect("a file").path();
            let checked = check(&fs::read_to_string(&file).expect("a text"));
            assert_eq!(checked, Ok(()), "{}", file.display());
            count += 1;
        }
        assert!(count >= 3);
    }

    #[test]
    fn what_is_too_new_is_found() {
        for rule in [
            "p { gap: 1rem }",
            "p { inset: 0 }",
            "p { aspect-ratio: 1 }",
            "p { width: clamp(1px, 2vw, 3px) }",
            "p { width: calc(1px + min(2px, 3vw)) }",
            "p { --wide: max(1px, 2vw) }",
            "p { height: 100dvh }",
            "p { color: color-mix(in srgb, red, blue) }",
            "p { margin-inline: 1px }",
            "p { padding-block-start: 1px }",
            "p { accent-color: red }",
            "p { overflow: clip }",
            "p { display: inline-grid }",
            "p { height: 1px; width: -.5cqw }",
            ":is(p, b) { top: 0 }",
            ":where(p) { top: 0 }",
            "p:has(b) { top: 0 }",
            "p:focus-visible { top: 0 }",
            "p:not(a, b) { top: 0 }",
            "p { b { top: 0 } }",
            "p { & b { top: 0 } }",
            "@layer base { p { top: 0 } }",
            "@container (min-width: 1px) { p { top: 0 } }",
            "@media (width >= 1px) { p { top: 0 } }",
            "@media not (min-width: 1px) { p { top: 0 } }",
            "@media (min-width: 1px) { p { inset: 0 } }",
            "p { appearance: none }",
        ] {
            assert!(check(rule).is_err(), "{rule}");
        }
    }

    #[test]
    fn what_has_a_fallback_before_it_may_be_newer() {
        for rule in [
            "p { width: 90vw; width: min(90vw, 40rem) }",
            "p { height: 100vh; height: 100dvh; }",
            "p { -webkit-appearance: none; appearance: none }",
            "@supports (gap: 1px) { p { gap: 1px } }",
            ":focus:not(:focus-visible) { outline: none }",
            "p::before { content: \"1dvh; clamp(2)\" } /* p { inset: 0 } */",
            "@media screen and (min-width: 56em), print { p > *:nth-child(2n + 1)::after { margin: -0.5rem 0 1px } }",
        ] {
            assert_eq!(check(rule), Ok(()), "{rule}");
        }
        assert!(check("p { width: min(90vw, 40rem); width: 90vw }").is_err(), "a fallback behind it is none");
    }
}

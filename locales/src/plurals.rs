//! Which form a number takes in each language, after the plural rules of Unicode's CLDR, for whole numbers below a million;
//! nothing here counts further. `tests/end_to_end` compares them with a browser's `Intl.PluralRules`.

/// The suffixes of i18next, in its order.
pub const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The form of a number in a language.
#[must_use]
pub fn form(tag: &str, count: u32) -> &'static str {
    let (ones, last_two) = (count % 10, count % 100);
    let is_teen = (11..=14).contains(&last_two);
    match tag.split('-').next().unwrap_or_default() {
        "id" | "ja" | "ko" | "th" | "vi" | "zh" => "other",
        "fa" | "fr" => one_if(count < 2),
        "pt" if tag == "pt-BR" => one_if(count < 2),
        "ar" => match (count, last_two) {
            (0, _) => "zero",
            (1, _) => "one",
            (2, _) => "two",
            (_, 3..=10) => "few",
            (_, 11..) => "many",
            _ => "other",
        },
        "he" => match count {
            1 => "one",
            2 => "two",
            _ => "other",
        },
        "ru" | "uk" => match ones {
            1 if !is_teen => "one",
            2..=4 if !is_teen => "few",
            _ => "many",
        },
        "pl" => match ones {
            _ if count == 1 => "one",
            2..=4 if !is_teen => "few",
            _ => "many",
        },
        "hr" | "sr" => match ones {
            1 if !is_teen => "one",
            2..=4 if !is_teen => "few",
            _ => "other",
        },
        "cs" | "sk" => match count {
            1 => "one",
            2..=4 => "few",
            _ => "other",
        },
        "sl" => match last_two {
            1 => "one",
            2 => "two",
            3 | 4 => "few",
            _ => "other",
        },
        "lt" => match ones {
            _ if (11..=19).contains(&last_two) => "other",
            1 => "one",
            2..=9 => "few",
            _ => "other",
        },
        "lv" => match ones {
            0 => "zero",
            _ if (11..=19).contains(&last_two) => "zero",
            1 => "one",
            _ => "other",
        },
        "ro" => match count {
            1 => "one",
            0 => "few",
            _ if (1..=19).contains(&last_two) => "few",
            _ => "other",
        },
        _ => one_if(count == 1),
    }
}

fn one_if(is_one: bool) -> &'static str {
    if is_one { "one" } else { "other" }
}

/// The forms that a language needs, in the order of [`FORMS`]: those of whole numbers, and `other`, which i18next wants
/// everywhere.
#[must_use]
pub fn needed(tag: &str) -> Vec<&'static str> {
    FORMS.into_iter().filter(|wanted| *wanted == "other" || (0..200).any(|count| form(tag, count) == *wanted)).collect()
}

/// The forms that a language has besides: those of fractions and of millions. Weblate asks for them; nothing shows them.
#[must_use]
pub fn allowed(tag: &str) -> &'static [&'static str] {
    match tag {
        "ca" | "cs" | "es" | "fr" | "it" | "lt" | "pt-BR" | "pt-PT" | "sk" => &["many"],
        _ => &[],
    }
}

/// Which of the needed forms the numbers from 0 to 199 take, a digit each. The rules look at nothing but the last two
/// digits once a number has more.
#[must_use]
pub fn table(tag: &str) -> String {
    let needed = needed(tag);
    let place = |count| needed.iter().position(|it| *it == form(tag, count)).unwrap_or_default();
    (0..200).map(|count| place(count).to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LANGUAGES;

    #[test]
    fn each_language_needs_the_forms_that_it_has() {
        for (tag, forms) in [
            ("en", "one other"),
            ("de", "one other"),
            ("ja", "other"),
            ("ar", "zero one two few many other"),
            ("pl", "one few many other"),
            ("ru", "one few many other"),
            ("cs", "one few other"),
            ("he", "one two other"),
            ("sl", "one two few other"),
            ("lv", "zero one other"),
            ("lt", "one few other"),
            ("ro", "one few other"),
            ("hr", "one few other"),
            ("fr", "one other"),
        ] {
            assert_eq!(needed(tag).join(" "), forms, "{tag}");
        }
    }

    #[test]
    fn numbers_take_the_forms_of_the_language() {
        for (tag, count, expected) in [
            ("en", 0, "other"),
            ("fr", 0, "one"),
            ("pt-BR", 0, "one"),
            ("pt-PT", 0, "other"),
            ("ar", 103, "few"),
            ("ar", 111, "many"),
            ("ar", 100, "other"),
            ("pl", 21, "many"),
            ("pl", 22, "few"),
            ("ru", 21, "one"),
            ("ru", 112, "many"),
            ("ro", 101, "few"),
            ("ro", 120, "other"),
            ("lv", 111, "zero"),
            ("lv", 121, "one"),
            ("sl", 102, "two"),
        ] {
            assert_eq!(form(tag, count), expected, "{tag} {count}");
        }
    }

    #[test]
    fn the_table_holds_for_every_larger_number() {
        for language in LANGUAGES {
            let (needed, table) = (needed(language.tag), table(language.tag));
            for count in 0_u32..1200 {
                let place = if count < 100 { count } else { 100 + count % 100 };
                let digit =
                    table[place as usize..].chars().next().and_then(|digit| digit.to_digit(10)).expect("a digit");
                assert_eq!(needed[digit as usize], form(language.tag, count), "{} {count}", language.tag);
            }
        }
    }
}

//! Shortens index.html with its scripts and styles, and puts their hashes into its content security policy. The same
//! scripts and styles also get a file each: a proxy may forbid or rewrite those inside the page.

use base64::prelude::{BASE64_STANDARD, Engine};
use ring::digest::{SHA256, digest};

use super::css_support;

/// The two languages inside a page, and how esbuild treats them.
#[derive(Clone, Copy)]
pub enum Inline {
    /// ES5, or the build fails.
    Script,
    /// Only white space and comments go: anything more might introduce newer properties.
    Style,
}

impl Inline {
    const ALL: [Self; 2] = [Self::Script, Self::Style];

    fn tags(self) -> (&'static str, &'static str) {
        match self {
            Self::Script => ("<script>", "</script>"),
            Self::Style => ("<style>", "</style>"),
        }
    }

    /// The options for esbuild.
    pub fn options(self) -> [&'static str; 3] {
        match self {
            Self::Script => ["--loader=js", "--minify", "--target=es5"],
            Self::Style => ["--loader=css", "--minify-whitespace", "--target=esnext"],
        }
    }
}

type Shorten<'a> = &'a dyn Fn(Inline, &str) -> Result<String, String>;

/// The page without comments and indentation, with its scripts and styles shortened.
pub fn shorten(html: &str, shorten: Shorten) -> Result<String, String> {
    let mut rest = html;
    let mut page = String::new();
    while let Some((start, inline)) = next_inline(rest) {
        let (open, close) = inline.tags();
        let text = start + open.len();
        let length = rest[text..].find(close).ok_or_else(|| format!("index.html: {open} without {close}."))?;
        if matches!(inline, Inline::Style) {
            css_support::check(&rest[text..text + length])?;
        }
        page += &shorten_markup(&rest[..start]);
        page += open;
        page += shorten(inline, &rest[text..text + length])?.trim();
        page += close;
        rest = &rest[text + length + close.len()..];
    }
    Ok(joined(&(page + &shorten_markup(rest))))
}

/// All scripts, or all styles, of a page, one after the other. What is there only for browsers without scripts is left
/// out.
pub fn inside(page: &str, wanted: Inline) -> String {
    let (open, close) = wanted.tags();
    let parts = page.split(open).skip(1).zip(page.split(open));
    let texts = parts.filter(|(_, before)| !before.trim_end().ends_with("<noscript>"));
    texts.filter_map(|(part, _)| Some(part.split_once(close)?.0)).collect()
}

/// The page with this script in reserve: the last one inside the page makes a comment of it (`src/boot/start.js`). As part
/// of a drawing it is not seen by what looks ahead in a page for files to load.
pub fn with_reserve(page: &str, script: &str) -> String {
    let reserve = format!("<svg hidden><script href=\"./{script}\"/></svg>\n<!-- -->\n</body>");
    page.replace("</body>", &reserve)
}

/// The page with its scripts marked as ones that a well-known proxy, Cloudflare's Rocket Loader, has to leave alone.
pub fn with_marks(page: &str) -> String {
    page.replace("<script", "<script data-cfasync=\"false\"")
}

/// The page with the hashes of its scripts and styles in its content policy instead of `'unsafe-inline'`, so that no
/// others run.
pub fn with_hashes(page: &str) -> Result<String, String> {
    let mut hashes = [String::new(), String::new()];
    let mut rest = page;
    while let Some((start, inline)) = next_inline(rest) {
        let (open, close) = inline.tags();
        rest = &rest[start + open.len()..];
        let (text, after) = rest.split_once(close).ok_or_else(|| format!("index.html: {open} without {close}."))?;
        let hash = BASE64_STANDARD.encode(digest(&SHA256, text.as_bytes()));
        hashes[inline as usize].extend([" 'sha256-", &hash, "'"]);
        rest = after;
    }
    let mut page = page.to_owned();
    for (directive, hashes) in ["script-src 'self' 'unsafe-eval'", "style-src 'self'"].into_iter().zip(hashes) {
        let open = format!("{directive} 'unsafe-inline';");
        if page.matches(&open).count() != 1 {
            return Err(format!("index.html: its content policy lacks “{open}”."));
        }
        page = page.replace(&open, &format!("{directive}{hashes};"));
    }
    Ok(page)
}

fn next_inline(html: &str) -> Option<(usize, Inline)> {
    Inline::ALL
        .into_iter()
        .filter_map(|inline| Some((html.find(inline.tags().0)?, inline)))
        .min_by_key(|(start, _)| *start)
}

fn shorten_markup(markup: &str) -> String {
    let mut parts = markup.split("<!--");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept += part.split_once("-->").map_or("", |(_, after)| after);
    }
    let lines: Vec<&str> = kept.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// Neighbours become one, which needs one hash.
fn joined(page: &str) -> String {
    page.replace("</script><script>", "").replace("</style><style>", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortened(html: &str) -> String {
        let mark = |inline, text: &str| {
            Ok(match inline {
                Inline::Script => format!(" js:{} ", text.trim()),
                Inline::Style => format!(" css:{} ", text.trim()),
            })
        };
        shorten(html, &mark).expect("a page")
    }

    #[test]
    fn comments_and_indentation_go() {
        assert_eq!(shortened("<p>\n  <!-- why\n so -->\n  text here\n</p>"), "<p>\ntext here\n</p>");
    }

    #[test]
    fn scripts_and_styles_are_shortened_in_their_places() {
        assert_eq!(
            shortened("<style>\n a {} </style> <p> <script> <!-- b </script>"),
            "<style>css:a {}</style><p><script>js:<!-- b</script>"
        );
    }

    #[test]
    fn neighbours_become_one() {
        assert_eq!(shortened("<script>a</script>\n <script>b</script><p>"), "<script>js:ajs:b</script><p>");
    }

    #[test]
    fn scripts_and_styles_are_there_once_more_in_files() {
        let page =
            "<style>a</style><noscript><style>b</style></noscript><script>c;</script><p><script>d;</script></body>";
        assert_eq!(inside(page, Inline::Style), "a");
        let page = with_reserve(page, "start.js");
        assert_eq!(inside(&page, Inline::Script), "c;d;");
        let page = with_marks(&page);
        let hidden = "<svg hidden><script data-cfasync=\"false\" href=\"./start.js\"/></svg>\n<!-- -->\n</body>";
        assert!(page.ends_with(hidden), "{page}");
        assert_eq!(page.matches("<script data-cfasync=\"false\"").count(), 3);
    }

    #[test]
    fn only_the_scripts_and_styles_of_the_page_may_run() {
        let policy =
            "<meta content=\"script-src 'self' 'unsafe-eval' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; x\">";
        // The hashes of “a”, “b” and nothing, by `openssl dgst -sha256 -binary | base64`.
        let page =
            with_hashes(&format!("{policy}<style>a</style><script>b</script><script></script>")).expect("a page");
        let expected = "script-src 'self' 'unsafe-eval' 'sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=' \
            'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; \
            style-src 'self' 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='; x";
        assert!(page.contains(expected), "{page}");
        assert!(with_hashes("<style>a</style>").is_err(), "a page without a policy");
    }

    #[test]
    fn a_style_that_old_browsers_drop_fails() {
        let pass = |_, text: &str| Ok(text.to_owned());
        assert!(shorten("<style>p { inset: 0 }</style>", &pass).is_err());
    }

    #[test]
    fn a_script_that_does_not_end_fails() {
        let pass = |_, text: &str| Ok(text.to_owned());
        assert!(shorten("<script> a", &pass).is_err());
    }
}

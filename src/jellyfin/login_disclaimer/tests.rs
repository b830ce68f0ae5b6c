//! What becomes of texts that administrators write, and of texts that nobody should.

use super::*;

/// Strong as `*…*`, emphasised as `/…/`, links as `{…→address}`, line breaks as `⏎`, paragraphs apart by ` ¶ `.
fn shown(source: &str) -> String {
    let run = |run: &Run| {
        let mut text = run.text.replace('\n', "⏎");
        for (mark, is_marked) in [("/", run.is_emphasised), ("*", run.is_strong)] {
            if is_marked {
                text = format!("{mark}{text}{mark}");
            }
        }
        match &run.link {
            Some(link) => format!("{{{text}→{link}}}"),
            None => text,
        }
    };
    let paragraphs = paragraphs(source);
    assert!(paragraphs.iter().flatten().all(|run| !run.text.is_empty()), "an empty run in {source:?}");
    assert!(paragraphs.iter().all(|paragraph| !paragraph.is_empty()), "an empty paragraph in {source:?}");
    paragraphs.iter().map(|paragraph| paragraph.iter().map(run).collect::<String>()).collect::<Vec<_>>().join(" ¶ ")
}

fn check(table: &[(&str, &str)]) {
    for (source, expected) in table {
        assert_eq!(shown(source), *expected, "{source:?}");
    }
}

#[test]
fn plain_text_keeps_its_words_and_paragraphs() {
    check(&[
        ("", ""),
        (" \r\n \n\t", ""),
        ("Be kind.", "Be kind."),
        ("  one   two\nthree\t four  ", "one two three four"),
        ("one\n\ntwo\r\n\r\n\r\nthree", "one ¶ two ¶ three"),
        ("one\n \t\ntwo", "one ¶ two"),
        ("one  \ntwo\\\nthree", "one⏎two⏎three"),
        ("Grüße — 你好 😀", "Grüße — 你好 😀"),
    ]);
}

#[test]
fn markdown_is_understood() {
    check(&[
        ("be **very** kind", "be *very* kind"),
        ("be *very* kind, _please_", "be /very/ kind, /please/"),
        ("__strong__ and ***both***", "*strong* and */both/*"),
        ("**a *b* c**", "*a **/b/** c*"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("an *open one", "an *open one"),
        ("**half*", "**half*"),
        ("*a and *b*", "*a and /b/"),
        ("an *emphasis\n\nnever* crosses paragraphs", "an *emphasis ¶ never* crosses paragraphs"),
        (r"\*plain\* \[x\](y) a\b", "*plain* [x](y) a\\b"),
        ("see [our rules](https://example.org/a_b_c?d=*e*).", "see {our rules→https://example.org/a_b_c?d=*e*}."),
        ("[**all** of it](http://h \"title\")", "{*all*→http://h}{ of it→http://h}"),
        ("[x](https://h/a_(b))", "{x→https://h/a_(b)}"),
        ("[note] and [x](http://h)", "[note] and {x→http://h}"),
        ("[open", "[open"),
        ("[open](http://h", "[open](http://h"),
        ("![a picture](https://h/p.png)", "a picture"),
        ("<https://h/x> or <mailto:a@h>", "{https://h/x→https://h/x} or {mailto:a@h→mailto:a@h}"),
        ("# Welcome\nto *us*", "*Welcome* ¶ to /us/"),
        ("Rules:\n- one\n- **two**\n\nEnd", "Rules:⏎• one⏎• *two* ¶ End"),
    ]);
}

#[test]
fn html_is_understood() {
    check(&[
        ("<p>one</p><p>two</p>", "one ¶ two"),
        ("one<br>two<br/>three<BR />", "one⏎two⏎three"),
        ("<b>a</b> <STRONG class=\"x\">b</STRONG> <i>c</i> <em>d</em>", "*a* *b* /c/ /d/"),
        ("<b>a <i>b</i></b>", "*a **/b/*"),
        ("<a href=\"https://h/?a=1&amp;b=2\" onclick='x()'>go</a> on", "{go→https://h/?a=1&b=2} on"),
        ("<a target=_blank href=http://h>go</a>", "{go→http://h}"),
        ("<a HREF='mailto:a@h'>write</a>", "{write→mailto:a@h}"),
        ("&lt;b&gt; &amp; &quot;&#39;&apos; &#x41;&#65;&nbsp;.", "<b> & \"'' AA\u{a0}."),
        ("&unknown; &; & &#; &#xd800; &#1114112;", "&unknown; &; & &#; &#xd800; &#1114112;"),
        ("<ul><li>one</li><li>two</li></ul>end", "• one⏎• two ¶ end"),
        ("<h2>Title</h2>text", "*Title* ¶ text"),
        ("<div style=\"color:red\"><span>a</span> <font>b</font></div>", "a b"),
        ("a<!-- hidden <b> -->b<!DOCTYPE html>c", "abc"),
        ("a <b> </b><i>\n</i><p>b", "a ¶ b"),
        ("**<u>x</u>** <b>_y_</b>", "*x* */y/*"),
    ]);
}

#[test]
fn what_leads_to_the_server_itself_is_a_link_to_a_path() {
    check(&[
        ("[x](/web/)", "{x→/web/}"),
        (
            "<form action=\"/sso/OID/start/home\"><button class=\"raised\">Sign in with SSO</button></form> or not",
            "{Sign in with SSO→/sso/OID/start/home} ¶ or not",
        ),
        (
            "<form action='/a'>Now: <p><button>one</button></p><button>two</button></form><button>three</button>",
            "Now: ¶ {one→/a} ¶ {two→/a} ¶ three",
        ),
        ("<form action=/a><input type=\"submit\" value=\"Go on\"/> <input name=x></form>", "{Go on→/a}"),
        ("<a href=\"../sso/SAML/p/home?a=1&amp;b=2\">x</a>", "{x→../sso/SAML/p/home?a=1&b=2}"),
        ("<a href=sso/OID/p/home>x</a>", "{x→sso/OID/p/home}"),
    ]);
}

#[test]
fn what_is_hostile_or_broken_is_only_words() {
    check(&[
        ("a<script>alert('</b>')</script>b", "ab"),
        ("a<STYLE type=x>p{}</sTyLe >b", "ab"),
        ("a<script>never closed <b>", "a"),
        ("<a href=\"javascript:alert(1)\">x</a>", "x"),
        ("<a href=\" java\nscript:alert(1)\">x</a>", "x"),
        ("<a href=\"&#106;avascript:alert(1)\">x</a>", "x"),
        ("<a href=\"http&#58;//h\">x</a>", "{x→http://h}"),
        ("<a href=\"https://h\u{202e}\">x</a>", "x"),
        ("<a href=\"https://h/ b\">x</a>", "x"),
        ("[x](javascript:alert(1))", "x"),
        ("[x](JAVASCRIPT:alert(1))", "x"),
        ("[x](data:text/html,<script>)", "x"),
        ("[x](//h)", "x"),
        ("[x](/\\h/a)", "x"),
        ("<a href=\"/\th/a\">x</a>", "x"),
        ("<a href=\"/&#9;/h/a\">x</a>", "x"),
        ("<a href=\"h.example/a\">x</a>", "x"),
        ("<a href=\"x:y/a\">x</a>", "x"),
        ("<form action=\"javascript:alert(1)\"><button>x</button></form>", "x"),
        ("<form action=\"//h/a\"><input type=submit value=x></form>", "x"),
        ("<button>x</button><input value=y>", "x"),
        ("[x]()", "x"),
        ("[x](vbscript:y) [z](HTTPS://H)", "x {z→HTTPS://H}"),
        ("<javascript:alert(1)>", "<javascript:alert(1)>"),
        ("<a@h> and <3>", "<a@h> and <3>"),
        ("<img src=x onerror=alert(1)>", ""),
        ("<svg/onload=alert(1)>x", "x"),
        ("1 < 2 <3 <", "1 < 2 <3 <"),
        ("an <b unclosed tag", "an <b unclosed tag"),
        ("<b>open\n\nnext", "*open* ¶ next"),
        ("<a href=\"http://h\">open\n\nnext", "{open→http://h} ¶ next"),
        ("<a href=http://a><https://b></a> [c](http://c)", "{https://b→https://b} {c→http://c}"),
        ("</b></a></p>x", "x"),
        ("a\u{0}b\u{202e}c&#0;d&#x202e;e", "abcde"),
        ("<b><b>x</b></b>", "*x*"),
        ("[a [b](http://h)](http://i)", "[a {b→http://h}](http://i)"),
    ]);
}

/// Never a panic, never longer than the source, and no address but the three kinds and paths.
#[test]
fn no_text_breaks_it() {
    let pieces = [
        "*",
        "**",
        "_",
        "[",
        "]",
        "(",
        ")",
        "](",
        "![",
        "<",
        ">",
        "</",
        "<a href=",
        "\"",
        "'",
        "&",
        "&#",
        ";",
        "\\",
        "\n",
        "\n\n",
        "  \n",
        "# ",
        "- ",
        "x",
        " ",
        "é",
        "<b>",
        "</b>",
        "<p>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "javascript:",
        "http://h",
        "<li>",
        "&amp;",
    ];
    let mut seed = 7_u32;
    let mut links = 0;
    for _ in 0..40_000 {
        let mut source = String::new();
        for _ in 0..12 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            source.push_str(pieces[seed as usize / 65_536 % pieces.len()]);
        }
        let found = paragraphs(&source);
        // An item of a list gets a line break and a bullet, which are longer than its mark.
        let length: usize = found.iter().flatten().map(|run| run.text.chars().count()).sum();
        assert!(length <= source.chars().count(), "{source:?} {found:?}");
        for link in found.iter().flatten().filter_map(|run| run.link.as_ref()) {
            let first = link.split('/').next();
            assert!(
                link.starts_with("http://") || first.is_some_and(|it| it.len() < 2 || !it.contains(':')),
                "{source:?}"
            );
            links += 1;
        }
    }
    assert!(links > 50, "{links}");
}

#[test]
fn a_text_without_end_is_cut() {
    for piece in ["word ", "*", "*a ", "[", "<", "<a <a", "<a \"", "<b>", "a\n\n", "&", "](", "<script>", "<!--", "é"]
    {
        let found = paragraphs(&piece.repeat(1 << 20));
        let length: usize = found.iter().flatten().map(|run| run.text.chars().count()).sum();
        assert!(length <= MOST_CHARACTERS + 1, "{piece:?}: {length}");
    }
    assert!(shown(&"word ".repeat(1000)).ends_with("word …"));
    assert!(!shown(&"é".repeat(MOST_CHARACTERS)).ends_with('…'));
}
